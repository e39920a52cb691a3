"""Two published texts beside the project: the claims about what is known of them, with passage and speaker.

The numbers per predicate were looked at by eye, claim by claim; a change of them is to be looked at again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from floodwatch.centre.starting import ready
from floodwatch.knowledge.reading import mentions
from floodwatch.knowledge.suggesting import suggest
from floodwatch.knowledge.suggesting.known import InBook
from floodwatch.sources.documents import read

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "reports"
DAYS = {"A": "2024-04-05", "E": "2024-10-24"}
pytestmark = pytest.mark.skipif(
    not all((FOLDER / f"report_{name}.txt").exists() for name in DAYS),
    reason="needs the texts of ../shared/data/reports",
)


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    book = tmp_path_factory.mktemp("known") / "casebook.db"
    ready(book)
    return InBook(book)


@pytest.fixture(scope="module")
def found(known):
    return {name: _suggested(name, known) for name in DAYS}


def _suggested(name, known):
    document = read((FOLDER / f"report_{name}.txt").read_bytes(), f"report_{name}.txt").document
    one = replace(document, published=DAYS[name])
    return suggest(one, mentions(one), known)


def _rows(found):
    names = {e.entity_id: e.label for e in found.entities}
    return {
        (names[c.subject], c.predicate, names.get(c.object_entity, "") or c.value_text or _number(c))
        for c in found.claims
    }


def _number(claim):
    return (claim.qualifier, claim.value_low, claim.value_high, claim.unit)


FACTS = {
    "A": [
        ("Storm-1376", "alias_of", "Spamouflage"),
        ("Storm-1376", "alias_of", "Dragonbridge"),
        ("Storm-1376", "sponsored_by", "Chinese Communist Party"),
        ("Storm-1376", "count", ("over", 175, None, "websites")),
        ("Storm-1376", "count", ("", 58, 58, "languages")),
        ("Storm-1376", "uses", "software from ByteDance"),
        ("Storm-1376", "tells", "the U.S. government started the deadly 2023 Hawaii wildfires"),
        ("Storm-1376", "tells", "the water was unsafe"),
        ("International Atomic Energy Agency", "rebuts", "the water was unsafe"),
        ("Storm-1376", "denigrates", "Japan"),
        ("Nylon Typhoon", "originates_from", "China"),
        *(
            ("Nylon Typhoon", "targets", state)
            for state in ("Portugal", "France", "Spain", "Italy", "United Kingdom")
        ),
        *(
            ("Storm-0062", "targets", aim)
            for aim in ("United States", "Aerospace", "Natural resources", "Defense", "Military")
        ),
        ("attempts against military entities in the United States", "outcome", "unclear"),
        ("theft from an Estonia-based cryptocurrency firm", "amount", ("nearly", None, 5e7, "USD")),
        ("theft from a Singapore-based cryptocurrency platform", "amount", ("", 1.7e8, 1.7e8, "USD")),
        ("North Korean cyber threat actors", "amount", ("hundreds of millions of", 2e8, None, "USD")),
        ("Another Pyongyang-linked group", "count", ("hundreds of", 200, None, "victims")),
        *(
            (state, "victim_of", "Another Pyongyang-linked group")
            for state in ("United Kingdom", "Denmark", "Ireland", "Germany")
        ),
        ("Chinese government-affiliated groups", "impact", "low"),
    ],
    "E": [
        ("Taizi Flood", "alias_of", "Spamouflage"),
        ("Taizi Flood", "sponsored_by", "Ministry of Public Security of China"),
        ("Taizi Flood", "count", ("roughly", 24, 24, "accounts")),
        ("Taizi Flood", "denigrates", "Barry Moore"),
        ("Taizi Flood", "denigrates", "Marco Rubio"),
        ("Barry Moore", "candidate_for", "Alabama’s Second Congressional District"),
        ("Storm-1852", "originates_from", "China"),
        ("Storm-1852", "count", ("a handful of", 2, 9, "accounts")),
        ("Russia", "works_with", "China"),
        ("Russia", "works_with", "Iran"),
        ("China", "works_with", "Iran"),
    ],
}


@pytest.mark.parametrize(
    ("name", "fact"), [(name, fact) for name, facts in FACTS.items() for fact in facts], ids=str
)
def test_what_is_known_of_the_text_is_suggested(found, name, fact):
    assert fact in _rows(found[name])


def test_speakers_polarity_hedge_and_days_are_those_of_the_text(found):
    names = {e.entity_id: e.label for one in found.values() for e in one.entities}
    apart = [c for c in found["E"].claims if c.predicate == "works_with"]
    assert {(c.polarity, names[c.said_by]) for c in apart} == {
        ("not_observed", "Office of the Director of National Intelligence")
    }
    sure = next(c for c in found["E"].claims if c.hedge == "almost certainly")
    assert (sure.hedge_low, sure.hedge_high) == (0.95, 0.99)
    active = {(c.as_of_from, c.precision) for c in found["E"].claims if c.predicate == "active"}
    assert active == {("2024-07-01", "month"), ("2024-09-01", "month")}
    stolen = {names[c.subject]: c.as_of_from for c in found["A"].claims if c.predicate == "occurred_on"}
    assert stolen["theft from an Estonia-based cryptocurrency firm"] == "2023-06-01"
    assert stolen["theft from a Singapore-based cryptocurrency platform"] == "2023-07-01"


def test_the_vote_that_was_not_last_year_is_kept_both_ways(found):
    names = {e.entity_id: e.label for e in found["A"].entities}
    votes = [c for c in found["A"].claims if c.predicate == "occurred_on" and "Taiwan" in names[c.subject]]
    assert {(c.as_of_from, c.precision, c.qualifier) for c in votes} == {
        ("2023-01-01", "relative", "last year"),
        ("2024-01-13", "relative", "last year"),
    }
    assert all(any("contradict" in note for note in found["A"].notes[c.claim_id]) for c in votes)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        (
            "A",
            {
                "alias_of": 2,
                "amount": 3,
                "attributed_to": 3,
                "cites": 2,
                "count": 3,
                "denies": 1,
                "denigrates": 1,
                "election_kind": 1,
                "holds": 2,
                "impact": 1,
                "likelihood": 4,
                "located_in": 2,
                "occurred_in": 3,
                "occurred_on": 5,
                "originates_from": 7,
                "outcome": 1,
                "rebuts": 2,
                "sponsored_by": 1,
                "states": 7,
                "targets": 22,
                "tells": 3,
                "uses": 1,
                "victim_of": 13,
            },
        ),
        (
            "E",
            {
                "active": 2,
                "alias_of": 1,
                "candidate_for": 1,
                "count": 2,
                "denies": 1,
                "denigrates": 3,
                "election_kind": 2,
                "holds": 2,
                "likelihood": 2,
                "occurred_in": 1,
                "occurred_on": 2,
                "originates_from": 3,
                "sponsored_by": 1,
                "states": 5,
                "targets": 2,
                "tells": 1,
                "works_with": 3,
            },
        ),
    ],
)
def test_as_many_claims_of_each_predicate_as_were_looked_at(found, name, counts):
    assert dict(sorted(Counter(c.predicate for c in found[name].claims).items())) == counts
