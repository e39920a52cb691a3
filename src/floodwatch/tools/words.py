"""Lists of words found in texts of any script, many at once, as words where a script shows where words end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar

from floodwatch.tools.text import normalised
from floodwatch.vocabulary.load import load

Key = TypeVar("Key", bound=Hashable)

UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)
"""Scripts in which a word may stand directly beside the next, or carries its particles with it."""

_HELD, _LINE = "\ue000", " ¶ "
_REPOST = re.compile(r"\s*rt @\w{1,30}:\s*")
_ALIKE = str.maketrans(
    "أإآىیئةكؤё’ʼ`", "اااييي\u0647\u06a9وе'''", "\u0307ـ\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
)


def plain(text: str) -> str:
    """Folded text with its @mentions, `¶` for line ends, letters that are written alike made one, no links."""
    held = text.replace("@", _HELD).replace("\n", _LINE)
    folded = normalised(held).translate(_ALIKE).replace(_HELD, "@")
    start = _REPOST.match(folded)
    return folded[start.end() :] if start else folded


@lru_cache(maxsize=65_536)
def joins(character: str) -> bool:
    """Whether the character is part of a word that spaces set apart from others."""
    inside = character == "_" or character.isalnum() or unicodedata.category(character)[0] == "M"
    return inside and not UNSPACED.match(character)


def opens(text: str, start: int) -> bool:
    """Whether a word begins at `start`."""
    return start == 0 or not joins(text[start]) or not joins(text[start - 1])


def closes(text: str, end: int) -> bool:
    """Whether a word ends at `end`."""
    return end == len(text) or not joins(text[end - 1]) or not joins(text[end])


def head(text: str, start: int) -> str:
    """Letters of the same word before `start`, at most four."""
    first = start
    while first and start - first < 4 and joins(text[first - 1]):
        first -= 1
    return text[first:start]


def tail(text: str, end: int) -> str:
    """Letters of the same word from `end`, at most six."""
    last = end
    while last < len(text) and last - end < 6 and joins(text[last]):
        last += 1
    return text[end:last]


@cache
def glued() -> frozenset[str]:
    """Short words that some scripts write together with the next."""
    return frozenset(load("rules/glued.yaml")["glued"])


def stands(text: str, start: int, end: int, ends: bool = True) -> bool:
    """Whether a word, or with `ends` false the beginning of one, stands between two places of a text."""
    if UNSPACED.search(text, start, end):
        return not ends or end - start > 1 or not _syllable(text, start, end)
    if not opens(text, start) and head(text, start) not in glued():
        return False
    return not ends or closes(text, end)


def _syllable(text: str, start: int, end: int) -> bool:
    """Whether one Korean syllable stands inside a word."""
    beside = text[max(0, start - 1) : start] + text[end : end + 1]
    return "\uac00" <= text[start] <= "\ud7af" and any(c.isalnum() for c in beside)


class WordList(Generic[Key]):
    """Words and phrases with what each stands for, as one automaton; `*` at the end of a word is any ending."""

    def __init__(self, words: Mapping[str, Sequence[Key]]) -> None:
        from ahocorasick_rs import AhoCorasick

        meant: dict[str, list[tuple[bool, re.Pattern[str] | None, tuple[Key, ...]]]] = {}
        for word in sorted(words):
            first, star, rest = word.removesuffix("*").partition("*")
            found = plain(first if star else word.removesuffix("*"))
            if found:
                ends = not word.endswith("*")
                meant.setdefault(found, []).append((ends, _rest(rest) if star else None, tuple(words[word])))
        patterns = sorted(meant)
        self.meant = [meant[p] for p in patterns]
        self.automaton: Any = AhoCorasick(patterns) if patterns else None

    def hits(self, text: str) -> Iterator[tuple[int, int, Key]]:
        """Start, end and meaning of every word found in a text made `plain`, those inside others too."""
        if self.automaton is None:
            return
        for place, start, end in self.automaton.find_matches_as_indexes(text, overlapping=True):
            for ends, rest, keys in self.meant[place]:
                more = rest.match(text, end) if rest else None
                last = more.end() if more else end
                if (more or not rest) and stands(text, start, last, ends):
                    yield from ((start, last, key) for key in keys)


def _rest(phrase: str) -> re.Pattern[str]:
    """What follows the first open word of a phrase; an ending has at most eight letters."""
    parts = [" " * part.startswith(" ") + plain(part) for part in phrase.split("*")]
    return re.compile("".join(rf"\w{{0,8}}{re.escape(part)}" for part in parts))
