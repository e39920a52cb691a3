"""Natural log-odds, and what they come to where a known share of those compared is what is asked for."""

from __future__ import annotations

import math

PREVALENCES = (0.001, 0.01, 0.05, 0.2)
"""Shares of those compared that really are what is asked for, at which every result is stated."""


def share_right(log_lr: float, prevalence: float) -> float:
    """Probability after the evidence: Bayes on log-odds. ValueError for a prevalence that is not between 0 and 1."""
    if not 0 < prevalence < 1:
        raise ValueError(f"a prevalence lies between 0 and 1, not at {prevalence}")
    odds = math.log(prevalence / (1 - prevalence)) + log_lr
    return 1 / (1 + math.exp(-odds)) if odds > -700 else 0.0


def in_words(log_lr: float) -> str:
    """The share expected right at each prevalence, as one clause."""
    parts = [f"{share_right(log_lr, p):.1%} if {100 * p:g}% of those compared are" for p in PREVALENCES]
    return f"The share expected right is {', '.join(parts)}"
