"""The year of a date that is written without: by the dates beside it, else the nearest in the tense of the clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from floodwatch.knowledge.reading.date_forms import Atom
from floodwatch.vocabulary.reading import either, word_set

_PERFECT = re.compile(r"(?<!\bis )(?<!\bare )(?<!\bbe )(?<!\bto )\b[a-z]{2,}ed\b")
_LATEST = 12
"""Dates back of which one may be full."""
_FAR = 140
"""Characters back to a full date after which a month is read on from it."""


def inferred(atom: Atom, earlier: Sequence[Atom], clause: str, published: date | None) -> int | None:
    """The year of a date by its clause and the full dates before it in its paragraph; None where nothing tells."""
    full = next(
        (one for one in reversed(earlier[-_LATEST:]) if one.year and one.precision in ("day", "month")), None
    )
    if full and full.year and atom.start - full.end <= _FAR and not is_future(clause):
        year = full.year if atom.number >= full.number else full.year + 1
        span = atom.span(year)
        if span and (published is None or span[0] <= published):
            return year
    if published is None:
        return full.year if full else None
    return _nearest(atom, clause, published)


def _nearest(atom: Atom, clause: str, published: date) -> int:
    years = [y for y in (published.year - 1, published.year, published.year + 1) if atom.span(y)]
    if is_future(clause):
        return next((y for y in years if (span := atom.span(y)) and span[1] >= published), published.year)
    if is_past(clause):
        return next(
            (y for y in reversed(years) if (span := atom.span(y)) and span[0] <= published), published.year
        )
    return min(years, key=lambda y: _distance(atom, y, published), default=published.year)


def _distance(atom: Atom, year: int, published: date) -> int:
    span = atom.span(year)
    if span is None or span[0] <= published <= span[1]:
        return 0
    return min(abs((span[0] - published).days), abs((span[1] - published).days))


def is_future(clause: str) -> bool:
    """Whether a clause speaks of what is to come."""
    return _words("future").search(clause) is not None and not is_past(clause)


def is_past(clause: str) -> bool:
    """Whether a clause speaks of what has been."""
    return _words("past").search(clause) is not None or _PERFECT.search(clause) is not None


@cache
def _words(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){either(word_set('dates', key))}(?!\w)", re.I)
