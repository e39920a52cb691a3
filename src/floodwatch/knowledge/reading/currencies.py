"""Currencies beside a number: signs and codes in front, signs, codes and words behind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from floodwatch.vocabulary.reading import either, words_of

_FRONT, _BEFORE = 8, 400
"""Characters in which a sign in front stands, and in which the text says whose money it is."""

_LARGE = re.compile(r"\d[\d.]*(?:,\d{3}|\s?(?:thousand|million|billion|m|bn|k)\b)")


@dataclass(frozen=True, slots=True)
class Currency:
    """A code of ISO 4217 or a ticker, and where it is written."""

    start: int
    end: int
    code: str


def ahead(text: str, place: int) -> Currency | None:
    """The currency that ends where a number begins."""
    found = _ahead().search(text, max(0, place - _FRONT), place)
    if found is None:
        return None
    sign = found.group("sign")
    if sign == "R" and not _LARGE.match(text, place):
        return None
    return Currency(found.start("sign"), found.end("sign"), _codes()[sign])


def after(text: str, place: int) -> Currency | None:
    """The currency that begins where a number ends."""
    found = _after().match(text, place)
    if found is None:
        return None
    sign, word = found.group("sign"), found.group("word")
    code = _codes()[sign] if sign else _whose(text, found.start("word"), word.lower())
    return Currency(found.start("sign" if sign else "whole"), found.end(), code) if code else None


def _whose(text: str, place: int, written: str) -> str | None:
    """The code of a word: of the state that is named directly in front, or last, else the usual one."""
    word = _words()[written]
    entry = words_of("currencies")["words"][word]
    if entry.get("plural") and written == word:
        return None
    stems = _stems(word)
    if stems is None:
        return str(entry["code"])
    near = place - (_BEFORE if entry.get("near") else 16)
    last = None
    for found in stems.finditer(text, max(0, near), place):
        last = found
    if last is None or (not entry.get("near") and not re.fullmatch(r"[\w.]*[ -]?", text[last.end() : place])):
        return str(entry["code"])
    return str(entry[last.group().lower()])


@cache
def _codes() -> dict[str, str]:
    words = words_of("currencies")
    return {**{code: code for code in words["codes"]}, **words["other_codes"], **words["signs"]}


@cache
def _words() -> dict[str, str]:
    """Every form of a word for money: the form under which the list has it."""
    words = words_of("currencies")
    forms = {f"{word}s": word for word in words["words"] if word[-1] != "s"}
    return {**forms, **{word: word for word in words["words"]}, **words["plurals"]}


@cache
def _stems(word: str) -> re.Pattern[str] | None:
    entry = words_of("currencies")["words"][word]
    stems = [stem for stem in entry if stem not in ("code", "near", "plural")]
    return (
        re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(stems, key=len, reverse=True)))})", re.I)
        if stems
        else None
    )


@cache
def _ahead() -> re.Pattern[str]:
    signs = sorted(words_of("currencies")["signs"], key=len, reverse=True)
    letters = [s for s in _codes() if s[0].isalpha()]
    marks = [s for s in signs if not s[0].isalpha()]
    return re.compile(rf"(?P<sign>(?<![^\W\d_])(?<!\d )(?<!\d){_any(letters)}|{_any(marks)})[ -]?\Z")


@cache
def _after() -> re.Pattern[str]:
    signs = [
        s for s in words_of("currencies")["signs"] if s not in ("Rs", "Rs.", "Fr.", "SFr.", "RM", "S/", "lei")
    ]
    codes = [
        c for c in _codes() if c.isalpha() and c.isupper() and c.isascii() and c not in ("RM", "ALL", "TOP")
    ]
    marks = [s for s in signs if not s[-1].isascii() or s == "$"]
    whose = r"(?:[^\W\d_]{2,12}[ -]|[UC]\.S\.[ -]|US[ -]|U\.S\. ?)?(?:[^\W\d_]{2,8} )?"
    return re.compile(
        rf"[ -]?(?P<sign>{_any(codes)}(?!\w)|{_any(marks)}(?![\w]))"
        rf"|[ -](?:de |d['’]|of )?(?P<whole>{whose}(?P<word>(?i:{either(_words())}))(?!\w))"
    )


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ")"
