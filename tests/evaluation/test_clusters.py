"""Agreement of groupings: one example counted by hand, and what must hold of any two groupings."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.content.clusters import Resampled, adjusted_rand, b_cubed, pair_f1

TRUTH = "aaaabbc"
FOUND = "1112223"
GROUPINGS = st.lists(st.tuples(*[st.integers(0, 4)] * 3), min_size=1, max_size=30)


def means(truth, found):
    scored = b_cubed(truth, found)
    return scored.precision.mean(), scored.recall.mean()


def test_a_grouping_counted_by_hand():
    """Three of four a stand in group 1 alone; the fourth stands with both b; c is alone."""
    scored = b_cubed(TRUTH, FOUND)
    assert scored.precision == pytest.approx([1, 1, 1, 1 / 3, 2 / 3, 2 / 3, 1])
    assert scored.recall == pytest.approx([3 / 4, 3 / 4, 3 / 4, 1 / 4, 1, 1, 1])
    precision, recall = (17 / 3) / 7, 5.5 / 7
    assert scored.f1() == pytest.approx(2 * precision * recall / (precision + recall))
    assert pair_f1(TRUTH, FOUND) == pytest.approx(2 * 4 / (6 + 7))
    chance = 6 * 7 / 21
    assert adjusted_rand(TRUTH, FOUND) == pytest.approx((4 - chance) / (6.5 - chance))


def test_all_together_and_each_alone():
    assert means("aabb", "1111") == (0.5, 1)
    assert means("aabb", "1234") == (1, 0.5)
    assert adjusted_rand("aabb", "1111") == adjusted_rand("aabb", "1234") == 0
    assert pair_f1("aabb", "1234") == 0


@given(GROUPINGS)
def test_equal_groupings_agree_wholly_and_roles_exchange(rows):
    truth, found, _ = zip(*rows, strict=True)
    assert b_cubed(truth, [f"g{t}" for t in truth]).f1() == pytest.approx(1)
    assert adjusted_rand(truth, truth) == pytest.approx(1)
    assert b_cubed(truth, found).precision == pytest.approx(b_cubed(found, truth).recall)
    assert adjusted_rand(truth, found) == pytest.approx(adjusted_rand(found, truth))


@given(GROUPINGS)
def test_splitting_by_truth_keeps_recall_and_makes_precision_whole(rows):
    truth, found, _ = zip(*rows, strict=True)
    split = b_cubed(truth, list(zip(found, truth, strict=True)))
    assert split.precision == pytest.approx(1)
    assert split.recall == pytest.approx(b_cubed(truth, found).recall)


@given(GROUPINGS)
def test_splitting_never_adds_recall_and_merging_never_takes_it(rows):
    truth, found, more = zip(*rows, strict=True)
    finer = b_cubed(truth, list(zip(found, more, strict=True)))
    assert (finer.recall <= b_cubed(truth, found).recall + 1e-12).all()
    assert (finer.recall <= b_cubed(truth, more).recall + 1e-12).all()


@given(GROUPINGS, st.randoms(use_true_random=False))
def test_the_order_of_posts_does_not_matter(rows, random):
    truth, found, _ = zip(*rows, strict=True)
    mixed = random.sample(rows, len(rows))
    again, there, _ = zip(*mixed, strict=True)
    assert means(truth, found) == pytest.approx(means(again, there))
    assert pair_f1(truth, found) == pytest.approx(pair_f1(again, there))


def test_intervals_hold_the_value_and_a_method_leads_itself_by_nothing():
    rng = np.random.default_rng(3)
    truth = rng.integers(0, 60, 200).tolist()
    noisy = [t if rng.random() < 0.7 else 100 + i for i, t in enumerate(truth)]
    draws = Resampled(truth, 1)
    ours, theirs = b_cubed(truth, noisy), b_cubed(truth, range(200))
    found = draws.estimate(ours)
    assert found.low < found.value == ours.f1() < found.high
    itself = draws.difference(ours, ours)
    assert (itself.value, itself.low, itself.high) == (0, 0, 0)
    lead = draws.difference(ours, theirs)
    assert 0 < lead.low < lead.value < lead.high


def test_whole_narratives_are_drawn():
    """With one narrative there is nothing to draw from, so the interval is the value."""
    scored = b_cubed("aaaa", "1122")
    found = Resampled("aaaa", 1).estimate(scored)
    assert (found.low, found.high) == pytest.approx((found.value, found.value))
