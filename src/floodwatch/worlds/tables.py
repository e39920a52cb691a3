"""From a draft's arrays to columns of records: moments, lists, texts with empty ones null."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from floodwatch.worlds.clock import DAY
from floodwatch.worlds.columns import Ints, Texts
from floodwatch.worlds.draft import Draft

MOMENT = pa.timestamp("us", tz="UTC")
LISTS = pa.list_(pa.string())
DELAY_S = 2 * DAY
"""How long after the last post the counters were read."""


def second_of(draft: Draft, second: int) -> int:
    """Microseconds since 1970 of a second of the world."""
    return (draft.setting.start + second) * 1_000_000


def moments(draft: Draft, second: Ints) -> pa.Array:
    """Seconds of the world as moments."""
    return pa.array((draft.setting.start + second) * 1_000_000, pa.int64()).cast(MOMENT)


def arrow(values: Any) -> pa.Array:
    """An array of numbers or texts as a column."""
    if isinstance(values, pa.Array):
        return values
    return pa.array(values, pa.string()) if values.dtype == object else pa.array(values)


def filled(values: Texts) -> Texts:
    """The texts with empty ones null."""
    made: Texts = values.copy()
    made[made == ""] = None
    return made


def lists(joined: Texts) -> pa.Array:
    """Texts parted by `|` as lists; an empty text is an empty list."""
    parts = [j.split("|") if j else [] for j in joined]
    offsets = np.concatenate(([0], np.cumsum([len(p) for p in parts]))).astype(np.int32)
    flat = pa.array([v for p in parts for v in p], pa.string())
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), flat)
