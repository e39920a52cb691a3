"""How good forecasts were: scores of probabilities against what came, and whether they meant what they said.

Lower is better for the Brier score (Brier 1950) and the logarithmic one (Good 1952, natural logarithm). Both are
proper: who says what they believe scores best.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FEW = 10
"""Resolved forecasts below which a score says little of who made them."""
LEAST = float(np.finfo(np.float64).eps)
"""A probability of 0 or 1 counts as this far from it in the logarithmic score, as in scikit-learn."""
DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Resolved:
    """A forecast that came due: the probability last said, what came, and who said it about what.

    `base_rate` is the probability that history alone would have said when the forecast was made.
    """

    probability: float
    happened: bool
    author: str = ""
    topic: str = ""
    base_rate: float | None = None

    def __post_init__(self) -> None:
        for value in (self.probability, self.base_rate):
            if value is not None and not 0 <= value <= 1:
                raise ValueError(f"a probability lies between 0 and 1, not at {value}")


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of nearly the same probability: their mean, how often it came, and the interval of that share."""

    low: float
    high: float
    count: int
    forecast: float
    observed: float
    observed_low: float
    observed_high: float


@dataclass(frozen=True, slots=True)
class Murphy:
    """Parts of a Brier score: reliability - resolution + uncertainty + within (Murphy 1973, Stephenson et al. 2008).

    `within` is what the bins hide: 0 where all forecasts of a bin are the same.
    """

    reliability: float
    resolution: float
    uncertainty: float
    within: float

    @property
    def brier(self) -> float:
        """The score that the parts add up to."""
        return self.reliability - self.resolution + self.uncertainty + self.within


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether probabilities meant what they said.

    `extreme` is Spiegelhalter's z (1986): above 0 where forecasts were too far from one half for what came;
    `bias` is above 0 where more came than was said. Each p is two-sided, from seeded draws of what would have come
    had every probability been right. A z is None where all forecasts were 0 or 1, since chance leaves no room there.
    """

    extreme: float | None
    p_extreme: float
    bias: float | None
    p_bias: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Record:
    """The scores of one author, one topic, or all: `skill` is 1 - score / score of the base rate, with its interval.

    `reference` says what the base rate was: `history`, over the `compared` forecasts that brought their own; where
    none did `hindsight`, the share that came among these very forecasts, which nobody knew beforehand.
    """

    count: int
    brier: float
    log_score: float
    reference: str
    compared: int
    reference_brier: float
    skill: float | None
    skill_low: float | None
    skill_high: float | None
    murphy: Murphy
    bins: tuple[Bin, ...]
    calibration: Calibration


def brier(probabilities: Sequence[float] | Floats, happened: Sequence[bool] | Floats) -> float:
    """Mean squared distance between probability and outcome: 0 is perfect, 0.25 is what always saying 50% gets."""
    p, y = _arrays(probabilities, happened)
    return float(np.mean((p - y) ** 2))


def log_score(probabilities: Sequence[float] | Floats, happened: Sequence[bool] | Floats) -> float:
    """Mean surprise at what came, in nats: 0 is perfect, ln 2 = 0.693 is what always saying 50% gets."""
    p, y = _arrays(probabilities, happened)
    p = np.clip(p, LEAST, 1 - LEAST)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log1p(-p)))


def over_time(said: Sequence[tuple[datetime, float]], until: datetime, happened: bool) -> float:
    """The Brier score of a forecast that was changed: each probability counts for as long as it stood.

    `said` are the moments from which each probability stood; ValueError where none stood before `until`.
    """
    stood = sorted((when, p) for when, p in said if when < until)
    if not stood:
        raise ValueError("no probability stood before the question was resolved")
    ends = [when for when, _ in stood[1:]] + [until]
    weights = [(end - when).total_seconds() for (when, _), end in zip(stood, ends, strict=True)]
    scores = [(p - happened) ** 2 for _, p in stood]
    return float(np.average(scores, weights=weights))


def skill(score: float, reference: float) -> float | None:
    """Share of the reference's score that is saved: 1 is perfect, below 0 worse; None if the reference was perfect."""
    return 1 - score / reference if reference else None


def wilson(hits: int, of: int, level: float = 0.95) -> tuple[float, float]:
    """Interval of a share (Wilson 1927); 0 to 1 where nothing was tried."""
    from scipy.stats import binomtest

    if not of:
        return 0.0, 1.0
    found = binomtest(hits, of).proportion_ci(confidence_level=level, method="wilson")
    return float(found.low), float(found.high)


def reliability(
    probabilities: Sequence[float] | Floats, happened: Sequence[bool] | Floats, bins: int = 10
) -> tuple[Bin, ...]:
    """The reliability diagram as values: bins of equal width that hold a forecast, bounds lower-inclusive."""
    p, y = _arrays(probabilities, happened)
    place = _places(p, bins)
    rows = []
    for i in np.unique(place):
        inside = place == i
        count, hits = int(inside.sum()), int(y[inside].sum())
        low, high = wilson(hits, count)
        rows.append(
            Bin(i / bins, (i + 1) / bins, count, float(p[inside].mean()), hits / count, low, high),
        )
    return tuple(rows)


