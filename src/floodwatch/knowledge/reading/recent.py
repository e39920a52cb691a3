"""Of which actor a sentence speaks that does not name it: the one named last before, else the document's subject."""

from __future__ import annotations

from floodwatch.knowledge.reading.between import Line, subject
from floodwatch.knowledge.reading.spans import Closed, closed
from floodwatch.model.documents import Document

ACTORS = frozenset({"actor", "campaign"})
FAR = 4
"""Sentences back in which an actor is still spoken of."""


class Recent:
    """The actors of one document by place."""

    def __init__(self, document: Document) -> None:
        self._actors = [span for span in closed(document) if span.kind in ACTORS]
        self._subject = subject(document)

    def near(self, line: Line, place: int) -> Closed | None:
        """The actor that what stands at a place of a sentence is said of."""
        here = [span for span in line.things if span.kind in ACTORS]
        before = [span for span in here if span.last <= place]
        if before:
            return before[0] if len(before) > 1 and line.row[before[-1].last : place] == () else before[-1]
        if here and here[0].first - place <= 6:
            return here[0]
        return self.last(line.number) or (here[0] if here else None)

    def last(self, number: int) -> Closed | None:
        """The first actor of the nearest sentence before that names one; the subject of the document where none does."""
        rows = [span.row for span in self._actors if number - FAR <= span.row < number]
        if rows:
            return next(span for span in self._actors if span.row == rows[-1])
        return self._subject
