"""Hours of people: the everyday rhythm, what one account or one hour may say, and whether a group wakes and sleeps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_POSTS = 300
"""Posts of one account that count at most."""
QUIET_H, QUIET_SHARE = 6, 0.15
"""Hours of the quietest stretch, and the greatest share of posts in it for the group to be seen asleep."""
AWAKE_H, AWAKE_SHARE = 6, 0.03
"""Hours that must each hold that share of the posts: a few fixed hours show a timer, not a day."""
PEAK = 0.125
"""Greatest share of an account's posts that one hour may hold."""

RHYTHM = np.array(
    [2.2, 1.4, 0.9, 0.7, 0.7, 1.0, 1.9, 3.1, 4.2, 4.8, 5.1, 5.3, 5.6, 5.4, 5.2, 5.2, 5.3, 5.5, 5.8, 6.2, 6.6,
     6.6, 5.6, 3.9])  # fmt: skip
"""Percent of posts by local hour, a rounded everyday rhythm; used until enough located people are seen."""


def capped(hours: Floats) -> Floats:
    """Accounts x hours with no hour above its greatest share (one post at least), no account above its most posts."""
    total = hours.sum(axis=1, keepdims=True)
    flat = np.minimum(hours, np.maximum(PEAK * total, 1))
    return np.asarray(flat * np.minimum(1, MOST_POSTS / np.maximum(total, 1)))


def lives(pooled: Floats) -> bool:
    """Whether a group's posts by hour (24) show people who sleep and are awake for hours, not a timer."""
    total = pooled.sum()
    quiet = min(np.roll(pooled, -h)[:QUIET_H].sum() for h in range(24))
    return bool(quiet <= QUIET_SHARE * total and (pooled >= AWAKE_SHARE * total).sum() >= AWAKE_H)
