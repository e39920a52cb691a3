"""The pieces of the null model, each against a naive count, a simulation or a known law."""

import numpy as np
import pytest
from crowds import LAWS, actions, crowd
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from floodwatch.detectors.coordination import affinity, clusters, communities, growth, margins, timing
from floodwatch.detectors.coordination.example_tables import tables
from floodwatch.detectors.coordination.expectation import Expectation, Lookup
from floodwatch.detectors.coordination.kernel import CO_ACTION
from floodwatch.detectors.coordination.meetings import Index
from floodwatch.detectors.coordination.resolution import coarsest, resolution_of, windows_for
from floodwatch.engine import DuckDB
from floodwatch.model.findings import WINDOWS_S


@given(st.lists(st.floats(0.5, 1e5), min_size=1, max_size=50), st.floats(1e-12, 1e-2))
@settings(max_examples=50)
def test_the_lookup_is_the_sum_over_objects(counts, x):
    values = np.array(counts)
    exact = (1 - np.exp(-2 * values * x)).sum()
    assert Lookup(values)(np.array([x]))[0] == pytest.approx(exact, rel=0.02)


def test_the_lookup_of_many_objects_and_of_none():
    values = np.random.default_rng(0).pareto(1.0, 20_000) * 10
    x = np.array([0.0, 1e-9, 1e-5, 1e-3])
    exact = [(1 - np.exp(-2 * values * one)).sum() for one in x]
    assert Lookup(values)(x) == pytest.approx(exact, rel=0.02)
    assert Lookup(np.zeros(3))(x).tolist() == [0.0] * 4


@pytest.mark.parametrize("k", [0.05, 0.5, 5.0])
def test_k_is_found_although_a_few_pairs_share_very_much(k):
    rng = np.random.default_rng(5)
    mean = rng.lognormal(-2.0, 1.0, 200_000)
    counts = rng.poisson(mean * rng.gamma(k, 1 / k, mean.size)).astype(float)
    counts[:500] = 20.0
    assert affinity.most_likely(counts, mean)[0] == pytest.approx(k, rel=0.6)


@pytest.mark.parametrize("scale", [0.1, 0.4, 1.0])
def test_the_scale_is_found_where_ordinary_pairs_meet_less_than_margins_say(scale):
    rng = np.random.default_rng(6)
    mean = rng.lognormal(-2.0, 1.0, 200_000)
    counts = rng.poisson(scale * mean * rng.gamma(0.5, 2.0, mean.size)).astype(float)
    counts[:300] = 12.0
    assert affinity.most_likely(counts, mean)[1] == pytest.approx(scale, rel=0.5)


def test_a_group_needs_less_than_a_pair_for_the_same_ratio():
    taste = affinity.Taste(np.full(3, 0.5), np.full(3, 0.5), np.full(3, 0.5))
    twenty = np.full((1, 3), 20.0)
    pair = taste.predict(twenty, 0 * twenty, 0 * twenty)
    group = taste.of_group(20).predict(twenty, 0 * twenty, 0 * twenty)
    assert pair.mean[0] == group.mean[0] == pytest.approx(30.0)
    assert group.tail(np.array([90.0]))[0] < pair.tail(np.array([90.0]))[0] / 10
    assert taste.unscaled().predict(twenty, 0 * twenty, 0 * twenty).mean[0] == pytest.approx(60.0)


def test_affinity_never_takes_pairs_to_avoid_one_another():
    ones = np.ones((1, 3))
    taste = affinity.Taste(np.full(3, 0.5), ones[0], ones[0])
    apart = taste.predict(ones, 100 * ones, 0 * ones)
    close = taste.predict(ones, ones, 10 * ones)
    assert apart.mean[0] == pytest.approx(3.0)
    assert close.mean[0] > 15
    assert close.tail(np.array([9.0]))[0] > apart.tail(np.array([9.0]))[0]


