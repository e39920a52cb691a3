"""Other names of bodies: their letters or a short name in parentheses, what they were called before or after."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from floodwatch.knowledge.reading.between import QUOTES, Line, lines
from floodwatch.knowledge.reading.relations import Told, alias, chained, related
from floodwatch.knowledge.reading.spans import Closed
from floodwatch.knowledge.reading.wordlists import pattern
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention

NEAR = 8
"""Words between a body and the one that came before or after it."""
MANY = 2
"""Capitals of a word that stands for a longer name."""
CLOSES = frozenset({")", ",", ";", ":", "and", "or"})


def bodies_renamed(document: Document) -> Iterator[Mention]:
    """Pairs of bodies that stand beside each other, where what is between makes the second a name of the first."""
    for line in lines(document):
        roots: dict[int, Closed] = {}
        for one, other in pairwise(line.organisations):
            between = line.words(one.last, other.first)
            root = roots.get(one.first, one)
            goes_on = root is not one and between != "" and chained(line, root, one, between)
            if goes_on or (pattern("alias_short").search(between) and _is_form(line, one, other)):
                roots[other.first] = root
                yield alias(other, root, Told("same"))
            elif len(between.split()) <= NEAR and (found := _after(between)) is not None:
                yield alias(*((one, other) if found.turned else (other, one)), found)


def _after(between: str) -> Told | None:
    """Whether one of two bodies came after the other."""
    found = related(between)
    return found if found is not None and found.relation == "successor" else None


def _is_form(line: Line, one: Closed, other: Closed) -> bool:
    """Whether what stands alone in a parenthesis is another form: capitals, words of the longer one, in quote marks."""
    row = line.row
    if row[one.last].text in QUOTES or row[one.last].text != "(" or other.first > one.last + 3:
        return True
    closed = other.last >= len(row) or row[other.last].text in CLOSES | QUOTES
    short, long = sorted((one.text, other.text), key=len)
    letters = " " not in short and sum(letter.isupper() for letter in short) >= MANY
    return closed and (
        letters or row[other.first - 1].text in QUOTES or bool(set(short.split()) & set(long.split()))
    )
