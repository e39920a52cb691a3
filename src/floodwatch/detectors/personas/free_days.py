"""Does a group rest on the national holidays of a country? Calendars are those of the library `holidays` (MIT).

A holiday from Monday to Friday is set beside the same weekdays of three weeks before and after. What the background
does on that day moves the expectation, so that a day on which everybody rests says nothing. Counts of days vary far
more than chance has it (campaigns come in waves), so that the mean logarithm of seen beside expected on the holidays
is tested against that of the network's ordinary days, by the t law of a prediction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas import places

Floats = NDArray[np.float64]
Chosen = NDArray[np.bool_]

WEEKS = 3
"""Weeks before and after whose same weekdays are compared."""
LEAST_REFERENCES = 2
LEAST_ORDINARY = 10
"""Ordinary working days without which nothing is tested."""
LEAST_EXPECTED = 20.0
"""Posts that must be expected on the holidays of a country for it to be tested."""
NEAR_H = 1.0
"""Hours by which a country's offset may differ from the group's."""
MOST_MOVED = 3.0
"""Greatest factor by which the background moves an expectation."""
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Rest:
    """Posts on a country's holidays and as expected; `p_value` is corrected for the calendars that were tried."""

    countries: tuple[str, ...]
    days: tuple[date, ...]
    seen: float
    expected: float
    others: float | None
    p_value: float
    tried: int


@dataclass(frozen=True, slots=True)
class Days:
    """Posts by local day without gaps, whole days only: of the group and of the background (None: there is none)."""

    first: date
    mine: Floats
    others: Floats | None


def rest(days: Days, offset: float) -> Rest | None:
    """The calendar whose holidays the group keeps most plainly, of the countries near the offset."""
    known = _calendars(days.first, len(days.mine), offset)
    free = np.zeros((len(known), len(days.mine)), dtype=bool)
    for row, (numbers, _) in zip(free, known, strict=True):
        row[list(numbers)] = True
    expected, beside, references = _expected(days, ~free)
    week = (days.first.weekday() + np.arange(len(days.mine))) % 7 < 5
    working = week & (references >= LEAST_REFERENCES)
    chances = _chances(days.mine, expected, working & free, working & ~free)
    tried = np.flatnonzero(np.isfinite(chances)).tolist()
    if not tried:
        return None
    best = min(tried, key=lambda place: (chances[place], known[place][1]))
    kept, moved = np.flatnonzero(working[best] & free[best]), None
    if days.others is not None and beside is not None:
        moved = float(days.others[kept].sum() + 0.5) / float(beside[best][kept].sum() + 0.5)
    return Rest(
        known[best][1], tuple(days.first + timedelta(days=int(n)) for n in kept),
        float(days.mine[kept].sum()), float(expected[best][kept].sum()), moved,
        min(1.0, float(chances[best]) * len(tried)), len(tried),
    )  # fmt: skip


@cache
def holidays_of(country: str, years: tuple[int, ...]) -> Mapping[date, str]:
    """National holidays of the years, by date; none where the calendar of the country is not known."""
    import holidays

    try:
        return dict(holidays.country_holidays(country, years=years))
    except NotImplementedError:
        return {}


@cache
def countries_at(offset: float, moment: datetime) -> tuple[str, ...]:
    """Countries of which some zone was at about this offset from UTC at the moment."""
    import holidays

    known = sorted(c for c in holidays.list_supported_countries(include_aliases=False) if len(c) == 2)
    return tuple(c for c in known if any(abs(offset - o) <= NEAR_H for o in _offsets(c, moment)))


def _offsets(country: str, moment: datetime) -> Iterator[float]:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    for zone in places.zones_in(country):
        try:
            shift = moment.astimezone(ZoneInfo(zone)).utcoffset()
        except ZoneInfoNotFoundError:  # the machine's list of zones is older than CLDR's
            continue
        if shift is not None:
            yield shift.total_seconds() / 3600


@lru_cache(maxsize=512)
def _calendars(first: date, size: int, offset: float) -> tuple[tuple[tuple[int, ...], tuple[str, ...]], ...]:
    """Holidays within so many days from the first, as numbers of days, and the countries that have just these."""
    last = first + timedelta(days=size - 1)
    middle = datetime(1970, 1, 1, tzinfo=UTC) + (first - EPOCH) + timedelta(days=size // 2)
    years = tuple(range(first.year, last.year + 1))
    found: dict[tuple[int, ...], tuple[str, ...]] = {}
    for country in countries_at(offset, middle):
        free = sorted((d - first).days for d in holidays_of(country, years) if first <= d <= last)
        if free:
            found[tuple(free)] = (*found.get(tuple(free), ()), country)
    return tuple(sorted(found.items()))


def _expected(days: Days, ordinary: Chosen) -> tuple[Floats, Floats | None, Floats]:
    """By calendar and day: posts that are expected of the group and, before that, of others; and days compared."""
    usual, references = _around(days.mine, ordinary)
    if days.others is None:
        return usual, None, references
    beside, _ = _around(days.others, ordinary)
    moved = (days.others + 0.5) / (beside + 0.5)
    return usual * np.clip(moved, 1 / MOST_MOVED, MOST_MOVED), beside, references


def _chances(mine: Floats, expected: Floats, holidays: Chosen, ordinary: Chosen) -> Floats:
    """By calendar: the chance of such a rest, uncorrected; infinite where it cannot be tested."""
    tested = ((expected * holidays).sum(axis=1) >= LEAST_EXPECTED) & (ordinary.sum(axis=1) >= LEAST_ORDINARY)
    found = np.full(len(expected), np.inf)
    logs = np.log((mine + 0.5) / (expected[tested] + 0.5))
    found[tested] = lower(logs, holidays[tested], ordinary[tested])
    return found


def lower(logs: Floats, holidays: Chosen, ordinary: Chosen) -> Floats:
    """By row: chance that as many days as the holidays lie so low on average, the ordinary days being what is usual."""
    from scipy.special import stdtr

    size, usual = ordinary.sum(axis=1), _mean(logs, ordinary)
    spread = np.sqrt(((logs - usual[:, None]) ** 2 * ordinary).sum(axis=1) / (size - 1))
    error = spread * np.sqrt(1 / holidays.sum(axis=1) + 1 / size)
    low = stdtr(size - 1, (_mean(logs, holidays) - usual) / np.maximum(error, 1e-9))
    return np.asarray(np.clip(low, 1e-300, 1.0))


def _mean(rows: Floats, kept: Chosen) -> Floats:
    return np.asarray((rows * kept).sum(axis=1) / kept.sum(axis=1))


def _around(counts: Floats, ordinary: Chosen) -> tuple[Floats, Floats]:
    """For every calendar and day the mean of the same weekdays around it that are ordinary, and how many there are."""
    size, margin = len(counts), 7 * WEEKS
    there = np.pad(ordinary.astype(float), ((0, 0), (margin, margin)))
    held = there * np.pad(counts, margin)
    starts = [margin + 7 * week for week in range(-WEEKS, WEEKS + 1) if week]
    known = np.sum([there[:, n : n + size] for n in starts], axis=0)
    total = np.sum([held[:, n : n + size] for n in starts], axis=0)
    return np.asarray(total / np.maximum(known, 1)), np.asarray(known)
