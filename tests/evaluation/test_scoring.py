"""Scores of worlds small enough to count by hand."""

import datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.answer import Answer, Network, from_findings
from evaluation.scoring import score
from evaluation.scoring.accounts import recall_at
from evaluation.scoring.people import rates, traits
from evaluation.truth import Group, Truth, from_tables, is_deceptive
from floodwatch.tools.bands import activity_band, age_band


def who(*names):
    return frozenset(("x", name) for name in names)


OPERATION = Group("g1", "operation", "flood", who("a", "b", "c", "d"), deceptive=True, expected="covert")
OUTLETS = Group("g2", "control", "outlets", who("k", "l"), expected="overt")
DIASPORA = Group("g3", "control", "diaspora", who("s", "t"), coordinated=False)
TRUTH = Truth(who(*"abcdklstuvwxyz"), (OPERATION, OUTLETS, DIASPORA))


def edge(a, b, behaviour="url"):
    return (behaviour, ("x", a), ("x", b))


def test_an_edge_is_true_inside_one_coordinated_group_only():
    answer = Answer(
        edges=(edge("a", "b"), edge("b", "a", "text"), edge("k", "l"), edge("a", "k"), edge("s", "t"))
    )
    counts = score(TRUTH, answer)["edges"]
    assert (counts["edges"], counts["false"]) == (5, 2)
    assert counts["by_behaviour"] == {"text": [1, 0], "url": [4, 2]}
    assert (counts["pairs"], counts["pairs_true"], counts["pairs_to_find"]) == (4, 2, 7)


def test_a_network_is_false_when_fewer_than_half_are_of_one_group():
    networks = (
        Network("half", who("a", "b", "y", "z"), "covert"),
        Network("mixed", who("a", "b", "k", "l", "y"), "covert"),
        Network("open", who("k", "l"), "covert"),
        Network("diaspora", who("s", "t"), "overt"),
    )
    counts = score(TRUTH, Answer(networks=networks))["networks"]
    assert (counts["networks"], counts["false"]) == (4, 2)
    assert (counts["covert"], counts["covert_false"]) == (3, 2)
    assert counts["weight"] == pytest.approx(4 * 0.5 + 5 * 0.4 + 2 * 1)
    assert counts["weighted"] == pytest.approx(4 * 0.25 + 5 * 0.16 + 2 * 1)


def test_accounts_are_counted_once_and_innocents_are_in_no_coordinated_group():
    networks = (Network("n1", who("a", "b", "s"), "covert"), Network("n2", who("a", "k", "z"), "unclear"))
    counts = score(TRUTH, Answer(networks=networks))["accounts"]
    assert (counts["coordinated"], counts["innocent"], counts["operation"]) == (6, 8, 4)
    assert (counts["flagged"], counts["flagged_coordinated"], counts["flagged_innocent"]) == (5, 3, 2)
    assert (counts["covert"], counts["covert_operation"], counts["covert_innocent"]) == (3, 2, 1)


def groups(*networks):
    return {row["group_id"]: row for row in score(TRUTH, Answer(networks=networks))["groups"]}


def test_a_group_is_found_with_half_of_it_in_a_network_that_is_half_of_it():
    assert groups(Network("n", who("a", "b", "y", "z"), "covert"))["g1"]["found_as"] == "covert"
    assert not groups(Network("n", who("a", "y"), "covert"))["g1"]["found"]
    assert not groups(Network("n", who("a", "b", "c", "w", "x", "y", "z"), "covert"))["g1"]["found"]
    assert groups(Network("n", who("a", "y"), "covert"))["g1"]["touched"]


def test_a_group_in_two_networks_is_found_by_the_one_that_holds_more():
    row = groups(Network("n1", who("a", "b"), "overt"), Network("n2", who("b", "c", "d"), "covert"))["g1"]
    assert (row["found_as"], row["held"], row["called"]) == ("covert", 3, ["covert", "overt"])


def test_a_control_is_accused_by_any_covert_network_that_holds_half_of_it_or_is_mostly_it():
    assert groups(Network("n", who("k", "a", "b", "c"), "covert"))["g2"]["called"] == ["covert"]
    assert groups(Network("n", who("s", "y"), "covert"))["g3"]["called"] == ["covert"]
    assert groups(Network("n", who("a", "b", "y"), "covert"))["g2"]["called"] == []
    assert groups(Network("n", who("s", "t"), "unclear"))["g3"]["called"] == ["unclear"]


def test_an_empty_answer_and_an_empty_world_count_as_nothing():
    nothing = score(Truth(frozenset(), ()), Answer())
    assert nothing["accounts"]["recall_at_1"] is None
    assert nothing["groups"] == []
    silent = score(TRUTH, Answer())
    assert silent["networks"]["weight"] == silent["edges"]["edges"] == 0
    assert not any(row["found"] for row in silent["groups"])


