"""Accounts: who was flagged, who should have been, and recall where 1% of innocents are flagged."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from evaluation.answer import Answer
from evaluation.truth import Account, Truth


def account_counts(truth: Truth, answer: Answer) -> dict[str, float | int | None]:
    """Counts over accounts, in any network and in covert ones, and recall at 1% false positives.

    An account is innocent when it is in no coordinated group. `recall_at_1` asks for all coordinated
    accounts; `operations_at_1` for operations' accounts alone, against everybody outside any coordinated
    group; `hidden_at_1` for operations' accounts against everybody else, open campaigns included.
    """
    coordinated = frozenset(truth.home()) & truth.accounts
    innocent = truth.uncoordinated()
    hidden = frozenset(a for g in truth.operations for a in g.members) & truth.accounts
    flagged = _in_networks(answer, ("covert", "overt", "unclear"))
    covert = _in_networks(answer, ("covert",))
    return {
        "coordinated": len(coordinated),
        "innocent": len(innocent),
        "operation": len(hidden),
        "flagged": len(flagged),
        "flagged_coordinated": len(flagged & coordinated),
        "flagged_innocent": len(flagged & innocent),
        "covert": len(covert),
        "covert_operation": len(covert & hidden),
        "covert_innocent": len(covert & innocent),
        "recall_at_1": recall_at(answer.scores, coordinated, innocent),
        "operations_at_1": recall_at(answer.scores, hidden, innocent),
        "hidden_at_1": recall_at(answer.scores, hidden, truth.accounts - hidden),
    }


def _in_networks(answer: Answer, kinds: Collection[str]) -> frozenset[Account]:
    return frozenset(a for network in answer.networks if network.kind in kinds for a in network.members)


def recall_at(
    scores: Mapping[Account, float],
    positive: Collection[Account],
    negative: Collection[Account],
    false_positives: float = 0.01,
) -> float | None:
    """Recall at the score threshold where a share `false_positives` of the negatives passes.

    Accounts without a score score 0. Ties are broken at random in expectation: within a tie, recall grows
    in a straight line with the false positives. None without positives or negatives.
    """
    if not positive or not negative:
        return None
    values = [np.array([scores.get(a, 0.0) for a in sorted(side)]) for side in (positive, negative)]
    cuts = np.unique(np.concatenate(values))[::-1]
    recall, wrong = (np.concatenate([[0.0], _share_at_least(v, cuts)]) for v in values)
    after = int(np.searchsorted(wrong, false_positives, side="right"))
    if after == len(wrong):
        return 1.0
    step = (false_positives - wrong[after - 1]) / (wrong[after] - wrong[after - 1])
    return float(recall[after - 1] + step * (recall[after] - recall[after - 1]))


def _share_at_least(values: np.ndarray, cuts: np.ndarray) -> np.ndarray:
    """Share of `values` at or above each of the cuts."""
    ordered = np.sort(values)
    share: np.ndarray = 1.0 - np.searchsorted(ordered, cuts, side="left") / len(values)
    return share
