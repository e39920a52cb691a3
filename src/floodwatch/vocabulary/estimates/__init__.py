"""Words for how likely something is, in the vocabularies that say it: the band of a word, and the word of a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any, NamedTuple

from floodwatch.vocabulary.load import listing, load

FOLDER = "estimates"
FIRST = "icd_203"
"""The vocabulary by which words in a report are read, and by which judgements are written unless another is chosen."""
LIKELIHOOD = "likelihood"


class Term(NamedTuple):
    """One step of a vocabulary: its words (each row of them in a list of its own, never to be mixed) and its band."""

    rows: tuple[tuple[str, ...], ...]
    low: float
    high: float


class Vocabulary(NamedTuple):
    """One vocabulary: its title, where it comes from, the steps of its scale, and what to mind.

    `short` names it in a line. `use` is `likelihood`, or what else the scale is of: `confidence`, `grade`.
    `language` is that of its words.
    """

    name: str
    title: str
    source: str
    terms: tuple[Term, ...]
    note: str
    use: str
    short: str
    language: str


class Place(NamedTuple):
    """Where a word stands: its step, and the row of words that it belongs to."""

    term: Term
    step: int
    row: int


@cache
def vocabularies() -> Mapping[str, Vocabulary]:
    """Every vocabulary, by name."""
    return MappingProxyType({one.name: one for one in map(_vocabulary, map(load, listing(FOLDER)))})


@cache
def likelihoods() -> tuple[str, ...]:
    """Names of the vocabularies that say how likely something is, the usual one first."""
    found = [name for name, one in vocabularies().items() if one.use == LIKELIHOOD]
    return tuple(sorted(found, key=lambda name: (name != FIRST, name)))


def place(words: str, vocabulary: str = FIRST) -> Place | None:
    """Where a word stands in a vocabulary, None where it is not of it."""
    return _places(vocabulary).get(" ".join(words.casefold().split()))


def words(vocabulary: str = FIRST) -> tuple[str, ...]:
    """Every word of a vocabulary, the least likely first."""
    return tuple(_places(vocabulary))


def band(words: str, vocabulary: str = FIRST) -> tuple[float | None, float | None]:
    """The band of a word in a vocabulary; nothing where it has no number, as `may` and `could` have none."""
    found = place(words, vocabulary)
    return (found.term.low, found.term.high) if found else (None, None)


def word(probability: float, vocabulary: str = FIRST, row: int = 0) -> str:
    """The word for a probability; bounds that touch belong to the higher step. Empty outside the range of its words."""
    terms = vocabularies()[vocabulary].terms
    inside = [one for one in terms if one.low <= probability < one.high or probability in (one.low, one.high)]
    return _first(inside[-1], row) if inside else ""


def wording(low: float, high: float, vocabulary: str = FIRST, row: int = 0) -> str:
    """A probability or a range of them in words: both where it spans two steps; empty where words do not cover it."""
    if low == high:
        return word(low, vocabulary, row)
    within = [one for one in vocabularies()[vocabulary].terms if one.low < high and one.high > low]
    if not within or within[0].low > low or within[-1].high < high or not all(_touching(within)):
        return ""
    first, last = _first(within[0], row), _first(within[-1], row)
    return first if first == last else f"{first} to {last}"


def number(low: float, high: float) -> str:
    """A probability or a range of them in per cent."""
    return percent(low) if low == high else f"{percent(low)} to {percent(high)}"


def percent(probability: float) -> str:
    """A probability in per cent, with more digits where it is near none or all."""
    digits = 1 if 0.01 <= probability <= 0.99 else 4
    return f"{100 * probability:.{digits}f}".rstrip("0").rstrip(".") + "%"


def _touching(terms: list[Term]) -> Iterator[bool]:
    return (one.high == other.low for one, other in pairwise(terms))


def _first(term: Term, row: int) -> str:
    return term.rows[min(row, len(term.rows) - 1)][0]


@cache
def _places(vocabulary: str) -> Mapping[str, Place]:
    return MappingProxyType({
        one: Place(term, step, row)
        for step, term in enumerate(vocabularies()[vocabulary].terms)
        for row, listed in enumerate(term.rows)
        for one in listed
    })  # fmt: skip


def _vocabulary(told: Mapping[str, Any]) -> Vocabulary:
    terms = tuple(
        Term(tuple(tuple(row) for row in term["words"]), term["low"] / 100, term["high"] / 100)
        for term in told["terms"]
    )
    return Vocabulary(
        told["name"],
        told["title"],
        told["source"],
        terms,
        told["note"],
        told["use"],
        told["short"],
        told.get("language", "en"),
    )
