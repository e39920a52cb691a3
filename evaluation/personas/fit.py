"""Fits what surprises are worth: one capped curve per dependence group, and how far groups say the same.

Curves start at 0 or below and rise; that of openness falls, so that it never speaks for a hidden operator. It is
measured only where some profile declares something; where none does its term is 0, and a little is worth no more.

First each group alone, among the rows in which it was measured: a logistic curve in the surprise, positives and
negatives weighing the same, so that it is the log of how much likelier the surprise is with one operator than
without. A group that tells nothing gets nothing. Then the groups together: one factor for each, because groups depend
on one another too, and curves of few rows are held back. No constant is fitted; whoever knows a prior adds it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from floodwatch.detectors.personas.odds.curves import KNOTS
from floodwatch.detectors.personas.odds.network_scores import OPEN

Floats = NDArray[np.float64]
CAP, LEAST = 4.0, -3.0
"""The most and the least that one group may say, in natural log-odds."""
RIDGE = 2e-3
FEW, FEW_MOST = 2000, 1.5
"""Below so many rows a factor may undo what held its curve back: chosen by the loss in cross-validation over worlds."""


def fit(groups: Mapping[str, Floats], labels: Floats, weights: Floats) -> dict[str, list[float]]:
    """Values of every group's curve at the knots. `weights` are brought to one half for each label."""
    alone = {name: _alone(values, labels, weights, _sign(name)) for name, values in groups.items()}
    terms = np.stack(
        [np.where(np.isnan(v), 0.0, np.interp(np.nan_to_num(v), KNOTS, alone[g])) for g, v in groups.items()]
    )
    most = FEW_MOST if len(labels) < FEW else 1.0
    factors = _logistic(terms.T, labels, weights, [(0.0, most)] * len(groups), 0.0)
    return {
        name: [round(float(v), 3) for v in factor * alone[name]]
        for name, factor in zip(groups, factors, strict=True)
    }


def _sign(group: str) -> float:
    return -1.0 if group == OPEN else 1.0


def _alone(surprise: Floats, labels: Floats, weights: Floats, sign: float) -> Floats:
    """The curve of one group, among the rows in which it was measured."""
    known = ~np.isnan(surprise)
    if len(set(labels[known].tolist())) < 2:
        return np.zeros(len(KNOTS))
    bounds = [(LEAST, 0.0), *[(0.0, CAP)] * (len(KNOTS) - 1)]
    return _values(
        _logistic(_basis(surprise[known], sign), labels[known], weights[known], bounds, RIDGE), sign
    )


def _logistic(
    basis: Floats, labels: Floats, weights: Floats, bounds: Sequence[tuple[float, float]], ridge: float
) -> Floats:
    """Weights of the columns that make the labels likeliest, within bounds, both labels weighing the same."""
    from scipy.optimize import minimize

    weight = (
        np.where(labels > 0, weights / (weights * labels).sum(), weights / (weights * (1 - labels)).sum()) / 2
    )
    sign = np.where(labels > 0, 1.0, -1.0)

    def loss(theta: Floats) -> tuple[float, Floats]:
        margin = sign * (basis @ theta)
        cost = float((weight * np.logaddexp(0, -margin)).sum() + ridge * (theta**2).sum())
        pull = -(weight * sign * expit(-margin))
        return cost, np.asarray(basis.T @ pull + 2 * ridge * theta)

    start = np.array([min(max(0.1, low), high) for low, high in bounds])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x)


def _basis(surprise: Floats, sign: float) -> Floats:
    """A column of ones, and a ramp between each two knots."""
    ramps = [np.clip((surprise - low) / (high - low), 0, 1) * sign for low, high in pairwise(KNOTS)]
    return np.stack([np.ones(len(surprise)), *ramps], axis=1)


def _values(curve: Floats, sign: float) -> Floats:
    steps = np.concatenate((curve[:1], sign * curve[1:]))
    return np.asarray(np.clip(np.cumsum(steps), -CAP, CAP))


def log_lr(curves: Mapping[str, Any], groups: Mapping[str, Floats]) -> Floats:
    """The sum of the terms, as Floodwatch adds them up."""
    from floodwatch.detectors.personas.odds.curves import Book, Curve

    terms = Book({g: Curve(tuple(v)) for g, v in curves.items()}, "").terms(groups)
    return np.asarray(sum(terms.values(), np.zeros(len(next(iter(groups.values()))))))
