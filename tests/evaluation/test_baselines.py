"""Each baseline finds what its own rule says, on posts that can be counted by hand."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.baselines import BASELINES
from evaluation.baselines.actions import Trace, extract, plain
from evaluation.baselines.coortweet import rule
from evaluation.baselines.graphs import action_pairs, cosine, counted, top
from floodwatch.model.records import POSTS
from floodwatch.tools.arrow import schema

START = datetime(2026, 3, 1, tzinfo=UTC)


def posts(rows):
    """Posts from (account, second, fields)."""
    none = dict.fromkeys(POSTS.names)
    filled = [
        none
        | {"platform": "x", "post_id": f"p{i}", "account_id": who, "created_at": START + timedelta(seconds=s)}
        | fields
        for i, (who, s, fields) in enumerate(rows)
    ]
    return pa.Table.from_pylist(filled, schema=schema(POSTS))


def crowd(shares=12):
    """Two accounts repost the same posts seconds apart; ten others each repost posts of their own."""
    rows = []
    for i in range(shares):
        rows += [("a", 1000 * i, {"repost_of": f"o{i}"}), ("b", 1000 * i + 5, {"repost_of": f"o{i}"})]
        rows += [(f"c{j}", 1000 * i + 77 * j, {"repost_of": f"own{j}-{i}"}) for j in range(10)]
        rows += [(f"c{j}", 9000 * j, {"repost_of": "viral"}) for j in range(10) if i == 0]
    return extract(posts(rows))


def trace(rows):
    parts = zip(*rows, strict=True) if rows else ([], [], [])
    return Trace(*(np.array(list(part), dtype=np.int64) for part in parts))


PAIR = {("x", "a"), ("x", "b")}


@pytest.mark.parametrize("name", ["co-repost cosine", "1 minute, 10 co-actions", "CooRTweet rule"])
def test_a_pair_that_reposts_in_step_is_found(name):
    rows = crowd()
    found = BASELINES[name](rows, 1)
    best = max(found.scores.values(), default=0)
    assert {a for a, s in found.scores.items() if s == best} >= PAIR or name == "CooRTweet rule"
    # One edge is never above the median of itself: the rule of CooRTweet stays silent here.
    assert [set(n.members) for n in found.networks] == ([] if name == "CooRTweet rule" else [PAIR])


def test_centrality_ranks_the_linked_pair_first():
    found = BASELINES["five traces, centrality"](crowd(), 1)
    assert {a for a, s in found.scores.items() if s > 0.99} == PAIR


def test_nine_co_actions_are_not_ten():
    ask = BASELINES["1 minute, 10 co-actions"]
    assert ask(crowd(9), 1).networks == ()
    assert len(ask(crowd(10), 1).networks) == 1


def test_those_who_only_rank_name_the_first_ones_and_no_edges():
    rows = crowd()
    for name in ("activity only", "random"):
        found = BASELINES[name](rows, 1)
        assert found.edges == ()
        assert len(found.networks[0].members) == 2
    assert BASELINES["random"](rows, 1).scores == BASELINES["random"](rows, 1).scores
    assert BASELINES["random"](rows, 1).scores != BASELINES["random"](rows, 2).scores


@pytest.mark.parametrize("name", BASELINES)
@pytest.mark.parametrize("rows", [[], [("a", 0, {"text": "one post and nobody else"})]])
def test_no_posts_or_one_is_answered_without_networks_of_more(name, rows):
    found = BASELINES[name](extract(posts(rows)), 1)
    assert sum(len(n.members) for n in found.networks) <= len(rows)
    assert found.edges == ()


def test_actions_are_what_a_post_says():
    rows = [
        ("a", 0, {"repost_of": "p9", "text": "words that are someone else's", "urls": ["https://u.example"]}),
        ("a", 1, {"is_repost": True, "text": "RT  Someone HERE"}),
        ("b", 2, {"text": "four words of text https://u.example @c", "urls": ["https://u.example"] * 2}),
        ("b", 3, {"hashtags": ["A", "b"], "reply_to": "p9", "text": "too short"}),
        ("b", 4, {"hashtags": ["A", "b", "C"]}),
    ]
    found = extract(posts(rows))
    assert {name: len(t.account) for name, t in found.traces.items()} == {
        "repost": 2, "url": 1, "hashtags": 1, "text": 1, "reply": 1,
    }  # fmt: skip
    assert found.posts.tolist() == [2, 3]
    assert plain("RT  Someone HERE https://a.b/c @me") == "rt someone here"


ROWS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 60)), max_size=40)


@given(ROWS, st.integers(0, 30))
def test_pairs_within_the_window_equal_those_of_two_loops(rows, window):
    found = trace(rows)
    first, second = action_pairs(found, window)
    slow = {
        (i, j)
        for i in range(len(rows))
        for j in range(i)
        if rows[i][1] == rows[j][1] and abs(rows[i][2] - rows[j][2]) <= window
    }
    assert {(max(i, j), min(i, j)) for i, j in zip(first.tolist(), second.tolist(), strict=True)} == slow
    assert len(first) == len(slow)
    edges = counted("t", found, first, second)
    assert edges.weight.sum() == sum(rows[i][0] != rows[j][0] for i, j in slow)


def test_coortweet_keeps_pairs_of_which_one_side_took_part_twice():
    rows = [(0, 0, 0), (1, 0, 10), (0, 1, 100), (1, 1, 110), (2, 2, 0), (3, 2, 10), (0, 3, 500), (2, 3, 505)]
    edges = rule("t", trace(rows))
    assert list(zip(edges.a, edges.b, edges.weight, strict=True)) == [(0, 1, 2.0)]


def test_cosine_is_one_for_equal_tastes_and_only_the_heaviest_edges_stay():
    # Accounts 0 and 1 share objects 0 and 1; 2 shares object 0 with them and has 2 of its own.
    rows = trace([(0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 0), (2, 0, 0), (2, 2, 0), (3, 3, 0)])
    from scipy import sparse

    counts = sparse.csr_array((np.ones(7), (rows.account, rows.thing)), shape=(4, 4))
    edges = cosine("t", counts)
    weights = {(int(a), int(b)): w for a, b, w in zip(edges.a, edges.b, edges.weight, strict=True)}
    assert weights[0, 1] == pytest.approx(1.0)
    assert weights[0, 2] == weights[1, 2] < 0.2
    assert [(int(a), int(b)) for a, b in zip(top(edges, 0.01).a, top(edges, 0.01).b, strict=True)] == [(0, 1)]
