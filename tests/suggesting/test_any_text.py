"""Whatever the text: claims that the casebook takes, passages that are in it; and models may only add what it says."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.knowledge.reading import mentions
from floodwatch.knowledge.suggesting import suggest
from floodwatch.knowledge.suggesting.offered import with_offered, wrong
from floodwatch.model.claims import checked, checked_entity
from floodwatch.vocabulary.kinds import claim_kinds
from floodwatch.vocabulary.kinds import wrong as unfit
from tests.suggesting.made import document

PIECES = (
    "The group Marble Finch ",
    "Iranian hackers ",
    "another group ",
    "It ",
    "they ",
    "Microsoft said ",
    "“",
    "”",
    "(",
    ")",
    "also known as UNC9921 ",
    "stole $3 million ",
    "from a bank in Togo ",
    "over 175 websites ",
    "a handful of accounts ",
    "targeted ministries in Kenya ",
    "has not seen collaboration between Russia and Iran ",
    "denied that ",
    "is likely ",
    "falsely claimed that the dam had burst ",
    "last year ",
    "since 2017 ",
    "Kenya’s presidential election ",
    "T1566.001 ",
    "bad[.]example ",
    "on Telegram ",
    "Senator Jane Holloway, running for election in Ohio’s Third District, ",
    "impact is low ",
    "it is unclear whether it succeeded ",
    "; ",
    ". ",
    ", ",
    "\n",
    "и",
    "谁",
    "\x00",
    "\ud800",
    "0 ",
    "99999999999999999999 ",
)


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join) | st.text(max_size=120))
@settings(max_examples=120)
def test_claims_of_any_text_are_claims(text):
    one = document(text, publisher=text[:30])
    found = suggest(one, mentions(one))
    kinds = {e.entity_id: checked_entity(e).kind for e in found.entities}
    assert len({c.claim_id for c in found.claims}) == len(found.claims)
    for claim in found.claims:
        checked(claim)
        assert claim.quote == one.text[claim.span_start : claim.span_end]
        assert (
            unfit(claim.predicate, kinds[claim.subject], kinds.get(claim.object_entity), claim.value) is None
        )
        assert not claim_kinds()[claim.predicate].dated or claim.as_of_from or claim.as_of_to
        assert (claim.status, claim.said_by in kinds) == ("suggested", True)
    assert suggest(one, mentions(one)) == found


def test_a_long_text_takes_time_in_proportion():
    """Eight times the text takes no more than about eight times as long, with room for noise."""

    def spent(times):
        one = document("".join(PIECES[:31]) * times)
        found = mentions(one)
        start = time.process_time()
        suggest(one, found)
        return time.process_time() - start

    spent(2)
    short, long = spent(20), spent(160)
    assert long < 40 * max(short, 0.02), (short, long)


TEXT = "The Finch crew met Ada Byron in Kenya."


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"kind": "name", "class": "actor", "start": 4, "end": 9, "text": "Finch"}, ""),
        ({"kind": "person", "start": 19, "end": 28, "text": "Ada Byron"}, ""),
        ({"kind": "claim", "start": 4, "end": 9, "text": "Finch"}, "of no kind that a model may add"),
        ("Finch", "of no kind that a model may add"),
        ({"kind": "person", "start": "4", "end": 9, "text": "Finch"}, "without a place"),
        ({"kind": "person", "start": True, "end": 9, "text": "he Finch"}, "without a place"),
        ({"kind": "person", "start": 5, "end": 10, "text": "Finch"}, "not what the text says at that place"),
        ({"kind": "person", "start": -5, "end": 9, "text": "Finch"}, "not what the text says at that place"),
        ({"kind": "person", "start": 4, "end": 10, "text": "Finch "}, "no name"),
        ({"kind": "name", "class": "god", "start": 4, "end": 9, "text": "Finch"}, "a name of no class"),
    ],
)
def test_what_a_model_offers_is_held_against_the_text(row, reason):
    assert wrong(row, TEXT) == reason


def test_a_model_only_adds_and_never_where_something_was_read():
    one = document(TEXT, "Finch.", kinds=("paragraph", "boilerplate"))
    before = mentions(one)
    rows = [
        {"kind": "name", "class": "actor", "start": 10, "end": 14, "text": "crew"},
        {"kind": "name", "class": "tool", "start": 10, "end": 14, "text": "crew"},
        {"kind": "name", "class": "actor", "start": 32, "end": 37, "text": "Kenya"},
        {"kind": "person", "start": 0, "end": 3, "text": "Ada"},
    ]
    found, refused = with_offered(one, before, lambda text: rows if text == TEXT else [rows[0]] * 9)
    assert [(m.text, m.fields["by"]) for m in found["name"] if "by" in m.fields] == [("crew", "model")]
    assert refused == {"read already": 2, "not what the text says at that place": 1}
    for kind, mentions_ in before.items():
        assert {(m.start, m.end) for m in mentions_} <= {(m.start, m.end) for m in found[kind]}
