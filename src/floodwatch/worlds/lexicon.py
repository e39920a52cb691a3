"""Neutral filler text in real languages: facts (a date, territories, amounts) rendered with CLDR's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from floodwatch.worlds.columns import Ints, Texts

if TYPE_CHECKING:
    from babel import Locale

DAYS = 180
AMOUNTS = 1000
UNITS = (
    "length-kilometer", "length-meter", "length-mile", "length-centimeter", "mass-kilogram", "mass-ton",
    "mass-gram", "duration-hour", "duration-minute", "duration-day", "duration-week", "duration-month",
    "duration-year", "volume-liter", "area-hectare", "area-square-kilometer", "speed-kilometer-per-hour",
    "power-megawatt", "energy-kilowatt-hour", "digital-gigabyte", "electric-ampere", "pressure-hectopascal",
    "frequency-megahertz", "temperature-celsius",
)  # fmt: skip
SHAPES = (
    "{d}: {l}, {a}, {b}", "{l} – {a} ({d}); {b}", "{a} · {l} · {d} · {b}", "{b}, {l}. {d}, {a}",
    "{l}: {b} / {a}, {d}",
    "{d} – {a} – {b} – {l}", "{l} | {d} | {a} | {b}", "{a}; {b}; {d}; {l}",
)  # fmt: skip
NOWHERE = {"CQ", "EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
FACT = 8
"""Columns of a fact: day, three territories, unit and amount, unit and amount."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words: what is needed to write a fact down."""

    language: str
    dates: tuple[str, ...]
    short_dates: tuple[str, ...]
    territories: tuple[str, ...]
    tongues: tuple[str, ...]
    units: tuple[dict[str, str], ...]
    plurals: tuple[str, ...]
    trio: str

    def amount(self, unit: int, number: int) -> str:
        """A number with its unit, in the language's plural form."""
        forms = self.units[unit]
        return forms.get(self.plurals[number], forms["other"]).replace("{0}", str(number))


@cache
def codes() -> tuple[str, ...]:
    """The territories every language can name: ISO 3166-1 codes, sorted."""
    from babel import Locale

    known = (str(code) for code in Locale.parse("en").territories)
    return tuple(sorted(c for c in known if len(c) == 2 and c not in NOWHERE))


@cache
def lexicon(language: str) -> Lexicon:
    """The words of a language (a CLDR code such as `pt`)."""
    from babel import Locale

    locale = Locale.parse(language)
    return Lexicon(
        language,
        _dates(locale, "full"),
        _dates(locale, "medium"),
        tuple(str(locale.territories.get(c, c)) for c in codes()),
        tuple(
            sorted(
                {str(locale.languages.get(c, c)) for c in ("en", "es", "fr", "de", "ar", "zh", "pt", "ru")}
            )
        ),
        tuple(_forms(locale, unit) for unit in UNITS),
        tuple(str(locale.plural_form(n)) for n in range(AMOUNTS)),
        _trio(locale),
    )


def _dates(locale: Locale, style: str) -> tuple[str, ...]:
    from babel.dates import format_date

    first = date(2026, 1, 1)
    days = (first + timedelta(days=2 * d) for d in range(DAYS))
    return tuple(format_date(day, style, locale=locale) for day in days)


def _forms(locale: Locale, unit: str) -> dict[str, str]:
    for length in ("long", "short", "narrow"):
        patterns: Any = locale._data["unit_patterns"][unit].get(length) or {}
        forms = {form: str(text) for form, text in patterns.items() if "{0}" in str(text)}
        if "other" in forms:
            return forms
    return {"other": "{0}"}


def _trio(locale: Locale) -> str:
    from babel.lists import format_list

    return format_list(["{x}", "{y}", "{z}"], locale=locale)


def facts(rng: np.random.Generator, rows: int) -> Ints:
    """Facts drawn at random, one row each (`FACT` columns): two seldom agree in everything."""
    tops = (DAYS, len(codes()), len(codes()), len(codes()), len(UNITS), AMOUNTS - 2, len(UNITS), AMOUNTS - 2)
    lows = (0, 0, 0, 0, 0, 2, 0, 2)
    return rng.integers(lows, tops, size=(rows, FACT), dtype=np.int64)


def decoys(rng: np.random.Generator, given: Ints) -> Ints:
    """Facts that share date and amounts with the given ones and tell of other territories and units."""
    made = facts(rng, len(given))
    made[:, [0, 5, 7]] = given[:, [0, 5, 7]]
    return made


def render(language: str | Texts, given: Ints, shapes: Ints | int = 0, *, brief: bool = False) -> Texts:
    """Write facts down, one text per row, each in its language; `shapes` says in which order."""
    rows = len(given)
    made = np.empty(rows, dtype=object)
    order = np.broadcast_to(np.asarray(shapes), (rows,)) % len(SHAPES)
    languages = np.full(rows, language, dtype=object) if isinstance(language, str) else language
    for code in sorted(set(languages.tolist())):
        here = np.flatnonzero(languages == code)
        made[here] = _lines(lexicon(code), given[here].tolist(), order[here].tolist(), brief)
    return made


def _lines(words: Lexicon, given: list[list[int]], order: list[int], brief: bool) -> list[str]:
    dates = words.short_dates if brief else words.dates
    lines = []
    for (day, x, y, z, unit, number, unit2, number2), shape in zip(given, order, strict=True):
        places = words.trio.format(x=words.territories[x], y=words.territories[y], z=words.territories[z])
        lines.append(
            SHAPES[shape].format(
                d=dates[day], l=places, a=words.amount(unit, number), b=words.amount(unit2, number2)
            )
        )
    return lines


def titles(language: str | Texts, given: Ints) -> Texts:
    """A headline for each fact: territories and one amount."""
    return render(language, given, 1, brief=True)
