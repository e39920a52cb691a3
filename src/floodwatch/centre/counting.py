"""Counts of what a server was asked, as Prometheus reads them; of one process, in memory."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from floodwatch.centre.handles import Centre

BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
FACES = ("/api/", "/taxii2/")


@dataclass
class Counts:
    """Requests by face, method and status, and how long they took. `proxied` says that a proxy stands before."""

    requests: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    slower: Counter[float] = field(default_factory=Counter)
    seconds: float = 0.0
    proxied: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, path: str, method: str, status: int, seconds: float) -> None:
        """Count one request."""
        face = next((one.strip("/") for one in FACES if path.startswith(one)), "web")
        known = method if method in {"GET", "HEAD", "POST", "DELETE", "OPTIONS"} else "other"
        place = bisect_left(BOUNDS, seconds)
        with self.lock:
            self.requests[face, known, status] += 1
            self.slower[BOUNDS[place] if place < len(BOUNDS) else float("inf")] += 1
            self.seconds += seconds

    def lines(self) -> Iterator[str]:
        """The counts as text."""
        with self.lock:
            requests, slower, seconds = dict(self.requests), dict(self.slower), self.seconds
        yield "# HELP floodwatch_requests_total Requests answered."
        yield "# TYPE floodwatch_requests_total counter"
        for (face, method, status), number in sorted(requests.items()):
            yield f'floodwatch_requests_total{{face="{face}",method="{method}",status="{status}"}} {number}'
        yield "# HELP floodwatch_request_seconds Time until the answer was sent."
        yield "# TYPE floodwatch_request_seconds histogram"
        total = 0
        for bound in (*BOUNDS, float("inf")):
            total += slower.get(bound, 0)
            label = "+Inf" if bound == float("inf") else f"{bound:g}"
            yield f'floodwatch_request_seconds_bucket{{le="{label}"}} {total}'
        yield f"floodwatch_request_seconds_sum {seconds:.6f}"
        yield f"floodwatch_request_seconds_count {total}"


COUNTS = Counts()
"""Those of this process."""


def casebook_answers(centre: Centre) -> bool:
    """Whether the casebook can be read."""
    from floodwatch.casebook.store import connected

    try:
        with connected(centre.casebook):
            return True
    except Exception:
        return False


def waiting(centre: Centre) -> dict[str, int]:
    """How many jobs there are in each state."""
    from sqlalchemy import func, select

    from floodwatch.casebook.store import connected
    from floodwatch.casebook.tables_people import jobs

    wanted = select(jobs.c.state, func.count()).group_by(jobs.c.state)
    with connected(centre.casebook) as db:
        return {state: number for state, number in db.execute(wanted)}
