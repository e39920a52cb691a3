"""Were the network's accounts created in a burst that the background's creation dates do not explain?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, columns, grouped
from floodwatch.detectors.personas.samples import NOON, people
from floodwatch.model.units import Engine, Example, Value

DAY_S = 86400
SPANS = (1, 3, 7)
SMALLEST = 3
DRAWS = 300_000
"""Creation dates drawn for one network at most; the number of rounds is this divided by its size."""
AT_ONCE = 10_000
"""Creation dates drawn at once."""
ENOUGH = 10

Shares = Mapping[int, NDArray[np.float64]]
"""By days: for each date of the background, what share of them lies in the window that begins there."""

MEMBERS = """
    SELECT m.network_id, epoch(p.created_at)::BIGINT AS created_s, p.platform, p.account_id
    FROM persona_members m JOIN personas p USING (account_no)
    WHERE p.created_at IS NOT NULL ORDER BY m.network_id, created_s, m.account_no
"""
BACKGROUND = """
    SELECT epoch(created_at)::BIGINT AS created_s FROM personas
    WHERE background AND created_at IS NOT NULL ORDER BY created_s
"""


class CreationBurst(Signal):
    """Scan statistic over 1, 3 and 7 days: LLR = c ln(c/E) + (N-c) ln((N-c)/(N-E)), Monte Carlo p."""

    name = "signals/creation_burst"
    description = "Share of a network's accounts created within days of each other."

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network with three creation dates or more."""
        rows = columns(engine, MEMBERS)
        background = engine.arrow(BACKGROUND)["created_s"].to_numpy().astype(np.int64)
        shares = {days: _share(background, days, background) for days in SPANS}
        places = np.arange(len(rows["network_id"]))
        created = np.array(rows["created_s"], dtype=np.int64)
        for network_id, chosen in grouped(rows["network_id"], places):
            if len(chosen) < SMALLEST:
                continue
            llr, days, first, last = scan(created[chosen], background)
            chance = _chance(llr, len(chosen), background, shares, int(str(settings.get("seed", 0))))
            inside = chosen[first:last]
            evidence = account_refs(
                [rows["platform"][i] for i in inside], [rows["account_id"][i] for i in inside]
            )
            expected = float(_share(created[inside[:1]], days, background)[0]) if len(background) else None
            yield Finding(
                network_id, "creation_burst", len(inside) / len(chosen), f"share of accounts within {days} d",
                f"{len(inside)} of {len(chosen)} accounts were created within {days} days; people also join "
                "together when a platform opens, closes or is in the news", expected, chance, evidence,
            )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """A batch of one day among dates spread over a year, and a network spread likewise."""
        batch = [{"created_at": NOON + timedelta(hours=n)} for n in range(6)]
        return (
            Example("a batch", True, people(batch, [{}] * 200)),
            Example("two accounts", False, people(batch[:2], [{}] * 200)),
        )


def scan(created: NDArray[np.int64], background: NDArray[np.int64]) -> tuple[float, int, int, int]:
    """The window with the greatest LLR: (LLR, days, first, last) with first and last as positions."""
    best = (0.0, SPANS[-1], 0, 1)
    for days in SPANS:
        last = np.searchsorted(created, created + days * DAY_S, side="left")
        counts = last - np.arange(len(created))
        expected = len(created) * _share(created, days, background)
        llr = _llr(counts.astype(float), np.minimum(expected, len(created) - 1e-9), len(created))
        place = int(np.argmax(llr))
        if llr[place] > best[0]:
            best = (float(llr[place]), days, place, int(last[place]))
    return best


def _share(created: NDArray[np.int64], days: int, background: NDArray[np.int64]) -> NDArray[np.float64]:
    if not len(background):
        return np.asarray(days / 3650.0 + 0 * created)
    low = np.searchsorted(background, created, side="left")
    high = np.searchsorted(background, created + days * DAY_S, side="left")
    return np.asarray((high - low + 0.5) / (len(background) + 1.0))


def _llr(counts: NDArray[np.float64], expected: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    rest = size - counts
    tail = np.where(rest > 0, rest * np.log(np.maximum(rest, 1e-300) / (size - expected)), 0.0)
    return np.where(counts > expected, counts * np.log(counts / expected) + tail, 0.0)


def _chance(llr: float, size: int, background: NDArray[np.int64], shares: Shares, seed: int) -> float | None:
    """Sequential Monte Carlo p: stops once ENOUGH draws reach the observed LLR (Besag and Clifford 1991)."""
    if len(background) < SMALLEST:
        return None
    rounds = int(np.clip(DRAWS // size, 99, 999))
    random = np.random.default_rng(seed)
    reached, step = 0, max(1, AT_ONCE // size)
    for tried in range(0, rounds, step):
        chosen = random.integers(len(background), size=(min(step, rounds - tried), size))
        hits = reached + np.cumsum(_scanned(np.sort(chosen, axis=1), background, shares) >= llr)
        if hits[-1] >= ENOUGH:
            return ENOUGH / (tried + 1 + int(np.argmax(hits == ENOUGH)))
        reached = int(hits[-1])
    return (1 + reached) / (rounds + 1)


def _scanned(chosen: NDArray[np.int64], background: NDArray[np.int64], shares: Shares) -> NDArray[np.float64]:
    """The greatest LLR of `scan` for each row of places among the background's dates, which are in order."""
    created = background[chosen]
    rounds, size = created.shape
    # Rows are set further apart than any span, so that one search over all of them finds the ends of windows.
    apart = np.arange(rounds)[:, None] * (int(np.ptp(created)) + (SPANS[-1] + 1) * DAY_S)
    placed, best = (created + apart).ravel(), np.zeros(rounds)
    for days in SPANS:
        last = np.searchsorted(placed, placed + days * DAY_S, side="left")
        counts = (last - np.arange(placed.size)).astype(float)
        expected = np.minimum(size * shares[days][chosen.ravel()], size - 1e-9)
        best = np.maximum(best, _llr(counts, expected, size).reshape(rounds, size).max(axis=1))
    return best


CREATION_BURST = CreationBurst()
