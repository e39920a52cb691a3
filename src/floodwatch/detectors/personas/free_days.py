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
from functools import cache

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
    found = list(_tested(days, _calendars(days, offset)))
    if not found:
        return None
    best = min(found, key=lambda r: (r.p_value, r.countries))
    corrected = min(1.0, best.p_value * len(found))
    return Rest(best.countries, best.days, best.seen, best.expected, best.others, corrected, len(found))


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


def _calendars(days: Days, offset: float) -> dict[tuple[int, ...], tuple[str, ...]]:
    """Holidays from Monday to Friday, as numbers of days, and the countries that have just these."""
    size = len(days.mine)
    last = days.first + timedelta(days=size - 1)
    middle = datetime(1970, 1, 1, tzinfo=UTC) + (days.first - EPOCH) + timedelta(days=size // 2)
    years = tuple(range(days.first.year, last.year + 1))
    found: dict[tuple[int, ...], tuple[str, ...]] = {}
    for country in countries_at(offset, middle):
        free = sorted((d - days.first).days for d in holidays_of(country, years) if days.first <= d <= last)
        if free:
            found[tuple(free)] = (*found.get(tuple(free), ()), country)
    return found


def _tested(days: Days, calendars: Mapping[tuple[int, ...], tuple[str, ...]]) -> Iterator[Rest]:
    """Every calendar that can be tested, uncorrected."""
    known = sorted(calendars.items())
    ordinary = np.ones((len(known), len(days.mine)), dtype=bool)
    for row, (free, _) in zip(ordinary, known, strict=True):
        row[list(free)] = False
    expected, beside, references = _expected(days, ordinary)
    week = (days.first.weekday() + np.arange(len(days.mine))) % 7 < 5
    for place, (_, countries) in enumerate(known):
        working = week & (references[place] >= LEAST_REFERENCES)
        kept = working & ~ordinary[place], working & ordinary[place]
        others = None if beside is None else beside[place]
        if expected[place][kept[0]].sum() >= LEAST_EXPECTED and kept[1].sum() >= LEAST_ORDINARY:
            yield _rest(days, expected[place], others, *kept, countries)


def _expected(days: Days, ordinary: Chosen) -> tuple[Floats, Floats | None, Floats]:
    """By calendar and day: posts that are expected of the group and, before that, of others; and days compared."""
    usual, references = _around(days.mine, ordinary)
    if days.others is None:
        return usual, None, references
    beside, _ = _around(days.others, ordinary)
    moved = (days.others + 0.5) / (beside + 0.5)
    return usual * np.clip(moved, 1 / MOST_MOVED, MOST_MOVED), beside, references


def _rest(
    days: Days,
    expected: Floats,
    beside: Floats | None,
    holidays: Chosen,
    others: Chosen,
    countries: tuple[str, ...],
) -> Rest:
    logs = np.log((days.mine + 0.5) / (expected + 0.5))
    moved = None
    if days.others is not None and beside is not None:
        moved = float(days.others[holidays].sum() + 0.5) / float(beside[holidays].sum() + 0.5)
    return Rest(
        countries, tuple(days.first + timedelta(days=int(n)) for n in np.flatnonzero(holidays)),
        float(days.mine[holidays].sum()), float(expected[holidays].sum()), moved,
        lower(logs[holidays], logs[others]), 1,
    )  # fmt: skip


def lower(holidays: Floats, ordinary: Floats) -> float:
    """Chance that as many days as the holidays lie so low on average, the ordinary days being what is usual."""
    from scipy.special import stdtr

    size = len(ordinary)
    error = float(ordinary.std(ddof=1)) * np.sqrt(1 / len(holidays) + 1 / size)
    return float(
        np.clip(stdtr(size - 1, (holidays.mean() - ordinary.mean()) / max(error, 1e-9)), 1e-300, 1.0)
    )


def _around(counts: Floats, ordinary: Chosen) -> tuple[Floats, Floats]:
    """For every calendar and day the mean of the same weekdays around it that are ordinary, and how many there are."""
    size, margin = len(counts), 7 * WEEKS
    there = np.pad(ordinary.astype(float), ((0, 0), (margin, margin)))
    held = there * np.pad(counts, margin)
    starts = [margin + 7 * week for week in range(-WEEKS, WEEKS + 1) if week]
    known = np.sum([there[:, n : n + size] for n in starts], axis=0)
    total = np.sum([held[:, n : n + size] for n in starts], axis=0)
    return np.asarray(total / np.maximum(known, 1)), np.asarray(known)
