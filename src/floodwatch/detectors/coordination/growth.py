"""Grows a group by the accounts that share more with it than chance explains, and prunes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from floodwatch.detectors.coordination.groups import AccountTests, Layer, test_accounts
from floodwatch.tools.statistics import Floats, benjamini_hochberg

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

ROUNDS = 6


@dataclass(frozen=True)
class Joined:
    """An account that joined by growth, and the test that let it in."""

    account: int
    shared: int
    expected: float
    p: float
    q: float
    round: int


@dataclass
class Grown:
    """A group after growth and pruning: members with their tests against the others, and who joined when."""

    members: Ints
    seeds: Ints
    tests: AccountTests
    joined: list[Joined] = field(default_factory=list)


def eligible(found: Sequence[Layer], members: Ints) -> Bools:
    """Accounts that could share two objects with the group in some layer."""
    can = np.zeros(found[0].margins.actions_of.size if found else 0, bool)
    for layer in found:
        if (layer.margins.actions_of[members] > 0).any():
            can |= layer.margins.eligible
    return can


def grow(found: Sequence[Layer], seeds: Ints, level: float, closed: Bools, anchors: Ints) -> Grown:
    """Grow from the seeds; `closed` marks accounts that belong elsewhere and cannot join.

    Each round tests every account outside against the group, Benjamini-Hochberg over all that could pass, until
    nobody joins. Then members that do not pass against the others are dropped, except `anchors`: accounts whose
    pairs passed.
    """
    members, joined = seeds, list[Joined]()
    for turn in range(1, ROUNDS + 1):
        new = _round(found, members, level, closed, turn)
        if not new:
            break
        joined += new
        members = np.unique(np.concatenate([members, [j.account for j in new]])).astype(np.int64)
    members, tests = prune(found, members, level, anchors)
    return Grown(members, seeds, tests, [j for j in joined if j.account in set(members.tolist())])


def _round(found: Sequence[Layer], members: Ints, level: float, closed: Bools, turn: int) -> list[Joined]:
    tests = test_accounts(found, members)
    outside = ~np.isin(tests.account, members) & ~closed[tests.account]
    hypotheses = float(eligible(found, members).sum() - members.size)
    account, p = tests.account[outside], tests.p[outside]
    q = benjamini_hochberg(p, hypotheses)
    rows = np.flatnonzero(q <= level)
    shared, expected = tests.shared[outside], tests.expected[outside]
    return [
        Joined(int(account[i]), int(shared[i]), float(expected[i]), float(p[i]), float(q[i]), turn)
        for i in rows
    ]


def prune(found: Sequence[Layer], members: Ints, level: float, anchors: Ints) -> tuple[Ints, AccountTests]:
    """Drop members that do not pass against the others, until all do; returns members and their tests."""
    for _ in range(ROUNDS):
        tests = test_accounts(found, members, only_members=True)
        mine = np.isin(tests.account, members)
        q = benjamini_hochberg(tests.p[mine], float(members.size))
        kept = np.union1d(tests.account[mine][q <= level], np.intersect1d(anchors, members))
        if kept.size == members.size:
            break
        members = kept
        if kept.size < 2:
            break
    return members, test_accounts(found, members, only_members=True)


def evidence(p: Floats) -> Floats:
    """Weight of evidence of a p-value: its negative decimal logarithm."""
    return np.asarray(-np.log10(np.maximum(p, 1e-300)))


def scores(p: Floats, size: int, accounts: int) -> Floats:
    """Score in [0, 1) of each member: 1/2 where its p-value equals the share of accounts that are members.

    There a member by chance and a member in truth are about as frequent; the score rises with the evidence
    without reaching 1, so that stronger evidence always ranks higher.
    """
    middle = max(1.0, float(np.log10(max(accounts, 2) / max(size, 1))))
    weight = evidence(p)
    return np.asarray(weight / (weight + middle))
