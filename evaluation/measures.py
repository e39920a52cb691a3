"""What is measured of a method: ratios of sums over worlds, with bootstrap intervals over worlds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = Mapping[str, Any]
"""What `scoring.score` gives for one method in one world."""

RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Measure:
    """A share: `part` and `whole` of one world's counts, summed over worlds before dividing.

    `whole` None makes it the mean over worlds of `part` (worlds where that is None are left out).
    `better` says which way is better, for comparisons.
    """

    name: str
    part: Callable[[Counts], float | None]
    whole: Callable[[Counts], float] | None = None
    scale: float = 1.0
    better: int = 1

    def of(self, worlds: Sequence[Counts]) -> tuple[Floats, Floats]:
        """Numerators and denominators of the worlds."""
        parts = [self.part(world) for world in worlds]
        if self.whole is None:
            wholes: list[float] = [part is not None for part in parts]
        else:
            wholes = [self.whole(world) for world in worlds]
        top = np.array([0.0 if part is None else part for part in parts])
        return self.scale * top, np.array(wholes, dtype=float)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measured value with the 2.5th and 97.5th percentile of resampled worlds; None where undefined."""

    value: float | None
    low: float | None
    high: float | None


def _counts(section: str, name: str) -> Callable[[Counts], Any]:
    return lambda world: world[section][name]


def _per_world(section: str, part: str, whole: str) -> Callable[[Counts], float]:
    """A world's own share, 0 where it has nothing: its mean over worlds is the false discovery rate."""
    return lambda world: world[section][part] / max(world[section][whole], 1)


def _ratio(name: str, section: str, part: str, whole: str, scale: float = 1.0, better: int = 1) -> Measure:
    return Measure(name, _counts(section, part), _counts(section, whole), scale, better)


def _weighted(world: Counts) -> float:
    """Weighted precision of one world; a method that finds nothing where something is planted has none."""
    found = world["networks"]
    return float(found["weighted"] / found["weight"]) if found["weight"] else 0.0


MEASURES = (
    Measure("recall at 1% false positives, accounts", _counts("accounts", "recall_at_1")),
    Measure("… operations only", _counts("accounts", "operations_at_1")),
    Measure("… operations against everybody else", _counts("accounts", "hidden_at_1")),
    Measure("weighted precision of networks", _counts("networks", "weighted"), _counts("networks", "weight")),
    Measure("… mean of worlds, silence as 0", _weighted),
    _ratio("account precision", "accounts", "flagged_coordinated", "flagged"),
    _ratio("account recall", "accounts", "flagged_coordinated", "coordinated"),
    Measure("pair precision", _counts("edges", "pairs_true"), _counts("edges", "pairs")),
    _ratio("pair recall", "edges", "pairs_true", "pairs_to_find"),
    Measure("edge false discovery rate", _per_world("edges", "false", "edges"), better=-1),
    _ratio("… pooled", "edges", "false", "edges", better=-1),
    Measure("network false discovery rate", _per_world("networks", "false", "networks"), better=-1),
    _ratio("… pooled over networks", "networks", "false", "networks", better=-1),
    _ratio("innocent accounts in a network, per 10,000", "accounts", "flagged_innocent", "innocent", 1e4, -1),
    _ratio("… in a covert one", "accounts", "covert_innocent", "innocent", 1e4, -1),
)


def weights(worlds: int, seed: int, resamples: int = RESAMPLES) -> Floats:
    """How often each world is drawn in each resample (resamples × worlds)."""
    rng = np.random.default_rng(seed)
    drawn: Floats = rng.multinomial(worlds, np.full(worlds, 1 / worlds), resamples).astype(float)
    return drawn


def estimate(measure: Measure, worlds: Sequence[Counts], drawn: Floats) -> Estimate:
    """The measure over all worlds, and its interval over the resamples where it is defined."""
    part, whole = measure.of(worlds)
    if not whole.sum():
        return Estimate(None, None, None)
    return Estimate(float(part.sum() / whole.sum()), *interval(_resampled(part, whole, drawn)))


def difference(measure: Measure, ours: Sequence[Counts], theirs: Sequence[Counts], drawn: Floats) -> Estimate:
    """Ours minus theirs on the same resampled worlds, turned so that more is better."""
    (a, b), (c, d) = measure.of(ours), measure.of(theirs)
    if not (b.sum() and d.sum()):
        return Estimate(None, None, None)
    spread = _resampled(a, b, drawn) - _resampled(c, d, drawn)
    value = float(a.sum() / b.sum() - c.sum() / d.sum())
    return Estimate(measure.better * value, *interval(measure.better * spread))


def _resampled(part: Floats, whole: Floats, drawn: Floats) -> Floats:
    top, bottom = drawn @ part, drawn @ whole
    shares: Floats = np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0)
    return shares


def interval(values: Floats) -> tuple[float | None, float | None]:
    """The 2.5th and the 97.5th percentile of what is known; None where nothing is."""
    known = values[~np.isnan(values)]
    if not len(known):
        return None, None
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)
