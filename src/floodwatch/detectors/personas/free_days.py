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
    calendars = _calendars(days, offset)
    found = [r for chosen, countries in sorted(calendars.items()) if (r := _tested(days, chosen, countries))]
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


def _tested(days: Days, free: tuple[int, ...], countries: tuple[str, ...]) -> Rest | None:
    size = len(days.mine)
    ordinary = np.ones(size, dtype=bool)
    ordinary[list(free)] = False
    usual, known = _around(days.mine, ordinary)
    expected = usual
    if days.others is not None:
        beside, _ = _around(days.others, ordinary)
        moved = (days.others + 0.5) / (beside + 0.5)
        expected = usual * np.clip(moved, 1 / MOST_MOVED, MOST_MOVED)
    working = ((days.first.weekday() + np.arange(size)) % 7 < 5) & (known >= LEAST_REFERENCES)
    holidays, others = working & ~ordinary, working & ordinary
    if expected[holidays].sum() < LEAST_EXPECTED or others.sum() < LEAST_ORDINARY:
        return None
    logs = np.log((days.mine + 0.5) / (expected + 0.5))
    return Rest(
        countries, tuple(days.first + timedelta(days=int(n)) for n in np.flatnonzero(holidays)),
        float(days.mine[holidays].sum()), float(expected[holidays].sum()),
        None if days.others is None else float(days.others[holidays].sum() + 0.5) / float(beside[holidays].sum() + 0.5),
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


def _around(counts: Floats, ordinary: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """For every day the mean of the same weekdays around it that are ordinary days, and how many there are."""
    size, margin = len(counts), 7 * WEEKS
    held = np.pad(np.where(ordinary, counts, 0.0), margin)
    there = np.pad(ordinary.astype(float), margin)
    starts = [margin + 7 * week for week in range(-WEEKS, WEEKS + 1) if week]
    known = np.sum([there[n : n + size] for n in starts], axis=0)
    total = np.sum([held[n : n + size] for n in starts], axis=0)
    return np.asarray(total / np.maximum(known, 1)), np.asarray(known)
