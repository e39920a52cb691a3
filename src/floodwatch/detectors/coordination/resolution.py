"""How fine the clock of a source is, and which windows that allows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from floodwatch.model.findings import WINDOWS_S

STEPS_S = (86_400, 3600, 60)
NEARLY_ALL = 0.98
FEW_TIMES = 5


def resolution_of(times: npt.NDArray[np.int64]) -> int:
    """The coarsest of day, hour and minute that (nearly) all times are multiples of, else 1 second.

    A handful of distinct times says nothing and counts as seconds.
    """
    distinct = np.unique(times)
    if distinct.size < FEW_TIMES:
        return 1
    for step in STEPS_S:
        if float((times % step == 0).mean()) >= NEARLY_ALL:
            return step
    return 1


def windows_for(resolution: int) -> tuple[int, ...]:
    """Windows that a clock of that resolution can tell apart."""
    return tuple(w for w in WINDOWS_S if w >= resolution)


def coarsest(times: npt.NDArray[np.int64], source: npt.NDArray[np.int64]) -> int:
    """The coarsest resolution among the sources (one number per time) that supply a twentieth or more."""
    found = [1]
    for one in np.unique(source):
        mine = times[source == one]
        if mine.size >= 0.05 * times.size:
            found.append(resolution_of(mine))
    return max(found)
