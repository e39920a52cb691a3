"""The closed lists of kinds: each file is whole, and says what fits what."""

from __future__ import annotations

import pytest

from floodwatch.model.claims import Value
from floodwatch.vocabulary.kinds import ANY, MACHINE, claim_kinds, entity_kinds, wrong
from floodwatch.vocabulary.load import listing

NEEDED = [
    "actor",
    "persona",
    "campaign",
    "narrative",
    "network",
    "channel",
    "site",
    "incident",
    "organisation",
    "sector",
    "country",
    "person",
    "office",
    "event",
    "election",
    "technique",
    "tool",
    "malware",
    "document",
    "report",
    "source",
    "case",
]
PREDICATES = [
    "alias_of",
    "sponsored_by",
    "originates_from",
    "targets",
    "uses",
    "part_of",
    "derived_from",
    "occurred_in",
    "victim_of",
    "amount",
    "count",
    "reach",
    "outcome",
    "motive",
    "states",
    "denies",
    "seen_as",
    "role",
]
NOTHING, MUCH, SAID = Value(), Value(low=3.0, unit="USD"), Value(text="said")
CLAIMS = pytest.mark.parametrize("kind", claim_kinds().values(), ids=lambda kind: kind.predicate)


def test_the_lists_hold_what_the_schema_names():
    assert sorted(entity_kinds()) == sorted(NEEDED)
    assert set(PREDICATES) <= set(claim_kinds())


def test_each_is_a_file_of_its_name():
    assert {name.rpartition("/")[2] for name in listing("kinds/entities")} == {
        f"{k}.yaml" for k in entity_kinds()
    }
    assert {name.rpartition("/")[2] for name in listing("kinds/claims")} == {
        f"{k}.yaml" for k in claim_kinds()
    }


def kinds(told):
    return tuple(entity_kinds()) if told == ANY else told


@CLAIMS
def test_a_kind_of_claim_is_whole(kind):
    assert kind.description
    assert kind.example
    assert "{subject}" in kind.wording
    assert ("{object}" in kind.wording) <= bool(kind.objects)
    assert set(kinds(kind.subjects)) | set(kinds(kind.objects)) <= set(entity_kinds())
    assert kind.subjects
    assert kind.value in ("none", "number", "text", "choice")
    assert bool(kind.choices) == (kind.value == "choice")
    assert bool(kind.units) == (kind.value == "number")
    assert kind.units in ("currency", ANY) or isinstance(kind.units, tuple)
    assert kind.decided_by in ("person", MACHINE)
    assert not kind.object_optional or kind.objects
    assert not kind.value_optional or kind.value != "none"
    assert isinstance(kind.symmetric, bool) or set(kind.symmetric) <= set(kind.choices)


@CLAIMS
def test_a_kind_of_claim_takes_what_it_says_and_nothing_else(kind):
    units = {"currency": "USD", ANY: "things"}
    unit = units[kind.units] if isinstance(kind.units, str) else next(iter(kind.units), "")
    fits = {
        "none": NOTHING, "number": Value(low=1.0, unit=unit), "text": SAID,
        "choice": Value(text=next(iter(kind.choices), "")),
    }[kind.value]  # fmt: skip
    subject = kinds(kind.subjects)[0]
    other = (subject if kind.same_kind else kinds(kind.objects)[0]) if kind.objects else None
    assert wrong(kind.predicate, subject, other, fits) is None
    assert (wrong(kind.predicate, subject, None, fits) is None) == (not kind.objects or kind.object_optional)
    assert (wrong(kind.predicate, subject, other, NOTHING) is None) == (
        kind.value == "none" or kind.value_optional
    )
    assert (
        kind.objects or wrong(kind.predicate, subject, subject, fits) == f"{kind.predicate} takes no object"
    )
    for unfit in (MUCH, SAID, Value(low=1.0, unit="USD", text="said")):
        takes = {"number": unfit is MUCH and unit in ("USD", "things"), "text": unfit is SAID}
        assert (wrong(kind.predicate, subject, other, unfit) is None) == takes.get(kind.value, False)
    for end in set(entity_kinds()) - set(kinds(kind.subjects)):
        assert f"cannot be of the kind {end}" in wrong(kind.predicate, end, other, fits)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("befriends", "actor", None, NOTHING), "no predicate 'befriends'"),
        (("count", "wizard", None, Value(low=1.0, unit="x")), "no kind of entity 'wizard'"),
        (("uses", "actor", "wizard", NOTHING), "no kind of entity 'wizard'"),
        (
            ("uses", "actor", "country", NOTHING),
            "object of uses cannot be of the kind country, only: technique",
        ),
        (("alias_of", "actor", "network", Value(text="same")), "two of one kind, not actor and network"),
        (
            ("alias_of", "actor", "actor", Value(text="alike")),
            "only one of: same, overlaps, part_of, successor",
        ),
        (("amount", "incident", None, Value(low=1.0)), "needs a unit"),
        (("amount", "incident", None, Value(low=1.0, unit="dollars")), "needs a currency such as USD"),
        (("issue_of", "document", "report", Value(low=1.0, unit="pages")), "only in: issue"),
    ],
)
def test_what_does_not_fit_is_said(given, says):
    assert says in wrong(*given)
