"""What a measured surprise is worth: one capped curve per dependence group, fitted on synthetic worlds.

The surprise of a group is −log10 of the chance of its strongest sign, corrected for how many signs were looked
at. A group's term is a piecewise linear function of it, in natural log-odds; a group in which nothing could be
measured gives 0, so that missing data speaks for nobody. Terms are added: signs of one group depend on one
another, so only the strongest counts; what dependence remains between groups is in the fitted weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from floodwatch.vocabulary.load import load

Floats = NDArray[np.float64]
GROUPS = ("time", "identity", "content", "network", "infrastructure")
KNOTS = (0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0)
"""Surprises between which a curve is straight; beyond the last it is flat."""
CALIBRATION = "calibration/odds.yaml"


@dataclass(frozen=True, slots=True)
class Curve:
    """The value of a group's surprise, in natural log-odds, at each of the `KNOTS`."""

    values: tuple[float, ...]

    def term(self, surprise: Floats) -> Floats:
        """Terms of surprises; NaN (nothing measured) gives 0."""
        found = np.interp(np.nan_to_num(surprise), KNOTS, self.values)
        return np.where(np.isnan(surprise), 0.0, found)


@dataclass(frozen=True, slots=True)
class Book:
    """Curves by group, the code that they were fitted with, and what they were fitted on."""

    curves: Mapping[str, Curve]
    measured_on: str

    def terms(self, surprises: Mapping[str, Floats]) -> dict[str, Floats]:
        """Terms by group, for the groups that are given and have a curve."""
        return {g: c.term(surprises[g]) for g, c in self.curves.items() if g in surprises}


@cache
def book(of: str) -> Book:
    """The fitted curves for `pairs` or for `networks`."""
    return read(load(CALIBRATION), of)


def read(data: Mapping[str, Any], of: str) -> Book:
    """Curves from the content of a calibration file."""
    curves = {g: Curve(tuple(map(float, v))) for g, v in data[of]["curves"].items()}
    return Book(curves, str(data["measured_on"]))


def strongest(surprises: Mapping[str, Floats]) -> tuple[Floats, NDArray[np.int64]]:
    """The greatest surprise of some signs, less log10 of how many were measured, and which sign that was.

    NaN where none was measured. All arrays have one length.
    """
    stacked = np.stack(list(surprises.values()))
    looked = np.maximum((~np.isnan(stacked)).sum(axis=0), 1)
    filled = np.where(np.isnan(stacked), -1.0, stacked)
    which = np.argmax(filled, axis=0)
    best = np.maximum(filled.max(axis=0) - np.log10(looked), 0.0)
    return np.where(np.isnan(stacked).all(axis=0), np.nan, best), which
