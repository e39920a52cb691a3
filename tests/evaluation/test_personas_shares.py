"""Figures of the persona worlds: intervals over worlds, kinds of networks, groups of people, and who is left out."""

import numpy as np
import pytest

from evaluation.personas.kinds import kinds
from evaluation.personas.people import concerned, summed
from evaluation.personas.pooled import areas, at_prevalence, auc, calibration_error, errors
from evaluation.personas.rows import World, network_rows, places
from evaluation.personas.shares import drawn, share
from evaluation.personas.world import _label, opened
from evaluation.truth import Group, Truth


def test_worlds_and_not_trials_are_drawn_again():
    clumped = share([10, 0] * 10, [10] * 20)
    even = share([5] * 20, [10] * 20)
    assert (clumped["hits"], clumped["of"]) == (even["hits"], even["of"]) == (100, 200)
    assert even["low"] == even["high"] == 0.5
    assert clumped["low"] == pytest.approx(0.5 - 1.96 * 0.5 / 20**0.5, abs=0.05)


def test_where_all_came_out_alike_each_world_is_one_trial():
    assert share([30, 0, 40], [30, 0, 40])["low"] == pytest.approx(0.025 ** (1 / 2))
    assert share([0, 0], [500, 500])["high"] == pytest.approx(1 - 0.025 ** (1 / 2))
    assert share([0], [0]) == {"hits": 0, "of": 0, "low": None, "high": None}


def test_areas_and_errors_of_worlds_drawn_once_each_are_those_of_all():
    rng = np.random.default_rng(8)
    labels = (rng.random(600) < 0.4).astype(float)
    total, world = rng.normal(labels, 1).round(1), rng.integers(6, size=600)
    once = np.ones((1, 6))
    assert areas(total, labels, world, once)[0] == pytest.approx(auc(total, labels))
    drawn_part = (labels == 0) & (rng.random(600) < 0.3)
    parts = (labels > 0, drawn_part, (labels == 0) & ~drawn_part)
    weights = sum(part / part.sum() for part in parts)
    for prevalence in (0.05, 0.5):
        said, weight = at_prevalence(total, labels, weights, prevalence)
        found = errors(said, parts, world, once, prevalence)
        assert found[0] == pytest.approx(calibration_error(said, labels, weight))
    assert np.ptp(areas(total, labels, world, drawn(6, 50))) > 0
    assert np.isnan(errors(said, (labels > 5, labels == 0), world, once, 0.5)).all()


def network(kind, group="", accounts=((), (), ()), share=1.0):
    return {
        "network_id": f"{kind}-{group}", "kind": kind, "group_id": group, "share": share, "accounts": list(accounts),
        "surprise": {}, "signals": [],
    }  # fmt: skip


def group(name, role="control", expected="unclear"):
    return {
        "group_id": name, "role": role, "template": name, "expected": expected, "members": [["x", name]],
    }  # fmt: skip


def sign(name, group_id, account):
    return {"sign": name, "group_id": group_id, "platform": "x", "account_id": account}


def world(found, groups=(), planted=()):
    pairs = {"label": np.zeros(3)}
    return World({"found": found, "groups": list(groups), "planted": list(planted)}, pairs)


def test_a_covert_network_of_nobody_is_wrong_and_has_no_kind_of_its_own():
    found = kinds([world([network("covert"), network("unclear"), network("covert", "choir", share=0.4)])])
    assert (found["covert_or_not"]["hits"], found["covert_or_not"]["of"]) == (1, 2)
    assert found["exact"]["of"] == 0 and found["called_covert"]["nobody"]["hits"] == 1
    assert found["mixed"] == {"covert": 1, "of": 1} and found["by_template"]["nobody"] == {
        "covert": 1,
        "unclear": 1,
    }


def test_a_right_kind_is_counted_in_both_readings():
    groups = [group("choir"), group("shop", expected="overt"), group("ring", "operation", "covert")]
    found = kinds(
        [world([network("unclear", "choir"), network("unclear", "shop"), network("covert", "ring")], groups),
         world([network("unclear", "ring")], groups)]
    )  # fmt: skip
    assert (found["exact"]["hits"], found["exact"]["of"]) == (2, 4)
    assert (found["covert_or_not"]["hits"], found["covert_or_not"]["of"]) == (3, 4)
    by = {kind: (c["hits"], c["of"]) for kind, c in found["exact_by"].items()}
    assert by == {"covert": (1, 2), "overt": (0, 1), "unclear": (1, 1)}
    assert found["called_covert"]["concealing"]["of"] == 2 and found["called_covert"]["others"]["of"] == 2


