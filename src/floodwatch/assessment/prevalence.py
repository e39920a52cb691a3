"""How often a label is right, given how rare the thing is: Bayes on measured rates, with their intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from floodwatch.tools.odds import PREVALENCES
from floodwatch.tools.rates import Rate


@dataclass(frozen=True, slots=True)
class Expected:
    """Share of labels expected to be right at one prevalence, with the range that the measurement allows.

    `right` is None where nothing was measured. `low` and `high` take both measured rates at the unfavourable
    and at the favourable end of their 95% intervals, so they are wider than a 95% interval.
    """

    prevalence: float
    right: float | None
    low: float
    high: float


def share_right(recall: float, false_positives: float, prevalence: float) -> float | None:
    """Share of labels that are deserved: π·r / (π·r + (1 − π)·f); None where nothing is labelled."""
    if not all(0 <= value <= 1 for value in (recall, false_positives, prevalence)):
        raise ValueError("recall, false-positive rate and prevalence lie between 0 and 1")
    right = prevalence * recall
    labelled = right + (1 - prevalence) * false_positives
    return right / labelled if labelled else None


def expected(recall: Rate, false: Rate, prevalences: Sequence[float] = PREVALENCES) -> tuple[Expected, ...]:
    """One row per prevalence. No false positive seen counts as half a one: zero of n is not never."""
    rows = []
    (r_low, r_high), (f_low, f_high) = recall.bounds(), false.bounds()
    for prevalence in prevalences:
        right = None
        if recall.of and false.of:
            right = share_right((recall.share or 0.0), max(false.hits, 0.5) / false.of, prevalence)
        low = share_right(r_low, f_high, prevalence) or 0.0
        high = share_right(r_high, f_low, prevalence)
        rows.append(Expected(prevalence, right, low, 1.0 if high is None else high))
    return tuple(rows)


def kinds(calibration: Mapping[str, Any]) -> dict[str, tuple[Expected, ...]]:
    """Expected correctness of every kind in a calibration file (`vocabulary/calibration/kinds.yaml`).

    Each kind there has `recall` and `false_positives`, both as `{hits, of}`.
    """
    return {
        name: expected(Rate(**rates["recall"]), Rate(**rates["false_positives"]))
        for name, rates in sorted(calibration.get("kinds", {}).items())
    }


def sentence(rows: Sequence[Expected]) -> str:
    """The rows in words, for a report: what share would be right at each assumed prevalence."""
    parts = [
        f"{row.prevalence:.1%} prevalence: {'not measured' if row.right is None else f'{row.right:.0%}'} "
        f"({row.low:.0%} to {row.high:.0%})"
        for row in rows
    ]
    return "Expected to be right at " + "; ".join(parts) + "."
