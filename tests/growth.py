"""Whether the cost of something grows with the size of its input, and not with its square."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

TIMES = 4
"""By how much the input grows: work in proportion takes 4 times as long, the square 16 times."""
TRIES = 6
"""A machine with other work disturbs one measurement, never all of them."""


def in_proportion(work: Callable[[int], Any], size: int) -> bool:
    """Whether four times the input takes less than eight times the processor's time; no time itself is judged."""
    work(max(1, size // 100))
    return any(_spent(work, TIMES * size) < 2 * TIMES * _spent(work, size) for _ in range(TRIES))


def _spent(work: Callable[[int], Any], size: int) -> float:
    began = time.process_time()
    work(size)
    return time.process_time() - began
