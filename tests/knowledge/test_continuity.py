"""Findings of a new run are matched to what people named before: one to one, by half of what was seen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from floodwatch.knowledge.continuity import matched

REFS = st.text("abcdef", min_size=1, max_size=1)


def test_the_greatest_overlap_wins_and_half_is_enough():
    anchors = {"e1": {"a": 1.0, "b": 1.0}, "e2": {"c": 1.0, "d": 1.0, "e": 1.0}}
    assert matched(anchors, {"a": "n1", "c": "n2", "d": "n2", "e": "n1"}) == {"e1": "n1", "e2": "n2"}


def test_less_than_half_is_no_match_and_refs_that_are_gone_count_against_it():
    assert matched({"e": {"a": 1.0, "b": 1.1}}, {"a": "n"}) == {}


def test_scores_weigh():
    assert matched({"e": {"a": 3.0, "b": 1.0, "c": 1.0}}, {"a": "n1", "b": "n2", "c": "n2"}) == {"e": "n1"}


def test_a_refusal_is_remembered():
    assert matched({"e": {"a": 1.0}}, {"a": "n"}, frozenset({("e", "n")})) == {}


@given(
    st.dictionaries(REFS, st.dictionaries(REFS, st.floats(0.1, 1), min_size=1), max_size=4),
    st.dictionaries(REFS, st.sampled_from(["n1", "n2", "n3"])),
)
def test_no_finding_is_given_to_two_and_every_match_holds_half(anchors, findings):
    found = matched(anchors, findings)
    assert len(set(found.values())) == len(found)
    for entity, finding in found.items():
        seen = anchors[entity]
        held = sum(score for ref, score in seen.items() if findings.get(ref) == finding)
        assert held >= 0.5 * sum(seen.values()) - 1e-9
