"""Names of one actor: what joins them, what only stands beside them, and that nothing is merged beyond recall."""

from __future__ import annotations

from dataclasses import replace

import pytest

from floodwatch.casebook import record, resolution
from floodwatch.casebook.naming import called, folded, near
from floodwatch.casebook.store import connected
from tests.casebook.made import BRIDGE, FLOOD, STANDS, STORM, TEXT, alias, claim, held, who

SPAM, GHOST, OTHER = who("Spamouflage"), who("Ghost"), who("Grey Lynx")
EVERYBODY = (STORM, FLOOD, BRIDGE, SPAM, GHOST, OTHER)


def filled(book, *claims, confirmed=True):
    record.add(book, EVERYBODY, claims)
    ids = [one.claim_id for one in claims]
    return record.decide(book, ids, "confirmed", "ada") if confirmed else ids


def group(book, entity):
    with connected(book) as db:
        (found,) = resolution.groups(db, [entity.entity_id])
    return found


def labels(found):
    return {member.entity.label for member in found.members}


def known(book):
    """The names of everybody's group, by everybody."""
    return {one.label: labels(group(book, one)) for one in EVERYBODY}


CHAIN = (
    alias(STORM, SPAM),
    alias(SPAM, BRIDGE, span_start=50, span_end=60),
    alias(FLOOD, SPAM, source_document="cd" * 32),
)


def test_names_are_one_by_way_of_others_and_the_path_says_who_says_each_step(book):
    filled(book, *CHAIN)
    found = group(book, STORM)
    assert labels(found) == {"Storm-1376", "Spamouflage", "Dragonbridge", "Taizi Flood"}
    assert found.members[0].entity == replace(found.members[0].entity, label="Storm-1376")
    path = next(member.path for member in found.members if member.entity.label == "Taizi Flood")
    assert [step.claims[0].source_document for step in path] == [TEXT, "cd" * 32]
    assert [(step.one, step.other) for step in path] == [
        (STORM.entity_id, SPAM.entity_id),
        (SPAM.entity_id, FLOOD.entity_id),
    ]
    assert all(step.claims[0].decided_by == "ada" for step in path)


def test_the_answer_is_the_same_from_whichever_name_one_asks(book):
    filled(book, *CHAIN)
    assert len({frozenset(labels(group(book, one))) for one in (STORM, FLOOD, BRIDGE, SPAM)}) == 1


def test_undoing_any_alias_restores_the_state_before_to_the_row(book):
    for one in CHAIN:
        record.add(book, EVERYBODY, [])
        record.add(book, (), [one])
        names, rows = known(book), held(book, *STANDS)
        (number,) = record.decide(book, [one.claim_id], "confirmed", "ada")
        assert known(book) != names
        record.undo(book, number, "ada")
        assert (known(book), held(book, *STANDS)) == (names, rows)
        record.decide(book, [one.claim_id], "confirmed", "ada")


@pytest.mark.parametrize("how", ["overlaps", "part_of", "successor"])
def test_overlap_part_and_successor_are_shown_and_join_nothing(book, how):
    one = alias(STORM, FLOOD, how)
    filled(book, one)
    found = group(book, STORM)
    assert labels(found) == {"Storm-1376"}
    assert [c.claim_id for c in found.apart] == [one.claim_id]
    assert group(book, FLOOD).apart == found.apart


def test_suggestions_and_hedged_statements_join_nothing(book):
    filled(book, alias(STORM, FLOOD), confirmed=False)
    filled(book, alias(STORM, SPAM, hedge="possibly"))
    found = group(book, STORM)
    assert labels(found) == {"Storm-1376"}
    assert [c.object_entity for c in found.suggested] == [FLOOD.entity_id]
    assert [c.object_entity for c in found.apart] == [SPAM.entity_id]


def test_a_denial_parts_two_whatever_the_other_says(book):
    denial = alias(BRIDGE, SPAM, polarity="denied", source_document="ef" * 32)
    filled(book, *CHAIN)
    (number,) = filled(book, denial)
    assert labels(group(book, STORM)) == {"Storm-1376", "Spamouflage", "Taizi Flood"}
    assert labels(group(book, BRIDGE)) == {"Dragonbridge"}
    (disputed,) = group(book, BRIDGE).disputed
    assert [c.claim_id for c in disputed.against] == [denial.claim_id]
    record.undo(book, number, "ada")
    assert "Dragonbridge" in labels(group(book, STORM))


