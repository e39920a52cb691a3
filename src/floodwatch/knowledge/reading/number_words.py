"""The value of a number as it is written, in digits or words."""

from __future__ import annotations

import re
from functools import cache

from floodwatch.vocabulary.reading import words_of

LONGEST = 18
"""Digits of a number; longer ones are no amounts."""
_WORD = re.compile(r"[^\W\d_]+")
_LEADING = re.compile(r"\d[\d.,'’ ]*(?<=\d)")
_GROUPED = re.compile(r"\d{1,3}([,'’ ])\d{3}(?:\1\d{3})*(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_POINTS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}\.\d{3},\d+")
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")
_SILENT = frozenset({"a", "an", "and", "of", "de", "d"})


def value_of(written: str) -> tuple[float, float] | None:
    """The number that digits or words write, and the part of it that its last multipliers make; None for no number."""
    text = written.strip().lower()
    found = _LEADING.match(text)
    if found is None:
        value = _in_words(text)
        return None if value is None else (value, 1)
    number = digits(found.group())
    if number is None:
        return None
    scale = _scale(text[found.end() :])
    return None if scale is None else (whole(number * scale), scale)


def digits(written: str) -> float | None:
    """The value of digits with marks: groups by comma, space, apostrophe or two points, else one decimal mark."""
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in written)
    if len(plain) > 2 * LONGEST:
        return None
    if _GROUPED.fullmatch(plain):
        return _float(re.sub(r"[,'’ ]", "", plain))
    if _POINTS.fullmatch(plain):
        return _float(plain.replace(".", "").replace(",", "."))
    return _float(plain.replace(",", ".")) if _DECIMAL.fullmatch(plain) else None


def whole(value: float) -> float:
    """An integer where the value is one."""
    near = round(value, 6)
    return int(near) if near == int(near) else near


def _float(plain: str) -> float | None:
    return None if len(plain) > LONGEST else whole(float(plain))


def _scale(rest: str) -> float | None:
    total = 1.0
    for word in _WORD.findall(rest):
        factor = scales().get(word)
        if factor is None and word not in _SILENT:
            return None
        total *= factor or 1
    return total


def _in_words(text: str) -> float | None:
    """The value of words such as `two hundred and six thousand`, `half a million` or `two and a half billion`."""
    total, part, known = 0.0, 0.0, False
    for word in _WORD.findall(text):
        factor = scales().get(word)
        if word in simple():
            part += simple()[word]
        elif factor == 100:
            part = (part or 1) * 100
        elif factor:
            total, part = total + (part or 1) * factor, 0.0
        elif word not in _SILENT:
            return None
        known = known or word not in _SILENT
    return whole(total + part) if known else None


@cache
def simple() -> dict[str, float]:
    """Words that are added: units, tens, a half."""
    words = words_of("numbers")
    return {**words["units"], **words["tens"], "half": 0.5, "quarter": 0.25}


@cache
def scales() -> dict[str, float]:
    """Words and letters that multiply, in several languages."""
    words = words_of("numbers")
    return {**words["letters"], **words["foreign"], **words["multipliers"]}
