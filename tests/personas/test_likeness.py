"""Near copies: the fast grouping against comparing everything with everything."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.detectors.personas.likeness import NEAR, near_groups

WORDS = st.lists(
    st.sampled_from(["amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "haven"]),
    min_size=3,
    max_size=8,
)


def shingles(text: str) -> set[str]:
    padded = text.ljust(4)
    return {padded[i : i + 4] for i in range(len(padded) - 3)}


def similarity(one: str, other: str) -> float:
    a, b = shingles(one), shingles(other)
    return len(a & b) / len(a | b)


@given(st.lists(WORDS.map(" ".join), max_size=12))
@settings(max_examples=60, deadline=None)
def test_groups_are_alike_and_disjoint(texts):
    groups = near_groups(texts)
    seen = [i for g in groups for i in g.tolist()]
    assert len(seen) == len(set(seen))
    for group in groups:
        assert all(similarity(texts[group[0]], texts[i]) >= NEAR - 1e-9 for i in group[1:])


@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_equal_texts_are_always_together(texts):
    groups = near_groups([*texts, texts[0]])
    assert any(0 in g and len(texts) in g for g in groups)


def test_slot_of_a_template():
    texts = [
        f"Proud {j} who loves dogs, the sea and long walks in the morning"
        for j in ("nurse", "pilot", "coach")
    ]
    assert [g.tolist() for g in near_groups([*texts, "Something else altogether, in few words"])] == [
        [0, 1, 2]
    ]


def test_nothing_to_compare():
    assert near_groups([]) == []
    assert near_groups(["alone"]) == []
    assert [np.asarray(g).tolist() for g in near_groups(["", ""])] == [[0, 1]]
