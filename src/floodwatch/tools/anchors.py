"""What a text names that reads the same in every language: numbers, amounts, dates, territories, people's names.

A translation keeps them, so they link the same message in two languages. Everything here is pure, and takes time
in proportion to the text, of which at most `LONGEST` characters are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from floodwatch.tools import anchor_dates as dates
from floodwatch.tools.anchor_hits import Ballot, Hit, hits
from floodwatch.tools.anchor_names import names
from floodwatch.tools.anchor_numbers import Number, numbers, times
from floodwatch.tools.anchor_words import Meaning, Measure, bare, lowered

LONGEST = 10_000
"""Characters of a text that are read."""
MOST = 100
"""Anchors of one text that are kept."""
_DIGIT = re.compile(r"\d")
_NO_WORDS = re.compile(r"(?:https?://|www\.)\S+|(?<!\w)[@#][\w.]*\w")


class Anchor(NamedTuple):
    """One thing that a text names: `kind` is number, amount, date, place or name; `value` its canonical form.

    The kind `tongue` is no thing: its value lists the languages to which most of the words found belong.
    """

    kind: str
    value: str


def anchors(text: str) -> tuple[Anchor, ...]:
    """The different anchors of a text, in the order of their kinds and values.

    Links, hashtags and mentions are passed over. A number with a unit is both a number and an amount.
    """
    plain = bare(text[:LONGEST])
    if "@" in plain or "#" in plain or "http" in plain or "www." in plain:
        plain = _NO_WORDS.sub(" ; ", plain)
    small = _ascii_digits(lowered(plain))
    known = hits(plain, small)
    ballot = Ballot([h.meanings[0].locales for h in known if len(h.meanings) == 1 and h.end - h.start > 3])
    counted, told = _dated(small, known, ballot)
    found = {Anchor("date", day) for day in told}
    found.update(_places(known, ballot))
    found.update(_amounts(counted, ballot))
    found.update(Anchor("name", name) for name in names(plain, known))
    used = {small[h.start : h.end]: _all(h.meanings) for h in known}
    spoken = Ballot([*used.values(), *{_all(n.choices) for n in counted if n.choices}]).languages()
    if spoken:
        found.add(Anchor("tongue", " ".join(spoken)))
    return tuple(sorted(found)[:MOST])


def _all(meant: Sequence[Meaning] | Sequence[Measure]) -> int:
    """The languages in which a word means anything."""
    mask = 0
    for one in meant:
        mask |= one.locales
    return mask


def _ascii_digits(small: str) -> str:
    """The same text with the digits of every script as ASCII."""
    if small.isascii():
        return small
    return "".join(str(int(c)) if c.isdecimal() else c for c in small)


def _dated(small: str, known: Sequence[Hit], ballot: Ballot) -> tuple[list[Number], list[str]]:
    """The numbers that belong to no date, and the dates."""
    months = list(_months(known, ballot))
    taken, told = [(m.start, m.end) for m in months if _DIGIT.search(small, m.start, m.end)], []
    for span, day in dates.written_in_numbers(small):
        taken.append(span)
        told.append(day)
    counted = [n for n in numbers(small) if not any(n.start < e and s < n.end for s, e in taken)]
    for used, day in dates.written_with_names(months[:MOST], counted[:MOST]):
        counted = [n for n in counted if n not in used]
        told.append(day)
    return counted, told


def _months(known: Sequence[Hit], ballot: Ballot) -> list[dates.Month]:
    """Names of months, those of the text's languages first, long ones before short ones."""
    found = []
    for hit in known:
        meant = [m for m in hit.meanings if m.kind in ("month", "solar")]
        value = ballot.best([(m.value, m.locales) for m in meant])
        if value is not None:
            solar = all(m.kind == "solar" for m in meant)
            locales = next(m.locales for m in meant if m.value == value)
            found.append((locales, dates.Month(hit.start, hit.end, int(value), solar)))
    if len(found) > 1:
        found.sort(key=lambda f: (-ballot.votes(f[0]), f[1].start - f[1].end, f[1].start))
    return [month for _, month in found]


def _places(known: Sequence[Hit], ballot: Ballot) -> Iterator[Anchor]:
    for hit in known:
        value = ballot.best([(m.value, m.locales) for m in hit.meanings if m.kind == "place"])
        if value is not None:
            yield Anchor("place", value)


def _amounts(counted: Sequence[Number], ballot: Ballot) -> Iterator[Anchor]:
    for number in counted:
        choices = {str(m.value): m for m in number.choices}
        chosen = ballot.best([(str(m.value), m.locales) for m in number.choices])
        if chosen is not None and isinstance(factor := choices[chosen].value, Decimal):
            yield Anchor("number", times(number.value, factor))
            continue
        yield Anchor("number", number.value)
        if chosen is not None:
            yield Anchor("amount", f"{number.value} {chosen}")
