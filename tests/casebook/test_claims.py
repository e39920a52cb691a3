"""Claims: recorded once, decided upon, superseded, related, undone, asked for. All on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from floodwatch.casebook import claims as asked
from floodwatch.casebook import record, write
from floodwatch.model.claims import Claim, Consent, unnamed_id
from floodwatch.model.errors import ClaimError
from tests.casebook.made import (
    ALL,
    BANK,
    BRIDGE,
    FLOOD,
    LAND,
    SAID,
    SPREE,
    STANDS,
    STORM,
    THEFT,
    alias,
    amount,
    claim,
    filled,
    held,
    who,
)  # fmt: skip


def test_a_claim_comes_back_as_it_went_in(book):
    whole = Claim(
        subject=STORM.entity_id, predicate="count", value_low=0.1, value_high=1e15, unit="websites",
        qualifier="over", polarity="not_observed", hedge="likely", hedge_low=0.55, hedge_high=0.8,
        as_of_from="2023-11-01", as_of_to="2023-11-30", precision="month", source_document="cd" * 32,
        span_start=7, span_end=31, quote="Über 175 сайтов 😀 'and' \"so\"", said_by=BANK.entity_id,
        admiralty_source="B", admiralty_information="2", tlp="TLP:AMBER+STRICT", pap="PAP:GREEN",
        consent=Consent("Bob", "2024-01-02", "yes, \"all\""), suggested_by="reader@3",
    )  # fmt: skip
    filled(book, whole)
    back = asked.claim(book, whole.claim_id)
    assert back.recorded_at
    assert replace(back, recorded_at="") == whole
    assert asked.claim(book, "0" * 32) is None


def test_what_is_there_is_not_added_again(book):
    one, other = claim(), alias()
    first = record.add(book, ALL, [one, one, other])
    assert (first.entities, first.claims, first.known) == (len(ALL), 2, ())
    before = held(book, *SAID, *STANDS)
    again = record.add(book, ALL, [other, one])
    assert (again.entities, again.claims, set(again.known)) == (0, 0, {one.claim_id, other.claim_id})
    assert held(book, *SAID, *STANDS) == before


def test_one_wrong_claim_and_nothing_is_added(book):
    filled(book)
    before = held(book, *SAID, *STANDS)
    new = who("Somebody else")
    for wrong, says in (
        (claim(predicate="befriends"), "no predicate"),
        (claim(LAND, "outcome", value_text="blocked"), "subject of outcome"),
        (alias(STORM, LAND), "two of one kind"),
        (claim(new, value_low=None), "unit and no number"),
        (claim(new, as_of_from="2023-02-30", precision="day"), "YYYY-MM-DD"),
        (claim(who("Nobody entered this")), "nobody entered"),
        (claim(said_by=unnamed_id()), "nobody entered"),
        (claim(THEFT, "occurred_on"), "needs a date"),
        (claim(status="confirmed"), "by whom"),
        (claim(quote="a\x00b"), "characters in its quote"),
    ):
        with pytest.raises(ClaimError, match=says):
            record.add(book, [new], [amount(BANK, 5.0), wrong])
        assert held(book, *SAID, *STANDS) == before


def test_entities_are_of_one_kind(book):
    with pytest.raises(ClaimError, match="no kind of entity"):
        record.add(book, [who("x", "wizard")])
    with pytest.raises(ClaimError, match="needs a label"):
        record.add(book, [replace(STORM, label=" ")])
    filled(book)
    with pytest.raises(ClaimError, match="is there as actor"):
        record.add(book, [replace(STORM, kind="network")])


def test_a_refusal_is_remembered(book):
    (name,) = filled(book, alias())
    record.decide(book, [name], "refused", "ada", "two groups")
    again = record.add(book, claims=[replace(alias(), hedge="likely", suggested_by="reader@2")])
    assert (again.claims, again.refused, again.differing) == (0, (name,), (name,))
    assert asked.claims(book, status="suggested") == []
    (back,) = asked.claims(book, status="refused")
    assert (back.decided_by, back.reason, back.hedge) == ("ada", "two groups", "")


def test_what_was_refused_is_known_when_another_source_or_the_other_way_round_says_it(book):
    (name,) = filled(book, alias())
    record.decide(book, [name], "refused", "ada")
    like = [one.claim_id for one in asked.refused_like(book, alias(FLOOD, STORM, source_document="ef" * 32))]
    assert like == [name]
    assert asked.refused_like(book, alias(how="overlaps")) == []
    assert asked.refused_like(book, alias(STORM, BRIDGE)) == []
    record.decide(book, filled(book, alias(BRIDGE, FLOOD, "successor")), "refused", "ada")
    assert asked.refused_like(book, alias(FLOOD, BRIDGE, "successor")) == []


def test_the_last_decision_that_stands_holds(book):
    (name,) = filled(book, claim())
    start = asked.claim(book, name)
    (first,) = record.decide(book, [name], "confirmed", "ada", "seen")
    confirmed = asked.claim(book, name)
    assert (confirmed.status, confirmed.decided_by, confirmed.reason) == ("confirmed", "ada", "seen")
    (second,) = record.decide(book, [name], "withdrawn", "bob", "garbled")
    withdrawn = asked.claim(book, name)
    assert (withdrawn.status, withdrawn.decided_by) == ("withdrawn", "bob")
    third = record.undo(book, second, "ada")
    assert asked.claim(book, name) == confirmed
    record.undo(book, third, "bob", "it is garbled")
    assert asked.claim(book, name) == withdrawn
    record.undo(book, first, "eve")
    assert asked.claim(book, name) == withdrawn
    record.undo(book, asked.history(book, name)[-2].line.number, "eve")
    assert asked.claim(book, name).status == "suggested"
    assert replace(asked.claim(book, name), status="suggested") == start
    told = [(change.line.what, change.stands) for change in asked.history(book, name)]
    assert told == [
        ("confirmed", False), ("withdrawn", False), ("undone", True), ("undone", False), ("undone", True),
        ("undone", True),
    ]  # fmt: skip


def test_what_was_undone_is_not_undone_twice(book):
    (name,) = filled(book, claim())
    (number,) = record.decide(book, [name], "confirmed", "ada")
    record.undo(book, number, "ada")
    for gone in (number, 999):
        with pytest.raises(ClaimError, match=f"No decision {gone}"):
            record.undo(book, gone, "ada")


def test_a_decision_is_somebodys_about_something_and_one_that_can_be_made(book):
    (name,) = filled(book, claim())
    for given, says in (
        (([name], "liked", "ada"), "cannot be 'liked'"),
        (([name], "confirmed", " "), "somebody who decides"),
        ((["f" * 32], "confirmed", "ada"), "no such claim"),
    ):
        with pytest.raises(ClaimError, match=says):
            record.decide(book, *given)
    with pytest.raises(ClaimError, match="Only a person"):
        record.decide(book, [name], "confirmed", "floodwatch", machine=True)
    (seen,) = filled(book, claim(STORM, "seen_as", value_text="network-1"))
    record.decide(book, [seen], "confirmed", "floodwatch", machine=True)
    assert asked.claim(book, seen).status == "confirmed"
    assert record.decide(book, [], "confirmed", "ada") == ()


def test_what_a_person_enters_may_be_confirmed_at_once_and_that_too_is_undone(book):
    one = claim(status="confirmed", decided_by="ada", reason="my own", suggested_by="ada")
    (name,) = filled(book, one)
    assert asked.claim(book, name).decided_by == "ada"
    (change,) = asked.history(book, name)
    record.undo(book, change.line.number, "ada")
    assert asked.claim(book, name).status == "suggested"


def test_one_claim_takes_the_place_of_another_and_gives_it_back(book):
    old, new, newer = filled(book, claim(), claim(value_low=180.0), claim(value_low=190.0))
    before = held(book, *STANDS)
    number = record.supersede(book, old, new, "ada", "counted again")
    assert [one.claim_id for one in asked.claims(book, subject=STORM.entity_id)] == [new, newer]
    assert asked.claims(book, predicate="count", superseded=True)[0].superseded_by == new
    with pytest.raises(ClaimError, match="in a circle"):
        record.supersede(book, new, old, "ada")
    record.supersede(book, new, newer, "ada")
    with pytest.raises(ClaimError, match="in a circle"):
        record.supersede(book, newer, old, "ada")
    with pytest.raises(ClaimError, match="to itself"):
        record.supersede(book, newer, newer, "ada")
    record.undo(book, number + 1, "ada")
    record.undo(book, number, "ada")
    assert held(book, *STANDS) == before


def test_an_undoing_that_would_close_a_circle_is_refused_whole(book):
    old, new = filled(book, claim(), claim(value_low=180.0))
    gone = record.undo(book, record.supersede(book, old, new, "ada"), "ada")
    record.supersede(book, new, old, "ada")
    before = held(book, *SAID, *STANDS)
    with pytest.raises(ClaimError, match="in a circle"):
        record.undo(book, gone, "ada")
    assert held(book, *SAID, *STANDS) == before


def test_relations_have_an_author_and_a_date_and_are_undone(book):
    part, whole, retold = filled(
        book, amount(THEFT, 50e6), amount(SPREE, 3e9), amount(SPREE, 3e9, quote="x", span_end=9)
    )
    number = record.relate(book, part, "part_of", whole, "ada")
    record.relate(book, part, "part_of", whole, "bob")
    record.relate(book, retold, "derived_from", whole, "reader@1")
    (up, _) = asked.related(book, whole)
    assert (up.claim_id, up.relation, up.other_claim, up.author) == (part, "part_of", whole, "ada")
    assert up.recorded_at
    assert up.number == number
    assert [one.relation for one in asked.related(book, part)] == ["part_of"]
    record.undo(book, number, "ada")
    assert asked.related(book, part)[0].author == "bob", "what another said stands"
    record.undo(book, number + 1, "bob")
    assert asked.related(book, part) == []
    with pytest.raises(ClaimError, match="cannot be related by"):
        record.relate(book, part, "is_like", whole, "ada")


@pytest.mark.parametrize("relation", ["part_of", "derived_from"])
def test_sums_and_retellings_do_not_go_in_circles(book, relation):
    one, two, three = filled(book, *(amount(THEFT, float(n)) for n in (1, 2, 3)))
    record.relate(book, one, relation, two, "ada")
    record.relate(book, two, relation, three, "ada")
    with pytest.raises(ClaimError, match="in a circle"):
        record.relate(book, three, relation, one, "ada")
    record.relate(book, three, "contradicts", one, "ada")
    record.relate(book, one, "contradicts", three, "ada")


def test_claims_that_conflict_stand_side_by_side(book):
    ids = filled(
        book, claim(), claim(span_start=50, span_end=60), claim(value_low=200.0), claim(polarity="denied"),
        claim(value_low=5.0), claim(FLOOD),
    )  # fmt: skip
    record.decide(book, [ids[4]], "refused", "ada")
    groups = asked.side_by_side(book, STORM.entity_id, "count")
    assert [[one.claim_id for one in group] for group in groups] == [ids[:2], [ids[2]], [ids[3]]]


def test_claims_are_asked_for_by_all_that_they_have(book):
    ids = filled(book, claim(), alias(), amount(BANK, 1.0, source_document="cd" * 32), alias(FLOOD, BRIDGE))
    record.decide(book, [ids[1], ids[2]], "confirmed", "ada")
    for given, found in (
        ({"subject": STORM.entity_id}, [0, 1]),
        ({"object_entity": FLOOD.entity_id}, [1]),
        ({"predicate": "alias_of"}, [1, 3]),
        ({"status": "suggested"}, [0, 3]),
        ({"status": "confirmed", "predicate": "alias_of"}, [1]),
        ({"status": "suggested", "subject": STORM.entity_id}, [0]),
        ({"document": "cd" * 32}, [2]),
        ({}, [0, 1, 2, 3]),
        ({"after": ids[1]}, [2, 3]),
        ({"limit": 2, "status": "confirmed", "after": ids[1]}, [2]),
        ({"limit": 1}, [0]),
        ({"subject": "nobody"}, []),
    ):
        assert [one.claim_id for one in asked.claims(book, **given)] == [ids[n] for n in found], given
    assert [one.claim_id for one in asked.about(book, FLOOD.entity_id)] == [ids[1], ids[3]]
    assert [one.claim_id for one in asked.about(book, FLOOD.entity_id, after=ids[1], limit=1)] == [ids[3]]


def test_entities_have_a_name_a_history_and_an_end(book):
    filled(book)
    assert asked.entity(book, STORM.entity_id).label == "Storm-1376"
    assert asked.entity(book, "nobody") is None
    before = held(book, *STANDS)
    renamed = write.decide(book, STORM.entity_id, "named", {"name": "Flooding storm"}, "bob", "clearer")
    write.decide(book, STORM.entity_id, "retired", {}, "bob")
    now = asked.entity(book, STORM.entity_id)
    assert now.label == "Flooding storm"
    assert now.retired_at
    assert [hit.entity.label for hit in asked.search(book, "flooding")] == ["Flooding storm"]
    assert asked.search(book, "storm 1376") == []
    assert write.undo(book, renamed, "ada")
    assert write.undo(book, renamed + 1, "ada")
    assert held(book, *STANDS) == before
    assert asked.entity(book, STORM.entity_id) == replace(now, label="Storm-1376", retired_at="")
    told = [(d.what, d.decided_by, d.undone) for d in asked.entity_history(book, STORM.entity_id)]
    assert told == [("named", "ada", False), ("named", "bob", True), ("retired", "bob", True)]


def test_entities_are_listed_by_kind_and_page(book):
    filled(book)
    assert asked.entities(book, "country")[0].label == "Portugal"
    every = sorted(one.entity_id for one in ALL)
    first = asked.entities(book, limit=3)
    rest = asked.entities(book, after=first[-1].entity_id)
    assert [one.entity_id for one in first + rest] == every


def test_an_entity_that_ended_elsewhere_comes_in_ended(book):
    gone = who(
        "Gone",
        retired_at="2024-01-01T00:00:00+00:00",
        created_at="2023-01-01T00:00:00+00:00",
        case_name="main",
    )
    record.add(book, [gone])
    assert asked.entity(book, gone.entity_id) == gone
    assert [d.what for d in asked.entity_history(book, gone.entity_id)] == ["named", "retired"]


def test_names_and_quotes_are_found_whatever_their_case_accents_and_script(book):
    zhou = who("周恩来 Group")
    record.add(book, [zhou])
    quotes = (
        "Übermut tut selten gut",
        "100% of_it \\ 'quoted'",
        "据报道，台湾选举受到影响",
        "сайты ФЛУДА",
        "x" * 5000,
    )
    told = [claim(value_low=float(n), quote=text) for n, text in enumerate(quotes)]
    named = claim(FLOOD, "known_as", value_text="Flôod of the Prince", span_end=99)
    filled(book, *told, named)
    for words, found in (
        ("STORM‑1376", [("name", "Storm-1376", "")]),
        ("1376 sto", [("name", "Storm-1376", "")]),
        ("恩来", [("name", "周恩来 Group", "")]),
        ("ubermut SELTEN", [("quote", "Storm-1376", quotes[0])]),
        ("bermut", []),
        ("台湾选举", [("quote", "Storm-1376", quotes[2])]),
        ("湾台", []),
        ("100% quot", [("quote", "Storm-1376", quotes[1])]),
        ("флуд", [("quote", "Storm-1376", quotes[3])]),
        ("xxxx", [("quote", "Storm-1376", quotes[4])]),
        ("prince", [("name", "Taizi Flood", "Flôod of the Prince"), ("quote", "Taizi Flood", "Flôod of the Prince")]),
        ("%", []), ("_ ' \" *", []), ("", []), ("'); drop", []),
    ):  # fmt: skip
        hits = asked.search(book, words)
        shown = [
            (h.found_in, h.entity.label, (h.claim.quote or h.claim.value_text) if h.claim else "")
            for h in hits
        ]
        assert shown == found, words


def test_the_closest_name_and_the_newest_quote_come_first(book):
    record.add(book, [who("A Storm"), who("Storm"), who("Stormy weather")])
    filled(book, *(claim(value_low=float(n), quote=f"storm number {n}") for n in range(70)))
    hits = asked.search(book, "storm", limit=5)
    assert [h.entity.label for h in hits[:4]] == ["Storm", "Storm-1376", "Stormy weather", "A Storm"]
    assert [h.claim.quote for h in hits[4:]] == [f"storm number {n}" for n in (69, 68, 67, 66, 65)]


def test_many_at_once_are_as_good_as_one(book):
    people = [who(f"Actor {n}") for n in range(700)]
    told = [
        claim(people[n % 700], value_low=float(n), quote=f"number{n} of them", span_end=n + 1)
        for n in range(4500)
    ]
    made = record.add(book, people, told)
    assert (made.entities, made.claims) == (700, 4500)
    assert len(record.add(book, people, told).known) == 4500
    assert [h.claim.claim_id for h in asked.search(book, "number4321")] == [told[4321].claim_id]
    numbers = record.decide(book, [one.claim_id for one in told], "confirmed", "ada")
    assert len(set(numbers)) == 4500
    assert asked.claims(book, status="suggested") == []
    pages, last = [], ""
    while page := asked.claims(book, status="confirmed", after=last, limit=1000):
        pages += page
        last = page[-1].claim_id
    assert [one.claim_id for one in pages] == [one.claim_id for one in told]
