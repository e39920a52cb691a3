"""Is a watched name or site written about more now than in the time before?

Windows of equal length end at the moment of asking. The share of the last one's posts is compared with that of the
windows before it, so that collecting more is no surge: a count that comes from a steady habit follows a negative
binomial law, with the mean that the earlier share gives and the spread that it had. All that is watched at once is
tested at once (Benjamini-Hochberg).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from floodwatch.tools.statistics import benjamini_hochberg, negative_binomial_tail

Floats = NDArray[np.float64]

FEWEST = 4
"""Earlier windows without which nothing is said: with fewer, their spread is not known."""
PRIOR = 0.5
"""Added to the count of the earlier windows, so that what was never seen does not make one post a wonder."""
STEADY = 1e4
"""Size of the negative binomial law where counts vary no more than by chance: in effect Poisson."""


@dataclass(frozen=True, slots=True)
class Surge:
    """The count of the last window, what the earlier ones let expect, and how seldom so much comes by chance."""

    count: int
    expected: float
    windows: int
    p_value: float | None = None
    q_value: float | None = None


def surges(counts: Mapping[str, Sequence[int]], posts: Sequence[int]) -> dict[str, Surge]:
    """By name, from counts per window, the oldest first, among so many `posts`; p and q are None where windows are few.

    Windows without posts say nothing and are left out.
    """
    kept = [place for place, number in enumerate(posts) if number]
    fits = len(kept) > FEWEST and kept[-1] == len(posts) - 1
    exposure = np.array([posts[place] for place in kept], dtype=float)
    rows = {name: np.array([row[place] for place in kept], dtype=float) for name, row in counts.items()}
    p = {name: _p(row, exposure) for name, row in rows.items()} if fits else {}
    q = dict(zip(p, benjamini_hochberg(np.array(list(p.values()))), strict=True)) if p else {}
    return {
        name: Surge(
            count=int(counts[name][-1]) if len(posts) else 0,
            expected=_mean(row, exposure) if len(kept) > 1 else 0.0,
            windows=max(len(kept) - 1, 0),
            p_value=p.get(name),
            q_value=float(q[name]) if name in q else None,
        )
        for name, row in rows.items()
    }


def _mean(row: Floats, exposure: Floats) -> float:
    return float((row[:-1].sum() + PRIOR) / exposure[:-1].sum() * exposure[-1])


def _p(row: Floats, exposure: Floats) -> float:
    """P(count >= seen): the spread of the earlier windows and how little they are both widen the law."""
    mean, before = _mean(row, exposure), exposure[:-1]
    usual = mean / exposure[-1] * before
    spread = max(float(((row[:-1] - usual) ** 2 / usual).sum()) / (len(before) - 1), 1.0)
    variance = mean * spread + mean**2 / (row[:-1].sum() + PRIOR)
    size = min(mean**2 / (variance - mean), STEADY)
    return float(negative_binomial_tail(row[-1:], np.array([mean]), np.array([size]))[0])