def test_a_denial_that_nobody_confirmed_is_shown_and_parts_nothing(book):
    filled(book, *CHAIN)
    filled(book, alias(BRIDGE, SPAM, polarity="denied", source_document="ef" * 32), confirmed=False)
    found = group(book, STORM)
    assert "Dragonbridge" in labels(found)
    assert len(found.denied) == 1
    assert not found.disputed


def test_two_actors_who_share_an_alias_do_not_fall_together_through_it(book):
    filled(book, alias(STORM, GHOST), alias(OTHER, GHOST), alias(STORM, OTHER, polarity="denied"))
    for one in (STORM, OTHER, GHOST):
        assert labels(group(book, one)) == {one.label}
    assert len(group(book, GHOST).disputed) == 2


def test_a_name_that_two_use_as_a_word_joins_nothing_and_finds_both(book):
    words = {"predicate": "known_as", "value_text": "Ghost Writers"}
    filled(book, claim(STORM, **words), claim(OTHER, **words))
    with connected(book) as db:
        assert {one.label for one in called(db, "ghost writers")} == {"Storm-1376", "Grey Lynx"}
    assert labels(group(book, STORM)) == {"Storm-1376"}


def test_a_confirmed_contradiction_disputes_the_claim_it_contradicts(book):
    one, against = (
        alias(STORM, FLOOD),
        claim(STORM, "states", object_entity=FLOOD.entity_id, value_text="two"),
    )
    filled(book, one, against)
    number = record.relate(book, against.claim_id, "contradicts", one.claim_id, "ada")
    assert labels(group(book, STORM)) == {"Storm-1376"}
    assert group(book, FLOOD).disputed[0].against[0].claim_id == against.claim_id
    record.undo(book, number, "ada")
    assert labels(group(book, STORM)) == {"Storm-1376", "Taizi Flood"}


def test_another_source_still_joins_what_one_contradicted_claim_does_not(book):
    one, two = alias(STORM, FLOOD), alias(STORM, FLOOD, source_document="cd" * 32)
    against = claim(STORM, "states", object_entity=FLOOD.entity_id, value_text="two")
    filled(book, one, two, against)
    record.relate(book, against.claim_id, "contradicts", one.claim_id, "ada")
    assert labels(group(book, STORM)) == {"Storm-1376", "Taizi Flood"}


def test_a_claim_that_another_took_the_place_of_joins_nothing(book):
    one, two = alias(STORM, FLOOD), alias(STORM, FLOOD, "overlaps")
    filled(book, one, two)
    record.supersede(book, one.claim_id, two.claim_id, "ada")
    assert labels(group(book, STORM)) == {"Storm-1376"}


def test_a_heap_of_names_is_cut_and_says_so(book, monkeypatch):
    monkeypatch.setattr(resolution, "MOST", 3)
    filled(book, *CHAIN)
    found = group(book, SPAM)
    assert found.more
    assert len(found.members) == 3


@pytest.mark.parametrize(
    "name", ["Storm-1376", "storm 1376", "STORM1376", "Ｓｔｏｒｍ－１３７６", " storm_1376 "]
)
def test_case_width_and_spacing_of_a_name_do_not_matter(book, name):
    filled(book)
    with connected(book) as db:
        assert [one.label for one in called(db, name)] == ["Storm-1376"]
    assert folded(name) == "storm1376"


def test_a_name_that_was_refused_finds_nobody(book):
    one = claim(STORM, "known_as", value_text="Grey Goose")
    filled(book, one, confirmed=False)
    with connected(book) as db:
        assert [found.status for found in called(db, "grey goose")] == ["suggested"]
    record.decide(book, [one.claim_id], "refused", "ada")
    with connected(book) as db:
        assert called(db, "grey goose") == []


@pytest.mark.parametrize(
    ("name", "best"),
    [("Storm-1367", "Storm-1376"), ("Spamoflage", "Spamouflage"), ("dragon", "Dragonbridge")],
)
def test_an_unknown_name_gives_near_ones(book, name, best):
    filled(book)
    with connected(book) as db:
        assert near(db, name)[0].label == best
        assert near(db, "%") == [] == called(db, " - ")


def test_of_very_many_claims_the_first_are_read_and_every_denial(book, monkeypatch):
    monkeypatch.setattr(resolution, "MOST_CLAIMS", 2)
    many = [alias(STORM, FLOOD, source_document=f"{n:064x}") for n in range(4)]
    filled(book, *many, alias(STORM, SPAM), alias(STORM, FLOOD, polarity="denied", source_document="ef" * 32))
    found = group(book, STORM)
    assert found.more
    assert labels(found) == {"Storm-1376"}
    assert found.disputed
