"""Each rule by sentences of our own: what is suggested, of whom, by whom, when; and what is left a mention."""

from __future__ import annotations

import pytest

from floodwatch.knowledge.suggesting.known import Vote
from floodwatch.model.claims import Entity, country_id, entity_id
from floodwatch.model.markings import Marking
from tests.suggesting.made import document, made, says


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marble Finch, also known as UNC9921, targets banks.", "Marble Finch alias_of UNC9921 same"),
        ("The group Marble Finch is not UNC9921.", "denied: Marble Finch alias_of UNC9921 same"),
        ("Marble Finch, a Russia-linked group, targets banks.", "Marble Finch originates_from Russia"),
        ("Marble Finch, an actor linked to the Iranian Ministry of Energy, targets banks.",
         "Marble Finch sponsored_by Ministry of Energy"),
        ("The actor Marble Finch targeted ministries in Kenya.", "Marble Finch targets Kenya"),
        ("The actor Marble Finch breached ministries in Kenya.", "Kenya victim_of Marble Finch"),
        ("The actor Marble Finch targeted shipyards in Kenya.", "Marble Finch targets Shipbuilding"),
        ("The actor Marble Finch ran over 175 websites.", "Marble Finch count over 175– websites"),
        ("The pages of the group Marble Finch had at least 40,000 followers.",
         "Marble Finch reach at least 40000– followers"),
        ("The group Marble Finch stole $40 million in 2023.", "Marble Finch amount 4e+07–4e+07 USD"),
        ("The group Marble Finch used T1566.001 in June 2023.", "Marble Finch uses Spearphishing Attachment"),
        ("The group Marble Finch deployed the tool COPPERDOOR.", "Marble Finch uses COPPERDOOR"),
        ("The group Marble Finch made clips with software from Lumora Labs.",
         "Marble Finch uses software from Lumora Labs"),
        ("The group Marble Finch posted on Telegram.", "Marble Finch active_on Telegram"),
        ("The group Marble Finch used bad[.]example as a server.", "Marble Finch indicator bad.example"),
        ("The group Marble Finch has been active since 2017.", "Marble Finch active"),
        ("The group Marble Finch ran posts criticizing Senator Jane Holloway.",
         "Marble Finch denigrates Jane Holloway"),
        ("Senator Jane Holloway said so.", "Jane Holloway holds Senator"),
        ("Jane Holloway, running for election in Ohio’s Third District, said so.",
         "Jane Holloway candidate_for Ohio’s Third District"),
        ("The group Marble Finch falsely claimed that the dam had burst.", "Marble Finch tells the dam had burst"),
        ("Iranian hackers stole $3 million from a bank in Togo.", "Iranian hackers originates_from Iran"),
        ("The group Marble Finch is likely to target voters in Kenya.", "Marble Finch targets Kenya (likely)"),
    ],
)  # fmt: skip
def test_a_sentence_suggests_a_claim(text, expected):
    assert expected in says(text)


def test_a_theft_is_an_incident_with_victim_author_sum_and_day():
    found = made("Iranian hackers stole nearly $3 million from a bank in Togo in June 2023 and fled.")
    by = {claim.predicate: claim for claim in found.claims if "theft" in _label(found, claim)}
    assert set(by) == {"amount", "attributed_to", "occurred_on", "victim_of"}
    assert (by["amount"].value_high, by["amount"].unit, by["amount"].qualifier) == (3e6, "USD", "nearly")
    assert (by["occurred_on"].as_of_from, by["occurred_on"].precision) == ("2023-06-01", "month")
    assert by["amount"].quote == "nearly $3 million from a bank in Togo in June 2023"


def _label(found, claim):
    names = {e.entity_id: e.label for e in found.entities}
    return f"{names[claim.subject]} {names.get(claim.object_entity, '')}"


def test_what_has_no_name_is_never_one_with_what_looks_like_it():
    text = "Another group robbed a bank in Togo. Later another group robbed a shop."
    first, second = made(text), made(text, sha256="cd" * 32)
    ids = [
        {e.entity_id for e in one.entities if e.label.lower() == "another group"} for one in (first, second)
    ]
    assert all(ids)
    assert not ids[0] & ids[1]
    again = made(text)
    assert again.claims == first.claims


