"""Do moments lie together within days, more of them than the background's own moments let expect?

Scan statistic over windows of 1, 3 and 7 days: LLR = c ln(c/E) + (N-c) ln((N-c)/(N-E)), with c of N moments in the
window and E expected there from the share of the background's; p by Monte Carlo, with moments drawn from the
background's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas.turned import DAY_S

SPANS = (1, 3, 7)
"""Days of a window."""
ENOUGH = 10
"""Draws that reach the observed LLR from which on no more are made."""
AT_ONCE = 10_000
"""Moments drawn at once."""

Seconds = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Window:
    """The most surprising window: the moments from place `first` up to `last`."""

    llr: float
    days: int
    first: int
    last: int


class Others:
    """The background's moments, in order, and what share of them lies in the windows that begin at each of them."""

    def __init__(self, moments: Seconds) -> None:
        self.moments = moments
        self._shares = {days: self.share(moments, days) for days in SPANS}

    def share(self, starts: Seconds, days: int) -> Floats:
        """What share of them lies in the window that begins at each of some moments; never zero."""
        if not len(self.moments):
            return np.asarray(days / 3650.0 + 0 * starts)
        low = np.searchsorted(self.moments, starts, side="left")
        high = np.searchsorted(self.moments, starts + days * DAY_S, side="left")
        return np.asarray((high - low + 0.5) / (len(self.moments) + 1.0))

    def scan(self, moments: Seconds) -> Window:
        """The window of some moments, in order, with the greatest LLR."""
        best = Window(0.0, SPANS[-1], 0, 1)
        for days in SPANS:
            last = np.searchsorted(moments, moments + days * DAY_S, side="left")
            counts = last - np.arange(len(moments))
            expected = len(moments) * self.share(moments, days)
            llr = _llr(counts.astype(float), np.minimum(expected, len(moments) - 1e-9), len(moments))
            place = int(np.argmax(llr))
            if llr[place] > best.llr:
                best = Window(float(llr[place]), days, place, int(last[place]))
        return best

    def chance(self, llr: float, size: int, rounds: int, seed: int) -> float:
        """Sequential Monte Carlo p: stops once ENOUGH draws reach the observed LLR (Besag and Clifford 1991)."""
        random = np.random.default_rng(seed)
        reached, step = 0, max(1, AT_ONCE // size)
        for tried in range(0, rounds, step):
            chosen = random.integers(len(self.moments), size=(min(step, rounds - tried), size))
            hits = reached + np.cumsum(self._scanned(np.sort(chosen, axis=1)) >= llr)
            if hits[-1] >= ENOUGH:
                return ENOUGH / (tried + 1 + int(np.argmax(hits == ENOUGH)))
            reached = int(hits[-1])
        return (1 + reached) / (rounds + 1)

    def _scanned(self, chosen: NDArray[np.int64]) -> Floats:
        """The greatest LLR of `scan` for each row of places, which are in order."""
        moments = self.moments[chosen]
        rounds, size = moments.shape
        # Rows are set further apart than any span, so that one search over all of them finds the ends of windows.
        apart = np.arange(rounds)[:, None] * (int(np.ptp(moments)) + (SPANS[-1] + 1) * DAY_S)
        placed, best = (moments + apart).ravel(), np.zeros(rounds)
        for days in SPANS:
            last = np.searchsorted(placed, placed + days * DAY_S, side="left")
            counts = (last - np.arange(placed.size)).astype(float)
            expected = np.minimum(size * self._shares[days][chosen.ravel()], size - 1e-9)
            best = np.maximum(best, _llr(counts, expected, size).reshape(rounds, size).max(axis=1))
        return best


def _llr(counts: Floats, expected: Floats, size: int) -> Floats:
    rest = size - counts
    tail = np.where(rest > 0, rest * np.log(np.maximum(rest, 1e-300) / (size - expected)), 0.0)
    return np.where(counts > expected, counts * np.log(counts / expected) + tail, 0.0)
