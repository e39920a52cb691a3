"""Groups of people whose rate of false positives exceeds twice the median of the groups, beyond chance.

Innocent accounts are flagged together, a network at a time, so the worlds are what is resampled, not the
accounts: a group is marked where its rate exceeds twice the median in all but a share of the resamples that
is divided among all groups and both rates (Bonferroni). A group with hits in a handful of worlds cannot be marked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from evaluation.measures import Floats

RATES = ("people", "accused")
LEAST = 200
"""Innocent accounts below which a group has no rate of its own and no part in the median."""
LEAST_GROUPS = 3
ERROR = 0.05
RESAMPLES, SEED, CHUNK = 20_000, 41, 500

Counts = dict[str, tuple[Floats, Floats]]
"""Per group, hits and innocents by world."""


def unequal(worlds: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    """Per trait and group: the counts of each rate, and under `unequal` the rates that exceed twice the median."""
    counts = {
        (rate, trait): found
        for rate in RATES
        for trait in sorted({t for w in worlds for t in w.get(rate, {})})
        if (found := _counts(worlds, rate, trait))
    }
    tests = sum(len(found) for found in counts.values() if len(found) >= LEAST_GROUPS)
    told: dict[str, dict[str, dict[str, Any]]] = {}
    for (rate, trait), found in counts.items():
        marked = exceeding(found, ERROR / max(tests, 1))
        for group, (hits, of) in found.items():
            row = told.setdefault(trait, {}).setdefault(group, {"unequal": []})
            row[rate] = {"hits": int(hits.sum()), "of": int(of.sum())}
            row["unequal"] += [rate] if group in marked else []
    return told


def exceeding(counts: Counts, level: float) -> set[str]:
    """Groups whose rate is at most twice the median in no more than `level` of the resamples of worlds."""
    if len(counts) < LEAST_GROUPS:
        return set()
    hits, of = (np.column_stack([c[i] for c in counts.values()]) for i in (0, 1))
    rng = np.random.default_rng(SEED)
    equal, worlds = np.zeros(len(counts)), len(hits)
    for _ in range(RESAMPLES // CHUNK):
        drawn = rng.multinomial(worlds, np.full(worlds, 1 / worlds), CHUNK).astype(float)
        people = drawn @ of
        rates = np.divide(drawn @ hits, people, out=np.zeros_like(people), where=people > 0)
        equal += (rates <= 2 * np.median(rates, axis=1, keepdims=True)).sum(axis=0)
    return {
        group for group, times in zip(counts, equal, strict=True) if (times + 1) / (RESAMPLES + 1) <= level
    }


def _counts(worlds: Sequence[Mapping[str, Any]], rate: str, trait: str) -> Counts:
    """Hits and innocents by world, of the groups with enough innocents."""
    cells = [world.get(rate, {}).get(trait, {}) for world in worlds]
    table = {
        group: np.array([cell.get(group, (0, 0)) for cell in cells], dtype=float)
        for group in sorted({g for cell in cells for g in cell})
    }
    return {group: (t[:, 0], t[:, 1]) for group, t in table.items() if t[:, 1].sum() >= LEAST}
