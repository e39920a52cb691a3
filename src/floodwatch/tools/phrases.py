"""Phrases of many languages looked for in a text all at once, each where its script lets a word begin and end.

A word stands between characters that are no letters of its script. Scripts without spaces match anywhere, and
Korean too, but for words of one syllable. Arabic and Hebrew words may stand behind particles that are written
together with them, Indic words may have an ending. `*` at an end of a phrase lets anything begin or end the word
there; inside, it is an ending.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cache, partial
from typing import Generic, NamedTuple, TypeVar

from floodwatch.tools.folding import is_unspaced, is_word
from floodwatch.tools.text import normalised
from floodwatch.vocabulary.load import load

Meaning = TypeVar("Meaning", bound=Hashable)

LONGEST_ENDING = 8
"""Letters that `*` inside a phrase stands for at most."""
LEAST_STEM = 4
"""Shortest word, in code points, that an Indic ending may follow: a shorter one begins too many others."""

_NONE, _SPACED, _PREFIXING, _INDIC, _KOREAN = range(5)
_WAYS = {
    re.compile("[\u0590-\u06ff\u0750-\u077f]"): _PREFIXING,
    re.compile("[\u0900-\u0dff]"): _INDIC,
    re.compile("[\uac00-\ud7af]"): _KOREAN,
}
_ACCENTS = re.compile("[\u0300-\u036f]")
_POINTS = (
    *range(0x591, 0x5BE), 0x5BF, 0x5C1, 0x5C2, 0x5C4, 0x5C5, 0x5C7, *range(0x610, 0x61B), 0x640, *range(0x64B, 0x660),
    0x670,
)  # fmt: skip
_SAME = str.maketrans({
    **dict.fromkeys("’‘ʼ`´′", "'"), **dict.fromkeys("-‐‑‒–—_¿¡", " "), **dict.fromkeys("؟՞፧⸮", "?"),
    **dict.fromkeys("أإآٱ", "ا"), **dict.fromkeys("ىیئ", "ي"), **dict.fromkeys("ةۀ", "ه"), "ک": "ك", "ؤ": "و",
    "ё": "е", "\u0307": "", **dict.fromkeys(map(chr, _POINTS), ""),
})  # fmt: skip


class Found(NamedTuple, Generic[Meaning]):
    """Where a phrase stands in the plain text, and what it was given for."""

    first: int
    last: int
    meaning: Meaning


class _Rule(NamedTuple, Generic[Meaning]):
    """What a phrase asks of the text around its first word: what follows, and whether it is open at its ends."""

    meaning: Meaning
    rest: re.Pattern[str]
    before: bool
    after: bool


class _Ways(dict[str, int]):
    """How the script of a character writes words, looked up once each; 0 where words are not told apart."""

    def __missing__(self, character: str) -> int:
        way = next((way for script, way in _WAYS.items() if script.match(character)), _SPACED)
        if (way == _SPACED and is_unspaced(character)) or not (is_word(character) or character == "_"):
            way = _NONE
        self[character] = way
        return way


_WAY = _Ways()


def plain(text: str, accents: bool = False) -> str:
    """The form that phrases are looked for in: normalised, without accents and points, one kind of dash and space.

    With `accents` those stay: without, a short word of one language is often another word of another.
    """
    folded = normalised(text)
    if not accents and not folded.isascii():
        letters = unicodedata.normalize("NFD", folded.replace("ı", "i"))
        folded = unicodedata.normalize("NFC", _ACCENTS.sub("", letters))
    return " ".join(folded.translate(_SAME).split()).replace(" ?", "?")


accented = partial(plain, accents=True)
"""The same, with accents."""


class Phrases(Generic[Meaning]):
    """An automaton over phrases with what each is given for; the same phrase may be given for several things.

    `form` is what texts are put into before they are searched: `plain`, or what a caller makes of it.
    """

    def __init__(self, given: Iterable[tuple[str, Meaning]], form: Callable[[str], str] = plain) -> None:
        from ahocorasick_rs import AhoCorasick, Implementation

        rules: dict[str, list[_Rule[Meaning]]] = {}
        for phrase, meaning in given:
            start, *others = phrase.strip("*").split("*")
            first = form(start)
            if not first:
                raise ValueError(f"a phrase without letters: {phrase!r}")
            rule = _Rule(meaning, _rest(others, form), phrase[0] == "*", phrase[-1] == "*")
            rules.setdefault(first, []).append(rule)
        self._rules = list(rules.values())
        self._barred = [_barred(first, own) for first, own in rules.items()]
        self._find = AhoCorasick(list(rules), implementation=Implementation.ContiguousNFA)

    def __bool__(self) -> bool:
        return bool(self._rules)

    def found(self, text: str) -> Iterator[Found[Meaning]]:
        """Every phrase in a text that is `plain` already, those inside others too."""
        for place, first, end in self._find.find_matches_as_indexes(text, overlapping=True):
            barred = self._barred[place]
            if first and _WAY[text[first - 1]] == barred:
                continue
            for meaning, rest, before, after in self._rules[place]:
                more = rest.match(text, end)
                if not more or not (before or barred or begins(text, first, more.end())):
                    continue
                if after or ends(text, first, more.end()):
                    yield Found(first, more.end(), meaning)


def _barred(first: str, rules: Iterable[_Rule[Meaning]]) -> int | None:
    """The way of writing of which no letter may stand before; None where that takes a closer look."""
    way = _WAY[first[0]]
    inner = way in (_NONE, _PREFIXING, _KOREAN) or any(rule.before for rule in rules)
    return None if inner else way


def _rest(parts: Iterable[str], form: Callable[[str], str]) -> re.Pattern[str]:
    """What follows the first open word of a phrase."""
    plainly = (" " * part.startswith(" ") + form(part) for part in parts)
    return re.compile("".join(rf"\w{{0,{LONGEST_ENDING}}}{re.escape(part)}" for part in plainly))


def parted(text: str, place: int) -> bool:
    """Whether the characters before and behind a place belong to no one word."""
    if not 0 < place < len(text):
        return True
    way = _WAY[text[place]]
    return not way or way != _WAY[text[place - 1]]


def begins(text: str, first: int, last: int) -> bool:
    """Whether what stands between two places begins like a word, particles before it left out."""
    if parted(text, first):
        return True
    way = _WAY[text[first]]
    if way == _PREFIXING:
        least = max(0, first - max(map(len, particles())))
        return any(parted(text, p) and text[p:first] in particles() for p in range(least, first))
    return way == _KOREAN and last - first > 1


def ends(text: str, first: int, last: int) -> bool:
    """Whether what stands between two places ends like a word, endings that scripts glue to it left out."""
    if parted(text, last):
        return True
    way = _WAY[text[last - 1]]
    if way == _INDIC:
        return last - max(first, text.rfind(" ", first, last) + 1) >= LEAST_STEM
    return way == _KOREAN and last - first > 1


@cache
def particles() -> frozenset[str]:
    """Short words that some scripts write together with the next."""
    return frozenset(load("rules/glued.yaml")["glued"])
