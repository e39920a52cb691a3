"""Finds the words of `anchor_words` in a text: only where they stand as words, the longest first, no two overlapping.

Where a word means different things in different languages, the languages of the text's other words decide.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from floodwatch.tools.anchor_words import LEAST_TO_INFLECT, Meaning, words

LONGEST_ENDING = 3
"""Letters that inflection may add to a name."""
ENOUGH_WORDS = 4
"""Words of a language that a text needs to tell it."""
_BEFORE = {"ARABIC": frozenset("وفبلك"), "HEBREW": frozenset("והבלמשכ")}
_NO_SPACES = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of a text: where, what it may mean, and letters at its end that only inflect it."""

    start: int
    end: int
    meanings: tuple[Meaning, ...]
    ending: int = 0


def hits(text: str, small: str) -> list[Hit]:
    """The words in a text; `small` is the same text in lower case, character by character."""
    capitals = text != small
    known, found = words(), []
    for index, start, end in known.find(small):
        if (start and small[start] <= "z" and "a" <= small[start - 1] <= "z") or not _begins(
            small, start, end
        ):
            continue
        if (ending := _ending(small, start, end)) is None:
            continue
        meant = tuple(m for m in known.meanings[index] if _written(m, text[start:end], ending, capitals))
        if meant:
            found.append(Hit(start, end + ending, meant, ending))
    return _apart(found)


def _apart(found: Iterable[Hit]) -> list[Hit]:
    """From left to right the longest hit at each place, the least inflected one of those."""
    chosen: list[Hit] = []
    for hit in sorted(found, key=lambda h: (h.start, -h.end, h.ending)):
        if not chosen or hit.start >= chosen[-1].end:
            chosen.append(hit)
    return chosen


def _written(meaning: Meaning, word: str, ending: int, capitals: bool) -> bool:
    """Whether the word is written as the meaning wants it."""
    if meaning.exact:
        return word == meaning.exact and not ending
    if not meaning.cased or word[0].isupper():
        return True
    return not capitals and len(word) >= LEAST_TO_INFLECT


def _begins(small: str, start: int, end: int) -> bool:
    """Whether a word begins here, after no more than a conjunction that is written together with it."""
    if start == 0 or not _letter(small[start - 1]) or _spaceless(small[start]):
        return not small[start].isdigit() or start == 0 or not small[start - 1].isdigit()
    own = _BEFORE.get(_script(small[start]))
    if own is None or end - start < 3:
        return False
    before = small[max(start - 3, 0) : start]
    clitics = before[len(before.rstrip("".join(own))) :]
    return 0 < len(clitics) < 3 and (len(before) == len(clitics) or not _letter(before[-len(clitics) - 1]))


def _ending(small: str, start: int, end: int) -> int | None:
    """Letters that inflection adds to the word; None where the word goes on as another one."""
    if _spaceless(small[end - 1]):
        return 0
    rest = small[end : end + LONGEST_ENDING + 1]
    added = next((n for n, c in enumerate(rest) if not _letter(c)), len(rest))
    least = 2 if _script(small[start]) == "HANGUL" else LEAST_TO_INFLECT - 1
    return added if added == 0 or (added <= LONGEST_ENDING and end - start >= least) else None


class _Kinds(dict[str, tuple[bool, str]]):
    """Whether a character belongs to a word, and the first word of its Unicode name; looked up once each."""

    def __missing__(self, character: str) -> tuple[bool, str]:
        inside = character.isalpha() or unicodedata.category(character)[0] == "M"
        self[character] = inside, unicodedata.name(character, "?").split(" ", 1)[0]
        return self[character]


_KINDS = _Kinds()


def _letter(character: str) -> bool:
    return _KINDS[character][0]


def _script(character: str) -> str:
    return _KINDS[character][1]


def _spaceless(character: str) -> bool:
    """Whether the character's script writes words without spaces between them."""
    return _script(character) in _NO_SPACES


def stands(small: str, start: int, end: int) -> bool:
    """Whether the span stands as a word of its own, inflected at most."""
    return _begins(small, start, end) and _ending(small, start, end) is not None


class Ballot:
    """Which languages a text's words belong to, counted when a word has to be decided."""

    def __init__(self, masks: Sequence[int]) -> None:
        self._masks = masks
        self._count: Counter[int] | None = None

    def best(self, choices: Sequence[tuple[str, int]]) -> str | None:
        """Of values and the languages in which they are meant the one that the text's languages favour.

        Where these do not decide, the one that is meant in most languages; None where two are as likely.
        """
        if len({value for value, _ in choices}) < 2:
            return choices[0][0] if choices else None
        marks: dict[str, tuple[int, int]] = {}
        for value, mask in choices:
            marks[value] = max(marks.get(value, (0, 0)), (self.votes(mask), mask.bit_count()))
        most = max(marks.values())
        first = [value for value, mark in marks.items() if mark == most]
        return first[0] if len(first) == 1 else None

    def languages(self) -> tuple[str, ...]:
        """Of the languages of `languages.yaml` those to which most words belong, sorted; few words tell nothing."""
        if len(self._masks) < ENOUGH_WORDS:
            return ()
        self.votes(0)
        counts: dict[str, int] = {}
        for bit, count in (self._count or {}).items():
            name = words().languages[bit]
            counts[name] = max(counts.get(name, 0), count)
        most = max(counts.values(), default=0)
        enough = most >= ENOUGH_WORDS and most > counts.get("", 0) - 1
        return tuple(sorted(n for n, c in counts.items() if n and c == most)) if enough else ()

    def votes(self, mask: int) -> int:
        """Words of the text that belong to the one of these languages to which most of them do."""
        if self._count is None:
            self._count = Counter(b for own in self._masks for b in bits(own))
        return max((self._count[b] for b in bits(mask)), default=0)


@lru_cache(maxsize=100_000)
def bits(mask: int) -> tuple[int, ...]:
    """Numbers of the bits that are set."""
    return tuple(n for n, digit in enumerate(bin(mask)[:1:-1]) if digit == "1")
