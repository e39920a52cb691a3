"""The lists of `vocabulary/reading` as readers ask them: sets, phrases word by word, and what is an ordinary word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Generic, TypeVar

from floodwatch.knowledge.reading.tokens import Token, pieces
from floodwatch.vocabulary.reading import words_of

T = TypeVar("T")
_ENDINGS = (
    ("ies", "y"), ("es", ""), ("es", "e"), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
    ("ers", ""), ("ers", "e"), ("er", ""), ("er", "e"), ("ors", "e"), ("ors", ""), ("or", "e"), ("or", ""),
    ("est", ""), ("est", "e"), ("ly", ""), ("ily", "y"), ("ness", ""), ("ment", ""), ("ments", ""), ("able", ""),
    ("able", "e"),
)  # fmt: skip
DEPTH = 3
_PREFIXES = ("un", "re", "non", "over", "mis", "dis", "pre", "multi", "cyber", "counter", "anti")


class Phrases(Generic[T]):
    """Phrases and what they stand for, found in a row of words by their exact letters, the longest first."""

    def __init__(self, given: Iterable[tuple[str, T]]) -> None:
        self._means: dict[tuple[str, ...], T] = {}
        widths: dict[str, set[int]] = {}
        for phrase, means in given:
            words = tuple(piece.replace("’", "'") for piece in pieces(phrase))
            self._means.setdefault(words, means)
            widths.setdefault(words[0], set()).add(len(words))
        self._widths = {word: sorted(found, reverse=True) for word, found in widths.items()}

    def at(self, row: Sequence[Token], place: int) -> tuple[int, T] | None:
        """How many words from `place` on are a phrase, and what it stands for."""
        for width in self._widths.get(_plain(row[place]), ()):
            words = tuple(_plain(token) for token in row[place : place + width])
            if len(words) == width and words in self._means:
                return width, self._means[words]
        return None


def _plain(token: Token) -> str:
    return token.text.replace("’", "'")


@cache
def listed_words(name: str, key: str) -> frozenset[str]:
    """A list of a file, or a text of words of one, as a set; below a dot a list within a list (`kinds.actor`)."""
    found = words_of(name)
    for part in key.split("."):
        found = found[part]
    return frozenset(found.split() if isinstance(found, str) else map(str, found))


@cache
def by_word(name: str, key: str) -> Mapping[str, str]:
    """Word -> the list that it is in, of several lists under one key; the first list wins."""
    found: dict[str, str] = {}
    for kind, words in words_of(name)[key].items():
        for word in words.split() if isinstance(words, str) else words:
            found.setdefault(str(word), kind)
    return found


@cache
def phrases(name: str, *keys: str) -> Phrases[str]:
    """The phrases of some lists of a file, each standing for the key of its list."""
    return Phrases((str(phrase), key) for key in keys for phrase in words_of(name)[key])


@cache
def known_names(*keys: str) -> Phrases[str]:
    """The phrases of some lists of `names.yaml`, and the names of `known.yaml` of the same lists."""
    ours = ((str(phrase), key) for key in keys for phrase in words_of("names")[key])
    others = (
        (name.replace("_", " "), key) for key in keys for name in words_of("known").get(key, "").split()
    )
    return Phrases(chain(ours, others))


@lru_cache(maxsize=20_000)
def ordinary(word: str, depth: int = DEPTH) -> bool:
    """Whether a word in small letters is an ordinary English one, by itself or by its stem."""
    if word in listed_words("common", "words"):
        return True
    if depth > 0 and any(ordinary(stem, depth - 1) for stem in _stems(word)):
        return True
    return depth == DEPTH and any(
        word.startswith(part) and len(word) - len(part) > 3 and ordinary(word[len(part) :], depth - 1)
        for part in _PREFIXES
    )


def given_name(word: str) -> bool:
    """Whether a word is a given name."""
    return word in listed_words("people", "given")


def _stems(word: str) -> Iterator[str]:
    for ending, put in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            yield stem + put
            if not put and stem[-1] == stem[-2]:
                yield stem[:-1]


def grammar(key: str) -> frozenset[str]:
    """A list of words of grammar, by the reader that asks and what the words do there."""
    return listed_words("grammar", key)


@cache
def pattern(key: str) -> re.Pattern[str]:
    """What the words between two names have to be, from `relations.yaml`."""
    return re.compile("|".join(words_of("relations")[key]))
