"""Dates with their precision: written, relative to the day of publication, open at one end, ranges."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from floodwatch.knowledge.reading.date_forms import month_names
from floodwatch.knowledge.reading.date_pieces import Piece, Reading
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, ReadingExample

_NUMERIC = re.compile(r"(?<![\w/.-])(\d{1,2})/(\d{1,2})/(?:\d{4}|\d{2})(?![\w/])")
_AMERICAN = re.compile(rf"{month_names()} \d{{1,2}},? \d{{4}}")
_BRITISH = re.compile(rf"\d{{1,2}} {month_names()},? \d{{4}}")
_PLACES = 3
"""Spans of other kinds before a date that may reach into it."""


class Dates:
    """Dates as their first and last day, with precision; what is relative is resolved from the day of publication."""

    name = "dates"
    description = "Dates with precision: days, months, quarters, seasons, years, relative ones, ranges."
    makes = ("date",)
    needs = ("money", "indicator")

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterator[Mention]:
        """Every date that is none of another kind."""
        taken = sorted((m.start, m.end) for kind in (*self.needs, "name") for m in before.get(kind, ()))
        published, american = _published(document), month_first(document.text)
        for block, text in document.said():
            for piece in Reading(text, published, american).pieces():
                start, end = block.start + piece.start, block.start + piece.end
                if not _taken(taken, start, end):
                    yield Mention("date", start, end, text[piece.start : piece.end], _fields(piece))

    def examples(self) -> Sequence[ReadingExample]:
        """Forms of dates, and what is none."""
        return (
            ReadingExample(
                "It began on 3 February 2024 and, since March 2023, on Monday 6 May.",
                ("3 February 2024", "since March 2023", "Monday 6 May"),
            ),
            ReadingExample(
                "Between 2017 and 2023, or from January to March 2022; by the end of 2025.",
                ("Between 2017 and 2023", "from January to March 2022", "by the end of 2025"),
            ),
            ReadingExample(
                "Yesterday it stopped; last week and two years ago it said so on Friday.",
                ("Yesterday", "last week", "two years ago", "Friday"),
            ),
            ReadingExample(
                "In the first quarter of 2023, in Q4 2022 and in early March, 2024-05-06.",
                ("first quarter of 2023", "Q4 2022", "early March", "2024-05-06"),
            ),
            ReadingExample(
                "The 1990s, summer 2021 and January this year.", ("1990s", "summer 2021", "January this year")
            ),
            ReadingExample(
                "It may march on; version 2.4.1 had 2,024 users and 3/4 of T2019, at 10:30, now and soon.", ()
            ),
        )


def month_first(text: str) -> bool:
    """Whether 03/04/2024 is in March: as its other numbers say, else as its days are written beside names of months."""
    pairs = [(int(m.group(1)), int(m.group(2))) for m in _NUMERIC.finditer(text)]
    if any(one > 12 for one, _ in pairs):
        return False
    if any(two > 12 for _, two in pairs):
        return True
    american = len(_AMERICAN.findall(text))
    return american > len(_BRITISH.findall(text))


def _published(document: Document) -> date | None:
    try:
        return date.fromisoformat(document.published)
    except ValueError:
        return None


def _taken(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_left(spans, (end, 0))
    return any(first < end and start < last for first, last in spans[max(0, at - _PLACES) : at])


def _fields(piece: Piece) -> dict[str, Any]:
    told: dict[str, Any] = {**_ends(piece.first, piece.last), "precision": piece.precision}
    if piece.inferred:
        told["year"] = "inferred"
    if piece.conflict:
        told["conflict"] = _ends(*piece.conflict)
    return told


def _ends(first: date | None, last: date | None) -> dict[str, str | None]:
    return {"from": first.isoformat() if first else None, "to": last.isoformat() if last else None}


DATES = Dates()
