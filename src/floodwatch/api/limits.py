"""How often somebody may ask: a bucket for each token or session, and one for each address, in memory."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from floodwatch.api.problems import Problem

MOST = 20_000
"""Buckets that are remembered; the one that was not used for longest is forgotten first."""
REFUSED = 20
"""What an attempt with a token that does not fit takes of an address's bucket."""


@dataclass
class Buckets:
    """Buckets that fill again by so much a minute; what is in one is what may be asked at once."""

    per_minute: float
    burst: float
    clock: Callable[[], float] = time.monotonic
    held: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, key: str, cost: float = 1) -> float:
        """Take something out; gives how many seconds to wait where it is empty, else 0."""
        now = self.clock()
        with self.lock:
            full, at = self.held.pop(key, (self.burst, now))
            full = min(self.burst, full + (now - at) * self.per_minute / 60)
            wait = 0.0 if full >= 1 else (1 - full) * 60 / self.per_minute
            self.held[key] = (full if wait else max(full - cost, -self.burst), now)
            while len(self.held) > MOST:
                self.held.popitem(last=False)
        return wait

    def must(self, key: str, cost: float = 1) -> None:
        """Take something out, or refuse (Problem)."""
        if wait := self.take(key, cost):
            after = str(math.ceil(wait))
            raise Problem(
                429, "Too many requests", f"Try again in {after} s.", headers={"Retry-After": after}
            )
