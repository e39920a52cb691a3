"""Choosing what to react to: recent things, in proportion to their weight, from one shelf per key."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds.columns import Floats, Ints

SPAN = 1 << 32


class Shelf:
    """Things with a key, a time and a weight, from which recent ones are drawn."""

    def __init__(self, rows: Ints, keys: Ints, seconds: Ints, weights: Floats) -> None:
        order = np.lexsort((rows, seconds, keys))
        self.rows = rows[order]
        self._place = keys[order] * SPAN + seconds[order]
        self._mass = np.concatenate(([0.0], np.cumsum(weights[order])))

    def pick(self, rng: np.random.Generator, keys: Ints, before: Ints, reach_s: Floats | float) -> Ints:
        """For each row one thing of that key from the last `reach_s` seconds; -1 where there is none."""
        if not len(self.rows):
            return np.full(len(keys), -1, dtype=np.int64)
        since = np.maximum(before - np.asarray(reach_s, dtype=np.int64), 0)
        low = np.searchsorted(self._place, keys * SPAN + since)
        high = np.searchsorted(self._place, keys * SPAN + before)
        aim = self._mass[low] + rng.random(len(keys)) * (self._mass[high] - self._mass[low])
        found = np.clip(np.searchsorted(self._mass, aim, side="right") - 1, low, np.maximum(high - 1, low))
        rows = self.rows[np.minimum(found, len(self.rows) - 1)]
        return np.where(high > low, rows, -1)
