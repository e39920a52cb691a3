"""Own engagement against that of others, places among others, and periods: against hand counts and simulations."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy.stats import mannwhitneyu

from floodwatch.assessment.uptake import Engagement, Period, change, percentile, uptake

DAY = date(2024, 5, 1)


def test_what_all_members_gave_leaves_little_for_others():
    found = uptake(Engagement(own=400, seen=400), recall=(1.0, 1.0))
    assert found.own[1] == 1.0 and found.own[0] == pytest.approx(0.9908, abs=1e-3)
    assert found.outside == pytest.approx((0.0, 1 - found.own[0]))


def test_members_that_were_not_detected_widen_the_range():
    sure, unsure = (uptake(Engagement(40, 100), recall) for recall in ((1.0, 1.0), (0.5, 1.0)))
    assert unsure.own[0] == sure.own[0] and unsure.own[1] == pytest.approx(min(2 * sure.own[1], 1.0))
    assert unsure.outside[0] < sure.outside[0]


def test_counters_alone_are_nobodys():
    found = uptake(Engagement(own=50, seen=100, counted=200), recall=(1.0, 1.0))
    assert found.own[0] < 0.25 and found.own[1] > 0.75


def test_few_engagements_say_nothing():
    found = uptake(Engagement(3, 12), (0.5, 1.0))
    assert found.own is None and "not measurable" in found.said


def test_the_range_holds_the_truth_as_often_as_it_says():
    rng, held, share = np.random.default_rng(4), 0, 0.3
    for _ in range(300):
        recall = rng.uniform(0.6, 0.9)
        own = rng.binomial(rng.binomial(200, share), recall)
        low, high = uptake(Engagement(int(own), 200), (0.6, 0.9)).own
        held += low <= share <= high
    assert held >= 0.95 * 300


def test_the_percentile_is_the_mann_whitney_share():
    rng = np.random.default_rng(1)
    ours, others = rng.poisson(5, 40), rng.poisson(4, 300)
    u = mannwhitneyu(ours, others).statistic / (40 * 300)
    found = percentile(ours, others)
    assert found.share == pytest.approx(u)
    assert found.low < u < found.high


def test_the_interval_of_a_percentile_covers():
    rng, held = np.random.default_rng(2), 0
    for _ in range(300):
        found = percentile(rng.normal(0, 1, 30), rng.normal(0, 1, 60))
        held += found.low <= 0.5 <= found.high
    assert held >= 0.92 * 300


def test_few_posts_of_others_say_nothing():
    assert percentile([5.0], [1.0] * 5).share is None
    assert percentile([3.0] * 4, [1.0] * 50).share is None


def period(**other) -> Period:
    given = {
        "first": date(2024, 5, 1), "last": date(2024, 5, 10), "sources": ("x by keyword",), "background": 1000,
        "breadth": ("x", "en"), "scope": ("vote",), "outside": [1, 3] * 50,
    }  # fmt: skip
    return Period(**{**given, **other})


LATER = {"first": date(2024, 5, 11), "last": date(2024, 5, 20)}


def test_periods_collected_alike_are_compared():
    found = change(period(), period(**LATER, breadth=("x", "en", "de"), outside=[2, 6] * 50))
    assert found.comparable and found.breadth == (2, 3) and found.scope == (1, 1)
    ratio, low, high = found.effectiveness
    assert ratio == pytest.approx(2.0) and low < 2 < high and low > 1.5


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"sources": ("x by account",)}, "same sources"),
        ({"background": 5000}, "more than half"),
        ({"background": 0}, "more than half"),
        ({"last": date(2024, 5, 30)}, "equally long"),
        ({"first": DAY, "last": date(2024, 5, 10)}, "overlap"),
    ],
)
def test_periods_collected_otherwise_are_not(other, why):
    found = change(period(), replace(period(**LATER), **other))
    assert not found.comparable and found.breadth is None and found.effectiveness is None
    assert any(why in said for said in found.why)


def test_a_few_posts_with_everything_make_a_wide_interval():
    even, uneven = [10] * 100, [0] * 99 + [1000]
    wide = change(period(outside=even), period(**LATER, outside=uneven)).effectiveness
    assert wide[1] < 0.3 and wide[2] > 3
