"""When is something used far more than before? Windows of a series of counts, proposed three ways and tested one way.

Windows are proposed by a scan of several widths, by Kleinberg's two states (KDD 2002, for counts per bin), and by
Lehmann's peaks (WWW 2012: a day of ten times the median of the 61 days around it). Each is tested against a negative
binomial law around the rate of the same thing outside the window, times what everybody wrote in the window, so
that days and nights and growing collections are no bursts. Benjamini-Hochberg runs over every window there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Proposed = tuple[Ints, Ints, Ints, Ints]
"""Series, first and one past the last bin, and number of the method."""
METHODS = ("scan", "kleinberg", "lehmann")
UNLIKELY = 1e-3
"""Windows of a larger p value cannot be among the discoveries, and are not kept."""

WIDTHS_H = (1, 3, 6, 12, 24, 72, 168)
LEAST = 10
"""Uses in the shortest burst that is looked at."""
LONGEST = 3
"""A burst is at most this part of all bins: what happens most of the time breaks out at no time."""
MOST_EACH = 3
"""Bursts of one thing that are kept."""
RATIO, COST = 3.0, 1.0
"""Kleinberg's: how much faster the second state is, and how hard it is to enter (in units of ln of the bins)."""
PEAK, AROUND_DAYS, DAYS = 10, 30, 14
"""Lehmann's: how many times the median, days on either side, and the fewest days of data."""
FEW, UNKNOWN = 20, 1.0
"""Fewer series say nothing of how evenly things are used: the size that is then taken (a geometric law)."""
LARGEST = 1e6
"""Size of the negative binomial from which on it is a Poisson law."""


@dataclass(frozen=True, slots=True)
class Window:
    """A burst: bins from `first` to before `last` of a series, and how unlikely its count is."""

    series: int
    first: int
    last: int
    seen: int
    expected: float
    p_value: float
    methods: tuple[str, ...]


