"""Shares with intervals: worlds are drawn again, because what happens inside one world is no independent trial."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evaluation.measures import Floats, Measure, estimate, weights
from floodwatch.tools.rates import Rate

SEED, RESAMPLES = 7, 1000
_SHARE = Measure("share", lambda world: world["hits"], lambda world: world["of"])

Share = dict[str, Any]
"""`hits`, `of`, and `low` and `high` of the 95% interval (None where nothing was tried)."""


def drawn(worlds: int, resamples: int = RESAMPLES) -> Floats:
    """How often each world is drawn in each resample."""
    return weights(worlds, SEED, resamples)


def share(hits: Sequence[int], of: Sequence[int]) -> Share:
    """The share over all worlds, from the hits and trials of each.

    Drawing worlds again says nothing where all trials came out alike: there the bounds are exact ones, with each
    world that has any as one trial.
    """
    good, tried, having = int(sum(hits)), int(sum(of)), sum(n > 0 for n in of)
    if not tried:
        return {"hits": 0, "of": 0, "low": None, "high": None}
    if good in (0, tried):
        low, high = Rate(having if good else 0, having).bounds()
    else:
        worlds = [{"hits": h, "of": n} for h, n in zip(hits, of, strict=True)]
        found = estimate(_SHARE, worlds, drawn(len(worlds)))
        low, high = found.low or 0.0, 1.0 if found.high is None else found.high
    return {"hits": good, "of": tried, "low": low, "high": high}
