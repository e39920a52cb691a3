"""Scores of forecasts, against hand-made figures, other libraries and simulated forecasters."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.assessment.forecasting import (
    Resolved,
    brier,
    calibration,
    log_score,
    murphy,
    over_time,
    record,
    records,
    reliability,
    skill,
    wilson,
)

RESOLVED = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


def test_scores_worked_out_by_hand():
    assert brier([0.7, 0.2, 1.0], [True, False, True]) == pytest.approx((0.09 + 0.04) / 3)
    assert log_score([0.5, 0.25], [True, True]) == pytest.approx((np.log(2) + np.log(4)) / 2)
    assert skill(0.1, 0.25) == pytest.approx(0.6)
    assert skill(0.0, 0.0) is None


def test_the_interval_of_a_share_is_wilsons():
    # Brown, Cai and DasGupta 2001, and any table: 8 of 10 is 0.490 to 0.943.
    assert wilson(8, 10) == (pytest.approx(0.4902, abs=1e-4), pytest.approx(0.9433, abs=1e-4))
    assert wilson(0, 10)[0] == 0.0
    assert wilson(0, 0) == (0.0, 1.0)


def test_bins_take_their_lower_bound_and_count_everything():
    rows = reliability([0.3, 0.39, 0.4, 0.9, 1.0], [0, 1, 1, 1, 1])
    assert [(round(b.low, 1), b.count) for b in rows] == [(0.3, 2), (0.4, 1), (0.9, 2)]
    assert rows[0].observed == 0.5
    assert rows[0].forecast == pytest.approx(0.345)


@given(RESOLVED, st.integers(1, 20))
def test_the_parts_of_a_score_add_up_to_it(resolved, bins):
    p, y = zip(*resolved, strict=True)
    parts = murphy(p, y, bins)
    assert parts.brier == pytest.approx(brier(p, y), abs=1e-12)
    assert parts.reliability >= 0 and parts.resolution >= 0 and 0 <= parts.uncertainty <= 0.25


@given(st.lists(st.tuples(st.sampled_from((0.05, 0.35, 0.65, 0.95)), st.booleans()), min_size=1, max_size=60))
def test_bins_hide_nothing_where_each_holds_one_probability(resolved):
    p, y = zip(*resolved, strict=True)
    assert murphy(p, y).within == pytest.approx(0, abs=1e-12)


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_saying_what_one_believes_scores_best(believed, said):
    def expected(score, p):
        return believed * score([p], [True]) + (1 - believed) * score([p], [False])

    assert expected(brier, believed) <= expected(brier, said) + 1e-12
    assert expected(log_score, believed) <= expected(log_score, said) + 1e-12


def forecaster(stretch, shift=0.0, count=400, seed=0):
    """Outcomes of random chances, and what someone says who stretches or shifts their log-odds."""
    rng = np.random.default_rng(seed)
    odds = rng.normal(0, 1.2, count)
    happened = rng.random(count) < 1 / (1 + np.exp(-odds))
    return 1 / (1 + np.exp(-(stretch * odds + shift))), happened


@pytest.mark.parametrize("seed", range(12))
def test_perfect_overconfident_timid_and_gloomy_forecasters_are_told_apart(seed):
    assert "overconfident" in calibration(*forecaster(2.5, seed=seed)).verdict
    assert "too timid" in calibration(*forecaster(0.3, seed=seed)).verdict
    assert "said too much" in calibration(*forecaster(1, 0.8, seed=seed)).verdict
    assert "said too little" in calibration(*forecaster(1, -0.8, seed=seed)).verdict


def test_a_perfect_forecaster_is_called_off_one_time_in_twenty():
    called = sum(
        calibration(*forecaster(1, count=60, seed=seed)).verdict != "not shown to be off"
        for seed in range(300)
    )
    assert 3 <= called <= 30  # 15 expected; 1 in 1000 to be outside


def test_certain_and_wrong_is_overconfident_certain_and_right_is_not():
    p = [0.0, 1.0] * 10
    right = calibration(p, p)
    assert (right.extreme, right.p_extreme, right.verdict) == (None, 1.0, "not shown to be off")
    wrong = calibration(p, [True, True, *p[2:]])
    assert wrong.p_extreme < 0.001
    assert wrong.verdict.startswith("overconfident")
    assert calibration(p[:4], [True] * 4).verdict == "too few to tell"


def test_a_record_compares_with_the_base_rate_that_was_known_else_with_hindsight():
    own = [Resolved(0.9, True, "ann", "votes", 0.5), Resolved(0.2, False, "ann", "leaks", 0.4)]
    kept = record(own)
    assert kept.reference == "history"
    assert kept.reference_brier == pytest.approx((0.25 + 0.16) / 2)
    assert kept.skill == pytest.approx(1 - 0.025 / 0.205)
    without = record([Resolved(one.probability, one.happened) for one in own])
    assert (without.reference, without.reference_brier) == ("hindsight", 0.25)
    assert (kept.compared, without.compared) == (2, 2)
    some = record([*own, Resolved(0.9, False)])
    assert (some.reference, some.count, some.compared) == ("history", 3, 2)
    assert (some.skill, some.reference_brier) == (kept.skill, kept.reference_brier), (
        "only those that kept one"
    )
    assert some.brier > kept.brier
    assert record(own) == kept
    assert set(records(own, "topic")) == {"votes", "leaks"}
    assert records(own, "author")["ann"].count == 2
    with pytest.raises(ValueError, match="by author or topic"):
        records(own, "day")


def test_skill_has_an_interval_that_one_forecast_has_not():
    p, y = forecaster(1)
    kept = record([Resolved(float(a), bool(b)) for a, b in zip(p, y, strict=True)])
    assert 0 < kept.skill_low < kept.skill < kept.skill_high < 1
    one = record([Resolved(0.5, True)])
    assert (one.skill, one.skill_low, one.skill_high) == (None, None, None)


def test_a_probability_counts_for_as_long_as_it_stood():
    start = datetime(2024, 7, 1)
    said = [(start, 0.5), (start + timedelta(days=9), 1.0)]
    assert over_time(said, start + timedelta(days=10), True) == pytest.approx(0.9 * 0.25)
    assert over_time(said[::-1], start + timedelta(days=5), True) == pytest.approx(0.25)
    with pytest.raises(ValueError, match="no probability stood"):
        over_time(said, start, True)


def test_what_is_no_forecast_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        Resolved(1.2, True)
    with pytest.raises(ValueError, match="between 0 and 1"):
        brier([1.2], [True])
    with pytest.raises(ValueError, match="as many outcomes"):
        brier([], [])
    with pytest.raises(ValueError, match="as many outcomes"):
        record([])


def test_many_forecasts_are_drawn_in_parts_with_the_same_meaning():
    p, y = forecaster(1, count=5000)
    assert calibration(p, y).verdict == "not shown to be off"
    assert calibration(*forecaster(1.6, count=5000)).verdict == "overconfident"
