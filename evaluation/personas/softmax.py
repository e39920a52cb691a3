"""A plain classifier for every kind of measure alike: multinomial logistic, asked about rows that it has not seen."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
FOLDS, INNER, SEED = 5, 3, 5
PENALTIES = (0.03, 0.1, 0.3, 1.0, 3.0)


def out_of_fold(rows: sparse.csr_array, truth: Ints, classes: int) -> Ints:
    """A guess for every row by a model that was fitted, and its penalty chosen, without it."""
    guess = np.zeros(len(truth), dtype=np.int64)
    for train, held in folds(truth, FOLDS):
        penalty = _chosen(rows[train], truth[train], classes)
        weights = fit(rows[train], truth[train], classes, penalty)
        guess[held] = (_with_one(rows[held]) @ weights).argmax(axis=1)
    return guess


def folds(truth: Ints, parts: int) -> Iterator[tuple[Ints, Ints]]:
    """Train and held-out rows, each part with its share of every class."""
    rng = np.random.default_rng(SEED)
    part = np.zeros(len(truth), dtype=np.int64)
    for label in np.unique(truth):
        here = rng.permutation(np.flatnonzero(truth == label))
        part[here] = np.arange(len(here)) % parts
    for number in range(parts):
        yield np.flatnonzero(part != number), np.flatnonzero(part == number)


def _chosen(rows: sparse.csr_array, truth: Ints, classes: int) -> float:
    """The penalty with the best macro-F1 inside the training rows."""

    def score(penalty: float) -> float:
        guess = np.zeros(len(truth), dtype=np.int64)
        for train, held in folds(truth, INNER):
            weights = fit(rows[train], truth[train], classes, penalty)
            guess[held] = (_with_one(rows[held]) @ weights).argmax(axis=1)
        return macro_f1(truth, guess, classes)

    return max(PENALTIES, key=score)


def fit(rows: sparse.csr_array, truth: Ints, classes: int, penalty: float) -> Floats:
    """Weights by column and class; every class weighs the same, as macro-F1 has it."""
    design = _with_one(rows)
    wanted = np.eye(classes)[truth]
    share = wanted / np.maximum(wanted.sum(axis=0), 1) / classes
    each = share.sum(axis=1, keepdims=True)

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(-1, classes)
        scores = design @ weights
        top = scores.max(axis=1, keepdims=True)
        log_sum = top + np.log(np.exp(scores - top).sum(axis=1, keepdims=True))
        cost = -(share * (scores - log_sum)).sum() + penalty / 200 * (weights**2).sum()
        pull = design.T @ (each * np.exp(scores - log_sum) - share) + penalty / 100 * weights
        return float(cost), np.asarray(pull).ravel()

    start = np.zeros(design.shape[1] * classes)
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x).reshape(
        -1, classes
    )


def _with_one(rows: sparse.csr_array) -> sparse.csr_array:
    return sparse.csr_array(sparse.hstack([rows, np.ones((rows.shape[0], 1))]))


def macro_f1(truth: Ints, guess: Ints, classes: int) -> float:
    """Mean over classes of 2 hits / (guessed + there), 0 for a class that is neither."""
    hits = np.bincount(truth[truth == guess], minlength=classes)
    both = np.bincount(truth, minlength=classes) + np.bincount(guess, minlength=classes)
    return float((2 * hits / np.maximum(both, 1)).mean())