class Knows:
    """Knows one actor under a name of another spelling, and one election."""

    votes = (
        Vote(
            Entity(entity_id="vote", kind="election", label="Kenya 2024"),
            country_id("KE"),
            "2024-01-13",
            "2024-01-13",
        ),
    )

    def named(self, name, kinds):
        return (
            Entity(entity_id="known", kind="actor", label="Finch")
            if "actor" in kinds and "Finch" in name
            else None
        )


def test_a_known_name_is_the_entity_that_is_known():
    found = made("The group Marble Finch ran over 175 websites.", known=Knows())
    (claim,) = [c for c in found.claims if c.predicate == "count"]
    assert claim.subject == "known"
    fresh = made("The group Marble Finch ran over 175 websites.")
    assert {c.subject for c in fresh.claims if c.predicate == "count"} == {entity_id("actor", "Marble Finch")}


def test_a_relative_day_that_a_known_vote_contradicts_is_kept_both_ways_and_flagged():
    found = made("The group Marble Finch wrote about Kenya’s presidential election last year.", known=Knows())
    days = [c for c in found.claims if c.predicate == "occurred_on"]
    assert {(c.subject, c.as_of_from, c.precision, c.qualifier) for c in days} == {
        ("vote", "2023-01-01", "relative", "last year"), ("vote", "2024-01-13", "relative", "last year"),
    }  # fmt: skip
    assert all(any("contradict" in note for note in found.notes[c.claim_id]) for c in days)


def test_the_year_of_a_vote_is_not_what_a_sentence_holds_likely():
    found = made(
        "The actor Marble Finch likely wants to confuse voters before the 2024 presidential election in Kenya."
    )
    hedges = {c.predicate: c.hedge for c in found.claims}
    assert hedges["occurred_on"] == hedges["election_kind"] == "" and hedges["likelihood"] == "likely"


def test_who_acts_is_not_where_a_vote_was():
    told = says("Chinese influence operations went on since the 2022 midterm elections.")
    assert not any("occurred_in" in one for one in told), told


def test_a_relative_day_without_a_day_of_publication_is_kept_as_it_is_written():
    found = made("The group Marble Finch ran 40 accounts last year.", published="")
    (count,) = [c for c in found.claims if c.predicate == "count"]
    assert (count.as_of_from, count.precision) == ("", "relative")
    assert "not known" in found.notes[count.claim_id][0]


def test_negative_findings_and_denials_are_said_by_those_who_say_them():
    told = says(
        "The agency has not seen collaboration between Russia and Iran, the agency said.",
        "The ministry denied that it had paid for the posts.",
    )
    assert "not observed: Russia works_with Iran" in told
    assert any(one.startswith("the ministry denies") or " denies " in one for one in told), told


def test_a_word_of_likelihood_has_its_band_and_a_statement_its_speaker():
    found = made("Microsoft said that the group Marble Finch is very likely to target voters in Kenya.")
    (claim,) = [c for c in found.claims if c.predicate == "likelihood"]
    assert (claim.hedge, claim.hedge_low, claim.hedge_high) == ("very likely", 0.8, 0.95)
    assert {e.label for e in found.entities if e.entity_id == claim.said_by} == {"Microsoft"}


def test_the_reporter_speaks_where_nobody_else_does():
    found = made("The group Marble Finch ran 40 accounts.", publisher="The Example Post")
    assert {e.label for e in found.entities if e.entity_id == found.claims[0].said_by} == {"The Example Post"}


def test_nothing_in_boilerplate_and_nothing_without_a_subject_becomes_a_claim():
    found = made(
        "It saw 175 websites.", "The group Marble Finch ran 90 accounts.", kinds=("paragraph", "boilerplate")
    )
    assert not found.claims
    assert [m.text for m in found.loose] == ["175"]


def test_markings_are_inherited_and_passages_are_exact():
    text = "The group Marble Finch, also known as UNC9921, ran over 175 websites in Kenya."
    found = made(text, marking=Marking(tlp="TLP:AMBER", pap="PAP:GREEN"))
    assert found.claims
    for claim in found.claims:
        assert (claim.tlp, claim.pap) == ("TLP:AMBER", "PAP:GREEN")
        assert claim.quote == document(text).text[claim.span_start : claim.span_end]


def test_indicators_under_their_heading_belong_to_the_one_actor():
    blocks = ("The group Marble Finch is active.", "Indicators of compromise", "bad[.]example")
    told = says(*blocks, kinds=("paragraph", "heading", "item"))
    assert "Marble Finch indicator bad.example" in told
    assert not any("indicator" in one for one in says(*blocks[::2], kinds=("paragraph", "item")))
