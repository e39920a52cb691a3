"""The words of a vocabulary of estimates in a sentence, and those of other vocabularies."""

from __future__ import annotations

from functools import cache

from floodwatch.vocabulary.estimates import likelihoods as named
from floodwatch.vocabulary.estimates import vocabularies
from floodwatch.vocabulary.estimates.texts import likelihoods

_COMMON = frozenset({"certain", "impossible", "remote"})


def is_likely(text: str, vocabulary: str) -> bool:
    """Whether a text says of something how likely it is."""
    return next(likelihoods(text, vocabulary), None) is not None


@cache
def rows_of(vocabulary: str) -> dict[str, int]:
    """Every word of a vocabulary and its row, counted from 0."""
    terms = vocabularies()[vocabulary].terms
    return {word.lower(): n for term in terms for n, row in enumerate(term.rows) for word in row}


@cache
def of_others(vocabulary: str, language: str = "en") -> dict[str, str]:
    """Words of likelihood that other vocabularies of a language have and this one has not, and whose they are."""
    own = rows_of(vocabulary)
    return {
        word: name
        for name in reversed(named())
        if vocabularies()[name].language == language
        for word in rows_of(name)
        if word not in own and word not in _COMMON
    }
