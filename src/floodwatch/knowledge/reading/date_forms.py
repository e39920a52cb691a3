"""How dates are written: each form a pattern, and the span of time that it means in a given year."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial

from floodwatch.knowledge.reading import calendar
from floodwatch.knowledge.reading.calendar import Span
from floodwatch.vocabulary.reading import either, words_of

_LENGTHS = {"twelve": 12, "nine": 9, "six": 6, "three": 3, "12": 12, "9": 9, "6": 6, "3": 3}
Make = Callable[[int], Span | None]
"""From a year to the days."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One date where it stands: what it means in a year, the year if written, how fine it is.

    `number` is the month that it begins in, by which a year is inferred; `bare` says that it may be no date.
    """

    start: int
    end: int
    make: Make
    year: int | None
    precision: str
    number: int = 1
    third: str = ""
    bare: bool = False
    form: str = ""

    def span(self, year: int) -> Span | None:
        """Its days in that year, or the third of them that is meant."""
        try:
            whole = self.make(year)
        except (ValueError, OverflowError):
            return None
        return calendar.third(whole, self.third) if whole and self.third else whole


def atoms(text: str, *, month_first: bool) -> list[Atom]:
    """The written dates of a text, in order, none in another; `month_first` reads 03/04/2024 as of March."""
    found: list[Atom] = []
    for form, pattern in _forms().items():
        for match in pattern.finditer(text):
            atom = (
                _READERS[form](match, month_first=month_first) if form == "numeric" else _READERS[form](match)
            )
            if atom:
                found.append(replace(atom, form=form))
    return outermost(found)


def outermost(found: list[Atom]) -> list[Atom]:
    """Those that lie in no longer one, in order."""
    kept: list[Atom] = []
    for atom in sorted(found, key=lambda a: (a.start, -a.end)):
        if not kept or atom.start >= kept[-1].end:
            kept.append(atom)
        elif atom.end - atom.start > kept[-1].end - kept[-1].start:
            kept[-1] = atom
    return kept


def _year(found: re.Match[str]) -> int | None:
    written = found.groupdict().get("y")
    return int(written) if written else None


def _third(found: re.Match[str]) -> str:
    word = (found.groupdict().get("third") or "").lower().strip(" -")
    if not word:
        return ""
    return next((key for key in ("early", "mid", "late") if word in words_of("dates")[key]), "")


def _month_of(name: str) -> int:
    return int(_months()[name.lower().rstrip(".")])


def _iso(found: re.Match[str]) -> Atom | None:
    day = found.group("d")
    number = int(found.group("m"))
    if not 1 <= number <= 12:
        return None
    make: Make = partial(_day, number=number, day=int(day)) if day else partial(_month, number=number)
    return _atom(found, make, "day" if day else "month", number)


def _numeric(found: re.Match[str], *, month_first: bool) -> Atom | None:
    one, two, written = int(found.group("a")), int(found.group("b")), found.group("y")
    number, day = (one, two) if month_first else (two, one)
    if number > 12 >= day:
        number, day = day, number
    year = (
        int(written)
        if len(written) == 4
        else 2000 + int(written)
        if int(written) < 70
        else 1900 + int(written)
    )
    if not calendar.safe(year, min(number, 13), day):
        return None
    return Atom(*found.span(), partial(_day, number=number, day=day), year, "day", number)


def _lone_month(found: re.Match[str]) -> Atom:
    number = int(found.group("m"))
    return _atom(found, partial(_month, number=number), "month", number)


def _with_day(found: re.Match[str]) -> Atom | None:
    first, last = int(found.group("d")), int(found.group("e") or found.group("d"))
    number = _month_of(found.group("m"))
    if not calendar.safe(_year(found) or 2000, number, first) or not first <= last <= 31:
        return None
    return _atom(found, partial(_days, number=number, first=first, last=last), "day", number)


def _with_month(found: re.Match[str]) -> Atom | None:
    number = _month_of(found.group("m"))
    third = _third(found)
    precision = "day" if third else "month"
    return _atom(found, partial(_month, number=number), precision, number, bare=_year(found) is None)


def _other(found: re.Match[str]) -> Atom | None:
    number = _month_of(found.group("m"))
    day = found.group("d")
    if not day and not found.group("y"):
        return None
    if not day:
        return _atom(found, partial(_month, number=number), "month", number)
    fine = calendar.safe(_year(found) or 2000, number, int(day))
    return _atom(found, partial(_day, number=number, day=int(day)), "day", number) if fine else None


def _quarter(found: re.Match[str]) -> Atom | None:
    word = found.group("n") or found.group("k")
    number = int(word) if word.isdigit() else int(words_of("dates")["ordinals"][word.lower()])
    first = 3 * number - 2
    return _atom(found, partial(_months_, first=first, last=first + 2), "month", first)


def _half(found: re.Match[str]) -> Atom | None:
    word = found.group("n")
    second = word.lower() in ("second", "2nd", "latter", "2")
    first = 7 if second else 1
    return _atom(found, partial(_months_, first=first, last=first + 5), "month", first)


def _season(found: re.Match[str]) -> Atom | None:
    first = int(words_of("dates")["seasons"][found.group("m").lower()])
    return _atom(
        found, partial(_months_, first=first, last=first + 2), "month", first, bare=_year(found) is None
    )


def _only_year(found: re.Match[str]) -> Atom | None:
    first, second = int(found.group("y")), found.group("z")
    last = first if not second else int(second) if len(second) == 4 else first // 100 * 100 + int(second)
    if not first <= last <= first + 200:
        return None
    precision = "month" if found.group("third") else "year"
    return _atom(
        found,
        partial(_years, first=first, last=last),
        precision,
        bare=not second and not found.group("third"),
    )


def _decade(found: re.Match[str]) -> Atom | None:
    first = int(found.group("y") or f"19{found.group('s')}")
    return _atom(found, partial(_years, first=first, last=first + 9), "year", year=first)


def _months_to(found: re.Match[str]) -> Atom | None:
    """`the twelve months to June 2023`, `the year to March 2024`."""
    number = _month_of(found.group("m"))
    long = _LENGTHS[(found.group("n") or "twelve").lower()]
    return _atom(found, partial(_months_, first=number - long + 1, last=number), "month", number)


def _atom(
    found: re.Match[str],
    make: Make,
    precision: str,
    number: int = 1,
    *,
    bare: bool = False,
    year: int | None = None,
) -> Atom:
    return Atom(*found.span(), make, year or _year(found), precision, number, _third(found), bare)


def _day(year: int, number: int, day: int) -> Span | None:
    return calendar.safe(year, number, day)


def _days(year: int, number: int, first: int, last: int) -> Span | None:
    one, two = calendar.safe(year, number, first), calendar.safe(year, number, last)
    return (one[0], two[1]) if one and two else None


def _month(year: int, number: int) -> Span:
    return calendar.month(year, number)


def _months_(year: int, first: int, last: int) -> Span:
    return calendar.months(year, first, last)


def _years(_: int, first: int, last: int) -> Span:
    return calendar.month(first, 1)[0], calendar.month(last, 12)[1]


@cache
def _months() -> dict[str, int]:
    words = words_of("dates")
    lists = (words["other_months"], words["short_months"], words["months"])
    return {name.lower(): number for names in lists for name, number in names.items()}


_READERS: dict[str, Callable[..., Atom | None]] = {
    "iso": _iso,
    "numeric": _numeric,
    "lone month": _lone_month,
    "day first": _with_day,
    "month first": _with_day,
    "other": _other,
    "month": _with_month,
    "quarter": _quarter,
    "short quarter": _quarter,
    "half": _half,
    "short half": _half,
    "season": _season,
    "decade": _decade,
    "months to": _months_to,
    "year": _only_year,
}


@cache
def thirds() -> str:
    """A pattern of `early`, `mid`, `the end of` and the like, as the group `third`."""
    words = words_of("dates")
    listed = either([*words["early"], *words["mid"], *words["late"]])
    delayed = "".join(
        f"(?<!{unit} )" for unit in ("hour", "hours", "day", "days", "week", "weeks", "too", "so")
    )
    return rf"(?:(?P<third>(?i:(?<![\w-]){delayed}{listed}))(?: in)?[ -]+(?:the )?)?"


@cache
def month_names() -> str:
    """English months as they stand in a text, and their short forms."""
    words = words_of("dates")
    full = [*words["months"], *(name.upper() for name in words["months"])]
    short = [*words["short_months"], *(name.upper() for name in words["short_months"])]
    return rf"(?:(?:{'|'.join(full)})|(?:{'|'.join(sorted(short, key=len, reverse=True))})(?![a-z])\.?)"


@cache
def weekday_names() -> str:
    """English weekdays as they stand beside a date."""
    words = words_of("dates")
    short = "|".join(sorted(words["short_weekdays"], key=len, reverse=True))
    return rf"(?:{'|'.join(words['weekdays'])}|(?:{short})\.?)"


@cache
def _forms() -> dict[str, re.Pattern[str]]:
    words = words_of("dates")
    name, third, begin = f"(?P<m>{month_names()})", thirds(), r"(?<![\w/.,:'’-])"
    year = r"(?P<y>(?:1[0-9]|20)\d\d)(?!\w|[-/]\d\d[-/])"
    tail = rf"(?:(?:,? (?:of )?|[-/.]){year})?"
    week = rf"(?:{weekday_names()},? (?:the )?)?"
    lone = r"(?<![\w/.-])(?P<m>0?[1-9]|1[0-2])/(?P<y>(?:19|20)\d\d)(?![\w/.-])"
    day = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
    to = r"(?: ?[-–—] ?| to | and | or | through )(?:the )?(?P<e>\d{1,2})(?:st|nd|rd|th)?"
    ordinal, lengths = either(words["ordinals"]), either(_LENGTHS)
    other = "|".join(sorted(words["other_months"], key=len, reverse=True))
    season = either(words["seasons"])
    first = r"(?P<d>\d{1,2})(?:er|\.|º)?"
    fourth = rf"(?i:(?P<n>{ordinal})[ -]quarter(?P<k>))"
    half = r"(?i:(?P<n>first|second|latter|1st|2nd)[ -]half)"
    later = r"(?P<z>(?:1[0-9]|20)\d\d|\d\d)(?!\w|[.,%/-]\d)"
    digits_ahead = r"(?!\d|[.,:]\d|-\w|%| ?per ?cent)"
    patterns = {
        "iso": r"(?<![\w/.:-])(?P<y>(?:1[0-9]|20)\d\d)(?P<s>[-/.])(?P<m>\d\d)(?:(?P=s)(?P<d>\d\d?))?(?![\d/:-]|\.\d)",
        "numeric": r"(?<![\w/.:-])(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})(?![\w/-]|[.:]\d)",
        "lone month": lone,
        "day first": rf"{begin}{week}{day}(?:{to})?(?:[ -]| of ){name}(?!\w){tail}",
        "month first": rf"(?<!\w){week}{name} (?:the )?{day}{digits_ahead}(?:{to}(?!\d))?(?:,? {year})?",
        "other": rf"(?<![\w-])(?i:(?:{first}(?: de| d['’])? )?(?P<m>{other})(?!\w)(?:,?(?: del?)? {year})?)",
        "month": rf"(?<![\w-]){third}{name}(?!\w){tail}",
        "quarter": rf"(?<![\w-]){third}{fourth}(?!-)(?:(?: of)?(?: the year)? {year})?(?!\w)",
        "short quarter": rf"(?<![\w-]){third}(?:Q(?P<n>[1-4])|(?P<k>[1-4])Q)(?:(?: of|,)?[ -/]?{year})?(?!\w)",
        "half": rf"(?<![\w-]){half} of (?:the year |the )?(?:{year}|(?:the|this) year)(?!\w)",
        "short half": rf"(?<![\w-])H(?P<n>[12])(?: of)? {year}",
        "season": rf"(?<![\w-]){third}(?P<m>(?i:{season}))(?!\w)(?:(?: of)? {year}(?:[-/]\d\d(?!\d))?)?",
        "decade": r"(?<![\w-])(?:(?P<y>(?:1[0-9]|20)\d0)['’]?s|['’](?P<s>\d0)s)(?!\w)",
        "months to": rf"(?<!\w)(?:(?i:(?P<n>{lengths}) months|year) (?:to|ending|ended)(?: in| on)?(?: the)? )"
        rf"(?:(?:2[89]|3[01])(?:st|th)? )?{name},? {year}",
        "year": rf"(?<![\w/.,:'’#$€£-]){third}{year}(?: ?[-–—/] ?{later})?(?![,.:/]\d|%|-\d)",
    }
    return {form: re.compile(pattern) for form, pattern in patterns.items()}
