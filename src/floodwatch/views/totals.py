"""Adds ranges without counting anything twice: what lies within a sum is not added to it again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Range:
    """A number between two ends; `high` is None where nothing bounds it."""

    low: float
    high: float | None


@dataclass(frozen=True)
class Within:
    """What is a part of what: `sure` by confirmed claims, `maybe` also by suggested ones. Keys are of items."""

    sure: Mapping[str, Collection[str]] = field(default_factory=dict)
    maybe: Mapping[str, Collection[str]] = field(default_factory=dict)

    @cached_property
    def surely(self) -> dict[str, frozenset[str]]:
        """Everything that each item surely lies within, wholes of wholes included."""
        return _closed(self.sure)

    @cached_property
    def perhaps(self) -> dict[str, frozenset[str]]:
        """Everything that each item lies within if what is suggested holds."""
        both = {
            one: {*self.sure.get(one, ()), *self.maybe.get(one, ())}
            for one in sorted({*self.sure, *self.maybe})
        }
        return _closed(both)


def total(ranges: Mapping[str, Range], within: Within) -> Range | None:
    """The sum of the items; None where there are none.

    The low end takes for parts what may be parts, and of two wholes that share a part only the greater one, so that
    it is never too high. The high end takes for parts only what surely is one, so that it is never too low.
    """
    if not ranges:
        return None
    low = _low(sorted(ranges), ranges, within.perhaps)
    highs = [_high(one, ranges, within.surely) for one in _tops(sorted(ranges), within.surely)]
    known = [high for high in highs if high is not None]
    return Range(low, None if len(known) < len(highs) else max(low, sum(known)))


def inside(keys: Iterable[str], within: Within) -> dict[str, list[str]]:
    """For each item of `keys` the nearest of them that it surely lies within."""
    chosen = set(keys)
    found = {}
    for one in sorted(chosen):
        wholes = within.surely.get(one, frozenset()) & chosen
        further = {two for whole in wholes for two in within.surely.get(whole, ())}
        found[one] = sorted(wholes - further)
    return found


def _closed(parents: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
    """All wholes of each item; what would be within itself is left where it is first met."""
    found: dict[str, frozenset[str]] = {}
    for start in parents:
        seen: set[str] = set()
        ahead = list(parents[start])
        while ahead:
            one = ahead.pop()
            if one not in seen and one != start:
                seen.add(one)
                ahead += parents.get(one, ())
        found[start] = frozenset(seen)
    return _without_circles(found)


def _without_circles(found: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Of items that are said to lie within one another the first holds the others."""
    return {
        one: frozenset(other for other in wholes if one not in found.get(other, ()) or other < one)
        for one, wholes in found.items()
    }


def _tops(keys: Sequence[str], wholes: Mapping[str, frozenset[str]]) -> list[str]:
    """Items that lie within no other of them."""
    chosen = set(keys)
    return [one for one in keys if not wholes.get(one, frozenset()) & chosen]


def _parts(whole: str, keys: Iterable[str], wholes: Mapping[str, frozenset[str]]) -> list[str]:
    return sorted(one for one in keys if whole in wholes.get(one, ()))


def _low(keys: Sequence[str], ranges: Mapping[str, Range], wholes: Mapping[str, frozenset[str]]) -> float:
    """What the items surely come to: of each whole the more of what is said of it and of its parts."""
    found = 0.0
    for cluster in _sharing(_tops(keys, wholes), keys, wholes):
        sums = [max(ranges[top].low, _low(_parts(top, keys, wholes), ranges, wholes)) for top in cluster]
        found += max(sums)
    return found


def _sharing(
    tops: Sequence[str], keys: Sequence[str], wholes: Mapping[str, frozenset[str]]
) -> list[list[str]]:
    """Wholes that have a part in common, together."""
    clusters: list[tuple[list[str], set[str]]] = []
    for top in tops:
        mine = ([top], set(_parts(top, keys, wholes)))
        shared = [cluster for cluster in clusters if cluster[1] & mine[1]]
        for cluster in shared:
            clusters.remove(cluster)
            mine = (cluster[0] + mine[0], cluster[1] | mine[1])
        clusters.append(mine)
    return [names for names, _ in clusters]


def _high(one: str, ranges: Mapping[str, Range], wholes: Mapping[str, frozenset[str]]) -> float | None:
    """The most that an item can be; its parts can show that it is more than was said of it."""
    high = ranges[one].high
    if high is None:
        return None
    return max(high, _low(_parts(one, ranges, wholes), ranges, wholes))
