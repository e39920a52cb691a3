"""Whether the cost of something grows with the size of its input, and not with its square."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

TIMES = 16
"""By how much the input grows: work in proportion takes 16 times as long, the square 256 times. Fewer would not
tell the two apart: memory that no longer fits a cache, or comes as new pages, alone makes work twice as dear."""
TRIES = 6
"""A machine with other work disturbs one measurement, never all of them."""


def in_proportion(work: Callable[[int], Any], size: int) -> bool:
    """Whether an input of 4 `size` costs nearer 16 than 256 times one of `size` / 4; no time itself is judged."""
    small, large = max(1, size // 4), 4 * size
    work(max(1, size // 100))
    return any(_spent(work, large) < TIMES**1.5 * _spent(work, small) for _ in range(TRIES))


def _spent(work: Callable[[int], Any], size: int) -> float:
    began = time.process_time()
    work(size)
    return time.process_time() - began
