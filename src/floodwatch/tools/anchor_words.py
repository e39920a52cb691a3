"""Words of all of CLDR's languages that name the same thing everywhere: territories, months, weekdays, units.

Built once per process from Babel and `vocabulary/gazetteer.yaml`. Nothing is fetched.
"""

from __future__ import annotations

import pickle
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from floodwatch.tools.text import form, visible
from floodwatch.vocabulary.load import load

LEAST_TO_INFLECT = 6
_LANGUAGE = re.compile(r"[a-z]+(?:_[A-Z][a-z]{3})?")
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]+")
_LONGEST_WORD = 60
_INFLECTED = ("LATIN", "CYRILLIC", "GREEK")
_ENDINGS = frozenset("aeiouyąęěаеиіїоуыэюяьйαειουηω")


def bare(text: str) -> str:
    """Text in one form for looking words up: visible characters, compatible forms, no accents, single spaces."""
    if text.isascii():
        return " ".join(text.split())
    apart = unicodedata.normalize("NFKD", form(visible(text)))
    return " ".join(unicodedata.normalize("NFC", _MARKS.sub("", apart)).split())


def lowered(text: str) -> str:
    """Text in lower case, character by character: as long as it was."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower()[0] for c in text)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word may mean: `kind` (place, month, solar, weekday), value, and in which locales (a bit each).

    `cased` words must begin with a capital, `exact` ones be written as `exact`.
    """

    kind: str
    value: str
    locales: int
    cased: bool = False
    exact: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """How a unit or a factor (a Decimal, as in "5 million") is written around a number."""

    before: str
    value: str | Decimal
    locales: int


@dataclass(frozen=True, slots=True)
class Words:
    """All words. `find` gives (index into `meanings`, start, end) of every word in a lowered text, overlapping."""

    automaton: Any
    meanings: tuple[tuple[Meaning, ...], ...]
    after: Mapping[str, tuple[Measure, ...]]
    ahead: Mapping[str, tuple[Measure, ...]]
    lengths: tuple[Mapping[str, tuple[int, ...]], ...]
    """How long the words of `after` are by their first letter, those of `ahead` by their last, longest first."""
    languages: tuple[str, ...]
    """The language of each bit, in the codes of `languages.yaml`; '' where it has none."""

    def find(self, small: str) -> list[tuple[int, int, int]]:
        """Every word in the text, whether it stands alone or not."""
        found: list[tuple[int, int, int]] = self.automaton.find_matches_as_indexes(small, overlapping=True)
        return found


@cache
def words() -> Words:
    """The words of all languages, built on first use (about two seconds)."""
    from ahocorasick_rs import AhoCorasick

    gathered, measures = _Gathered(), _Measures()
    for data, bit in _locales():
        _names(gathered, data, bit)
        measures.take(data, bit)
    _others(gathered)
    found = gathered.inflected()
    patterns = sorted(found)
    after, ahead = measures.sorted()
    lengths = _lengths(after, 0), _lengths(ahead, -1)
    meanings = tuple(found[p] for p in patterns)
    return Words(AhoCorasick(patterns, store_patterns=False), meanings, after, ahead, lengths, _languages())


def _lengths(table: Mapping[str, Any], place: int) -> dict[str, tuple[int, ...]]:
    """Lengths of words by the letter at a place, longest first."""
    found: dict[str, set[int]] = {}
    for word in table:
        found.setdefault(word[place], set()).add(len(word))
    return {letter: tuple(sorted(sizes, reverse=True)) for letter, sizes in found.items()}


def _locales() -> Iterator[tuple[Mapping[str, Any], int]]:
    """What each of Babel's files says itself, and the bit of its language; what it inherits is said by another.

    Babel's own loader would merge all of it and keep 150 MB.
    """
    from babel import localedata

    bits = {language: 1 << n for n, language in enumerate(_spoken())}
    for name in ("root", *sorted(localedata.locale_identifiers())):
        with Path(localedata.resolve_locale_filename(name)).open("rb") as file:
            yield pickle.load(file), bits[_language(name)]  # noqa: S301 (a file of the installed package)


@cache
def _spoken() -> tuple[str, ...]:
    """Languages of all locales, a bit each in this order."""
    from babel import localedata

    return tuple(sorted({_language(n) for n in ("root", *localedata.locale_identifiers())}))


def _languages() -> tuple[str, ...]:
    given = load("languages.yaml")
    codes = [name.partition("_")[0] for name in _spoken()]
    known = [str(given["aliases"].get(code, code)) for code in codes]
    return tuple(code if code in given["languages"] else "" for code in known)


def _language(locale: str) -> str:
    """The language of a locale, with its script where the locale names one."""
    found = _LANGUAGE.match(locale)
    return found.group() if found else locale


class _Gathered:
    """Meanings by word; the same meaning in several locales is one."""

    def __init__(self) -> None:
        self.found: dict[str, dict[tuple[str, str, bool, str], int]] = {}

    def add(self, word: str, kind: str, value: str, locales: int) -> None:
        plain = bare(word)
        small = lowered(plain)
        if len(small) < 2 or len(small) > _LONGEST_WORD or small.isdigit():
            return
        place = kind == "place"
        exact = plain if place and len(plain) <= 4 and plain.isupper() else ""
        key = (kind, value, place and plain[0].isupper(), exact)
        own = self.found.setdefault(small, {})
        own[key] = own.get(key, 0) | locales

    def inflected(self) -> dict[str, tuple[Meaning, ...]]:
        """All words, and names without their last letter where languages inflect it."""
        stems: dict[str, list[tuple[tuple[str, str, bool, str], int]]] = {}
        for word in sorted(self.found):
            if len(word) >= LEAST_TO_INFLECT and word[-1] in _ENDINGS and _inflects(word):
                stems.setdefault(word[:-1], []).extend(self.found[word].items())
        for stem, meant in stems.items():
            if stem not in self.found:
                self.found[stem] = {key: 0 for key, _ in meant}
                for key, locales in meant:
                    self.found[stem][key] |= locales
        return {word: _meanings(own) for word, own in self.found.items()}