def murphy(
    probabilities: Sequence[float] | Floats, happened: Sequence[bool] | Floats, bins: int = 10
) -> Murphy:
    """What a Brier score is made of, over the same bins as the diagram."""
    p, y = _arrays(probabilities, happened)
    rows = reliability(p, y, bins)
    count, share = p.size, float(y.mean())
    off = sum(b.count * (b.forecast - b.observed) ** 2 for b in rows) / count
    apart = sum(b.count * (b.observed - share) ** 2 for b in rows) / count
    unknown = share * (1 - share)
    return Murphy(off, apart, unknown, brier(p, y) - off + apart - unknown)


def calibration(
    probabilities: Sequence[float] | Floats, happened: Sequence[bool] | Floats, seed: int = 1
) -> Calibration:
    """Tell calibrated from overconfident and timid forecasts, and from those that say too much or too little."""
    p, y = _arrays(probabilities, happened)
    weights = np.stack([1 - 2 * p, np.ones_like(p)])
    seen = weights @ (y - p)
    rng = np.random.default_rng(seed)
    chance = np.concatenate([((rng.random((n, p.size)) < p) - p) @ weights.T for n in _blocks(p.size)])
    tails = [_two_sided(seen[i], chance[:, i]) for i in (0, 1)]
    spread = np.sqrt((weights**2) @ (p * (1 - p)))
    z = [float(s / d) if d else None for s, d in zip(seen, spread, strict=True)]
    return Calibration(z[0], tails[0], z[1], tails[1], _verdict(p.size, seen, tails))


def record(resolved: Sequence[Resolved], seed: int = 1) -> Record:
    """All scores of these forecasts; ValueError where there is none."""
    p = np.array([one.probability for one in resolved], float)
    y = np.array([one.happened for one in resolved], float)
    own, base, against = _against(resolved, p, y)
    low, high = _skill_bounds(own, base, seed)
    other = float(base.mean())
    return Record(
        p.size, brier(p, y), log_score(p, y), against, base.size, other, skill(float(own.mean()), other), low, high,
        murphy(p, y), reliability(p, y), calibration(p, y, seed),
    )  # fmt: skip


def _against(resolved: Sequence[Resolved], p: Floats, y: Floats) -> tuple[Floats, Floats, str]:
    """Squared distances of forecasts and of base rates over the same forecasts, and what the base rates are."""
    some = np.array([one.base_rate is not None for one in resolved], bool)
    if not some.any():
        share = y.mean() if y.size else 0.0
        return (p - y) ** 2, (share - y) ** 2, "hindsight"
    base = np.array([one.base_rate for one in resolved if one.base_rate is not None], float)
    return (p[some] - y[some]) ** 2, (base - y[some]) ** 2, "history"


def records(resolved: Iterable[Resolved], by: str, seed: int = 1) -> dict[str, Record]:
    """The record of each `author` or each `topic`, by name."""
    if by not in ("author", "topic"):
        raise ValueError(f"forecasts are kept by author or topic, not by {by}")
    groups: dict[str, list[Resolved]] = {}
    for one in resolved:
        groups.setdefault(getattr(one, by), []).append(one)
    return {name: record(group, seed) for name, group in sorted(groups.items())}


def _arrays(
    probabilities: Sequence[float] | Floats, happened: Sequence[bool] | Floats
) -> tuple[Floats, Floats]:
    p, y = np.asarray(probabilities, dtype=np.float64), np.asarray(happened, dtype=np.float64)
    if p.shape != y.shape or p.ndim != 1 or not p.size:
        raise ValueError("as many outcomes as probabilities, and at least one")
    if not (np.all((p >= 0) & (p <= 1)) and np.all((y == 0) | (y == 1))):
        raise ValueError("probabilities lie between 0 and 1, and what came is true or false")
    return p, y


def _places(p: Floats, bins: int) -> npt.NDArray[np.int64]:
    """The bin of each probability. 0.3 counts as 3/10 although the product with 10 falls just short of it."""
    return np.minimum(np.floor(p * bins + 1e-9), bins - 1).astype(np.int64)


def _two_sided(seen: float, chance: Floats) -> float:
    beyond = int((np.abs(chance) >= abs(seen) - 1e-9).sum())
    return (beyond + 1) / (chance.size + 1)


def _verdict(count: int, seen: Floats, tails: Sequence[float]) -> str:
    """In words, each of the two tests at 2.5%, so that a calibrated record is called off one time in 20."""
    if count < FEW:
        return "too few to tell"
    said = []
    if tails[0] < 0.025:
        said.append("overconfident" if seen[0] > 0 else "too timid")
    if tails[1] < 0.025:
        said.append("said too little" if seen[1] > 0 else "said too much")
    return " and ".join(said) or "not shown to be off"


def _skill_bounds(own: Floats, other: Floats, seed: int) -> tuple[float | None, float | None]:
    """The middle 95% of the skill over forecasts drawn again; None where it cannot be said."""
    if own.size < 2:
        return None, None
    rng = np.random.default_rng(seed)
    both = np.stack([own, other], axis=1)
    sums = np.concatenate(
        [both[rng.integers(0, own.size, (n, own.size))].sum(axis=1) for n in _blocks(own.size)]
    )
    if not sums[:, 1].all():
        return None, None
    low, high = np.quantile(1 - sums[:, 0] / sums[:, 1], (0.025, 0.975))
    return float(low), float(high)


def _blocks(size: int) -> list[int]:
    """How many of the draws to make at once, so that many forecasts need no more memory than few."""
    each = max(1, min(DRAWS, 2_000_000 // size))
    return [min(each, DRAWS - done) for done in range(0, DRAWS, each)]
