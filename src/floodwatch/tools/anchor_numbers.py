"""Numbers of a text in one form, whatever digits, groups and decimal marks they are written with, and their units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from floodwatch.tools.anchor_hits import stands
from floodwatch.tools.anchor_words import Measure, words

_NUMBER = re.compile(r"\d+(?:[.,'’٫٬: ]\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:([.,'’٬ ])\d{3})(?:\1\d{3})*(?:[.,٫]\d+)?|\d{1,3}(?:,\d{2})+,\d{3}")
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_PARTED = re.compile(r"\d+")
_MOST_DIGITS = 15
_NEAR, _BEFORE = 3, 44
"""Spaces and hyphens that may stand between number and unit; characters before a number that are looked at."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number: where it stands, its value in one form, and what may be counted (`choices`: measures in use)."""

    start: int
    end: int
    value: str
    choices: tuple[Measure, ...] = ()


def numbers(small: str) -> Iterator[Number]:
    """The numbers of a lowered text, in order, with the units that stand beside them."""
    for found in _NUMBER.finditer(small):
        for start, end, value in _values(found.group(), found.start()):
            if len(value) <= _MOST_DIGITS:
                yield Number(start, end, value, measures(small, start, end))


def _values(written: str, at: int) -> Iterator[tuple[int, int, str]]:
    """One value where the digits make one number, else one for each part that a space or colon divides."""
    plain = _digits(written)
    if _TIME.fullmatch(plain):
        yield at, at + len(written), plain
        return
    value = _value(plain)
    if value is not None:
        yield at, at + len(written), value
        return
    for part in re.finditer(r"[^ :]+", plain):
        inner = _value(part.group())
        if inner is not None:
            yield at + part.start(), at + part.end(), inner
        else:
            for few in _PARTED.finditer(part.group()):
                first = at + part.start() + few.start()
                yield first, first + len(few.group()), few.group().lstrip("0") or "0"


def _value(plain: str) -> str | None:
    """The canonical form of one number: no groups, a point for decimals, no zeros that say nothing."""
    if _PARTED.fullmatch(plain):
        return plain.lstrip("0") or "0"
    whole, decimals = plain, ""
    if not _GROUPED.fullmatch(plain):
        parts = re.split(r"[.,٫]", plain)
        if len(parts) != 2 or not all(map(_PARTED.fullmatch, parts)):
            return None
        whole, decimals = parts
    elif len(plain) > 4 and (last := re.search(r"[.,٫](\d+)$", plain)) and _decimal(plain, last):
        whole, decimals = plain[: last.start()], last.group(1)
    joined = "".join(c for c in whole if c.isdigit()).lstrip("0") or "0"
    decimals = decimals.rstrip("0")
    return f"{joined}.{decimals}" if decimals else joined


def _decimal(plain: str, last: re.Match[str]) -> bool:
    """Whether the last mark of a grouped number parts decimals: it is another mark than the one before."""
    marks = [c for c in plain if not c.isdigit()]
    return len(last.group(1)) != 3 or (len(marks) > 1 and marks[-1] != marks[-2])


def _digits(written: str) -> str:
    """The same length with the digits of all scripts as ASCII."""
    if written.isascii():
        return written
    return "".join(str(int(c)) if c.isdecimal() else c for c in written)


def measures(small: str, start: int, end: int) -> tuple[Measure, ...]:
    """What the number between these places may be counted in, by the longest words beside it."""
    known = words()
    first = end + _gap(small[end : end + _NEAR])
    for length in known.lengths[0].get(small[first : first + 1], ()):
        given = known.after.get(small[first : first + length])
        if given and first + length <= len(small) and stands(small, first, first + length):
            before = small[max(start - _BEFORE, 0) : start].rstrip()
            fit = [m for m in given if before.endswith(m.before)]
            if fit:
                most = len(fit[0].before)
                return tuple(m for m in fit if len(m.before) == most)
    return _ahead(small, start)


def _ahead(small: str, start: int) -> tuple[Measure, ...]:
    """What stands before the number, where nothing fits after it."""
    known, before = words(), small[max(start - _BEFORE, 0) : start]
    end = start - len(before) + len(before.rstrip(" -"))
    if start - end > _NEAR:
        return ()
    for length in known.lengths[1].get(small[end - 1 : end], ()):
        given = known.ahead.get(small[max(end - length, 0) : end])
        if given and length <= end and stands(small, end - length, end):
            return given
    return ()


def _gap(text: str) -> int:
    return len(text) - len(text.lstrip(" -"))


def times(value: str, factor: Decimal) -> str:
    """A canonical number times a factor, in the same form."""
    product = Decimal(value) * factor
    return f"{product:f}".rstrip("0").rstrip(".") if product % 1 else f"{int(product)}"
