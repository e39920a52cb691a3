"""Names across scripts: what is left of a name when it is spelled in Latin letters and loses its vowels. Weak."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from floodwatch.tools.anchor_hits import Hit
from floodwatch.vocabulary.load import load

LEAST, MOST_SOUNDS, MOST = 4, 5, 12
"""Consonants that a name needs and that are kept of it, names of one text that are kept."""
_WORD = re.compile(r"[^\W\d_]{4,40}")
_KATAKANA = re.compile("[ァ-ヺー]{4,40}")
_VOWELS = re.compile("[^bcdfgklmnpqrstvxz]")
_TWICE = re.compile(r"(.)\1+")


def names(plain: str, known: Sequence[Hit]) -> Iterator[str]:
    """Sounds of the words that may be names and are not known as places, months or weekdays.

    In scripts with capitals a capital makes a name, except at the start of a sentence; elsewhere any long word may be.
    """
    taken = {place for h in known for place in range(h.start, h.end)}
    seen: set[str] = set()
    for found in _candidates(plain):
        if found.start() not in taken and len(seen) < MOST:
            sounds = skeleton(found.group())
            if len(sounds) >= LEAST and sounds not in seen:
                seen.add(sounds)
                yield sounds


def _candidates(plain: str) -> Iterator[re.Match[str]]:
    for found in _WORD.finditer(plain):
        first = found.group()[0]
        if first.isupper():
            if not found.group().isupper() and _inside(plain, found.start()):
                yield found
        elif first.lower() == first.upper():
            yield from _foreign(found)


def _foreign(found: re.Match[str]) -> Iterator[re.Match[str]]:
    """Of words without capitals those of scripts that spell sounds; of Japanese only katakana."""
    script = unicodedata.name(found.group()[0], "")
    if script.startswith(("CJK", "HIRAGANA", "KATAKANA")):
        yield from _KATAKANA.finditer(found.string, found.start(), found.end())
    elif not script.startswith(("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")):
        yield found


def _inside(plain: str, start: int) -> bool:
    """Whether a word stands inside a sentence."""
    before = plain[max(start - 3, 0) : start].rstrip(" \"'«»“”(")
    return bool(before) and before[-1] not in ".!?:;|–—-…\n"


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """The first consonants of a word as they sound in most languages."""
    from anyascii import anyascii

    spelled = anyascii(word).lower()
    for written, sound in _sounds():
        if written in spelled:
            spelled = spelled.replace(written, sound)
    return _TWICE.sub(r"\1", _VOWELS.sub("", spelled))[:MOST_SOUNDS]


@cache
def _sounds() -> tuple[tuple[str, str], ...]:
    return tuple((str(a), str(b)) for a, b in load("gazetteer.yaml")["sounds"])
