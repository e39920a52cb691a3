"""Only what is confirmed and may be seen goes out, and what is taken back is said, both ways."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import stix2

from floodwatch.casebook import claims as asked
from floodwatch.casebook import record
from floodwatch.casebook.exports import exports, log_export
from floodwatch.model.claims import TLP, entity_id
from floodwatch.outputs.knowledge import FORMATS, ftm, misp, stix
from floodwatch.views.exchange import Wanted, view
from tests.casebook.made import ALL, BANK, BRIDGE, FLOOD, STORM, TEXT, alias, claim
from tests.exchange.made import EVERYTHING, brought, filled, out

ALL_FORMATS = pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)
AT = "2024-05-01T12:00:00+00:00"
SURE = {"status": "confirmed", "decided_by": "ada", "decided_at": AT, "recorded_at": AT}
EVERYBODY = [replace(one, created_at=AT) for one in ALL]
MARKS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")


def described(word, mark="", **told):
    return claim(
        STORM, "described_as", value_text=word, tlp=mark, **{"span_start": len(word), **SURE, **told}
    )


def objects(data, *kinds):
    return [one for one in json.loads(data)["objects"] if one["type"] in kinds]


def sent(book, *claims):
    """Note that the claims went out."""
    log_export(book, "ada", {"format": "stix"}, [c.claim_id for c in claims], [])


@ALL_FORMATS
def test_what_nobody_confirmed_goes_out_only_when_asked_for(form, book):
    filled(book, [described("seen by many"), described("a mere guess", status="suggested", decided_by="")])
    assert b"mere guess" not in out(book, form.render)
    told = out(book, form.render, Wanted(suggested=True)).decode()
    assert "mere guess" in told
    assert "uggested" in told


@ALL_FORMATS
@pytest.mark.parametrize("ceiling", MARKS)
def test_nothing_stricter_than_the_ceiling_goes_out_nor_changes_a_byte(form, ceiling, book, other):
    words = {mark: f"word-{number}-of-secrecy" for number, mark in enumerate(TLP)}
    told = [described(word, mark) for mark, word in words.items()]
    told.append(alias(STORM, BRIDGE, tlp="TLP:RED", **SURE))
    allowed = [one for one in told if TLP.index(one.tlp) <= TLP.index(ceiling)]
    filled(book, told, EVERYBODY)
    filled(other, allowed, EVERYBODY)
    sent(book, *told)
    record.decide(book, [told[5].claim_id, told[6].claim_id], "refused", "eve", "wrong")
    known = view(book, Wanted(ceiling=ceiling))
    text = form.render(known).decode()
    seen = [mark for mark, word in words.items() if word in text]
    assert set(seen) == {one.tlp for one in allowed if one.tlp != "TLP:RED"}
    if ceiling != "TLP:RED":
        fewer = view(other, Wanted(ceiling=ceiling))
        assert text == form.render(fewer).decode()
        assert [*form.lost(known), *known.local] == [*form.lost(fewer), *fewer.local]


def test_markings_stand_in_the_bundle_as_tlp_2(book):
    filled(book, [described("seen", "TLP:AMBER+STRICT", pap="PAP:RED")])
    bundle = out(book, stix.render)
    (note,) = objects(bundle, "note")
    (actor,) = objects(bundle, "intrusion-set")
    names = {
        one["id"]: one.get("name") or one["definition"]["statement"]
        for one in objects(bundle, "marking-definition")
    }
    assert {names[ref] for ref in note["object_marking_refs"]} == {"TLP:AMBER+STRICT", "PAP:RED"}
    assert {names[ref] for ref in actor["object_marking_refs"]} == {"TLP:AMBER+STRICT", "PAP:RED"}
    stix2.parse(bundle.decode())


def test_what_was_denied_or_only_suggested_is_no_relationship(book):
    denied = alias(STORM, FLOOD, polarity="denied", **SURE)
    guessed = alias(STORM, BRIDGE)
    filled(book, [denied, guessed])
    bundle = out(book, stix.render, Wanted(suggested=True))
    assert objects(bundle, "relationship") == []
    assert [one["content"] for one in objects(bundle, "note") if "labels" not in one] == [
        "denied: Storm-1376 is the same as Taizi Flood"
    ]
    assert all("aliases" not in one for one in objects(bundle, "intrusion-set"))


@pytest.mark.parametrize("form", [stix, misp], ids=["stix", "misp"])
def test_what_is_refused_after_it_went_out_is_withdrawn_by_whoever_took_it(form, book, other, tmp_path):
    wrong, right = described("green"), described("seen")
    filled(book, [wrong, right])
    first = out(book, form.render)
    brought(other, tmp_path, first)
    sent(book, *view(book, EVERYTHING).claims)
    number = record.decide(book, [wrong.claim_id], "refused", "eve", "a mistake")[0]
    second = out(book, form.render)
    assert b"green" not in second
    found, _ = brought(other, tmp_path, second)
    assert [one.claim_id for one in found.gone] == [wrong.claim_id]
    assert asked.claim(other, wrong.claim_id).status == "withdrawn"
    assert asked.claim(other, right.claim_id).status == "confirmed"
    record.undo(book, number, "eve")
    assert out(book, form.render) == first
    found, _ = brought(other, tmp_path, first)
    assert asked.claim(other, wrong.claim_id).status == "confirmed"


def test_a_withdrawn_object_says_so_as_stix_does(book):
    wrong, new = described("green"), described("grey!", span_start=1)
    filled(book, [wrong, new])
    before = {one["id"]: one for one in objects(out(book, stix.render), "note", "intrusion-set")}
    sent(book, *view(book, EVERYTHING).claims)
    record.supersede(book, wrong.claim_id, new.claim_id, "eve")
    bundle = out(book, stix.render)
    (gone,) = [one for one in objects(bundle, "note") if one.get("revoked")]
    assert (gone["id"] in before, gone["created"]) == (True, before[gone["id"]]["created"])
    assert gone["modified"] >= before[gone["id"]]["modified"]
    assert "green" not in json.dumps(gone)
    stix2.parse(bundle.decode())


def test_what_never_went_out_is_never_named_as_taken_back(book):
    wrong = described("green")
    filled(book, [wrong])
    record.decide(book, [wrong.claim_id], "refused", "eve", "a mistake")
    assert view(book, EVERYTHING).gone == ()


def test_others_cannot_withdraw_what_came_from_elsewhere_or_a_person_decided(book, other, tmp_path):
    mine, theirs = described("mine"), described("theirs")
    filled(other, [mine])
    filled(book, [mine, theirs])
    brought(other, tmp_path, out(book, stix.render))
    sent(book, mine, theirs)
    record.decide(book, [mine.claim_id, theirs.claim_id], "refused", "eve", "a mistake")
    record.decide(other, [theirs.claim_id], "confirmed", "ada", "I saw it")
    found, _ = brought(other, tmp_path, out(book, stix.render))
    assert found.gone == ()
    assert [asked.claim(other, one.claim_id).status for one in (mine, theirs)] == ["confirmed", "confirmed"]


def test_two_that_are_known_here_apart_are_not_joined_by_another_casebook(book, other, tmp_path):
    joined = alias(STORM, FLOOD, **SURE)
    filled(book, [joined])
    filled(other, [described("tall"), claim(FLOOD, "described_as", value_text="small", **SURE)])
    found, _ = brought(other, tmp_path, out(book, stix.render))
    assert [one.claim_id for one in found.joining] == [joined.claim_id]
    assert asked.claim(other, joined.claim_id).status == "suggested"


def test_suggestions_come_in_as_suggestions(book, other, tmp_path):
    guess = described("a guess", status="suggested", decided_by="")
    filled(book, [guess])
    found, _ = brought(other, tmp_path, out(book, stix.render, Wanted(suggested=True)))
    assert [one.claim_id for one in found.waiting] == [guess.claim_id]
    assert asked.claim(other, guess.claim_id).status == "suggested"


def test_each_export_logs_what_went_out_for_the_first_time(book):
    one, two = described("one"), described("other")
    filled(book, [one, two])
    sent(book, one)
    sent(book, one, two)
    assert [line.content["claims"] for line in exports(book)] == [[one.claim_id], [two.claim_id]]


def test_an_indicator_can_be_searched_for_and_only_that(book):
    found = claim(STORM, "indicator", value_text="domain: bad.example", **SURE)
    told = claim(BANK, "described_at", value_text="https://news.example/x", **SURE)
    odd = claim(STORM, "indicator", value_text="odd: thing", span_start=1, **SURE)
    filled(book, [found, told, odd])
    bundle = out(book, stix.render)
    assert [one["pattern"] for one in objects(bundle, "indicator")] == ["[domain-name:value = 'bad.example']"]
    (shown,) = objects(bundle, "relationship")
    assert (shown["relationship_type"], shown["source_ref"]) == (
        "indicates",
        objects(bundle, "indicator")[0]["id"],
    )
    event = json.loads(out(book, misp.render))["Event"]
    assert {(one["type"], one["to_ids"]) for one in event["Attribute"]} == {("domain", True), ("link", False)}
    assert 'misp-galaxy:threat-actor="Storm-1376"' in {one["name"] for one in event["Tag"]}


def test_grades_and_likelihoods_are_tags(book):
    graded = {"hedge": "very likely", "admiralty_source": "B", "admiralty_information": "2"}
    filled(book, [described("seen", "TLP:AMBER", **graded)])
    event = json.loads(out(book, misp.render))["Event"]
    tags = {tag["name"] for one in event["Object"] for a in one["Attribute"] for tag in a.get("Tag", ())}
    assert tags == {
        "tlp:amber", 'admiralty-scale:source-reliability="b"', 'admiralty-scale:information-credibility="2"',
        'estimative-language:likelihood-probability="very-likely"',
    }  # fmt: skip
    (note,) = objects(out(book, stix.render), "note")
    assert note["confidence"] == 70


def test_links_of_follow_the_money_have_both_ends(book):
    filled(
        book,
        [alias(STORM, FLOOD, **SURE), described("seen"), alias(STORM, BRIDGE, polarity="denied", **SURE)],
    )
    lines = [json.loads(line) for line in b"".join(out(book, ftm.lines)).decode().splitlines()]
    ids = {line["id"] for line in lines}
    ends = {
        end
        for line in lines
        for name in ("subject", "object", "entity")
        for end in line["properties"].get(name, ())
    }
    assert ends <= ids
    assert sorted(line["schema"] for line in lines) == ["Note", "Note", "Organization", "Organization", "Organization",
                                                       "UnknownLink"]  # fmt: skip
    storm = next(line for line in lines if line["id"] == STORM.entity_id)
    assert storm["properties"] == {"alias": ["Taizi Flood"], "description": ["seen"], "name": ["Storm-1376"]}


def hostile(bundle, change):
    told = json.loads(bundle)
    for one in told["objects"]:
        for extension in one.get("extensions", {}).values():
            change(extension)
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda e: e.get("claim", {}).update(value_text="another"), "id that is not its own"),
        (lambda e: e.get("claim", {}).update(hedge_low=True), "of another type"),
        (lambda e: e.get("claim", {}).update(predicate="befriends"), "no predicate"),
        (lambda e: e.get("claim", {}).update(subject=entity_id("actor", "Nobody")), "not in the file"),
        (lambda e: e.get("claim", {}).pop("claim_id", None), "without a claim_id"),
        (lambda e: e.update(claim=[]) if "claim" in e else None, "without a subject"),
        (lambda e: e.get("entity", {}).update(kind="wizard"), "kind that is not known"),
        (lambda e: e.get("entity", {}).update(label=""), "needs a label"),
    ],
)
def test_what_a_stranger_made_up_is_refused_with_a_reason(change, reason, book, other, tmp_path):
    filled(book, [described("seen")])
    found, batch = brought(other, tmp_path, hostile(out(book, stix.render), change))
    assert found.new == ()
    assert any(reason in one for one in batch.rejected)


def test_a_cited_text_is_named_by_every_claim_from_it(book):
    filled(book, [described("seen", quote="it was seen")])
    (note,) = objects(out(book, stix.render), "note")
    (source,) = note["external_references"]
    assert source["description"] == "characters 4 to 40: it was seen"
    assert TEXT in source["source_name"]
