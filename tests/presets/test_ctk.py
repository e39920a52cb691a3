"""The rule of coordination-network-toolkit: its output row for row, and a count by hand."""

import csv
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.detectors.coordination.presets_ctk import coordinate
from floodwatch.detectors.coordination.shares import read_file, read_posts
from floodwatch.engine import DuckDB
from tests.presets.shares import DATA, GOLDEN, REFERENCE, table, with_references

ROWS = st.lists(
    st.tuples(st.sampled_from("opq"), st.sampled_from("abcd"), st.integers(0, 30), st.integers(0, 40)),
    min_size=1,
    max_size=25,
    unique_by=lambda row: row[2],
)


REPEATED = st.lists(
    st.tuples(st.sampled_from("op"), st.sampled_from("abc"), st.integers(0, 6), st.integers(-30, 300)),
    min_size=1,
    max_size=25,
)


def edges(rows, **chosen):
    with DuckDB(threads=1) as engine:
        found = coordinate(engine, table(rows), **chosen).edges.to_pylist()
    return {(row["source"], row["target"]): row["weight"] for row in found}


def by_hand(rows, window, least, keep_loops):
    messages = defaultdict(set)
    for thing, account, content, second in rows:
        for other_thing, other, _, other_second in rows:
            if (
                thing == other_thing
                and abs(second - other_second) <= window
                and (keep_loops or account != other)
            ):
                messages[account, other].add(content)
    return {pair: len(seen) for pair, seen in messages.items() if len(seen) >= least}


@settings(max_examples=40, deadline=None)
@given(
    rows=ROWS, window=st.sampled_from([0, 5, 60]), least=st.sampled_from([1, 2, 3]), keep_loops=st.booleans()
)
def test_weights_equal_a_count_by_hand(rows, window, least, keep_loops):
    rows = [(thing, account, f"c{content}", second) for thing, account, content, second in rows]
    assert edges(rows, window=window, min_edge_weight=least, keep_loops=keep_loops) == by_hand(
        rows, window, least, keep_loops
    )


@settings(max_examples=40, deadline=None)
@given(rows=REPEATED, least=st.sampled_from([1, 2]), keep_loops=st.booleans())
def test_of_a_repeated_message_the_first_counts(rows, least, keep_loops):
    rows = [(thing, account, f"c{content}", second) for thing, account, content, second in rows]
    first = {row[2]: row for row in reversed(rows)}
    chosen = {"window": 60, "least": least, "keep_loops": keep_loops}
    found = edges(rows, window=60, min_edge_weight=least, keep_loops=keep_loops)
    assert found == by_hand([row for row in rows if first[row[2]] is row], **chosen)


def test_times_far_from_any_calendar_still_meet():
    rows = [("o", a, f"{a}{t}", t) for t in (-(2**62), 2**62) for a in "ab"]
    assert edges(rows, window=0, min_edge_weight=2) == {("a", "b"): 2, ("b", "a"): 2}


def test_an_edge_and_its_way_back_stand_together_in_the_order_of_names(tmp_path):
    rows = [(f"o{n}", a, f"{a}{n}", n) for n in range(200) for a in (f"a{n % 7}", f"b{n % 11}")]
    with DuckDB(threads=2) as engine:
        found = coordinate(engine, table(rows), min_edge_weight=1).edges.to_pylist()
    ends = [(row["source"], row["target"]) for row in found]
    assert ends[1::2] == [end[::-1] for end in ends[::2]]
    assert ends[::2] == sorted(ends[::2])


def test_a_message_counts_once():
    assert edges(GOLDEN, window=60, min_edge_weight=2) == {("ann", "bob"): 2, ("bob", "ann"): 2}


def test_the_toolkits_own_columns(tmp_path):
    file = tmp_path / "posts.csv"
    file.write_text(
        "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n"
        '1,a,,r1,,hello,0,\n2,b,,r1,,hello,60,\n3,a,,,,own,61,\n4,a,,r2,,x,100.0,\n5,b,,r2,,"x, y",90,\n'
    )
    with DuckDB(threads=1) as engine:
        read_file(engine, file)
        coordinate(engine, window=60).write(tmp_path)
    assert (tmp_path / "edges.csv").read_text().splitlines() == [
        "source,target,weight,edge_type",
        "a,b,2,co_retweet",
        "b,a,2,co_retweet",
    ]


def test_posts_name_accounts_with_their_platform():
    from datetime import UTC, datetime

    import pyarrow as pa

    noon = datetime(2024, 5, 1, 12, tzinfo=UTC)
    rows = [
        {"platform": "x", "account_id": a, "post_id": a + o, "created_at": noon, "repost_of": o}
        for a in "ab"
        for o in "12"
    ]
    with DuckDB(threads=1) as engine:
        engine.register("posts", pa.Table.from_pylist(rows))
        read_posts(engine, "posts")
        found = coordinate(engine, objects=("repost",)).edges.to_pylist()
    assert [(r["source"], r["target"], r["weight"]) for r in found] == [("x_a", "x_b", 2), ("x_b", "x_a", 2)]


@with_references
@pytest.mark.parametrize("threads", [1, 2])
def test_published_edges(tmp_path, threads):
    with DuckDB(threads=threads) as engine:
        read_file(engine, DATA / "russian_coord_tweets.parquet")
        coordinate(engine, window=60, min_edge_weight=2).write(tmp_path)
    found = list(csv.reader((tmp_path / "edges.csv").open()))
    assert sorted(found) == sorted(csv.reader((REFERENCE / "ctk_russian_co_retweet_60_mew2.csv").open()))


@pytest.mark.parametrize(
    ("given_time", "seconds"),
    [
        ("5", 5),
        ("5.9", 5),
        ("-1.5", -2),
        ("1e3", 1000),
        ("1970-01-01T00:01:00Z", 60),
        ("1970-01-01 00:01:00", 60),
    ],
)
def test_times_are_whole_seconds(tmp_path, given_time, seconds):
    file = tmp_path / "shares.csv"
    file.write_text(f"object_id,account_id,content_id,timestamp_share\no,a,1,{given_time}\n")
    with DuckDB(threads=1) as engine:
        read_file(engine, file)
        assert engine.arrow("SELECT acted_s FROM coordinate_shares").to_pylist() == [{"acted_s": seconds}]
