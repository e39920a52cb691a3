"""Where accounts met a group: for each account and object, the smallest lag to another account of the group."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from floodwatch.detectors.coordination.margins import DAY_S, N_STRATA, Margins
from floodwatch.model.findings import WINDOWS_S

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Met:
    """One row per account and object that members other than the account used.

    `nearest_s`: the smallest lag to one of their actions; `close`: rows x windows, how many of their actions lie
    within each window of the account's.
    """

    account: Ints
    item: Ints
    nearest_s: Ints
    close: Ints


@dataclass(frozen=True)
class Counts:
    """Objects shared with the group per account.

    `ever`: at any lag, accounts x strata; `within`: accounts x strata x windows, objects on which somebody was
    that near; `close`: accounts x windows, sum over objects met within the widest window of the share of meetings
    that were that near.
    """

    account: Ints
    ever: Floats
    within: Floats
    close: Floats

    def halved(self) -> Counts:
        """The whole group as one row: half the sums, as each meeting counts for two accounts."""
        parts = (self.ever, self.within, self.close)
        return Counts(self.account[:1], *(part.sum(axis=0, keepdims=True) / 2 for part in parts))


@dataclass(frozen=True)
class Index:
    """Finds a trace's actions by account and by object."""

    margins: Margins

    @cached_property
    def _by_account(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.margins.account, kind="stable")
        bounds = np.searchsorted(self.margins.account[order], np.arange(self.margins.actions_of.size + 1))
        return order, bounds.astype(np.int64)

    @cached_property
    def _item_bounds(self) -> Ints:
        return np.searchsorted(self.margins.item, np.arange(self.margins.object_key.size + 1)).astype(
            np.int64
        )

    def items_of(self, accounts: Ints) -> Ints:
        """Objects that any of the accounts acted on, sorted."""
        order, bounds = self._by_account
        return np.unique(self.margins.item[order[_ranges(bounds[accounts], bounds[accounts + 1])]])

    def rows_of(self, items: Ints) -> Ints:
        """Positions of all actions on those objects, in the order of the trace."""
        return _ranges(self._item_bounds[items], self._item_bounds[items + 1])

    def meet(self, members: Ints, without_day: int | None = None, only_members: bool = False) -> Met:
        """Everybody's nearest lag to the group on every object of the group."""
        m = self.margins
        rows = self.rows_of(self.items_of(members))
        if without_day is not None:
            rows = rows[m.time_s[rows] // DAY_S != without_day]
        inside = np.isin(m.account[rows], members)
        if only_members:
            rows, inside = rows[inside], np.ones(int(inside.sum()), bool)
        item, account, time_s = m.item[rows], m.account[rows], m.time_s[rows]
        lag = _lags(item, account, time_s, inside)
        return _nearest(account, item, lag, _close(item, account, time_s, inside))

    def count(self, met: Met) -> Counts:
        """Count a meeting's objects by account, stratum and window."""
        accounts, place = np.unique(met.account, return_inverse=True)
        step = np.searchsorted(np.array(WINDOWS_S), met.nearest_s, side="left")
        n = len(WINDOWS_S) + 1
        cell = (place * N_STRATA + self.margins.stratum[met.item]) * n + step
        cells = np.bincount(cell, minlength=accounts.size * N_STRATA * n)
        summed = np.cumsum(cells.reshape(accounts.size, N_STRATA, n), axis=2).astype(np.float64)
        part = met.close / np.maximum(met.close[:, -1:], 1)
        close = [np.bincount(place, weights=part[:, w], minlength=accounts.size) for w in range(n - 1)]
        return Counts(accounts, summed[:, :, -1], summed[:, :, :-1], np.stack(close, axis=1))


def _ranges(starts: Ints, stops: Ints) -> Ints:
    """The numbers of all half-open ranges, one after the other."""
    sizes = stops - starts
    total = int(sizes.sum())
    if total == 0:
        return np.zeros(0, np.int64)
    first = np.repeat(starts - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes)
    return (first + np.arange(total)).astype(np.int64)


def _lags(item: Ints, account: Ints, time_s: Ints, inside: Bools) -> Ints:
    """Smallest lag of each action to a member's on the object by another account; rows by object, time."""
    lag = np.full(item.size, NEVER)
    position = np.flatnonzero(inside)
    if position.size == 0:
        return lag
    before: Ints = np.cumsum(inside) - inside
    others = np.flatnonzero(~inside)
    left: Ints = before[others] - 1
    right: Ints = before[others]
    own_item, own_account, own_time = item[position], account[position], time_s[position]
    lag[others] = _closest(item[others], time_s[others], own_item, own_time, left, right)
    change = np.flatnonzero((np.diff(own_item) != 0) | (np.diff(own_account) != 0)) + 1
    starts = np.concatenate(([0], change))
    stops = np.concatenate((change, [position.size]))
    run = np.repeat(np.arange(starts.size), stops - starts)
    lag[position] = _closest(own_item, own_time, own_item, own_time, starts[run] - 1, stops[run])
    return lag


def _closest(item: Ints, time_s: Ints, their_item: Ints, their_time: Ints, left: Ints, right: Ints) -> Ints:
    """Lag to the nearer of two candidates each (positions, out of range allowed) on the same object."""
    lag = np.full(item.size, NEVER)
    for place in (left, right):
        safe = np.clip(place, 0, their_item.size - 1)
        fits = (place >= 0) & (place < their_item.size) & (their_item[safe] == item)
        lag = np.where(fits, np.minimum(lag, np.abs(time_s - their_time[safe])), lag)
    return lag


def _close(item: Ints, account: Ints, time_s: Ints, inside: Bools) -> Ints:
    """How many actions of members other than the account lie within each window of each action, rows x windows."""
    if item.size == 0:
        return np.zeros((0, len(WINDOWS_S)), np.int64)
    span = int(time_s.max() - time_s.min()) + 2 * WINDOWS_S[-1] + 2
    clock = time_s - time_s.min() + WINDOWS_S[-1]
    everyone = _around(item * span + clock, inside)
    own = np.unique(np.stack([item, account]), axis=1, return_inverse=True)[1].ravel()
    return everyone - _around(own * span + clock, inside)


def _around(key: Ints, inside: Bools) -> Ints:
    """How many keys of `inside` rows lie within each window of each key, rows x windows."""
    ordered = np.sort(key[inside])
    columns = [
        np.searchsorted(ordered, key + w, side="right") - np.searchsorted(ordered, key - w, side="left")
        for w in WINDOWS_S
    ]
    return np.stack(columns, axis=1).astype(np.int64)


def _nearest(account: Ints, item: Ints, lag: Ints, close: Ints) -> Met:
    """The smallest lag and the meetings per account and object, without those that never met."""
    order = np.lexsort((item, account))
    order = order[lag[order] < NEVER]
    account, item, lag, close = account[order], item[order], lag[order], close[order]
    if account.size == 0:
        empty = np.zeros(0, np.int64)
        return Met(empty, empty, empty, close)
    starts = np.concatenate(([0], np.flatnonzero((np.diff(account) != 0) | (np.diff(item) != 0)) + 1))
    nearest = np.minimum.reduceat(lag, starts)
    return Met(account[starts], item[starts], nearest, np.add.reduceat(close, starts, axis=0))
