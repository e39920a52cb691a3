"""The kernel equals a count by hand: every pair of actions looked at, no shortcut."""

import itertools
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.detectors.coordination.kernel import CO_ACTION, count_pairs
from floodwatch.engine import DuckDB
from floodwatch.model.findings import WINDOWS_S

ZERO = datetime(2024, 1, 1, tzinfo=UTC)
SCHEMA = pa.schema(
    [
        ("trace", pa.string()),
        ("platform", pa.string()),
        ("account_id", pa.string()),
        ("object_id", pa.string()),
        ("acted_at", pa.timestamp("us", tz="UTC")),
        ("post_id", pa.string()),
    ]
)
MOMENTS = st.one_of(
    st.integers(0, 30), st.sampled_from([0, 10, 11, 60, 61, 300, 3600, 3601, 21600, 21601, 43202, 90000])
)
ACTIONS = st.lists(
    st.tuples(st.sampled_from(["url", "text"]), st.integers(0, 5), st.integers(0, 4), MOMENTS), max_size=40
)
RARE_CAP = 4


def table(rows):
    """Actions as the traces leave them."""
    return pa.Table.from_pylist(
        [
            {
                "trace": trace,
                "platform": "x" if account % 2 else "telegram",
                "account_id": f"a{account}",
                "object_id": f"o{thing}",
                "acted_at": ZERO + timedelta(seconds=second),
                "post_id": f"p{i}",
            }
            for i, (trace, account, thing, second) in enumerate(rows)
        ],
        schema=SCHEMA,
    )


def ran(rows, **parameters):
    """An engine on which the unit has run."""
    engine = DuckDB(threads=1)
    engine.register("actions", table(rows))
    CO_ACTION.run(engine, {"seed": 1, "rare_cap": RARE_CAP, **parameters})
    return engine


def name_of(account):
    return ("x" if account % 2 else "telegram", f"a{account}")


def by_hand(rows):
    """Lags by trace, object and pair of accounts (ordered by platform and id): each pair of rows in turn."""
    lags = defaultdict(list)
    for (t1, a1, o1, s1), (t2, a2, o2, s2) in itertools.combinations(rows, 2):
        if t1 == t2 and o1 == o2 and a1 != a2:
            (first, s_first), (second, s_second) = sorted([(name_of(a1), s1), (name_of(a2), s2)])
            lags[t1, f"o{o1}", first, second].append(s_second - s_first)
    return lags


def expected_pairs(rows):
    lags = by_hand(rows)
    actors = defaultdict(set)
    for trace, account, thing, _ in rows:
        actors[trace, f"o{thing}"].add(account)
    pairs = defaultdict(lambda: defaultdict(int))
    for (trace, thing, first, second), between in lags.items():
        row = pairs[trace, first, second]
        for w in WINDOWS_S:
            inside = sum(abs(lag) <= w for lag in between)
            row[f"count_{w}"] += inside
            row[f"shared_{w}"] += inside > 0
        row["shared_ever"] += len(actors[trace, thing]) <= RARE_CAP
    for row in pairs.values():
        row["shared_ever"] *= row["shared_ever"] >= 2
    return {k: dict(v) for k, v in pairs.items() if v["shared_21600"] >= 2 or v["shared_ever"] >= 2}


def named(engine, what):
    """Rows of a keyed table with its keys replaced by names."""
    return engine.arrow(f"""
        SELECT t.trace, a.platform AS platform_a, a.account_id AS name_a, b.platform AS platform_b,
            b.account_id AS name_b, r.*
        FROM {what} AS r JOIN keyed_traces AS t USING (trace_key)
        JOIN keyed_accounts AS a ON a.account_key = r.account_a
        JOIN keyed_accounts AS b ON b.account_key = r.account_b""").to_pylist()


def key(row):
    return row["trace"], (row["platform_a"], row["name_a"]), (row["platform_b"], row["name_b"])


PLANS = pytest.mark.parametrize(
    "plan",
    [
        {"viral_pairs": 10**9, "rows_per_pass": 10**9},
        {"viral_pairs": 0, "rows_per_pass": 10**9},
        {"viral_pairs": 0, "rows_per_pass": 1},
        {"viral_pairs": 3, "rows_per_pass": 7},
    ],
    ids=[
        "plain",
        "prefix filter everywhere",
        "prefix filter everywhere, many passes",
        "mixed, several passes",
    ],
)


@PLANS
@settings(max_examples=30, deadline=None)
@given(rows=ACTIONS)
def test_pairs_and_co_actions_equal_a_count_by_hand(plan, rows):
    with ran(rows, **plan) as engine:
        check_pairs(engine, rows)
        check_co_actions(engine, rows)