@given(st.integers(1, 20), st.integers(0, 20), st.floats(0.01, 0.95), st.floats(0.5, 50))
@settings(max_examples=60)
def test_beta_binomial_tail(close, more, q, nu):
    found = timing.beta_binomial_tail(*(np.array([float(x)]) for x in (close, close + more, q, nu)))[0]
    expected = stats.betabinom.sf(close - 1, close + more, q * nu, (1 - q) * nu)
    assert found == pytest.approx(max(expected, 1e-300), rel=1e-4, abs=1e-13)


def test_nu_tells_pairs_that_differ_from_pairs_that_are_alike():
    rng = np.random.default_rng(2)
    accounts = 4000
    alike = {"met": np.full(accounts, 3), "degree": np.ones(accounts), "pairs": np.ones(accounts)}
    found = []
    for nu in (1.0, 40.0):
        q = rng.beta(0.3 * nu, 0.7 * nu, accounts)
        close = rng.binomial(3, q)
        windows = {f"shared_{w}": close for w in WINDOWS_S[:-1]}
        found.append(timing.fit(alike | windows, np.full(4, 0.3)).nu[0])
    assert found[0] < 2
    assert found[1] > 15


def loaded(acts):
    engine = DuckDB(threads=1)
    engine.register("actions", acts)
    CO_ACTION.run(engine, {})
    return margins.load(engine, 0, "url", margins.accounts_in(engine))


def test_ordinary_timing_leaves_out_what_a_group_uses():
    acts = crowd(LAWS["independent"], 1)
    trace = loaded(actions(acts))
    nobody = np.zeros(trace.actions_of.size, bool)
    everybody = ~nobody
    close, accounts = timing.account_shares(trace, nobody)
    assert accounts > 300
    assert np.all(np.diff(close / accounts) > 0)
    assert timing.account_shares(trace, everybody)[1] == 0


def test_meetings_are_what_a_naive_count_finds():
    trace = loaded(actions(crowd(LAWS["flash"], 3)))
    members = np.array([3, 4, 10, 11, 50, 51, 52])
    met = Index(trace).meet(members)
    step = np.random.default_rng(0).choice(met.account.size, 200)
    for row in step:
        account, item = met.account[row], met.item[row]
        own = trace.time_s[(trace.account == account) & (trace.item == item)]
        others = np.isin(trace.account, members) & (trace.account != account) & (trace.item == item)
        lags = np.abs(own[:, None] - trace.time_s[others][None, :])
        assert met.nearest_s[row] == lags.min()
        assert met.close[row].tolist() == [int((lags <= w).sum()) for w in WINDOWS_S]
    pairs = set(zip(met.account.tolist(), met.item.tolist(), strict=True))
    used = {i: set(trace.account[trace.item == i].tolist()) for i in set(trace.item.tolist())}
    expected = {(a, i) for i, who in used.items() for a in who if (who - {a}) & set(members.tolist())}
    assert pairs == expected


def test_example_tables_are_what_the_kernel_makes():
    from datetime import UTC, datetime

    acts = crowd(LAWS["flash"], 4)
    some = slice(0, 900)
    table = actions({name: values[some] for name, values in acts.items()})
    engine = DuckDB(threads=1)
    engine.register("actions", table)
    CO_ACTION.run(engine, {})
    columns = (table.column(n).to_pylist() for n in ("account_id", "object_id", "acted_at"))
    naive = tables("url", [(a, o, t.astimezone(UTC)) for a, o, t in zip(*columns, strict=True)])
    assert isinstance(table.column("acted_at")[0].as_py(), datetime)
    for name, keys in {
        "pairs": "trace_key, account_a, account_b, shared_60, shared_21600, shared_ever, count_300",
        "object_margins": "object_key, actors, actions, pairs_all, pairs_10, pairs_21600",
        "co_actions": "object_key, account_a, account_b, nearest_s, lag_s",
    }.items():
        made = engine.arrow(f"SELECT {keys} FROM {name} ORDER BY ALL").to_pylist()
        mine = sorted(([row[k] for k in keys.split(", ")] for row in naive[name]), key=str)
        assert sorted(([row[k] for k in keys.split(", ")] for row in made), key=str) == mine


