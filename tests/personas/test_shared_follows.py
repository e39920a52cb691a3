"""Accounts followed in common: exact counts, the model against brute force, and random groups."""

import itertools

import numpy as np
import pytest

from floodwatch.detectors.personas import follows
from floodwatch.detectors.personas.follow_pairs import FOLLOW_PAIRS
from floodwatch.detectors.personas.people import PEOPLE
from floodwatch.detectors.personas.signals.shared_follows import SHARED_FOLLOWS
from tests.personas.table import engine, rows, run


def links(who, whom):
    return [{"platform": "x", "follower_id": who, "followed_id": t} for t in whom]


def crowd(rng, people=60, targets=80, each=10, fame=1.0):
    """Others who follow popular accounts more than others."""
    weight = 1 / np.arange(1, targets + 1) ** fame
    chosen = [rng.choice(targets, each, replace=False, p=weight / weight.sum()) for _ in range(people)]
    return [row for n, own in enumerate(chosen) for row in links(f"c{n}", [f"t{t}" for t in own])]


def found(given, members, others=()):
    made = engine(
        follows=given,
        accounts=[
            {"platform": "x", "account_id": a, "language": "en"} for a in dict.fromkeys((*members, *others))
        ],
        members=[{"network_id": "n", "platform": "x", "account_id": m} for m in members],
    )
    run(made, PEOPLE, FOLLOW_PAIRS, SHARED_FOLLOWS)
    return rows(made, SHARED_FOLLOWS.name)


OTHERS = [f"c{n}" for n in range(60)]


def test_common_targets_are_counted_exactly():
    given = (
        links("m0", ["a", "b", "c", "m1"])
        + links("m1", ["a", "b", "d"])
        + links("m2", ["a", "m1", "z", "m2"])
    )
    (row,) = found(given + links("m0", ["a"]), ["m0", "m1", "m2"])
    assert row["value"] == pytest.approx((3 + 1) / 3), "a by three, b by two; m1 is a member"
    assert (row["baseline"], row["p_value"]) == (None, None)
    assert row["evidence"] == "account:x/a"
    assert "1 accounts are followed by 3 members or more, one of them by 3" in row["explanation"]


def test_no_target_of_three_members_makes_no_row():
    assert (
        found(links("m0", ["a", "b"]) + links("m1", ["a", "b"]) + links("m2", ["c"]), ["m0", "m1", "m2"])
        == []
    )


def test_the_model_is_the_sum_over_pairs_and_targets():
    outs, ins = np.array([3.0, 5.0, 2.0]), np.array([4.0, 1.0, 2.0, 3.0])
    wanted = sum(a * t / 10 * b * t / 10 for a, b in itertools.combinations(outs, 2) for t in ins)
    assert follows.shared(outs, float((ins**2).sum()), 10.0) == pytest.approx(wanted)
    assert follows.by_chance(outs, np.array([1.0, 2.0, 9.0]), 10.0).tolist() == [0.3, 1.0, 1.0]


def test_obscure_targets_in_common_are_found_and_told_first():
    given = crowd(np.random.default_rng(1))
    for n in range(6):
        given += links(f"m{n}", ["t0", "t1", *(f"odd{t}" for t in range(8))])
    (row,) = found(given, [f"m{n}" for n in range(6)], OTHERS)
    assert row["value"] == 10.0
    assert row["p_value"] < 1e-6 and row["baseline"] < 4
    assert row["evidence"].startswith("account:x/odd0|account:x/odd1")


def test_a_circle_of_mutual_follows_hides_no_targets_in_common():
    """Whom members follow among themselves could be no target in common, and so raises no expectation."""
    given = crowd(np.random.default_rng(1))
    members = [f"m{n}" for n in range(20)]
    for name in members:
        given += links(name, [m for m in members if m != name] + [f"odd{t}" for t in range(4)])
    (row,) = found(given, members, OTHERS)
    assert row["value"] == 4.0 and row["baseline"] < 1
    assert row["p_value"] < 1e-6


def test_popular_targets_in_common_are_what_others_share_too():
    """Groups taken from the crowd itself: the test keeps its level."""
    below = 0
    for seed in range(30):
        rng = np.random.default_rng(seed)
        given = crowd(rng, people=100)
        members = [f"c{n}" for n in rng.choice(100, 12, replace=False)]
        (row,) = found(given, members, [f"c{n}" for n in range(100)])
        below += row["p_value"] <= 0.05
    assert below <= 4


def test_people_of_another_language_are_no_measure():
    given = crowd(np.random.default_rng(1)) + [r for n in range(4) for r in links(f"m{n}", ["a", "b"])]
    made = engine(
        follows=given,
        accounts=[{"platform": "x", "account_id": a, "language": "en" if a in OTHERS else "fi"}
                  for a in (*OTHERS, *(f"m{n}" for n in range(4)))],
        members=[{"network_id": "n", "platform": "x", "account_id": f"m{n}"} for n in range(4)],
    )  # fmt: skip
    run(made, PEOPLE, FOLLOW_PAIRS, SHARED_FOLLOWS)
    (row,) = rows(made, SHARED_FOLLOWS.name)
    assert row["p_value"] is None and "too few others" in row["explanation"]
