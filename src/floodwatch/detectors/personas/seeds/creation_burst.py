"""Proposes accounts that were created within days of each other, more of them than their platform's pace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas.seeds.base import Proposal, Seed
from floodwatch.model.units import Engine, Example, Value

DAY_S = 86400
SPANS = (1, 3, 7)
AROUND_DAYS = 60
SURPRISE = 8.0
"""Log-likelihood ratio from which a window is proposed: about one false window per thousand days."""

ROWS = """
    SELECT platform, account_id, epoch(created_at)::BIGINT AS created_s,
           regexp_replace(regexp_replace(coalesce(handle, ''), '\\pL+', 'a', 'g'), '\\d', '0', 'g') AS shape
    FROM accounts WHERE created_at IS NOT NULL ORDER BY platform, created_s, account_id
"""


class CreationBurst(Seed):
    """Windows of 1, 3 and 7 days against the pace of the two months around them, per platform."""

    name = "seeds/creation_burst"
    description = "Accounts created within days of each other."

    def proposals(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Proposal]:
        """Every surprising window, whole and split by the shape of the handles."""
        rows = engine.arrow(ROWS)
        platforms = np.asarray(rows.column("platform").to_pylist(), dtype=object)
        ids = np.asarray(rows.column("account_id").to_pylist(), dtype=object)
        shapes = np.asarray(rows.column("shape").to_pylist(), dtype=object)
        created = np.asarray(rows.column("created_s").to_pylist(), dtype=np.int64)
        for platform in sorted(set(platforms)):
            mine = platforms == platform
            for surprise, chosen in windows(created[mine]):
                yield Proposal(surprise, tuple((platform, a) for a in ids[mine][chosen]))
                yield from _by_shape(platform, surprise, ids[mine][chosen], shapes[mine][chosen])

    def examples(self) -> Sequence[Example]:
        """Eight accounts of one day among a slow stream, and the slow stream alone."""
        slow = [_account(n, timedelta(days=6 * n)) for n in range(60)]
        burst = [_account(100 + n, timedelta(days=99, hours=n)) for n in range(8)]
        return (
            Example("eight accounts of one day", True, {"accounts": slow + burst}),
            Example("a slow stream", False, {"accounts": slow[:24]}),
        )


def windows(created: NDArray[np.int64]) -> list[tuple[float, slice]]:
    """Non-overlapping windows of sorted creation times with more accounts than the pace around, by LLR."""
    found: list[tuple[float, int, int]] = []
    for days in SPANS:
        last = np.searchsorted(created, created + days * DAY_S, side="left")
        first = np.arange(len(created))
        counts = last - first
        near_low = np.searchsorted(created, created - AROUND_DAYS * DAY_S)
        near_high = np.searchsorted(created, created + AROUND_DAYS * DAY_S, side="right")
        expected = (near_high - near_low - counts + 0.5) * days / (2 * AROUND_DAYS - days)
        llr = np.where(
            counts > expected, counts * np.log(np.maximum(counts / expected, 1)) - (counts - expected), 0
        )
        hot = np.flatnonzero((llr >= SURPRISE) & (counts >= 4))
        found.extend(zip(llr[hot].tolist(), first[hot].tolist(), last[hot].tolist(), strict=True))
    return _apart(found)


def _apart(found: list[tuple[float, int, int]]) -> list[tuple[float, slice]]:
    kept: list[tuple[float, slice]] = []
    for llr, first, last in sorted(found, key=lambda f: (-f[0], f[1], f[2])):
        if all(last <= k.start or first >= k.stop for _, k in kept):
            kept.append((llr, slice(first, last)))
    return kept


def _by_shape(
    platform: str, surprise: float, ids: NDArray[np.object_], shapes: NDArray[np.object_]
) -> Iterable[Proposal]:
    kinds, counts = np.unique(shapes.astype(str), return_counts=True)
    for kind, count in zip(kinds, counts, strict=True):
        if 4 <= count < len(ids):
            share = count / len(ids)
            yield Proposal(surprise * share, tuple((platform, a) for a in ids[shapes == kind]))


def _account(number: int, later: timedelta) -> dict[str, object]:
    made = datetime(2019, 1, 1, tzinfo=UTC) + later
    return {"platform": "x", "account_id": f"{number:03d}", "handle": f"h{number}", "created_at": made}


CREATION_BURST = CreationBurst()
