"""A sentence as a row of names with plain words between them: what readers of relations look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from floodwatch.knowledge.reading.spans import ByPlace, Closed, by_place, closed
from floodwatch.knowledge.reading.tokens import Tokens, tokens
from floodwatch.model.documents import Document

THINGS = frozenset({"actor", "campaign", "tool"})
QUOTES = frozenset("\"'“”‘’«»")
MOST = 40
"""Words between two names that are read."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence: its words, its number, and the actors, campaigns and tools in it, in order."""

    row: Tokens
    number: int
    things: tuple[Closed, ...]
    spans: ByPlace

    @property
    def organisations(self) -> list[Closed]:
        """Every body in the sentence."""
        found = (self.spans.get((self.number, place)) for place in range(len(self.row)))
        return [
            span
            for place, span in enumerate(found)
            if span and span.kind == "organisation" and span.first == place
        ]

    def words(self, first: int, last: int) -> str:
        """The words from one place to another in small letters; bodies as ORG, other names as NAME, no quote marks."""
        return " ".join(self._words(first, last))

    def bodies(self, first: int, last: int) -> list[Closed]:
        """The bodies named from one place to another."""
        return [
            span
            for place in range(max(first, last - MOST, 0), last)
            if (span := self.spans.get((self.number, place)))
            and span.kind in ("organisation", "platform")
            and span.first == place
        ]

    def _words(self, first: int, last: int) -> Iterator[str]:
        place = max(first, last - MOST)
        while place < last:
            span = self.spans.get((self.number, place))
            if span is not None:
                yield {"organisation": "ORG", "platform": "ORG", "person": "PERSON"}.get(span.kind, "NAME")
                place = max(span.last, place + 1)
                continue
            if self.row[place].text not in QUOTES:
                yield self.row[place].low
            place += 1


def lines(document: Document) -> Iterator[Line]:
    """Every sentence with the things in it."""
    spans, rows = by_place(document), tokens(document)
    things: dict[int, list[Closed]] = {}
    for span in closed(document):
        if span.kind in THINGS:
            things.setdefault(span.row, []).append(span)
    for number, row in enumerate(rows):
        yield Line(row, number, tuple(things.get(number, ())), spans)


def subject(document: Document) -> Closed | None:
    """The actor or campaign that the document is about: named most often, and first among equals."""
    counts: dict[str, int] = {}
    first: dict[str, Closed] = {}
    for span in closed(document):
        if span.kind in ("actor", "campaign"):
            counts[span.text] = counts.get(span.text, 0) + 1
            first.setdefault(span.text, span)
    best = max(counts, key=lambda text: (counts[text], -first[text].start), default=None)
    return first[best] if best else None