def test_the_kind_of_two_accounts_is_told_apart():
    two = network("unclear", "shop", [("x", "a"), ("x", "b")])
    found = kinds([world([two, network("overt", "shop")], [group("shop", expected="overt")])])
    assert (found["exact"]["hits"], found["exact"]["of"]) == (1, 1)
    assert (found["exact_of_two"]["hits"], found["exact_of_two"]["of"]) == (0, 1)


FACES = [
    sign("state_media", "net", "outlet"),
    sign("declared", "net", "face"),
    sign("declared", "net", "face2"),
    sign("undeclared", "net", "fan"),
]


def test_networks_of_accounts_that_say_openly_whose_they_are_count_for_nothing():
    groups = [group("net", "operation", "covert")]
    faces = network("overt", "net", [("x", "outlet"), ("x", "face"), ("x", "face2")])
    hidden = network("covert", "net", [("x", "fan"), ("x", "other"), ("x", "face")])
    made = world([faces, hidden, network("unclear")], groups, FACES)
    assert network_rows([made]).labels.tolist() == [1, 0]
    assert kinds([made])["exact"]["hits"] == 2, "the faces are overt, and rightly so"


def test_pairs_with_an_open_account_count_for_nothing():
    net, other = Group("net", "operation", "net", frozenset()), Group("o", "operation", "o", frozenset())
    bots = Group("bots", "control", "bots", frozenset())
    assert opened(FACES) == {("x", "outlet"), ("x", "face"), ("x", "face2")}
    assert [_label(net, net, known) for known in (False, True)] == [1, -1]
    assert [_label(net, other, True), _label(net, None, True), _label(bots, bots, False)] == [0, 0, -1]


def test_open_accounts_are_neither_accused_nor_missed():
    import pyarrow as pa

    names = ["outlet", "fan", "aunt"]
    posts = pa.table(
        {"platform": ["x"] * 3, "account_id": names, "language": ["en"] * 3, "created_at": [1, 2, 3]}
    ).cast(pa.schema([("platform", "string"), ("account_id", "string"), ("language", "string"),
                      ("created_at", pa.timestamp("us", "UTC"))]))  # fmt: skip
    accounts = posts.select(["platform", "account_id", "created_at"])
    net = Group("net", "operation", "net", frozenset({("x", "outlet"), ("x", "fan")}))
    truth = Truth(frozenset(("x", n) for n in names), (net,))
    every = [{"kind": "covert", "accounts": [["x", n] for n in names]}]
    told = concerned(truth, opened(FACES), every, {"posts": posts, "accounts": accounts})
    assert told["recalled"]["language"] == {"en": [1, 1]} and told["accused"]["language"] == {"en": [1, 1]}


def by_language(worlds):
    return summed([{"people": {"accused": {"language": w}, "recalled": {}}} for w in worlds])["accused"][
        "language"
    ]


def test_groups_of_people_hold_fail_are_too_few_or_are_not_tested():
    even = [{"a": [1, 100], "b": [1, 100], "c": [2, 100]}] * 20
    assert by_language(even)["verdict"] == "holds"
    worse = by_language([{"a": [1, 100], "b": [1, 100], "c": [5, 100]}] * 20)
    assert worse["verdict"] == "fails" and worse["worst"] == "c" and worse["marked"] == ["c"]
    none = {"a": [0, 100], "b": [0, 100], "c": [0, 100]}
    one = by_language([{**none, "c": [13, 100]}, *[none] * 19])
    assert one["verdict"] == "too few" and one["worlds"] == 1 and one["groups"]["c"]["hits"] == 13
    spread = by_language([{**none, "c": [1, 100]}] * 5 + [none] * 15)
    assert spread["verdict"] == "fails", "five worlds are no accident of one network"
    two = by_language([{"a": [0, 100], "b": [9, 100], "tiny": [9, 9]}] * 20)
    assert two["verdict"] == "not tested" and two["median"] is None and two["too_small"] == 1
    assert by_language([{}])["verdict"] == "not tested"


def test_pairs_know_their_world():
    assert places([world([]), world([])]).tolist() == [0, 0, 0, 1, 1, 1]
