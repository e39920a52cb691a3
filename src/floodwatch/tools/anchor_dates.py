"""Dates of a text as ISO 8601, written with the month's name in any language or with numbers alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from floodwatch.tools.anchor_numbers import Number
from floodwatch.vocabulary.load import load

Span = tuple[int, int]
_FAR = 14
"""Characters that may stand between the parts of one date."""
_CLOSE = 4
"""Those that may stand between day and month where there is no year."""
_LEAPS = (1, 5, 9, 13, 17, 22, 26, 30)
_IRAN = 226895
"""The solar years with a leap day among 33, and the day with which their count begins (as `date.toordinal`)."""
_NUMERIC = re.compile(r"(?<![\d.,/-])(\d{1,4})([./-]) ?(\d{1,2})\2 ?(\d{1,4})(?![\d/-])")
_CJK = re.compile(
    r"(?:(令和|平成|昭和|民國|民国) ?)?(?:(\d{1,4}|元) ?[年년] ?)?(\d{1,2}) ?[月월] ?(\d{1,2}) ?(?:[日号號]|일)"
)


@dataclass(frozen=True, slots=True)
class Month:
    """The name of a month: where it stands, its number, and whether it is of Iran's solar calendar."""

    start: int
    end: int
    number: int
    solar: bool = False


def written_in_numbers(plain: str) -> Iterator[tuple[Span, str]]:
    """Dates such as 2026-07-16, 16.07.2026 or 2026年7月16日 in a text with ASCII digits, with their places."""
    for found in _CJK.finditer(plain):
        era, year, month, day = found.groups()
        number = None if year is None else 1 if year == "元" else int(year)
        if number is not None:
            number += load("gazetteer.yaml")["eras"].get(era, 0)
        told = iso(number, int(month), int(day))
        if told:
            yield found.span(), told
    for found in _NUMERIC.finditer(plain):
        first, _, second, third = found.groups()
        told = _ordered(first, second, third)
        if told:
            yield found.span(), told


def _ordered(first: str, second: str, third: str) -> str | None:
    """Year first, or year last with the day before the month unless only the other way is a date."""
    if len(first) == 4 and len(third) < 3:
        return iso(int(first), int(second), int(third))
    if len(third) != 4 or len(first) > 2:
        return None
    return iso(int(third), int(second), int(first)) or iso(int(third), int(first), int(second))


def written_with_names(
    months: Sequence[Month], numbers: Sequence[Number]
) -> Iterator[tuple[list[Number], str]]:
    """Dates of which the month has a name, the likeliest names first, with the numbers that they use up."""
    left = [n for n in numbers if n.value.isdigit()]
    for month in months:
        near = sorted(
            (n for n in left if _gap(month, n) <= 2 * _FAR), key=lambda n: (_gap(month, n), n.start)
        )
        day = next((n for n in near if 1 <= int(n.value) <= 31 and _gap(month, n) <= _FAR), None)
        if day is None:
            continue
        year = next((n for n in near if n is not day and _is_year(n) and _beside(month, day, n)), None)
        if year is None and (day.choices or _gap(month, day) > _CLOSE or month.end - month.start < 4):
            continue
        told = iso(int(year.value) if year else None, month.number, int(day.value), solar=month.solar)
        if told:
            used = [day, year] if year else [day]
            left = [n for n in left if n not in used]
            yield used, told


def _gap(one: Month | Number, other: Month | Number) -> int:
    """Characters between two spans; many where they overlap."""
    distance = max(one.start - other.end, other.start - one.end)
    return distance if distance >= 0 else 9 * _FAR


def _is_year(number: Number) -> bool:
    return len(number.value) == 4 and 1000 <= int(number.value) < 3000


def _beside(month: Month, day: Number, year: Number) -> bool:
    return min(_gap(month, year), _gap(day, year)) <= _FAR


def iso(year: int | None, month: int, day: int, *, solar: bool = False) -> str | None:
    """A date in ISO 8601, `--07-16` without a year; None where there is no such day.

    Years of the Buddhist calendar are told by their size; solar dates of Iran without a year are none.
    """
    if solar:
        return _of_iran(year, month, day) if year else None
    if year is not None and 2400 <= year < 2700:
        year -= 543
    try:
        told = date(2000 if year is None else year, month, day).isoformat()
    except ValueError:
        return None
    return f"-{told[4:]}" if year is None else told


def _of_iran(year: int, month: int, day: int) -> str | None:
    """A day of Iran's solar calendar (years 1178 to 1633, for which the 33-year rule of leap years holds)."""
    if not (1178 <= year <= 1633 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    cycles, rest = divmod(year - 1, 33)
    leaps = 8 * cycles + sum(leap <= rest for leap in _LEAPS)
    within = 31 * (month - 1) if month < 7 else 186 + 30 * (month - 7)
    return date.fromordinal(_IRAN + 365 * (year - 1) + leaps + within + day - 1).isoformat()