@settings(max_examples=40, deadline=None)
@given(rows=ACTIONS, budget=st.integers(0, 40), viral_pairs=st.sampled_from([0, 3, 10**9]))
def test_what_is_left_out_is_listed_and_the_rest_is_exact(rows, budget, viral_pairs):
    with ran(rows, most_co_actions=budget, viral_pairs=viral_pairs, rows_per_pass=7) as engine:
        listed = engine.arrow("SELECT * FROM left_out_objects").to_pylist()
        gone = {(r["behaviour"], r["object_id"]) for r in listed}
        stayed = [row for row in rows if (row[0], f"o{row[2]}") not in gone]
        check_pairs(engine, stayed)
        check_co_actions(engine, stayed)
        weights = engine.arrow("SELECT CAST(count(*) AS BIGINT) AS n FROM co_actions")["n"][0].as_py()
    assert len(gone) == len(listed)
    check_left_out(listed, rows, stayed)
    if viral_pairs == 10**9:
        assert weights <= budget


def masses(rows):
    """By trace and object: pairs of actions by two accounts, those within six hours and all."""
    found = defaultdict(lambda: [0, 0])
    for (trace, thing, *_), between in by_hand(rows).items():
        found[trace, thing][0] += sum(abs(lag) <= WINDOWS_S[-1] for lag in between)
        found[trace, thing][1] += len(between)
    return found


def check_left_out(listed, rows, stayed):
    before, after = masses(rows), masses(stayed)
    for row in listed:
        trace, thing = row["behaviour"], row["object_id"]
        mine = [account for t, account, o, _ in rows if (t, f"o{o}") == (trace, thing)]
        within, possible = before[trace, thing]
        usual = [sum(v[i] for (t, _), v in after.items() if t == trace) for i in (0, 1)]
        everything = sum(v[0] for (t, _), v in before.items() if t == trace)
        assert (row["accounts"], row["actions"]) == (len(set(mine)), len(mine))
        assert (row["window_s"], row["co_actions"]) == (WINDOWS_S[-1], within)
        assert row["expected"] == (pytest.approx(possible * usual[0] / usual[1]) if usual[1] else None)
        assert row["share"] == (pytest.approx(within / everything) if everything else None)


