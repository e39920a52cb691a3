"""Does a group keep office hours and pause for lunch, more than as many others do at their own offsets?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas.offsets import DAY, WEEK

Floats = NDArray[np.float64]

WORKDAYS = 5
OFFICE, LUNCH, AROUND = (9, 18), (12, 14), (10, 16)
"""Local hours of work, of lunch, and of what surrounds lunch."""
ROUNDS = 999
LEAST_OTHERS = 30
"""Background accounts below which nothing is compared."""
LEAST_AROUND = 60
"""Posts around lunch below which no dip is looked for."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A group's value, that of all others, and the share of draws of as many others that are as far out."""

    value: float
    baseline: float | None
    p_value: float | None


def _within(first: int, last: int) -> NDArray[np.bool_]:
    slot = np.arange(WEEK)
    return np.asarray((slot // DAY < WORKDAYS) & (slot % DAY >= 2 * first) & (slot % DAY < 2 * last))


IN_OFFICE, AT_LUNCH = _within(*OFFICE), _within(*LUNCH)
NEAR_LUNCH = _within(*AROUND) & ~AT_LUNCH


class Usual:
    """Of background accounts (rows: half hours of the local week) what both measures ask, counted once."""

    def __init__(self, weeks: Floats) -> None:
        self.share = _share(weeks)
        self.lunch = np.stack((weeks[:, AT_LUNCH].sum(axis=1), weeks[:, NEAR_LUNCH].sum(axis=1)), axis=1)
        self.dip = float(_dip(weeks.sum(axis=0)))


def office_hours(mine: Floats, others: Usual, seed: int) -> Beside:
    """Mean over accounts (rows: half hours of the local week) of the share of posts in office hours."""
    own, theirs = _share(mine), others.share
    if len(theirs) < LEAST_OTHERS:
        return Beside(float(own.mean()), None, None)
    drawn = theirs[_draws(len(theirs), len(own), seed)].mean(axis=1)
    reached = int((drawn >= own.mean()).sum())
    return Beside(float(own.mean()), float(theirs.mean()), (1 + reached) / (ROUNDS + 1))


def lunch_dip(mine: Floats, others: Usual, seed: int) -> Beside | None:
    """Posts of the two hours of lunch beside the mean of the two hours before and after; None where too few."""
    if mine[:, NEAR_LUNCH | AT_LUNCH].sum() < LEAST_AROUND:
        return None
    value, parts = float(_dip(mine.sum(axis=0))), others.lunch
    if len(parts) < LEAST_OTHERS:
        return Beside(value, None, None)
    drawn = parts[_draws(len(parts), len(mine), seed)].sum(axis=1)
    reached = int((_ratio(drawn[:, 0], drawn[:, 1]) <= value).sum())
    return Beside(value, others.dip, (1 + reached) / (ROUNDS + 1))


def _share(weeks: Floats) -> Floats:
    return np.asarray(weeks[:, IN_OFFICE].sum(axis=1) / np.maximum(weeks.sum(axis=1), 1e-12))


def _dip(week: Floats) -> Floats:
    return _ratio(week[AT_LUNCH].sum(), week[NEAR_LUNCH].sum())


def _ratio(lunch: Floats, around: Floats) -> Floats:
    return np.asarray((lunch + 0.5) / (around / 2 + 0.5))


def _draws(size: int, count: int, seed: int) -> NDArray[np.int64]:
    return np.random.default_rng(seed).integers(size, size=(ROUNDS, count))
