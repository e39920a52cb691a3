"""Base rates against figures worked out by hand, SciPy's distributions, and what statsmodels fits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from floodwatch.assessment.base_rates import JEFFREYS, beta_binomial, negative_binomial, prior_from

COUNTS = [0, 3, 1, 0, 7, 2, 0, 1, 12, 4, 0, 2, 5, 0, 1, 9, 3, 0, 0, 6, 2, 1, 15, 0]
ELECTION = [0, 1, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0]
DAYS = [10, 10, 20, 5, 10, 10, 5, 10, 20, 20, 5, 10, 10, 10, 10, 10, 20, 10, 5, 10, 10, 20, 20, 10]


def test_laplaces_rule_of_succession():
    rate = beta_binomial(3, 10, (1, 1))
    assert rate.probability == pytest.approx(4 / 12)
    assert (rate.low, rate.high) == pytest.approx(stats.beta(4, 8).interval(0.95))
    assert rate.sentence == "3 of 10 like cases before: 33% for the next one (11% to 61%)"
    assert beta_binomial(0, 0).probability == pytest.approx(0.5)
    assert beta_binomial(0, 0).sentence.startswith("no like case before")
    assert "over 99% for at least one of the next 50" in beta_binomial(40, 40, ahead=50).sentence


@given(st.integers(0, 30), st.integers(0, 30), st.integers(1, 20))
def test_several_cases_ahead_are_beta_binomial(hits, misses, ahead):
    rate = beta_binomial(hits, hits + misses, ahead=ahead)
    none = stats.betabinom(ahead, 0.5 + hits, 0.5 + misses).pmf(0)
    assert rate.probability == pytest.approx(1 - none, abs=1e-9)
    assert 0 <= rate.low <= rate.probability <= rate.high <= 1
    assert rate.probability <= beta_binomial(hits + 1, hits + misses + 1, ahead=ahead).probability


def test_what_is_no_history_is_refused():
    for hits, tries, ahead in ((3, 2, 1), (-1, 2, 1), (1, 2, 0)):
        with pytest.raises(ValueError, match="no base rate"):
            beta_binomial(hits, tries, ahead=ahead)


def test_like_groups_give_a_prior_as_strong_as_they_are_alike():
    alike, apart = prior_from([(20, 100)] * 8), prior_from([(0, 100), (2, 100), (60, 100), (18, 100)])
    assert alike[0] / sum(alike) == pytest.approx(0.2, abs=0.01)
    assert sum(alike) == pytest.approx(200, rel=0.01)
    assert sum(apart) < 5
    assert prior_from([(1, 2), (0, 0), (3, 4)]) == JEFFREYS
    rng = np.random.default_rng(1)
    drawn = prior_from([(int(rng.binomial(50, share)), 50) for share in rng.beta(2, 6, 400)])
    assert drawn == (pytest.approx(2, rel=0.25), pytest.approx(6, rel=0.25))


def test_the_fit_is_what_statsmodels_finds():
    """sm.NegativeBinomial(COUNTS, [1, ELECTION], exposure=DAYS).fit() of statsmodels 0.14."""
    rate = negative_binomial(COUNTS, {"election": ELECTION}, DAYS, spread=None)
    assert rate.constant == pytest.approx(-2.46685115, abs=2e-4)
    assert np.log(rate.effects[0].ratio) == pytest.approx(1.72917833, abs=2e-4)
    assert rate.dispersion == pytest.approx(0.20655323, abs=2e-4)
    width = np.log(rate.effects[0].high / rate.effects[0].low) / (2 * 1.96)
    assert width == pytest.approx(0.357, rel=0.15)  # its standard error; ours leaves the dispersion open too
    assert (rate.cases, rate.events) == (24, sum(COUNTS))


def test_an_election_is_to_be_expected_to_bring_more():
    rate = negative_binomial(COUNTS, {"election": ELECTION}, DAYS)
    quiet, busy = (rate.expect({"election": value}, exposure=10, at_least=3) for value in (0, 1))
    assert quiet.mean_high < busy.mean_low
    assert quiet.low < quiet.probability < quiet.high < busy.probability
    assert rate.expect({"election": 1}, 10, at_least=0).probability == 1
    assert rate.expect({"election": 1}, 20).mean == pytest.approx(2 * busy.mean)


def test_the_chance_of_an_event_is_that_of_the_distribution():
    rate = negative_binomial([3, 1, 4, 1, 5, 9, 2, 6, 5, 3] * 40)
    mean, size = np.exp(rate.constant), 1 / rate.dispersion
    known = stats.nbinom(size, size / (size + mean)).sf(4)
    assert rate.expect(at_least=5).probability == pytest.approx(known, abs=0.01)


def test_known_effects_are_found_again_and_the_intervals_hold_them():
    held = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=80)
        mean = np.exp(0.5 + 0.6 * x)
        counts = rng.negative_binomial(1 / 0.5, 1 / (1 + 0.5 * mean))
        effect = negative_binomial(counts, {"x": x}, seed=seed).effects[0]
        held += effect.low <= np.exp(0.6) <= effect.high
    assert 16 <= held <= 20  # 19 expected


def test_nothing_ever_seen_and_perfect_separation_stay_finite():
    never = negative_binomial([0] * 12, {"x": [0, 1] * 6})
    expected = never.expect({"x": 1})
    assert 0 < expected.probability < 0.3
    apart = negative_binomial([0, 5] * 6, {"x": [0, 1] * 6})
    assert np.isfinite(apart.effects[0].high)
    assert apart.effects[0].low > 1


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=20))
def test_any_counts_give_chances_that_fall_as_more_is_asked(counts):
    rate = negative_binomial(counts)
    chances = [rate.expect(at_least=n).probability for n in range(6)]
    assert chances == sorted(chances, reverse=True)
    assert all(0 <= c <= 1 for c in chances)
    assert negative_binomial(counts).expect() == rate.expect()


def test_what_cannot_be_fitted_is_refused():
    with pytest.raises(ValueError, match="x never varies"):
        negative_binomial([1, 2], {"x": [1, 1]})
    with pytest.raises(ValueError, match="whole numbers"):
        negative_binomial([1, -2])
    with pytest.raises(ValueError, match="exposure"):
        negative_binomial([1, 2], exposure=[1, 0])
    with pytest.raises(ValueError, match="a number in every case"):
        negative_binomial([1, 2], {"x": [1, float("nan")]})
    with pytest.raises(ValueError, match="give an exposure"):
        negative_binomial([1, 2], {"x": [1, 2]}).expect({"y": 1})