@pytest.mark.parametrize(("step", "expected"), [(1, 1), (60, 60), (3600, 3600), (86_400, 86_400)])
def test_the_clock_of_a_source(step, expected):
    times = np.random.default_rng(0).integers(0, 10**9, 500) // step * step
    assert resolution_of(times) == expected


def test_a_few_times_say_nothing_about_the_clock():
    assert resolution_of(np.array([0, 0, 60, 60])) == 1


def test_the_coarsest_of_the_larger_sources_counts():
    fine = np.random.default_rng(1).integers(0, 10**9, 400)
    coarse = fine // 60 * 60
    source = np.repeat([0, 1], 400)
    assert coarsest(np.concatenate([fine, coarse]), source) == 60
    assert coarsest(np.concatenate([fine, coarse[:10]]), source[:410]) == 1
    assert windows_for(60) == (60, 300, 3600, 21600)
    assert windows_for(86_400) == ()


def clique(first, size):
    ends = [(i, j) for i in range(first, first + size) for j in range(i + 1, first + size)]
    return np.array(ends).T


def test_a_large_loose_component_is_divided_and_a_tight_one_is_not():
    parts = [clique(i * 20, 20) for i in range(3)]
    bridges = np.array([[0, 20], [20, 40]]).T
    a, b = np.concatenate([*parts, bridges], axis=1)
    groups = communities.communities(a, b, np.ones(a.size), 0)
    assert [g.tolist() for g in groups] == [list(range(i * 20, i * 20 + 20)) for i in range(3)]
    a, b = clique(0, 60)
    assert len(communities.communities(a, b, np.ones(a.size), 0)) == 1


def test_fused_pairs_keep_the_largest_weight():
    a, b, w = communities.fuse(np.array([1, 0, 1]), np.array([2, 1, 2]), np.array([1.0, 2.0, 5.0]))
    assert (a.tolist(), b.tolist(), w.tolist()) == ([0, 1], [1, 2], [2.0, 5.0])


def test_expected_components_match_random_graphs():
    rng = np.random.default_rng(0)
    nodes, share, counted = 200, 0.5 / 200, 0
    for _ in range(300):
        pairs = np.triu(rng.random((nodes, nodes)) < share, 1)
        a, b = np.nonzero(pairs)
        counted += sum(g.size >= 5 for g in communities.components(a, b))
    assert clusters.components_expected(5, nodes, share) == pytest.approx(counted / 300, rel=0.25)
    assert clusters.components_expected(5, nodes, 2 / nodes) == nodes


@given(st.lists(st.floats(1e-200, 1.0), min_size=2, max_size=20), st.integers(2, 50))
def test_scores_rise_with_the_evidence(p, size):
    found = growth.scores(np.sort(np.array(p)), size, 1000)
    assert np.all(np.diff(found) <= 0)
    assert np.all((found >= 0) & (found < 1))


def test_without_a_window_the_crowd_is_as_fitted_and_never_taken_to_be_uniform():
    trace = loaded(actions(crowd(LAWS["independent"], 1)))
    nobody, expectation = np.zeros(trace.actions_of.size, bool), Expectation.of(trace)
    first = affinity.fit(trace, expectation, 0, nobody, first=True)
    later = affinity.fit(trace, expectation, 0, nobody)
    assert later.k.max() > affinity.PRIOR_K
    assert first.alone_k.tolist() == first.k.tolist()
    rare = np.array([[0.1, 0.1, 0.0]])
    uniform = affinity.Taste(later.k, np.ones(3), np.full(3, 8.0)).ever(rare, 0.1)
    usual = affinity.Taste(later.k, np.ones(3), np.full(3, 0.1)).ever(rare, 0.5)
    assert uniform.tail(np.array([5.0]))[0] == usual.tail(np.array([5.0]))[0] > 1e-5


def test_without_a_window_tight_audiences_are_not_met_with_a_floor():
    trace = loaded(actions(crowd(LAWS["audiences"], 1)))
    found = affinity.fit(trace, Expectation.of(trace), 0, np.zeros(trace.actions_of.size, bool))
    assert found.k.min() >= affinity.LEAST_K
    assert found.alone().k.min() <= found.k.min()