def bursts(counts: Ints, exposure: Ints, step_h: int, size: float) -> tuple[list[Window], int]:
    """The strongest windows of each series (rows of `counts`) that do not overlap, and how many were tested."""
    widths = [w for w in sorted({max(h // step_h, 1) for h in WIDTHS_H}) if LONGEST * w <= counts.shape[1]]
    tests = counts.shape[0] * sum(counts.shape[1] - w + 1 for w in widths)
    proposed = [*_scan(counts, exposure, widths), *_kleinberg(counts, exposure), *_peaks(counts, step_h)]
    series, first, last, method = (np.concatenate([p[i] for p in proposed]).astype(int) for i in range(4))
    seen, outside, expected = _expected(counts, exposure, series, first, last)
    p = tail(seen, expected, 1 / (1 / size + 1 / outside))
    short = LONGEST * (last - first) <= counts.shape[1]
    unlikely = np.flatnonzero((p <= UNLIKELY) & (seen >= LEAST) & (seen > expected) & short)
    order = unlikely[np.lexsort((first[unlikely], -seen[unlikely], p[unlikely], series[unlikely]))]
    rows = zip(*(v[order].tolist() for v in (series, first, last, seen, expected, p, method)), strict=True)
    return [*_strongest(Window(s, a, b, n, e, v, (METHODS[m],)) for s, a, b, n, e, v, m in rows)], tests


def tail(seen: Ints, expected: Floats, size: float | Floats) -> Floats:
    """P(at least so many) under a negative binomial law of that mean and size."""
    from scipy.special import betainc

    result: Floats = betainc(np.maximum(seen, 1), size, expected / (expected + size))
    return result


def size_of(counts: Ints, exposure: Ints) -> float:
    """How evenly things are used from bin to bin: the median over series of mean² / (variance - mean)."""
    if len(counts) < FEW:
        return UNKNOWN
    mean = counts.sum(axis=1, keepdims=True) / max(int(exposure.sum()), 1) * exposure
    beyond = ((counts - mean) ** 2 - mean).sum(axis=1) / np.maximum((mean**2).sum(axis=1), 1e-12)
    return float(min(1 / max(float(np.median(beyond)), 1 / LARGEST), LARGEST))


def q_values(p: Floats, tests: int) -> Floats:
    """Benjamini-Hochberg where `tests` were made and the p values of the others are not smaller."""
    order = np.argsort(p, kind="stable")
    raw = p[order] * tests / np.arange(1, len(p) + 1)
    q = np.empty(len(p))
    q[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    return q


def _expected(
    counts: Ints, exposure: Ints, series: Ints, first: Ints, last: Ints
) -> tuple[Ints, Floats, Floats]:
    """Uses inside each window, uses outside (a half more), and what these let expect inside.

    A rate that is known from few uses is uncertain like a gamma law of that many: as size of the negative binomial
    the uses outside keep a word that was said twice from bursting because it was said three times in one week.
    """
    total, before = (
        np.cumsum(np.pad(counts, ((0, 0), (1, 0))), axis=1),
        np.concatenate(([0], np.cumsum(exposure))),
    )
    seen = total[series, last] - total[series, first]
    inside = before[last] - before[first]
    outside = total[series, -1] - seen + 0.5
    return seen, outside, outside / np.maximum(before[-1] - inside, 1) * inside


def _scan(counts: Ints, exposure: Ints, widths: list[int]) -> Iterator[Proposed]:
    """Every window of each width that holds twice what is expected and begins with a use."""
    total, before = (
        np.cumsum(np.pad(counts, ((0, 0), (1, 0))), axis=1),
        np.concatenate(([0], np.cumsum(exposure))),
    )
    rate = counts.sum(axis=1, keepdims=True) / max(int(exposure.sum()), 1)
    for width in widths:
        seen = total[:, width:] - total[:, :-width]
        many = (seen >= LEAST) & (seen > 2 * rate * (before[width:] - before[:-width]))
        series, first = np.nonzero(many & (counts[:, : counts.shape[1] - width + 1] > 0))
        yield series, first, first + width, np.zeros(len(series), int)


def _kleinberg(counts: Ints, exposure: Ints) -> Iterator[Proposed]:
    """Runs of bins in the faster of two states, by the cheapest path through both."""
    share = np.minimum((counts.sum(axis=1) + 0.5) / (int(exposure.sum()) + 1), 0.5 / RATIO)[:, None]
    calm = -counts * np.log(share) - (exposure - counts) * np.log1p(-share)
    fast = -counts * np.log(RATIO * share) - (exposure - counts) * np.log1p(-RATIO * share)
    state = _cheapest(calm, fast, COST * np.log(max(counts.shape[1], 2)))
    edges = np.diff(np.pad(state, ((0, 0), (1, 1))).astype(int), axis=1)
    (series, first), (_, last) = np.nonzero(edges == 1), np.nonzero(edges == -1)
    yield series, first, last, np.ones(len(series), int)


def _cheapest(calm: Floats, fast: Floats, enter: float) -> NDArray[np.bool_]:
    """For every series and bin, whether the cheapest path is in the fast state (Viterbi over two states)."""
    rows, bins = calm.shape
    low, high = calm[:, 0].copy(), fast[:, 0] + enter
    from_high, from_low = np.zeros((rows, bins), bool), np.zeros((rows, bins), bool)
    for at in range(1, bins):
        from_high[:, at] = high < low
        from_low[:, at] = low + enter < high
        low, high = np.minimum(low, high) + calm[:, at], np.minimum(low + enter, high) + fast[:, at]
    state = np.zeros((rows, bins), bool)
    state[:, -1] = high < low
    for at in range(bins - 1, 0, -1):
        state[:, at - 1] = np.where(state[:, at], ~from_low[:, at], from_high[:, at])
    return state


def _peaks(counts: Ints, step_h: int) -> Iterator[Proposed]:
    """Days of ten times the median of the days around them."""
    width = max(24 // step_h, 1)
    days = counts.shape[1] // width
    if days < DAYS:
        return
    daily = counts[:, : days * width].reshape(len(counts), days, width).sum(axis=2)
    for day in range(days):
        around = np.median(daily[:, max(day - AROUND_DAYS, 0) : day + AROUND_DAYS + 1], axis=1)
        series = np.flatnonzero((daily[:, day] >= PEAK * np.maximum(around, 1)) & (daily[:, day] >= LEAST))
        first = np.full(len(series), day * width)
        yield series, first, first + width, np.full(len(series), 2)


def _strongest(found: Iterable[Window]) -> Iterator[Window]:
    """Of each series the least likely windows that do not overlap, with every method that proposed such a one."""
    kept: list[Window] = []
    for window in found:
        if kept and kept[0].series != window.series:
            yield from kept
            kept = []
        beside = next(
            (i for i, k in enumerate(kept) if k.first < window.last and window.first < k.last), None
        )
        if beside is not None:
            k = kept[beside]
            methods = tuple(sorted({*k.methods, *window.methods}))
            kept[beside] = Window(k.series, k.first, k.last, k.seen, k.expected, k.p_value, methods)
        elif len(kept) < MOST_EACH:
            kept.append(window)
    yield from kept
