"""The day on which a document was published, as it says it in its data or in a visible line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from floodwatch.sources.documents.base import Piece

FIRST = 1980
"""Year before which a day of publication is a mistake of the data."""
LOCALES = ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "sv", "da", "nb", "fi", "cs", "ru", "uk")
LOOKED_AT = 400
"""Characters of a block that are searched for its day."""
_ISO = re.compile(r"(?<!\d)(\d{4})[-/]?(\d{2})[-/]?(\d{2})(?!\d)")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d|\.\d)")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.|º)?\s+(?:de\s+)?([^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(\d{4})(?!\d)"
)
_MONTH_FIRST = re.compile(r"(?<!\w)([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_SAYS = re.compile(
    r"(?:published|updated|posted|released|issued|modified|changed|date|dated|release|printed|status|stand)\b",
    re.I,
)


def day_of(text: str) -> str:
    """The first day in a text, as `YYYY-MM-DD`, or nothing. Days that could be months are not guessed."""
    return next(_days(text[:LOOKED_AT]), "")


def visible_date(pieces: Sequence[Piece]) -> str:
    """The day in a byline, a footer or another line that is not read, else in a short line that says `Published`."""
    days = (day_of(p.text) for p in pieces if p.kind == "boilerplate" and _may_say(p.text))
    if day := next(filter(None, days), ""):
        return day
    short = (p.text for p in pieces if p.kind == "paragraph" and len(p.text.split()) <= 12)
    return next((day for text in short if _SAYS.match(text) and (day := day_of(text))), "")


def _may_say(text: str) -> bool:
    words = len(text.split())
    return words <= 16 or (words <= 40 and bool(_SAYS.search(text)))


def _days(text: str) -> Iterator[str]:
    for found in _ISO.finditer(text):
        yield from _told(*found.groups())
    for found in _MONTH_FIRST.finditer(text):
        month, day, year = found.groups()
        yield from _named(year, month, day)
    for found in _DAY_FIRST.finditer(text):
        day, month, year = found.groups()
        yield from _named(year, month, day)
    for found in _DOTTED.finditer(text):
        day, month, year = found.groups()
        yield from _told(year, month, day)
    for found in _SLASHED.finditer(text):
        one, two, year = found.groups()
        if int(one) > 12 or one == two:
            yield from _told(year, two, one)
        elif int(two) > 12:
            yield from _told(year, one, two)


def _named(year: str, month: str, day: str) -> Iterator[str]:
    number = _months().get(month.lower())
    if number:
        yield from _told(year, number, day)


def _told(year: str, month: str | int, day: str) -> Iterator[str]:
    try:
        told = date(int(year), int(month), int(day))
    except ValueError:
        return
    if told.year >= FIRST:
        yield told.isoformat()


@cache
def _months() -> dict[str, int]:
    """Number of a month by its name or short form in the languages of `LOCALES`; English comes first."""
    from babel.dates import get_month_names

    found: dict[str, int] = {}
    for locale in LOCALES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, "format", locale).items():
                found.setdefault(name.lower().rstrip("."), number)
    return {**found, "sept": 9}
