"""The measures: area under the curve, reliability, expected calibration error; ties count half, weights count."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
BINS = 10


def auc(scores: Floats, labels: Floats, weights: Floats | None = None) -> float:
    """Chance that a positive has a higher score than a negative (NaN where one of the two is missing)."""
    from scipy.stats import rankdata

    if weights is None:
        positive = labels > 0
        n, m = int(positive.sum()), int((~positive).sum())
        if not n or not m:
            return float("nan")
        return float((rankdata(scores)[positive].sum() - n * (n + 1) / 2) / (n * m))
    order = np.unique(scores, return_inverse=True)[1]
    yes = np.bincount(order, weights * labels)
    no = np.bincount(order, weights * (1 - labels))
    below = np.concatenate(([0.0], np.cumsum(no)[:-1]))
    total = yes.sum() * no.sum()
    return float((yes * (below + no / 2)).sum() / total) if total else float("nan")


def at_prevalence(
    log_lr: Floats, labels: Floats, weights: Floats, prevalence: float
) -> tuple[Floats, Floats]:
    """Probabilities after the evidence, and weights under which that share of all are positives."""
    probability = 1 / (1 + np.exp(-(np.log(prevalence / (1 - prevalence)) + log_lr)))
    yes = (weights * labels).sum()
    no = (weights * (1 - labels)).sum()
    return probability, np.where(labels > 0, prevalence * weights / yes, (1 - prevalence) * weights / no)


def reliability(probability: Floats, labels: Floats, weights: Floats) -> Iterator[dict[str, float]]:
    """Per tenth of the scale: weight, mean probability, share of positives; empty tenths are left out."""
    place = np.minimum((probability * BINS).astype(int), BINS - 1)
    for tenth in range(BINS):
        here = place == tenth
        weight = float(weights[here].sum())
        if weight > 0:
            yield {
                "from": tenth / BINS, "weight": weight, "said": float((weights * probability)[here].sum() / weight),
                "were": float((weights * labels)[here].sum() / weight), "trials": int(here.sum()),
            }  # fmt: skip


def calibration_error(probability: Floats, labels: Floats, weights: Floats) -> float:
    """Expected calibration error: the mean distance of what was said from what was, by weight."""
    rows = list(reliability(probability, labels, weights))
    return sum(r["weight"] * abs(r["said"] - r["were"]) for r in rows) / sum(r["weight"] for r in rows)
