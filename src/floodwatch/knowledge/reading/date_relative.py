"""Dates by the day on which they were written: yesterday, last week, Friday, two years ago."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from floodwatch.knowledge.reading import calendar
from floodwatch.knowledge.reading.calendar import Span
from floodwatch.knowledge.reading.date_forms import month_names, thirds
from floodwatch.knowledge.reading.number_words import value_of
from floodwatch.vocabulary.reading import either, words_of

_UNITS = r"day|week|month|year|quarter|decade|century|weekend"
_FARTHEST = 5000


@dataclass(frozen=True, slots=True)
class Relative:
    """One such date: where it stands, and its words."""

    start: int
    end: int
    found: re.Match[str]


def relatives(text: str) -> list[Relative]:
    """The relative dates of a text, in order, none in another."""
    return [Relative(m.start("date"), m.end("date"), m) for m in _pattern().finditer(text)]


def resolved(one: Relative, published: date, *, future: bool, earlier: bool) -> Span | None:
    """The days that are meant; weekdays are the nearest in the tense of the sentence; `earlier` is never the day."""
    named = {key.rstrip("0123456789"): value for key, value in one.found.groupdict().items() if value}
    span = _span(named, published, future=future, earlier=earlier)
    word = named.get("third", "").lower().strip(" -")
    which = next((key for key in ("early", "mid", "late") if word and word in words_of("dates")[key]), "")
    return calendar.third(span, which) if span and which else span


def _span(named: dict[str, str], published: date, *, future: bool, earlier: bool) -> Span | None:
    """The days of one form, before early, mid or late is taken of them."""
    if "fixed" in named:
        return _one(
            published + timedelta(days=words_of("dates")["days"][named["fixed"].lower().replace("’", "'")])
        )
    if "weekday" in named:
        return _weekday(named, _step(named.get("which", "")), published, future=future, earlier=earlier)
    if "ago" in named or "before_last" in named:
        return _ago(named, published)
    return _named(named, _step(named["which"]), published)


def _ago(named: dict[str, str], published: date) -> Span | None:
    if "before_last" in named:
        return calendar.back(published, 2, named["before_last"].lower())
    number = value_of(named["count"]) if named["count"].lower() not in ("a", "an") else (1, 1)
    if number is None or number[0] != int(number[0]) or number[0] > _FARTHEST:
        return None
    return calendar.back(published, int(number[0]), named["unit"].lower())


def _named(named: dict[str, str], step: int, published: date) -> Span | None:
    """`last week`, `next spring`, `this May`, `January last year`."""
    if "monthof" in named:
        return calendar.month(published.year + step, _month(named["monthof"]))
    if "unit" in named:
        return _unit(named["unit"].lower(), step, published)
    if "season" in named:
        return _nearest_months(int(words_of("dates")["seasons"][named["season"].lower()]), 3, step, published)
    return _nearest_months(_month(named["month"]), 1, step, published)


def _one(day: date) -> Span:
    return day, day


def _step(word: str) -> int:
    return {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(
        word.lower().split(" ")[-1], 0
    )


def _unit(unit: str, step: int, published: date) -> Span | None:
    if unit != "weekend":
        return calendar.back(published, -step, unit)
    week = calendar.back(published, -step, "week")
    return (week[0] + timedelta(days=5), week[1]) if week else None


def _nearest_months(first: int, length: int, step: int, published: date) -> Span:
    """`last October` is the latest that is over, `next May` the first to come, `this autumn` that of the year."""
    span = calendar.months(published.year, first, first + length - 1)
    if step < 0 and span[1] >= published:
        return calendar.months(published.year - 1, first, first + length - 1)
    if step > 0 and span[0] <= published:
        return calendar.months(published.year + 1, first, first + length - 1)
    return span


def _weekday(named: dict[str, str], step: int, published: date, *, future: bool, earlier: bool) -> Span:
    away = _weekdays()[named["weekday"].lower().rstrip(".")] - published.weekday()
    if step > 0:
        return _one(published + timedelta(days=away % 7 or 7))
    if step == 0 and (future or named.get("which", "").lower() == "this"):
        return _one(published + timedelta(days=away % 7))
    gone = -away % 7
    return _one(published - timedelta(days=gone or 7 if step < 0 or earlier else gone))


def _month(name: str) -> int:
    words = words_of("dates")
    known = {**words["short_months"], **words["months"]}
    return int({key.lower(): value for key, value in known.items()}[name.lower().rstrip(".")])


@cache
def _weekdays() -> dict[str, int]:
    words = words_of("dates")
    return {
        name.lower(): n
        for names in (words["short_weekdays"], words["weekdays"], words["other_weekdays"])
        for name, n in names.items()
    }


@cache
def _pattern() -> re.Pattern[str]:
    words = words_of("dates")
    days = f"{'|'.join(words['weekdays'])}|(?i:{'|'.join(words['other_weekdays'])})"
    fixed = either(words["days"])
    which = r"(?P<which>(?i:the (?:past|coming)|this (?:past|coming)|last|this|next|coming))"
    numbers = either([*words_of("numbers")["units"], *words_of("numbers")["tens"], "a", "an"])
    return re.compile(
        rf"(?<![\w-])(?P<date>"
        rf"(?P<fixed>(?i:{fixed}))(?!['’]?s)"
        rf"|(?P<count>(?i:{numbers}|\d{{1,3}})) (?P<unit>(?i:day|week|month|year|decade))s? (?P<ago>ago)"
        rf"|(?P<before_last>(?i:week|month|year)) before last"
        rf"|{thirds()}(?P<monthof>{month_names()}),?(?: of)? (?P<which2>(?i:this|last|next)) year"
        rf"|{thirds().replace('third', 'third2')}{which} (?:(?P<unit2>(?i:{_UNITS}))(?!s|-)"
        rf"|(?P<season>(?i:{either(words['seasons'])}))(?!s)|(?P<month>{month_names()})|(?P<weekday1>{days}))"
        rf"|(?<!(?i:every) )(?P<weekday2>{days})"
        rf")(?!\w)"
    )
