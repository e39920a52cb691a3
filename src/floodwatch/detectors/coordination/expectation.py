"""How many objects two accounts would share by chance, from margins alone.

With the times of an object's actions fixed and its m in-window action pairs labelled at random, two accounts
with shares a_i and a_j of all actions meet on it with probability 1 - exp(-2 m a_i a_j). The sum over objects
depends on a_i a_j only, so one table per window and class of objects serves every pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from floodwatch.detectors.coordination.margins import DAY_S, N_STRATA, Margins

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

GRID = np.linspace(np.log(1e-20), 0.0, 161)
DISTINCT = 2048
HOUR_S = 3600
RHYTHM_LEAST = 20
CELLS = 500_000
"""Cells of sparse rows that are multiplied at once."""


def slices(sizes: Ints, most: int = CELLS) -> list[slice]:
    """Cut rows of these sizes into runs of about `most` in sum, at least one row each."""
    if not sizes.size:
        return []
    block = np.cumsum(sizes) // most
    cuts = [0, *(np.flatnonzero(np.diff(block)) + 1).tolist(), sizes.size]
    return [slice(start, stop) for start, stop in pairwise(cuts)]


class Lookup:
    """Sum over objects of 1 - exp(-2 m x) as a function of x = a_i a_j, by interpolation in logarithms."""

    def __init__(self, counts: Floats) -> None:
        values, times = np.unique(counts[counts > 0], return_counts=True)
        if values.size > DISTINCT:
            values, times = _coarse(values, times)
        exponent = -2.0 * np.exp(GRID)[:, None] * values[None, :]
        total = (-np.expm1(exponent)) @ times.astype(np.float64)
        self.empty = values.size == 0
        self._log = np.log(np.maximum(total, 1e-300))

    def __call__(self, x: Floats) -> Floats:
        """Expected shared objects for each x; 0 where x is 0."""
        if self.empty:
            return np.zeros(x.shape)
        log_x = np.log(np.clip(x, 1e-20, 1.0))
        return np.where(x > 0, np.exp(np.interp(log_x, GRID, self._log)), 0.0)


def _coarse(values: Floats, times: npt.NDArray[np.int64]) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Merge neighbouring values, keeping their sum."""
    edges = np.geomspace(values[0], values[-1] * 1.0001, DISTINCT)
    place = np.searchsorted(edges, values, side="right")
    count = np.bincount(place, weights=times)
    mass = np.bincount(place, weights=times * values)
    kept = count > 0
    return mass[kept] / count[kept], count[kept].astype(np.int64)


@dataclass(frozen=True)
class Expectation:
    """Lookup tables of one trace: `tables[stratum][column]`, columns as in `Margins.pairs`."""

    tables: tuple[tuple[Lookup, ...], ...]

    @classmethod
    def of(cls, margins: Margins) -> Expectation:
        """Build the tables from a trace's objects."""
        strata = [margins.stratum == s for s in range(N_STRATA)]
        columns = range(margins.pairs.shape[1])
        return cls(tuple(tuple(Lookup(margins.pairs[chosen, c]) for c in columns) for chosen in strata))

    def any_lag(self, x: Floats) -> Floats:
        """Expected shared objects at any lag, pairs x strata."""
        return np.column_stack([tables[0](x) for tables in self.tables])

    def within(self, x: Floats, window: int) -> Floats:
        """Expected shared objects within the window of that position, pairs x strata; x already has overlap."""
        return np.column_stack([tables[window + 1](x) for tables in self.tables])


