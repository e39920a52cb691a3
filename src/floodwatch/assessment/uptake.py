"""How much of a network's engagement came from outside, how its posts stand among others, and what has changed.

Nothing here is called authentic: what came from outside the detected network may come from members that were not
detected, and what only a counter shows cannot be put down to anybody. Every share is a range.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from floodwatch.tools.rates import Rate

FEWEST = 20
"""Engagements, or posts of others, below which nothing is said."""
FEWEST_OWN = 5
"""Posts of a network below which they are not compared."""
SAME_VOLUME = 1.5
"""Collections are alike where each day of one holds at most so many times the posts of a day of the other."""
LEVEL = 1.96


@dataclass(frozen=True, slots=True)
class Engagement:
    """What posts of a network got: `own` of the `seen` engagements came from members, `counted` are on counters."""

    own: int
    seen: int
    counted: int = 0


@dataclass(frozen=True, slots=True)
class Uptake:
    """Shares of the network's own engagement and of what came from outside, each as a range; None: not measurable."""

    own: tuple[float, float] | None
    outside: tuple[float, float] | None
    said: str


@dataclass(frozen=True, slots=True)
class Percentile:
    """Where posts of a network stand among posts of others on the same topic, 0.5 being the middle; None: too few."""

    share: float | None
    low: float
    high: float
    said: str


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a network and how it was collected.

    `sources`: platforms and ways of collection; `background` counts the posts of others in it. `breadth` are the
    platforms and languages in which the network acted, `scope` its topics and targets; `outside` has for each of its
    posts the engagements of others.
    """

    first: date
    last: date
    sources: Collection[str]
    background: int
    breadth: Collection[str]
    scope: Collection[str]
    outside: Sequence[int]

    @property
    def days(self) -> int:
        """Length in days, both ends included."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Change:
    """What changed from one period to the next; `effectiveness` is a ratio with its interval. None: not comparable."""

    comparable: bool
    why: tuple[str, ...]
    breadth: tuple[int, int] | None = None
    scope: tuple[int, int] | None = None
    effectiveness: tuple[float, float, float] | None = None


def uptake(found: Engagement, recall: tuple[float, float]) -> Uptake:
    """Own and outside shares, where between `recall` of the true members were detected.

    An engagement that only a counter shows may be a member's or a stranger's, and members that were not detected are
    taken to engage as much as those that were. Both ends of the recall are used, and the exact interval of the count.
    """
    least, most = recall
    if not 0 < least <= most <= 1:
        raise ValueError("the share of members that was detected lies above 0 and at most at 1")
    whole = max(found.seen, found.counted)
    if whole < FEWEST:
        return Uptake(None, None, f"not measurable: {whole} engagements, at least {FEWEST} are needed")
    unseen = whole - found.seen
    low = Rate(found.own, whole).bounds()[0]
    high = Rate(found.own + unseen, whole).bounds()[1]
    own = (min(low / most, 1.0), min(high / least, 1.0))
    outside = (1 - own[1], 1 - own[0])
    return Uptake(
        own,
        outside,
        f"{own[0]:.0%} to {own[1]:.0%} of {whole:,} engagements are the network's own, {outside[0]:.0%} to "
        f"{outside[1]:.0%} came from outside; {unseen:,} are on counters alone, and whose they are is not known",
    )


def percentile(ours: Sequence[float], others: Sequence[float]) -> Percentile:
    """The chance that a post of ours got more than a post of others on the same topic, ties half, with 95% interval.

    The interval is DeLong's, from the spread of placements; posts are taken as independent.
    """
    if len(ours) < FEWEST_OWN or len(others) < FEWEST:
        had = f"{len(ours)} posts of the network and {len(others)} of others on the same topic"
        return Percentile(None, 0.0, 1.0, f"not measurable: {had}")
    mine, theirs = np.sort(np.asarray(ours, float)), np.sort(np.asarray(others, float))
    above = _placed(mine, theirs)
    share = float(above.mean())
    spread = _variance(above) / len(mine) + _variance(_placed(theirs, mine)) / len(theirs)
    wide = LEVEL * float(np.sqrt(spread))
    low, high = max(share - wide, 0.0), min(share + wide, 1.0)
    beaten = f"{share:.0%} ({low:.0%} to {high:.0%}) of {len(theirs):,} posts of others on the same topic"
    return Percentile(share, low, high, f"a post of the network got more than {beaten}")


def _placed(values: npt.NDArray[np.float64], among: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The share of `among` below each value, ties half."""
    below = np.searchsorted(among, values, "left") + np.searchsorted(among, values, "right")
    return np.asarray(below / (2 * len(among)), float)


def _variance(values: npt.NDArray[np.float64]) -> float:
    return float(values.var(ddof=1)) if len(values) > 1 else 0.0


def change(before: Period, after: Period) -> Change:
    """Breadth, scope and effectiveness from one period to the next, only where both were collected alike."""
    why = _unlike(before, after)
    if why:
        return Change(False, why)
    return Change(
        True,
        ("both periods were collected alike",),
        (len(set(before.breadth)), len(set(after.breadth))),
        (len(set(before.scope)), len(set(after.scope))),
        _ratio(before, after),
    )


def _unlike(before: Period, after: Period) -> tuple[str, ...]:
    """Why two periods cannot be compared."""
    told: list[str] = []
    if set(before.sources) != set(after.sources):
        told.append("they were not collected from the same sources in the same way")
    if before.last >= after.first:
        told.append("they overlap, or the later one comes first")
    if before.days != after.days:
        told.append(f"they are not equally long: {before.days} and {after.days} days")
    daily = sorted((before.background / before.days, after.background / after.days))
    if not daily[0] or daily[1] / daily[0] > SAME_VOLUME:
        told.append("the posts of others that were collected each day differ by more than half")
    return tuple(told)


def _ratio(before: Period, after: Period) -> tuple[float, float, float] | None:
    """Engagements of others per post, later over earlier, with its 95% interval (normal on the log, by post).

    By post and not by engagement: a few posts get most of it, so counts alone would make the interval far too narrow.
    """
    counts = [np.asarray(one.outside, float) for one in (before, after)]
    if any(len(one) < FEWEST or not one.sum() for one in counts):
        return None
    means = [float(one.mean()) for one in counts]
    spread = sum(_variance(one) / len(one) / mean**2 for one, mean in zip(counts, means, strict=True))
    ratio, wide = means[1] / means[0], float(np.exp(LEVEL * np.sqrt(spread)))
    return ratio, ratio / wide, ratio * wide
