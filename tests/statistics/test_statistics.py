"""The statistics that several stages share, against definitions and SciPy's own distributions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from floodwatch.tools import statistics as s

P = st.lists(st.floats(1e-12, 1.0), min_size=1, max_size=40)


@given(P, st.floats(0, 500))
def test_q_values_follow_the_definition(p, more):
    values, tests = np.array(p), len(p) + more
    ranked = sorted(p)
    q = s.benjamini_hochberg(values, tests)
    for value, found in zip(p, q, strict=True):
        expected = min(min(1.0, x * tests / (i + 1)) for i, x in enumerate(ranked) if x >= value)
        assert found == pytest.approx(expected)


def test_q_values_of_nothing():
    assert s.benjamini_hochberg(np.zeros(0), 10).size == 0


@given(st.floats(1e-300, 0.89))
def test_one_test_combines_to_itself(p):
    assert s.cauchy(np.array([[p]]))[0] == pytest.approx(p, rel=1e-6)


def test_a_test_that_was_not_used_does_not_count():
    p = np.array([[1e-8, 1.0, 1.0], [0.5, 0.5, 0.5]])
    used = np.array([[True, False, False], [False, False, False]])
    assert s.cauchy(p, used) == pytest.approx([1e-8, 1.0])


@given(st.floats(1e-200, 1e-4), st.integers(1, 30))
def test_empty_tests_do_not_hide_a_strong_one(p, empty):
    combined = s.cauchy(np.array([[p] + [1.0] * empty]))[0]
    assert p <= combined <= 2 * (empty + 1) * p


def test_cauchy_holds_its_level_under_dependence():
    rng = np.random.default_rng(1)
    common = rng.standard_normal((20_000, 1))
    p = stats.norm.sf(0.8 * common + 0.6 * rng.standard_normal((20_000, 6)))
    assert (s.cauchy(p) <= 0.01).mean() <= 0.013


@given(st.integers(1, 60), st.floats(0.01, 50))
def test_poisson_tail(count, mean):
    assert s.poisson_tail(np.array([float(count)]), np.array([mean]))[0] == pytest.approx(
        max(stats.poisson.sf(count - 1, mean), 1e-300), rel=1e-6
    )


@given(st.integers(1, 60), st.floats(0.01, 50), st.floats(0.05, 20))
def test_negative_binomial_tail(count, mean, size):
    found = s.negative_binomial_tail(*(np.array([float(x)]) for x in (count, mean, size)))[0]
    assert found == pytest.approx(
        max(stats.nbinom.sf(count - 1, size, size / (size + mean)), 1e-300), rel=1e-6
    )


@given(st.integers(1, 30), st.integers(0, 30), st.floats(0.01, 0.99))
def test_binomial_tail(count, more, share):
    found = s.binomial_tail(*(np.array([float(x)]) for x in (count, count + more, share)))[0]
    assert found == pytest.approx(stats.binom.sf(count - 1, count + more, share), rel=1e-6)


@pytest.mark.parametrize("tail", [s.poisson_tail, lambda c, m: s.negative_binomial_tail(c, m, np.ones(1))])
def test_nothing_seen_is_never_unlikely(tail):
    assert tail(np.zeros(1), np.zeros(1))[0] == 1.0


@given(st.floats(1e-100, 1.0), st.floats(1e-100, 1.0))
def test_fisher(first, second):
    expected = stats.combine_pvalues([first, second]).pvalue
    assert s.fisher(np.array([first]), np.array([second]))[0] == pytest.approx(expected, rel=1e-6)


def test_samples_are_seeded_sorted_and_without_zero_weights():
    weights = np.array([0.0, *range(1, 50)])
    one, two = (s.sampled(np.random.default_rng(3), weights, 10) for _ in range(2))
    assert one.tolist() == two.tolist() == sorted(set(one.tolist()))
    assert one.size == 10
    assert 0 not in s.sampled(np.random.default_rng(3), weights, 100)
