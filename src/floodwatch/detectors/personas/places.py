"""Which country or time zone a profile's location names, in many languages, from CLDR and a short list.

CLDR gives every territory's name in every language and one city for each time zone; the vocabulary adds
states, abbreviations and big cities. What is not recognised is left out, never guessed.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import Any

from floodwatch.vocabulary.load import load

LANGUAGES = [
    "am",
    "ar",
    "az",
    "be",
    "bg",
    "bn",
    "bs",
    "ca",
    "cs",
    "cy",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "eu",
    "fa",
    "fi",
    "fil",
    "fr",
    "gl",
    "gu",
    "ha",
    "he",
    "hi",
    "hr",
    "hu",
    "hy",
    "id",
    "is",
    "it",
    "ja",
    "ka",
    "kk",
    "km",
    "kn",
    "ko",
    "ky",
    "lo",
    "lt",
    "lv",
    "mk",
    "ml",
    "mn",
    "mr",
    "ms",
    "my",
    "nb",
    "ne",
    "nl",
    "pa",
    "pl",
    "ps",
    "pt",
    "ro",
    "ru",
    "si",
    "sk",
    "sl",
    "so",
    "sq",
    "sr",
    "sv",
    "sw",
    "ta",
    "te",
    "th",
    "tr",
    "uk",
    "ur",
    "uz",
    "vi",
    "yo",
    "zh",
    "zu",
]
STATES = frozenset({"GE"})
"""Countries whose name is also that of a state of the United States."""
SPEAKERS = 15.0
"""Percent of a country's people from which a language counts as one of the country's."""

_PARTS = re.compile(r"[,;/|()•·–—\n-]+|\s+[&+]\s+")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")


@cache
def zones_of(location: str) -> tuple[str, ...]:
    """Time zones (IANA names) that a location may mean: those of its most exact part that is known."""
    parts = [p.strip(" .\t").casefold() for p in _PARTS.split(location)]
    for part in (location.strip().casefold(), *parts):
        if part in _cities():
            return (_cities()[part],)
    country = country_of(location)
    return zones_in(country) if country else ()


@cache
def country_of(location: str) -> str:
    """ISO code of the country that a location names, or an empty text; `Atlanta, Georgia` lies in the state."""
    flag = _FLAG.search(location)
    if flag:
        return "".join(chr(ord(c) - 0x1F1E6 + ord("A")) for c in flag.group())
    parts = [p.strip(" .\t").casefold() for p in _PARTS.split(location)]
    found = (_named(part) for part in (location.strip().casefold(), *reversed(parts)))
    country = next(filter(None, found), "")
    if country in STATES and any(_named(part) == "US" for part in parts):
        return "US"
    return country


def _named(part: str) -> str:
    """ISO code of the country that one part names, as a country or as a city or state of it."""
    return countries().get(part) or _territories().get(_cities().get(part, ""), "")


def offsets(zones: tuple[str, ...], first: datetime, last: datetime) -> frozenset[int]:
    """UTC offsets in whole hours that the zones had between two moments (both ends and midwinter, midsummer)."""
    return frozenset(o for z in zones for o in _offsets(z, first.year, last.year))


@cache
def hours_at(location: str, day: date) -> float:
    """Hours from UTC of a place on a day: of most of its zones; not a number where they lie more than an hour apart."""
    zones = zones_of(location) if location else ()
    found = [h for z in zones if (h := _hours(z, day)) is not None]
    if not found or max(found) - min(found) > 1:
        return float("nan")
    return min(set(found), key=lambda h: (-found.count(h), h))


@cache
def _hours(zone: str, day: date) -> float | None:
    from zoneinfo import ZoneInfo

    found = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)).utcoffset()
    return None if found is None else found.total_seconds() / 3600


@cache
def languages_of(country: str) -> frozenset[str]:
    """Languages that a good share of a country's people speak or that are official there."""
    from babel.core import get_global

    known: dict[str, dict[str, Any]] = get_global("territory_languages").get(country, {})
    return frozenset(
        code.split("_")[0]
        for code, facts in known.items()
        if facts["population_percent"] >= SPEAKERS or facts["official_status"]
    )


@cache
def _offsets(zone: str, first: int, last: int) -> frozenset[int]:
    from zoneinfo import ZoneInfo

    moments = [
        datetime(year, month, 15, 12, tzinfo=ZoneInfo(zone)) for year in {first, last} for month in (1, 7)
    ]
    found = (m.utcoffset() for m in moments)
    return frozenset(round(f.total_seconds() / 3600) for f in found if f is not None)


@cache
def zones_in(country: str) -> tuple[str, ...]:
    """Time zones (IANA names) of the country of an ISO code."""
    from babel.core import get_global

    return tuple(sorted(z for z in get_global("territory_zones").get(country, ()) if "/" in z))


@cache
def _territories() -> dict[str, str]:
    from babel.core import get_global

    return {zone: code for code, zones in get_global("territory_zones").items() for zone in zones}


@cache
def countries() -> dict[str, str]:
    """Casefolded name in any language -> ISO code; names that mean two countries are left out."""
    from babel import Locale

    seen: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"):
                seen.setdefault(str(name).casefold(), set()).add(code)
    clear = {name: min(codes) for name, codes in seen.items() if len(codes) == 1}
    return clear | {str(k).casefold(): v for k, v in load("rules/places.yaml")["countries"].items()}


@cache
def _cities() -> dict[str, str]:
    """Casefolded name of a city or state -> time zone."""
    from babel import Locale

    found: dict[str, str] = {}
    for language in LANGUAGES:
        for zone, names in Locale.parse(language).time_zones.items():
            if "city" in names and zone in _territories():
                found.setdefault(str(names["city"]).casefold(), zone)
    for zone in sorted(_territories()):
        found.setdefault(zone.rpartition("/")[2].replace("_", " ").casefold(), zone)
    for zone, names in load("rules/places.yaml")["cities"].items():
        found |= {str(name).casefold(): zone for name in names}
    return found