@dataclass(frozen=True)
class Overlap:
    """How much more often two accounts are active together than two typical accounts.

    Two factors, never below 1. *Days*: shares of the day's actions instead of shares of all actions, so an
    account that lives for one busy day is compared with what happened on that day. *Hours*: the overlap of the
    two daily rhythms, where both accounts have 20 actions or more.
    """

    days: object
    weight: Floats
    rhythm: Floats
    regular: npt.NDArray[np.bool_]
    plain: Floats

    @classmethod
    def of(cls, margins: Margins) -> Overlap:
        """Profiles of every account of a trace."""
        from scipy.sparse import csr_array

        first = int(margins.time_s.min()) // DAY_S if margins.time_s.size else 0
        day = margins.time_s // DAY_S - first
        n_days = int(day.max()) + 1 if day.size else 1
        n = margins.actions_of.size
        counts = csr_array((np.ones(day.size), (margins.account, day)), shape=(n, n_days))
        per_day = np.maximum(np.asarray(counts.sum(axis=0)).ravel(), 1.0)
        counts = csr_array(counts.multiply(1.0 / per_day[None, :]))
        whole = margins.actions_of_shared / max(float(margins.actions_of_shared.sum()), 1.0)
        rhythm, regular = _rhythm(margins)
        return cls(counts, _day_weight(margins, day, n_days), rhythm, regular, whole)

    def factor(self, a: Ints, b: Ints) -> Floats:
        """The factor for each pair and window, at least 1."""
        size = np.diff(self.days.indptr) + 24  # type: ignore[attr-defined]
        chunks = [self._chunk(a[part], b[part]) for part in slices(size[a] + size[b])]
        return np.vstack(chunks or [np.ones((0, self.weight.shape[1]))])

    def factor_group(self, accounts: Ints, members: Ints) -> Floats:
        """The factor between each account and the members (the account itself left out), per window."""
        inside = np.isin(accounts, members)[:, None]
        days = self.days[members].sum(axis=0)[None, :] - self.days[accounts].todense() * inside  # type: ignore[index]
        together = np.asarray(self.days[accounts].multiply(days) @ self.weight)  # type: ignore[index]
        mass = self.plain[members].sum() - self.plain[accounts] * inside.ravel()
        by_day = np.maximum(1.0, together / np.maximum(self.plain[accounts] * mass, 1e-300)[:, None])
        rhythm = self.plain[members] @ self.rhythm[members]
        rest = rhythm[None, :] - self.plain[accounts][:, None] * self.rhythm[accounts] * inside
        hours = np.einsum("ij,ij->i", self.rhythm[accounts], rest) / np.maximum(mass, 1e-300)
        factor: Floats = by_day * np.where(self.regular[accounts], np.maximum(1.0, hours), 1.0)[:, None]
        return factor

    def _chunk(self, a: Ints, b: Ints) -> Floats:
        days = self.days
        together = days[a].multiply(days[b]) @ self.weight  # type: ignore[index]
        plain = np.maximum(self.plain[a] * self.plain[b], 1e-300)
        by_day = np.maximum(1.0, np.asarray(together) / plain[:, None])
        hours = np.einsum("ij,ij->i", self.rhythm[a], self.rhythm[b])
        both = self.regular[a] & self.regular[b]
        factor: Floats = by_day * np.where(both, np.maximum(1.0, hours), 1.0)[:, None]
        return factor


def _day_weight(margins: Margins, day: Ints, n_days: int) -> Floats:
    """Share of each window's pairs on each day: days x windows (an object's pairs go by its squared actions)."""
    windows = margins.pairs[:, 1:]
    cells, counts = np.unique(margins.item * n_days + day, return_counts=True)
    items, days = np.divmod(cells, n_days)
    squared = counts.astype(np.float64) ** 2
    part = squared / np.bincount(items, weights=squared, minlength=max(windows.shape[0], 1))[items]
    weight = np.column_stack(
        [
            np.bincount(days, weights=part * windows[items, w], minlength=n_days)
            for w in range(windows.shape[1])
        ]
    )
    shares: Floats = weight / np.maximum(weight.sum(axis=0), 1e-300)
    return shares


def _rhythm(margins: Margins) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Hour-of-day profiles scaled so that the product of two typical ones sums to 1, and who has enough actions."""
    n = margins.actions_of.size
    hour = (margins.time_s // HOUR_S) % 24
    counts = np.bincount(margins.account * 24 + hour, minlength=n * 24).reshape(n, 24).astype(np.float64)
    everyone = counts.sum(axis=0) + 1.0
    everyone /= everyone.sum()
    smooth = 0.5 * counts + 0.25 * (np.roll(counts, 1, axis=1) + np.roll(counts, -1, axis=1))
    total = counts.sum(axis=1)
    profile = (smooth + 5.0 * everyone) / (total + 5.0)[:, None]
    return profile / np.sqrt((everyone**2).sum()), total >= RHYTHM_LEAST
