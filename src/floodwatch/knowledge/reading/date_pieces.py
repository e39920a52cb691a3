"""The dates of one paragraph: joined to ranges, opened by since and until, and given their year."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from floodwatch.knowledge.reading import calendar
from floodwatch.knowledge.reading.calendar import Span
from floodwatch.knowledge.reading.date_forms import Atom, atoms
from floodwatch.knowledge.reading.date_relative import Relative, relatives, resolved
from floodwatch.knowledge.reading.date_stands import stands
from floodwatch.knowledge.reading.date_years import inferred, is_future
from floodwatch.knowledge.reading.sentences import Sentence, clause
from floodwatch.tools.sentences import cut
from floodwatch.vocabulary.reading import word_set

_JOIN = re.compile(r"(?: (to|and|through|up to|until|till) | ?[-–—] ?)(?:the )?")
_BESIDE = re.compile(r"(?:,? and |,? or |, |/)(?:in |on |from |early |late )?")
_OPEN = re.compile(r"(?<![\w-])(between|from)(?: about| around)? (?:the )?\Z", re.I)
_EDGE = re.compile(
    r"(?<![\w-])(since|from|until|till|before|prior to|after|by|depuis|desde|seit)"
    r"(?: at least| about| around| as early as)? (?:the )?\Z",
    re.I,
)
_ORIGIN = re.compile(
    r"(?:\b(?:dat|stemm?)(?:e[sd]?|ing|s)"
    r"|\b(?:an?|the|these|those|of|\d+|two|three|four|five|six) (?:[^\W\d_]+ )?[^\W\d_]{3,}) from (?:the )?\Z",
    re.I,
)
"""What says whence something is, and not since when: "dates from 2016", "a campaign from 2022"."""
_WEEK = re.compile(
    r"(?<![\w-])week(?:end)? (of|beginning|starting|commencing|ending)(?: on)? (?:the )?\Z", re.I
)
_CONTRARY = re.compile(
    r"\b(?:error|mistak\w*|wrong\w*|contradict\w*|in fact|actually|misdat\w*|should be|corrected"
    r"|(?:puts?|places?|dates?) (?:it|them|this|that))\b",
    re.I,
)
_EVENT = re.compile(r" [^\W\d_]")
_BACK = 34
_WINDOW = 400
"""Characters of a sentence on either side of a date that are looked at."""
_FINENESS = ("day", "month", "year")
_NAMED = re.compile(r"([^\W\d_]+)[ -]\Z")


@dataclass(frozen=True, slots=True)
class Piece:
    """A date of a paragraph: its place, first and last day (None is open), how fine, and if its year is inferred."""

    start: int
    end: int
    first: date | None
    last: date | None
    precision: str
    inferred: bool = False
    conflict: Span | None = None


class Reading:
    """One paragraph, read from its start; `published` is the day that relative dates count from."""

    def __init__(self, text: str, published: date | None, american: bool) -> None:
        self.text, self.published = text, published
        self.cuts = list(cut(text))
        self.starts = [start for start, _ in self.cuts]
        self.full: list[Atom] = []
        self.items = self._items(american)

    def _items(self, american: bool) -> list[Atom | Relative]:
        """Atoms and relative dates in order; of two that overlap the one that holds the other, else the written one."""
        written = [a for a in atoms(self.text, month_first=american) if stands(self.text, a)]
        places = [a.start for a in written]
        dropped: set[int] = set()
        kept: list[Atom | Relative] = []
        for one in filter(self._may, relatives(self.text)):
            near = range(max(0, bisect_right(places, one.start) - 1), bisect_right(places, one.end))
            over = [n for n in near if written[n].start < one.end and one.start < written[n].end]
            if all(one.start <= written[n].start and written[n].end <= one.end for n in over):
                dropped.update(over)
                kept.append(one)
        kept += [a for n, a in enumerate(written) if n not in dropped]
        return sorted(kept, key=lambda a: a.start)

    def _may(self, one: Relative) -> bool:
        """A weekday that is no feast, no habit, and stands for a day."""
        if not (one.found.group("weekday2") or one.found.group("fixed")):
            return True
        if one.found.group("fixed"):
            return not (one.found.group("fixed").lower() == "today" and self._filler(one))
        before = _NAMED.search(self.text, max(0, one.start - _BACK), one.start)
        return before is None or before.group(1).lower() not in word_set("dates", "named_days") | {
            "a",
            "an",
            "per",
        }

    def _filler(self, one: Relative) -> bool:
        """`today` in a heading, or within the quotation marks of a post."""
        before = self.text[max(0, one.start - 2 * _BACK) : one.start]
        return (
            self.text[one.start : one.end].isupper()
            or (before.count('"') + before.count("“") - before.count("”")) % 2 == 1
        )

    def pieces(self) -> Iterator[Piece]:
        """Every date, in order; what contradicts a date of its sentence says so."""
        made = list(self._made())
        for place, piece in enumerate(made):
            yield self._against(piece, made[max(0, place - 4) : place + 5])

    def _made(self) -> Iterator[Piece]:
        at = 0
        while at < len(self.items):
            one = self.items[at]
            two = self.items[at + 1] if at + 1 < len(self.items) else None
            joined = self._range(one, two) if two else None
            piece = joined or self._single(one, two)
            if piece:
                yield piece
            self._remember(one, piece)
            if joined and two:
                self._remember(two, piece)
            at += 2 if joined else 1

    def _remember(self, one: Atom | Relative, piece: Piece | None) -> None:
        """A full date by which later months are read; not one since which something goes on."""
        if isinstance(one, Atom) and one.year and piece and piece.first and piece.last:
            self.full.append(one)

    def _single(self, one: Atom | Relative, two: Atom | Relative | None) -> Piece | None:
        told = self._span(one, two)
        if told is None:
            return None
        span, precision, guessed = told
        if span is None:
            return Piece(one.start, one.end, None, None, precision, guessed)
        if precision == "day" and (week := _WEEK.search(self.text, max(0, one.start - _BACK), one.start)):
            return Piece(week.start(), one.end, *_week(week.group(1), span[0]), precision, guessed)
        edge = self._edge(one, span, precision)
        event = isinstance(one, Atom) and one.form == "year" and _EVENT.match(self.text, one.end)
        if edge and not (event and edge.group().lower().endswith("the ")):
            return _opened(edge, one.end, span, precision, guessed)
        opening = _OPEN.search(self.text, max(0, one.start - _BACK), one.start)
        start = opening.start() if opening and span[0] != span[1] and precision == "day" else one.start
        return Piece(start, one.end, *span, precision, guessed)

    def _edge(self, one: Atom | Relative, span: Span, precision: str) -> re.Match[str] | None:
        """What opens a date at one end; `from` does not where it says whence something is, or spans days."""
        edge = _EDGE.search(self.text, max(0, one.start - _BACK), one.start)
        if edge is None or edge.group(1).lower() != "from":
            return edge
        whence = _ORIGIN.search(self.text, max(0, one.start - _BACK), one.start)
        several = precision == "day" and span[0] != span[1]
        return None if whence or several else edge

    def _range(self, one: Atom | Relative, two: Atom | Relative) -> Piece | None:
        """One piece for two dates that a dash, `to`, or `between … and` joins."""
        join = _JOIN.fullmatch(self.text, one.end, two.start)
        opening = _OPEN.search(self.text, max(0, one.start - _BACK), one.start)
        if join is None or (join.group(1) == "and") != bool(
            opening and opening.group(1).lower() == "between"
        ):
            return None
        if join.group(1) in ("until", "till") and not (opening and isinstance(two, Atom)):
            return None
        last = self._span(two, None, before=one)
        first = self._span(one, two, year=_year_before(one, two, last))
        if not (last and first and first[0] and last[0]) or first[0][0] > last[0][1]:
            return None
        precision = (
            "relative" if "relative" in (first[1], last[1]) else min(first[1], last[1], key=_FINENESS.index)
        )
        guessed = last[2] and not (isinstance(one, Atom) and one.year and isinstance(two, Relative))
        return Piece(
            opening.start() if opening else one.start, two.end, first[0][0], last[0][1], precision, guessed
        )

    def _span(
        self,
        one: Atom | Relative,
        two: Atom | Relative | None,
        *,
        year: int | None = None,
        before: Atom | Relative | None = None,
    ) -> tuple[Span | None, str, bool] | None:
        """Days, precision, and whether the year is inferred; None for no date."""
        if isinstance(one, Relative):
            return self._relative(one)
        guessed = one.year is None
        known = one.year or year or _shared(self.text, one, two)
        if known is None and isinstance(before, Atom) and before.year:
            known = before.year if one.number >= before.number else before.year + 1
        known = known or inferred(one, self.full, self._clause(one), self.published)
        if known is None:
            return None, one.precision, True
        span = one.span(known)
        return (span, one.precision, guessed) if span else None

    def _relative(self, one: Relative) -> tuple[Span | None, str, bool] | None:
        if self.published is None:
            return None, "relative", False
        since = (
            re.search(r"(?i)\bsince (?:the )?\Z", self.text[max(0, one.start - 12) : one.start]) is not None
        )
        span = resolved(one, self.published, future=is_future(self._clause(one)), earlier=since)
        return (span, "relative", False) if span else None

    def _clause(self, one: Atom | Relative) -> str:
        start, end = self._sentence(one.start)
        start, end = max(start, one.start - _WINDOW), min(end, one.end + _WINDOW)
        first, last = clause(Sentence(start, end, self.text[start:end]), one.start, one.end)
        return self.text[first:last]

    def _sentence(self, place: int) -> tuple[int, int]:
        return self.cuts[max(0, bisect_right(self.starts, place) - 1)]

    def _against(self, piece: Piece, near: list[Piece]) -> Piece:
        """The same, with the full date of its sentence that it contradicts."""
        if piece.precision != "relative" or piece.first is None or piece.last is None:
            return piece
        start, end = self._sentence(piece.start)
        for other in near:
            if other.precision == "relative" or other.inferred or other.first is None or other.last is None:
                continue
            if abs(other.start - piece.start) > _WINDOW:
                continue
            apart = other.last < piece.first or piece.last < other.first
            between = self.text[min(piece.end, other.end) : max(piece.start, other.start)]
            beside = re.fullmatch(r"[ ,(]{0,3}(?:(?:in|on|of) )?", between) is not None
            if (
                apart
                and start <= other.start < end
                and (
                    beside
                    or _CONTRARY.search(
                        self.text, max(start, piece.start - _WINDOW), min(end, piece.end + _WINDOW)
                    )
                )
            ):
                return replace(piece, conflict=(other.first, other.last))
        return piece


def _week(word: str, day: date) -> Span:
    """The seven days that a day begins or ends, or the week in which it lies."""
    if word.lower() == "ending":
        return day - timedelta(days=6), day
    return calendar.week(day) if word.lower() == "of" else (day, day + timedelta(days=6))


def _opened(edge: re.Match[str], end: int, span: Span, precision: str, guessed: bool) -> Piece:
    """A date with since, until, before, after or by: open at one end."""
    word = edge.group(1).lower()
    fine = precision if precision == "relative" else "day"
    if word in ("since", "from", "depuis", "desde", "seit"):
        return Piece(edge.start(), end, span[0], None, precision, guessed)
    if word == "after":
        return Piece(edge.start(), end, span[1] + timedelta(days=1), None, fine, guessed)
    last = span[0] - timedelta(days=1) if word in ("before", "prior to") else span[1]
    return Piece(edge.start(), end, None, last, fine, guessed)


def _year_before(
    one: Atom | Relative, two: Atom | Relative, last: tuple[Span | None, str, bool] | None
) -> int | None:
    """The year of the first date of a range by that of the second."""
    if not isinstance(one, Atom) or one.year or last is None or last[0] is None:
        return None
    year = last[0][1].year
    number = two.number if isinstance(two, Atom) else last[0][1].month
    return year if one.number <= number else year - 1


def _shared(text: str, one: Atom, two: Atom | Relative | None) -> int | None:
    """The year that stands behind the second of two dates and holds for both: `in March and April 2022`."""
    if (
        not isinstance(two, Atom)
        or not two.year
        or two.form not in (one.form, "month", "day first", "month first")
    ):
        return None
    if not _BESIDE.fullmatch(text, one.end, two.start):
        return None
    return two.year if one.number <= two.number else two.year - 1
