"""What a search looks for: a query taken apart into terms, each a condition in SQL and a finder of its hits.

The user's words never become a regular expression: every letter becomes a class of the characters that a reader
takes for it. Both engines of expressions match such a pattern in time that grows with the text alone: the classes of
letters and of what may stand between them do not meet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from floodwatch.model.errors import SettingError
from floodwatch.tools.folding import (
    SKIPPED,
    UNSPACED,
    folded,
    is_skipped,
    is_unspaced,
    is_word,
    ligatures,
    variants,
)
from floodwatch.views.unit import literal
from floodwatch.vocabulary.load import load

MOST_LETTERS, MOST_TERMS = 600, 24
"""Characters and terms of one query."""
LEAST_ALIKE = 3
"""Letters of the shortest word that is also found with letters of another script in it."""

Letters = Callable[[str], list[str]]
"""For each letter of a word the inside of a class of characters."""

_PARTS = re.compile(r'(-?)"([^"]*)"?|(\S+)')
_GAP = f"[{SKIPPED}]*"
_LEFT, _RIGHT = (rf"(?:{edge}|[^\pL\pN\pM]|[{UNSPACED}])" for edge in "^$")
_IN_SQL, _IN_PYTHON = r"[^\pL\pN\pM]", r"[\W_]"
"""What may stand between the words of a phrase."""


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words that must follow each other, the last of which may go on where `prefix` says so."""

    words: tuple[str, ...]
    prefix: bool = False

    def __str__(self) -> str:
        """The term as it would be written in a query."""
        plain = " ".join(self.words) + ("*" if self.prefix else "")
        return f'"{plain}"' if len(self.words) > 1 else plain

    def sql(self, column: str) -> str:
        """A condition on a column: the words are there, and not in letters that only look like theirs."""
        found = self._matches(column, _either)
        if not all(all(_only_alike(word)) for word in self.words):
            return f"coalesce({found}, FALSE)"
        own, alien = self._matches(column, _own), self._matches(column, _only_alike)
        # CASE tries the later patterns on the few texts that the first one finds; AND would try all on all.
        return f"CASE WHEN {found} THEN CASE WHEN {own} THEN TRUE ELSE NOT {alien} END ELSE FALSE END"

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the term stands in the text, as first and last place, in order."""
        return [(a, b) for a, b in self._found(text) if self._whole(text, a, b) and self._known(text[a:b])]

    def _matches(self, column: str, letters: Letters) -> str:
        left = _LEFT if _spaced(self.words[0][0]) else ""
        right = _GAP + _RIGHT if _spaced(self.words[-1][-1]) and not self.prefix else ""
        pattern = left + self._core(letters, _GAP + _IN_SQL) + right
        return f"regexp_matches({column}, {literal(pattern)})"

    def _core(self, letters: Letters, between: str) -> str:
        found = _word(self.words[0], letters)
        for before, word in pairwise(self.words):
            found += (
                between + ("+" if _spaced(before[-1]) and _spaced(word[0]) else "*") + _word(word, letters)
            )
        return found

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        for found in re.finditer(self._core(_either, _IN_PYTHON), text):
            end = found.end()
            while end < len(text) and (is_skipped(text[end]) or (self.prefix and is_word(text[end]))):
                end += 1
            yield found.start(), end

    def _whole(self, text: str, start: int, end: int) -> bool:
        """Whether the span is no part of a longer word."""
        begins = start == 0 or not (_spaced(text[start]) and _spaced(text[start - 1]))
        ends = self.prefix or end == len(text) or not (_spaced(self.words[-1][-1]) and _spaced(text[end]))
        return begins and ends

    def _known(self, found: str) -> bool:
        plain = folded(found)
        return any(letter in plain for word in self.words for letter in word)


@dataclass(frozen=True, slots=True)
class Query:
    """One of each group of `wanted` must be there, and none of `unwanted`."""

    wanted: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """The different terms that are looked for, in their order."""
        return tuple(dict.fromkeys(t for group in self.wanted for t in group))


def query(text: str) -> Query:
    """Read `words "a phrase" -without this OR that pre*` (SettingError where it is too long)."""
    if len(text) > MOST_LETTERS:
        raise SettingError(f"A search of {len(text):,} characters", do=f"Use at most {MOST_LETTERS}.")
    wanted: list[list[Term]] = []
    unwanted: list[Term] = []
    either = False
    for sign, phrase, word in _PARTS.findall(text):
        away = bool(sign) or (word[:1] == "-" and len(word) > 1)
        found = None if word in ("OR", "|") else term(phrase or word[away:])
        if found and away:
            unwanted.append(found)
        elif found and either and wanted:
            wanted[-1].append(found)
        elif found:
            wanted.append([found])
        either = word in ("OR", "|")
    if sum(map(len, wanted)) + len(unwanted) > MOST_TERMS:
        raise SettingError("Too many words in one search", do=f"Use at most {MOST_TERMS}.")
    return Query(tuple(tuple(dict.fromkeys(g)) for g in wanted), tuple(dict.fromkeys(unwanted)))


def term(text: str) -> Term | None:
    """The words of a text as one term; None where it holds neither letters nor signs such as emoji."""
    stem = text.rstrip("*")
    words = tuple(_split(folded(stem)))
    return Term(words, prefix=stem != text and is_word(words[-1][-1])) if words else None


def _split(text: str) -> Iterator[str]:
    """Runs of letters, cut where a script without spaces begins or ends; signs one by one."""
    run = ""
    for character in (*text, " "):
        if run and not (is_word(character) and is_unspaced(character) == is_unspaced(run[-1])):
            yield run
            run = ""
        if is_word(character):
            run += character
        elif character > "\x7f" and unicodedata.category(character)[0] == "S":
            yield character


def _spaced(character: str) -> bool:
    return is_word(character) and not is_unspaced(character)


def _word(word: str, letters: Letters) -> str:
    """The pattern of one word: a class for each letter, and between letters what a reader passes over."""
    classes, parts, at = letters(word), list[str](), 0
    while at < len(word):
        joined = ligatures(word[at : at + 2])
        if joined and letters is not _only_alike:
            parts.append(f"(?:{_letter(word[at], classes[at])}{_GAP}[{classes[at + 1]}]|[{joined}])")
        else:
            parts.append(_letter(word[at], classes[at]))
        at += 2 if joined else 1
    return _GAP.join(parts)


def _letter(letter: str, inside: str) -> str:
    """A letter as one character, or taken apart (kana with marks, Hangul)."""
    apart = unicodedata.normalize("NFD", letter)
    pieces = "".join(f"[{variants(piece)}]" for piece in apart)
    return f"[{inside}]" if len(apart) == 1 else f"(?:[{inside}]|{pieces})"


def _own(word: str) -> list[str]:
    return [variants(letter) for letter in word]


def _either(word: str) -> list[str]:
    return [variants(c) + others for c, others in zip(word, _only_alike(word), strict=True)]


def _only_alike(word: str) -> list[str]:
    return [_alike().get(letter, "") if len(word) >= LEAST_ALIKE else "" for letter in word]


@cache
def _alike() -> dict[str, str]:
    """For each folded letter the characters of other letters that are drawn like it."""
    groups = [(latin, *others) for latin, others in load("lookalikes.yaml")["alike"].items()]
    found: dict[str, set[str]] = {}
    for group in groups:
        forms = {folded(c): variants(folded(c)) for c in group}
        for form in forms:
            found.setdefault(form, set()).update(*(other for f, other in forms.items() if f != form))
    return {form: "".join(sorted(others)) for form, others in found.items()}