def test_the_heaviest_objects_are_left_out_first_and_only_past_the_budget():
    heavy = [("url", i, 0, i) for i in range(20)]
    light = [("url", i, thing + i // 2, 90 + i) for i in range(20) for thing in (10, 30)]
    with ran([*heavy, *light], most_co_actions=20) as engine:
        listed = engine.arrow("SELECT * FROM left_out_objects").to_pylist()
        pairs = engine.arrow("SELECT shared_60 FROM pairs")["shared_60"].to_pylist()
    assert [(r["object_id"], r["accounts"], r["co_actions"], r["expected"]) for r in listed] == [
        ("o0", 20, 190, 190.0)
    ]
    assert pairs == [2] * 10
    with ran([*heavy, *light]) as engine:
        assert engine.arrow("SELECT * FROM left_out_objects").num_rows == 0
        assert engine.arrow("SELECT shared_60 FROM pairs")["shared_60"].to_pylist() == [3] * 10


def check_pairs(engine, rows):
    found = {key(r): r for r in named(engine, "pairs")}
    wanted = expected_pairs(rows)
    assert set(found) == set(wanted)
    for pair, values in wanted.items():
        assert {c: found[pair][c] for c in values} == values


def check_co_actions(engine, rows):
    lags = {k: v for k, v in by_hand(rows).items() if any(abs(lag) <= WINDOWS_S[-1] for lag in v)}
    objects = Counter((trace, first, second) for trace, _, first, second in lags)
    wanted = {k: v for k, v in lags.items() if objects[k[0], k[2], k[3]] >= 2}
    things = {
        r["object_key"]: r["object_id"] for r in engine.arrow("SELECT * FROM keyed_objects").to_pylist()
    }
    found = {(r["trace"], things[r["object_key"]], *key(r)[1:]): r for r in named(engine, "co_actions")}
    assert set(found) == set(wanted)
    for pair, between in wanted.items():
        row = found[pair]
        nearest = min(abs(lag) for lag in between)
        assert row["nearest_s"] == nearest
        assert abs(row["lag_s"]) == nearest
        assert row["lag_s"] in between
        for w in WINDOWS_S:
            assert row[f"count_{w}"] == sum(abs(lag) <= w for lag in between)


@settings(max_examples=25, deadline=None)
@given(rows=ACTIONS)
def test_margins_equal_a_count_by_hand(rows):
    totals = Counter()
    for (trace, thing, *_), between in by_hand(rows).items():
        totals[trace, thing, "all"] += len(between)
        for w in WINDOWS_S:
            totals[trace, thing, str(w)] += sum(abs(lag) <= w for lag in between)
    with ran(rows) as engine:
        objects = engine.arrow("""
            SELECT * FROM object_margins JOIN keyed_traces USING (trace_key)
            JOIN keyed_objects USING (object_key)""").to_pylist()
        accounts = engine.arrow("""
            SELECT * FROM account_margins JOIN keyed_traces USING (trace_key)
            JOIN keyed_accounts USING (account_key)""").to_pylist()
    assert len(objects) == len({(t, o) for t, _, o, _ in rows})
    for row in objects:
        mine = [(a, s) for t, a, o, s in rows if (t, f"o{o}") == (row["trace"], row["object_id"])]
        assert (row["actors"], row["actions"]) == (len({a for a, _ in mine}), len(mine))
        for suffix in ("all", *map(str, WINDOWS_S)):
            assert row[f"pairs_{suffix}"] == totals[row["trace"], row["object_id"], suffix]
    for row in accounts:
        mine = [o for t, a, o, _ in rows if (t, f"a{a}") == (row["trace"], row["account_id"])]
        assert (row["actions"], row["objects"]) == (len(mine), len(set(mine)))


@pytest.mark.parametrize("window", [0, 10, 3600])
@settings(max_examples=15, deadline=None)
@given(rows=ACTIONS, viral_pairs=st.sampled_from([0, 2, 10**9]), rows_per_pass=st.sampled_from([3, 10**9]))
def test_one_window_alone_equals_a_count_by_hand(window, rows, viral_pairs, rows_per_pass):
    counts = defaultdict(lambda: [0, 0])
    for (trace, _, first, second), between in by_hand(rows).items():
        inside = sum(abs(lag) <= window for lag in between)
        counts[trace, first, second][0] += inside > 0
        counts[trace, first, second][1] += inside
    with ran(rows) as engine:
        count_pairs(engine, "keyed_actions", window, viral_pairs=viral_pairs, rows_per_pass=rows_per_pass)
        found = {key(r): [r["shared"], r["co_actions"]] for r in named(engine, "pairs_within")}
    assert found == {k: v for k, v in counts.items() if v[0] >= 2}


def test_keys_are_dense_and_sorted():
    with ran([("url", 3, 1, 0), ("text", 2, 0, 5), ("url", 1, 1, 9)]) as engine:
        accounts = engine.arrow("SELECT * FROM keyed_accounts ORDER BY account_key").to_pylist()
        traces = engine.arrow("SELECT * FROM keyed_traces ORDER BY trace_key")["trace"].to_pylist()
    assert [(r["account_key"], r["account_id"]) for r in accounts] == [(0, "a2"), (1, "a1"), (2, "a3")]
    assert traces == ["text", "url"]


def test_a_viral_object_costs_no_pairs():
    """5,000 accounts on one object within a minute, two of which share another: one pair, found at once."""
    crowd = [("url", i, 0, i % 60) for i in range(5000)]
    with ran([*crowd, ("url", 1, 1, 3), ("url", 2, 1, 4)]) as engine:
        pairs = engine.arrow("SELECT * FROM pairs").to_pylist()
        left = engine.arrow("SELECT count(*) AS n FROM co_actions")["n"][0].as_py()
    assert [p["shared_60"] for p in pairs] == [2]
    assert left == 2


def test_a_viral_object_that_the_same_accounts_shared_often_is_counted_in_full():
    """40 accounts on one object, 50 times each; the two that share another meet there as well, both ways round."""
    crowd = [("url", i, 0, 100 * turn + i) for i in range(40) for turn in range(50)]
    rows = [*crowd, *(("url", 7, 0, 100 * turn) for turn in range(30)), ("url", 7, 1, 3), ("url", 9, 1, 4)]
    with ran(rows, viral_pairs=10) as engine:
        pairs = engine.arrow("SELECT * FROM pairs").to_pylist()
        check_co_actions(engine, rows)
    assert [(p["shared_10"], p["shared_21600"]) for p in pairs] == [(2, 2)]


def test_nothing_in_nothing_out():
    with ran([]) as engine:
        for made in CO_ACTION.makes:
            assert engine.arrow(f"SELECT * FROM {made}").num_rows == 0
