"""Ids of entities and claims, and what the schema forbids."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.model.claims import (
    Claim,
    Consent,
    Entity,
    canonical,
    checked,
    checked_entity,
    entity_id,
    unnamed_id,
)
from floodwatch.model.errors import ClaimError

PLAIN = Claim(subject="e1", predicate="count", value_low=175.0, unit="websites", suggested_by="reader@1")
TEXT = st.text(max_size=6)
NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)
CLAIMS = st.builds(
    Claim,
    subject=TEXT, predicate=TEXT, object_entity=TEXT, value_low=NUMBERS, value_high=NUMBERS, unit=TEXT,
    value_text=TEXT, qualifier=TEXT, source_document=TEXT, span_start=st.none() | st.integers(0, 9),
)  # fmt: skip
HASHED = (
    "subject",
    "predicate",
    "object_entity",
    "unit",
    "value_text",
    "qualifier",
    "polarity",
    "source_document",
)


def test_ids_do_not_change_from_version_to_version():
    assert entity_id("actor", "Storm-1376") == "b2e5e795-5997-58c9-baf5-6b8fa394ef99"
    assert PLAIN.claim_id == "387505cd9d1847a51f47b33bd1f01e09"


@given(st.text(max_size=12))
@settings(max_examples=60)
def test_an_id_does_not_depend_on_case_width_and_space(name):
    same = (
        f"  {name}\t",
        unicodedata.normalize("NFD", name),
        unicodedata.normalize("NFKC", name),
        name.casefold(),
    )
    assert {entity_id("actor", other) for other in same} == {entity_id("actor", name)}
    assert canonical(canonical(name)) == canonical(name)


@given(st.text(max_size=9), st.text(max_size=9))
@settings(max_examples=60)
def test_other_names_and_other_kinds_have_other_ids(one, other):
    assert (entity_id("actor", one) == entity_id("actor", other)) == (canonical(one) == canonical(other))
    assert entity_id("actor", one) != entity_id("campaign", one)
    assert entity_id("actor", "x") != entity_id("act", "or\x1fx")


def test_the_unnamed_are_never_one():
    assert len({unnamed_id() for _ in range(50)}) == 50


@given(CLAIMS, st.sampled_from(HASHED), st.text(min_size=1, max_size=3))
@settings(max_examples=80)
def test_what_is_said_makes_the_id(claim, field, more):
    assert replace(claim, claim_id="").claim_id == claim.claim_id
    assert replace(claim, claim_id="", **{field: getattr(claim, field) + more}).claim_id != claim.claim_id
    after = {"hedge": "likely", "quote": "x", "tlp": "TLP:RED", "status": "confirmed", "suggested_by": "b"}
    assert replace(claim, claim_id="", **after).claim_id == claim.claim_id


@given(CLAIMS)
@settings(max_examples=60)
def test_text_that_moves_between_fields_makes_another_id(claim):
    moved = replace(claim, claim_id="", subject=claim.subject + "a", predicate=claim.predicate)
    other = replace(claim, claim_id="", subject=claim.subject, predicate="a" + claim.predicate)
    assert moved.claim_id != other.claim_id


def test_one_number_is_one_number():
    assert replace(PLAIN, claim_id="", value_low=175).claim_id == PLAIN.claim_id
    zero = replace(PLAIN, claim_id="", value_low=0.0)
    assert replace(PLAIN, claim_id="", value_low=-0.0).claim_id == zero.claim_id
    assert replace(PLAIN, claim_id="", value_low=None).claim_id != zero.claim_id
    high = replace(PLAIN, claim_id="", value_low=None, value_high=175.0)
    assert high.claim_id != PLAIN.claim_id


def test_speaker_and_date_tell_claims_apart_only_where_no_span_does():
    for more in ({"said_by": "e2"}, {"as_of_from": "2023-01-01"}, {"as_of_to": "2023-01-01"}):
        assert replace(PLAIN, claim_id="", **more).claim_id != PLAIN.claim_id
        spanned = replace(PLAIN, claim_id="", source_document="a" * 64, span_start=0, span_end=4)
        assert replace(spanned, claim_id="", **more).claim_id == spanned.claim_id
    assert replace(spanned, claim_id="", span_end=5).claim_id != spanned.claim_id


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"subject": " "}, "needs a subject"),
        ({"predicate": ""}, "needs a predicate"),
        ({"suggested_by": ""}, "needs a suggested_by"),
        ({"polarity": "maybe"}, "polarity 'maybe', only one of: asserted, denied, not_observed"),
        ({"precision": "hour"}, "precision"),
        ({"status": "refused"}, "begins as suggested or confirmed"),
        ({"tlp": "AMBER"}, "tlp 'AMBER'"),
        ({"pap": "TLP:RED"}, "pap"),
        ({"admiralty_source": "G"}, "admiralty_source"),
        ({"admiralty_information": "0"}, "admiralty_information"),
        ({"value_low": float("nan")}, "no number"),
        ({"value_high": float("inf")}, "no number"),
        ({"value_high": 1.0}, "above its high end"),
        ({"value_low": None}, "a unit and no number"),
        ({"hedge_low": 0.9, "hedge_high": 0.1}, "hedge whose low end"),
        ({"hedge_high": 80.0}, "outside 0 to 1"),
        ({"as_of_from": "November 2023"}, "YYYY-MM-DD"),
        ({"as_of_from": "20231101"}, "YYYY-MM-DD"),
        ({"as_of_to": "2023-02-29"}, "YYYY-MM-DD"),
        ({"as_of_from": "2024-01-01", "as_of_to": "2023-01-01"}, "ends before it begins"),
        ({"precision": "year"}, "precision year and no date"),
        ({"source_document": "https://example.org"}, "SHA-256"),
        ({"span_start": 1}, "half a span"),
        ({"span_start": 1, "span_end": 2}, "a span and no document"),
        ({"source_document": "a" * 64, "span_start": 2, "span_end": 2}, "empty or negative"),
        ({"source_document": "a" * 64, "span_start": -1, "span_end": 2}, "empty or negative"),
        ({"quote": "nul \x00"}, "characters in its quote"),
        ({"qualifier": "half \ud800"}, "characters in its qualifier"),
        ({"quote": "x" * 20_001}, "20001 characters in its quote"),
        ({"consent": Consent("a\x00", "", "")}, "characters in its who"),
        ({"claim_id": "0" * 32}, "not its own"),
    ],
)
def test_what_the_schema_forbids_is_said(told, says):
    with pytest.raises(ClaimError, match=says):
        checked(replace(PLAIN, **{"claim_id": "", **told}))


@pytest.mark.parametrize(
    "told",
    [
        {}, {"value_high": 175.0}, {"value_low": None, "value_high": 3.0}, {"status": "confirmed"},
        {"as_of_from": "0987-01-01", "precision": "year"}, {"precision": "relative"}, {"tlp": "TLP:AMBER+STRICT"},
        {"hedge": "likely", "hedge_low": 0.55, "hedge_high": 0.8}, {"consent": Consent("a", "2024", "yes")},
        {"quote": "x" * 19_000, "value_text": "y" * 19_000},
    ],
)  # fmt: skip
def test_what_it_allows_passes(told):
    claim = replace(PLAIN, claim_id="", **told)
    assert checked(claim) is claim


@pytest.mark.parametrize(
    "told", [{"label": " "}, {"kind": ""}, {"entity_id": ""}, {"label": "a\x00"}, {"label": "x" * 20_001}]
)
def test_an_entity_has_an_id_a_kind_and_a_label(told):
    whole = Entity(entity_id="e1", kind="actor", label="Storm-1376")
    assert checked_entity(whole) is whole
    with pytest.raises(ClaimError):
        checked_entity(replace(whole, **told))