def _meanings(own: Mapping[tuple[str, str, bool, str], int]) -> tuple[Meaning, ...]:
    """What a word means, each once; it takes a capital where it does in most languages."""
    every: dict[tuple[str, str, str], list[int]] = {}
    for (kind, value, cased, exact), locales in own.items():
        every.setdefault((kind, value, exact), [0, 0])[cased] |= locales
    return tuple(
        Meaning(kind, value, small | large, large.bit_count() >= small.bit_count() and kind == "place", exact)
        for (kind, value, exact), (small, large) in sorted(every.items())
    )


def _inflects(word: str) -> bool:
    return " " not in word and unicodedata.name(word[0], "").startswith(_INFLECTED)


def _names(gathered: _Gathered, data: Mapping[str, Any], bit: int) -> None:
    """Territories, months and weekdays of one locale."""
    for code, name in data.get("territories", {}).items():
        if len(code) == 2 and code.isalpha() and code not in ("ZZ", name):
            gathered.add(str(name), "place", str(code), bit)
    for kind, field, widths in (
        ("month", "months", ("wide", "abbreviated")),
        ("weekday", "days", ("wide",)),
    ):
        for use in ("format", "stand-alone"):
            for width in widths:
                for number, name in _items(data, field, use, width):
                    if not re.fullmatch(r"M?\d+", str(name)):
                        gathered.add(str(name).rstrip("."), kind, str(number), bit)


def _items(data: Mapping[str, Any], *path: str) -> Iterator[tuple[Any, Any]]:
    """What stands under a path; nothing where CLDR only points elsewhere."""
    here: Any = data
    for step in path:
        here = here.get(step) if isinstance(here, Mapping) else None
    if isinstance(here, Mapping):
        yield from here.items()


def _others(gathered: _Gathered) -> None:
    """What `gazetteer.yaml` adds: other names of places, months of other calendars."""
    given = load("gazetteer.yaml")
    for code, names in given["places"].items():
        for name in names:
            gathered.add(str(name), "place", str(code), 0)
    for number, names in enumerate(given["solar_months"], 1):
        for name in names:
            gathered.add(str(name), "solar", str(number), 0)


class _Measures:
    """Units and factors by what is written after a number, or before it where nothing comes after."""

    def __init__(self) -> None:
        self.found: tuple[dict[str, dict[tuple[str, Any], int]], ...] = ({}, {})
        self.same: Mapping[str, str] = load("gazetteer.yaml")["units"]
        self.kinds = tuple(load("gazetteer.yaml")["measures"])
        self.common = frozenset(("", *load("gazetteer.yaml")["no_units"]))
        self.written: dict[str, tuple[str, ...]] = {}

    def take(self, data: Mapping[str, Any], bit: int) -> None:
        """The units and factors of one locale."""
        for unit, lengths in data.get("unit_patterns", {}).items():
            if unit.startswith(self.kinds):
                name = unit.partition("-")[2]
                self._unit(lengths, self.same.get(name, name), bit)
        for length in ("long", "short"):
            for _, sizes in _items(data, "compact_decimal_formats", length):
                for size, pattern in sizes.items():
                    self._factor(str(size), str(getattr(pattern, "pattern", "")), length, bit)

    def _unit(self, lengths: Mapping[str, Any], name: str, bit: int) -> None:
        for length in ("long", "short"):
            for pattern in {str(text) for plural, text in _items(lengths, length) if plural != "per"}:
                if "{0}" in pattern:
                    self._add(pattern, name, bit)

    def _factor(self, size: str, pattern: str, length: str, bit: int) -> None:
        positive = pattern.partition(";")[0]
        zeros = positive.count("0")
        word = positive.replace("'", "").replace("¤", "").strip(" \u00a0\u200f")
        letters = sum(c.isalpha() for c in word)
        if zeros and letters >= (3 if length == "short" and word.isascii() else 1):
            self._add(word.replace("0" * zeros, "{0}"), Decimal(int(size) // 10 ** (zeros - 1)), bit)

    def _parts(self, pattern: str) -> tuple[str, ...]:
        """What is written before and after the number."""
        if pattern not in self.written:
            self.written[pattern] = tuple(lowered(bare(p)).strip(" -") for p in pattern.split("{0}", 1))
        return self.written[pattern]

    def _add(self, pattern: str, value: str | Decimal, bit: int) -> None:
        first, last = self._parts(pattern)
        if (last or first) in self.common or not (last or len(first) > 2):
            return
        own = self.found[0].setdefault(last, {}) if last else self.found[1].setdefault(first, {})
        key = (first if last else "", value)
        own[key] = own.get(key, 0) | bit

    def sorted(self) -> tuple[dict[str, tuple[Measure, ...]], ...]:
        """Both tables, those with most around the number first."""
        return tuple(
            {
                word: tuple(
                    Measure(before, value, locales)
                    for (before, value), locales in sorted(
                        own.items(), key=lambda k: (-len(k[0][0]), str(k[0][1]))
                    )
                )
                for word, own in table.items()
            }
            for table in self.found
        )
