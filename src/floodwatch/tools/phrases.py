"""Phrases of many languages looked for in a text all at once, each where its script lets a word begin and end.

A phrase stands between word boundaries where its script writes spaces. `*` at its end lets any ending follow,
at its start any beginning precede. Scripts without spaces match anywhere; Hebrew and Arabic letters may stand
behind the particles that are written together with a word; scripts that glue endings may have one glued.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from floodwatch.tools.text import normalised

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_GLUED = re.compile("[\u0900-\u0dff\u1100-\u11ff\uac00-\ud7af]")
_SYLLABLES = re.compile("[\uac00-\ud7af]")
_PREFIXING = re.compile("[\u0590-\u06ff\u0750-\u077f]")
_PARTICLES = frozenset("وفبلكالسהוכלבמש")
MOST_PARTICLES = 4
WHOLE = 3
"""Longest word, in code points, to which a script that glues endings may glue none: it begins too many others.

Korean is written in whole syllables: there only a word of one may have none."""

_MARKS = re.compile("[\u0300-\u036f]")
_POINTS = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]"
)
_SAME = str.maketrans({
    **dict.fromkeys("’‘ʼ`´′", "'"), **dict.fromkeys("-‐‑‒–—_", " "), **dict.fromkeys("؟՞፧⸮", "?"),
    **dict.fromkeys("¿¡", " "), **dict.fromkeys("أإآٱ", "ا"), "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه",
    "ı": "i",
})  # fmt: skip
ANY, BREAK, PREFIXED = 0, 1, 2


class Found(NamedTuple):
    """Where a phrase stands in the plain text, and the number of what it was given for."""

    first: int
    last: int
    number: int


@dataclass(frozen=True, slots=True)
class _Edge:
    number: int
    before: int
    after: int


def plain(text: str) -> str:
    """The form that phrases are looked for in: normalised, without accents and points, one kind of dash and space."""
    folded = normalised(text)
    if not folded.isascii():
        bare = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", folded)))
        folded = _POINTS.sub("", bare)
    return " ".join(folded.translate(_SAME).split()).replace(" ?", "?")


class Phrases:
    """An automaton over phrases; a phrase's number is its place among those given (several may be the same)."""

    def __init__(self, phrases: Iterable[str]) -> None:
        from ahocorasick_rs import AhoCorasick, Implementation

        edges: dict[str, list[_Edge]] = {}
        for number, phrase in enumerate(phrases):
            body = plain(phrase.strip("*"))
            edges.setdefault(body, []).append(_edge(number, body, phrase))
        self._edges = list(edges.values())
        self._find = AhoCorasick(list(edges), implementation=Implementation.ContiguousNFA)

    def found(self, text: str) -> Iterator[Found]:
        """Every phrase in a text that is `plain` already, in the order of their ends."""
        for place, first, last in self._find.find_matches_as_indexes(text, overlapping=True):
            for edge in self._edges[place]:
                if _begins(text, first, edge.before) and _ends(text, last, edge.after):
                    yield Found(first, last, edge.number)


def _edge(number: int, body: str, phrase: str) -> _Edge:
    if not body:
        raise ValueError(f"a phrase without letters: {phrase!r}")
    before = after = BREAK
    if _UNSPACED.search(body[0]) or phrase.startswith("*") or not _wordlike(body[0]):
        before = ANY
    elif _PREFIXING.search(body[0]):
        before = PREFIXED
    least = 1 if _SYLLABLES.search(body[-1]) else WHOLE
    glued = _GLUED.search(body[-1]) and len(body.rpartition(" ")[2]) > least
    if _UNSPACED.search(body[-1]) or phrase.endswith("*") or glued or not _wordlike(body[-1]):
        after = ANY
    return _Edge(number, before, after)


def _begins(text: str, first: int, how: int) -> bool:
    if how == ANY or not first or not _wordlike(text[first - 1]):
        return True
    if how == PREFIXED:
        for place in range(first - 1, max(first - MOST_PARTICLES, 0) - 1, -1):
            if not _wordlike(text[place]):
                return True
            if text[place] not in _PARTICLES:
                return False
        return first <= MOST_PARTICLES
    return False


def _ends(text: str, last: int, how: int) -> bool:
    return how == ANY or last == len(text) or not _wordlike(text[last])


class _Wordlike(dict[str, bool]):
    """Whether a character is part of a word: a letter, a number or a mark on one; looked up once each."""

    def __missing__(self, character: str) -> bool:
        inside = unicodedata.category(character)[0] in "LNM"
        self[character] = inside
        return inside


_WORDLIKE = _Wordlike()


def _wordlike(character: str) -> bool:
    return _WORDLIKE[character]
