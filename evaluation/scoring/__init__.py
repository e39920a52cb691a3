"""Pure functions from a truth and an answer to counts; shares are made only when worlds are summed."""

from __future__ import annotations

from typing import Any

from evaluation.answer import Answer
from evaluation.scoring.accounts import account_counts
from evaluation.scoring.edges import edge_counts
from evaluation.scoring.groups import group_rows
from evaluation.scoring.networks import network_counts
from evaluation.truth import Truth

__all__ = ["score"]


def score(truth: Truth, answer: Answer) -> dict[str, Any]:
    """All counts of one answer in one world, as plain values that JSON can hold."""
    return {
        "accounts": account_counts(truth, answer),
        "edges": edge_counts(truth, answer),
        "networks": network_counts(truth, answer),
        "groups": group_rows(truth, answer),
    }
