"""Words for how likely something is, in the vocabularies that say it, and the band of each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from floodwatch.vocabulary.load import listing, load

FOLDER = "knowledge/estimative"
FIRST = "icd_203"
"""The vocabulary by which words in a report are read."""


class Term(NamedTuple):
    """One step of a vocabulary: its words (each row of them in a list of its own, never to be mixed) and its band."""

    rows: tuple[tuple[str, ...], ...]
    low: float
    high: float


class Vocabulary(NamedTuple):
    """One vocabulary: its title, where it comes from, the steps of its scale, and what to mind."""

    name: str
    title: str
    source: str
    terms: tuple[Term, ...]
    note: str


@cache
def vocabularies() -> Mapping[str, Vocabulary]:
    """Every vocabulary, by name."""
    return MappingProxyType({one.name: one for one in map(_vocabulary, map(load, listing(FOLDER)))})


def band(words: str, vocabulary: str = FIRST) -> tuple[float | None, float | None]:
    """The band of a word in a vocabulary; nothing where it has no number, as `may` and `could` have none."""
    wanted = " ".join(words.casefold().split())
    for term in vocabularies()[vocabulary].terms:
        if any(wanted in row for row in term.rows):
            return term.low, term.high
    return None, None


def _vocabulary(told: Mapping[str, Any]) -> Vocabulary:
    terms = tuple(
        Term(tuple(tuple(row) for row in term["words"]), term["low"] / 100, term["high"] / 100)
        for term in told["terms"]
    )
    return Vocabulary(told["name"], told["title"], told["source"], terms, told["note"])
