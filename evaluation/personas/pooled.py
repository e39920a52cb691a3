"""The measures: area under the curve, reliability, expected calibration error; ties count half, weights count.

Of areas and errors also what they are in resamples of worlds: `world` is the place of each row's world, `drawn` how
often each world is drawn in each resample.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Part = NDArray[np.bool_]
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
    return _area(np.unique(scores, return_inverse=True)[1], labels, weights)


def _area(order: Ints, labels: Floats, weights: Floats) -> float:
    """The area by the place of each score in their order."""
    yes = np.bincount(order, weights * labels)
    no = np.bincount(order, weights * (1 - labels))
    below = np.concatenate(([0.0], np.cumsum(no)[:-1]))
    total = yes.sum() * no.sum()
    return float((yes * (below + no / 2)).sum() / total) if total else float("nan")


def areas(scores: Floats, labels: Floats, world: Ints, drawn: Floats) -> Floats:
    """The area in every resample (NaN where one of the two labels is missing)."""
    order = np.unique(scores, return_inverse=True)[1]
    return np.array([_area(order, labels, draw[world]) for draw in drawn])


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


def errors(said: Floats, parts: Sequence[Part], world: Ints, drawn: Floats, prevalence: float) -> Floats:
    """The expected calibration error in every resample (NaN where one lacks a part).

    `parts` are the positives and one or several parts of the negatives, which weigh the same.
    """
    cell = world * BINS + np.minimum((said * BINS).astype(int), BINS - 1)
    shape, size = (drawn.shape[1], BINS), drawn.shape[1] * BINS
    told, were = np.zeros((len(drawn), BINS)), np.zeros((len(drawn), BINS))
    for number, part in enumerate(parts):
        share = (1 - prevalence) / (len(parts) - 1) if number else prevalence
        count = drawn @ np.bincount(cell[part], minlength=size).reshape(shape)
        total = count.sum(axis=1, keepdims=True)
        weight = np.divide(share, total, out=np.full_like(total, np.nan), where=total > 0)
        told += weight * (drawn @ np.bincount(cell[part], said[part], size).reshape(shape))
        were += weight * count if number == 0 else 0 * weight
    return np.asarray(np.abs(told - were).sum(axis=1))