def scores(**values):
    return {("x", name): value for name, value in values.items()}


def test_recall_at_a_share_of_false_positives_reads_the_curve():
    positive, negative = who("a", "b"), who("y", "z")
    ranked = scores(a=0.9, y=0.5, b=0.4)
    assert recall_at(ranked, positive, negative, 0.0) == 0.5
    assert recall_at(ranked, positive, negative, 0.5) == 1.0
    assert recall_at({}, positive, negative, 0.01) == pytest.approx(0.01)
    assert recall_at(scores(a=1, b=1, y=1), positive, negative, 0.25) == pytest.approx(0.5)


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=30), st.lists(st.integers(0, 5), min_size=1, max_size=30)
)
def test_recall_grows_with_false_positives_and_ignores_the_scale_of_scores(good, bad):
    positive = [("x", f"p{i}") for i in range(len(good))]
    negative = [("x", f"n{i}") for i in range(len(bad))]
    values = dict(zip(positive + negative, good + bad, strict=True))
    squared = {k: v**2 for k, v in values.items()}
    curve = [recall_at(values, positive, negative, f) for f in (0.0, 0.01, 0.1, 0.5, 1.0)]
    assert curve == sorted(curve)
    assert curve[-1] == 1.0
    assert curve[2] == pytest.approx(recall_at(squared, positive, negative, 0.1))


def test_people_are_put_in_bands_and_only_innocents_are_counted():
    when = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
    posts = pa.table(
        {
            "platform": ["x"] * 7,
            "account_id": ["y"] * 5 + ["z", "a"],
            "language": ["fr", "fr", "de", None, "fr", None, "fr"],
            "created_at": [when] * 7,
        }
    )
    accounts = pa.table(
        {
            "platform": ["x", "x"],
            "account_id": ["y", "a"],
            "created_at": [when - datetime.timedelta(days=100)] * 2,
        }
    )
    found = rates(TRUTH.uncoordinated(), who("y", "a"), traits(posts, accounts))
    assert found["language"] == {"fr": [1, 1], "und": [0, 1]}
    assert found["script"] == {"Latn": [1, 1], "unknown": [0, 1]}
    assert found["age"] == {"30 days to a year": [1, 1], "unknown": [0, 1]}
    assert found["activity"] == {"1 to 4 posts": [0, 1], "5 to 19 posts": [1, 1]}


def test_bands_have_the_edges_that_their_names_say():
    when = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
    days = [age_band(when - datetime.timedelta(days=d), when) for d in (29, 30, 364, 365, 1824, 1825)]
    names = ["under 30 days", "30 days to a year", "1 to 5 years", "5 years or more"]
    assert days == [names[0], names[1], names[1], names[2], names[2], names[3]]
    assert [activity_band(n) for n in (4, 5, 19, 20, 99, 100)] == [
        "1 to 4 posts", "5 to 19 posts", "5 to 19 posts", "20 to 99 posts", "20 to 99 posts",
        "100 posts or more",
    ]  # fmt: skip


def test_truth_and_findings_are_read_from_tables():
    posts = pa.table({"platform": ["x", "x", "t"], "account_id": ["a", "b", "a"]})
    group = {
        "group_id": "g", "role": "operation", "template": "flood", "expected": "covert", "strength": "weak",
        "evasion": None, "deception_signs": ["b:0.8"], "coordinated": True,
    }  # fmt: skip
    members = pa.table({"group_id": ["g", "g"], "platform": ["x", "t"], "account_id": ["a", "a"]})
    truth = from_tables(posts, pa.Table.from_pylist([group]), members)
    assert truth.groups[0].members == {("x", "a"), ("t", "a")}
    assert truth.groups[0].deceptive
    assert truth.uncoordinated() == {("x", "b")}
    found = {
        "networks": pa.table({"network_id": ["n"], "kind": ["covert"]}),
        "members": pa.table(
            {"network_id": ["n", "n"], "platform": ["x", "t"], "account_id": ["a", "a"], "score": [0.5, None]}
        ),
        "edges": pa.table(
            {
                "behaviour": ["url"], "source_platform": ["x"], "source_id": ["a"],
                "target_platform": ["t"], "target_id": ["a"],
            }
        ),
    }  # fmt: skip
    answer = from_findings(found)
    assert answer.networks == (Network("n", frozenset({("x", "a"), ("t", "a")}), "covert"),)
    assert answer.pairs() == {(("t", "a"), ("x", "a"))}
    assert answer.scores["x", "a"] == 0.5


def test_a_weak_sign_is_not_one_that_the_data_show():
    assert is_deceptive(["a:0.2", "b:0.5"])
    assert not is_deceptive(["a:0.2"])
    assert not is_deceptive([])
    assert is_deceptive(["c"])
