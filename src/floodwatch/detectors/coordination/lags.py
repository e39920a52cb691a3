"""Whether two accounts' lags are tighter than those of everybody else on the same objects."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from floodwatch.detectors.coordination.margins import Margins, numbers
from floodwatch.model.findings import WINDOWS_S
from floodwatch.model.units import Engine
from floodwatch.tools.statistics import normal_tail

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LEVEL = 0.01
WIDE_S = 3600
CLASSES = 24
OTHERS_LEAST = 0.5


def pooled(margins: Margins, own: Floats) -> tuple[Floats, Floats]:
    """Share of lags up to each window, per class of object size (log2 of actors), and how much of the pool is others'.

    `own`: objects x (any lag, windows), pairs of actions that come from networks under test; they are left out.
    Returns (classes x (0, windows, any) cumulative shares, share of in-window pairs that remain per class).
    """
    size = size_class(margins.actors)
    rest = np.maximum(margins.pairs - own, 0.0)
    summed = np.column_stack(
        [np.bincount(size, weights=rest[:, c], minlength=CLASSES) for c in range(rest.shape[1])]
    )
    every = np.bincount(size, weights=margins.pairs[:, -1], minlength=CLASSES)
    kept = summed[:, -1] / np.maximum(every, 1.0)
    shares = summed[:, 1:] / np.maximum(summed[:, :1], 1.0)
    cumulative = np.maximum.accumulate(np.column_stack([np.zeros(CLASSES), shares, np.ones(CLASSES)]), axis=1)
    return cumulative, kept


def size_class(actors: Ints) -> Ints:
    """The class of an object: the integer part of log2 of its actors."""
    return np.clip(np.log2(np.maximum(actors, 1)).astype(np.int64), 0, CLASSES - 1)


def ranks(nearest_s: Ints, classes: Ints, cumulative: Floats, width: int, window: int) -> Floats:
    """Where each lag stands among pooled lags up to `window` (0 tight, 1 loose), as the middle of its interval.

    Times of a clock of `width` seconds are intervals, so a lag covers [lag - width, lag + width].
    """
    top = np.array([_share(cumulative, classes, float(window))]).ravel()
    low = _share(cumulative, classes, np.maximum(nearest_s - width, 0).astype(np.float64))
    high = _share(cumulative, classes, np.minimum(nearest_s + width, window).astype(np.float64))
    middle: Floats = np.clip(0.5 * (low + high) / np.maximum(top, 1e-12), 0.0, 1.0)
    return middle


def _share(cumulative: Floats, classes: Ints, lag: Floats | float) -> Floats:
    """Pooled share of lags up to `lag`, linear between windows."""
    knots = np.array([0.0, *WINDOWS_S])
    lags = np.broadcast_to(np.asarray(lag, dtype=np.float64), classes.shape)
    place = np.clip(np.searchsorted(knots, lags, side="right") - 1, 0, knots.size - 2)
    start, width = knots[place], knots[place + 1] - knots[place]
    part = np.clip((lags - start) / width, 0.0, 1.0)
    below, above = cumulative[classes, place], cumulative[classes, place + 1]
    return np.asarray(below + part * (above - below))


def tightness(rank: Floats, pair: Ints, pairs: int) -> Floats:
    """p-value per pair that its ranks are this low by chance (Fisher's sum replaced by the mean of uniforms)."""
    count = np.bincount(pair, minlength=pairs).astype(np.float64)
    total = np.bincount(pair, weights=rank, minlength=pairs)
    z = (0.5 * count - total) / np.sqrt(np.maximum(count, 1.0) / 12.0)
    return np.where(count > 0, normal_tail(z), 1.0)


def lag_p(engine: Engine, margins: Margins, a: Ints, b: Ints, window: Ints, resolution: int) -> Floats:
    """p-value of the lags of each accepted pair, NaN where the test does not apply.

    `window`: the pair's window in seconds (0 for the windowless test). It applies to windows of an hour and
    more, and only where other accounts supply at least half of the pooled lags.
    """
    import pyarrow as pa

    found = np.full(a.size, np.nan)
    wide = np.flatnonzero(window >= WIDE_S)
    if wide.size == 0:
        return found
    engine.register("edges_wide", pa.table({"account_a": a[wide], "account_b": b[wide], "pair": wide}))
    counts = ", ".join(f"count_{w}" for w in WINDOWS_S)
    rows = numbers(
        engine,
        f"SELECT pair, object_key, nearest_s, {counts} FROM co_actions JOIN edges_wide "
        f"USING (account_a, account_b) WHERE trace_key = {margins.key} ORDER BY pair, object_key",
    )
    engine.drop("edges_wide")
    item = np.searchsorted(margins.object_key, rows["object_key"])
    cumulative, kept = pooled(margins, _own(margins, rows, item))
    classes = size_class(margins.actors[item])
    inside = rows["nearest_s"] <= window[rows["pair"]]
    width = resolution if resolution > 1 else 0
    for one in np.unique(window[wide]):
        mine = inside & (window[rows["pair"]] == one)
        rank = ranks(rows["nearest_s"][mine], classes[mine], cumulative, width, int(one))
        p = tightness(rank, rows["pair"][mine], a.size)
        others = _mean(kept[classes[mine]], rows["pair"][mine], a.size)
        pairs = wide[window[wide] == one]
        found[pairs] = np.where(others[pairs] >= OTHERS_LEAST, p[pairs], np.nan)
    return found


def _own(margins: Margins, rows: dict[str, Ints], item: Ints) -> Floats:
    """Co-actions of the accepted pairs on each object, columns as in `Margins.pairs`."""
    columns = [f"count_{WINDOWS_S[-1]}", *(f"count_{w}" for w in WINDOWS_S)]
    size = margins.object_key.size
    return np.column_stack([np.bincount(item, weights=rows[c], minlength=size) for c in columns])


def _mean(values: Floats, group: Ints, groups: int) -> Floats:
    count = np.bincount(group, minlength=groups)
    return np.asarray(np.bincount(group, weights=values, minlength=groups) / np.maximum(count, 1))
