"""How documents that are read are marked, which is on record for the source itself and not for its claims alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.model.markings import Marking, strictest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from floodwatch.casebook.store import Book
    from floodwatch.knowledge.reading.markings import Marked
    from floodwatch.model.documents import Document

UNIT = "markings@1"
"""Who says that a document bears a label, or asks for consent: the name and version of these rules."""


def marking_of(document: Document, name: str, *others: Marking) -> tuple[Marked, Marking]:
    """What a document says of itself, and the strictest of that, what a user says and what it came with."""
    from floodwatch.knowledge.reading.markings import marked

    said = marked(document, name)
    return said, strictest((said.marking, *others))


def shown(said: Marked, marking: Marking) -> dict[str, Any]:
    """A document's marking as a result, with the labels from which it follows and those that are only talked about."""
    rows = [
        {"label": one.label, "text": one.text, "span": [one.start, one.end], "marks": one.marks}
        for one in said.labels
    ]
    return {"markings": marking.labels(), "labels": rows, "asks_consent": said.consent}


def noted(book: Book, sha256: str, said: Marked, marking: Marking, by: str, fresh: bool) -> None:
    """Put the marking and the wish on record, once: what a person undid is not said again.

    `fresh` where no claim of the document was there before, so that all of them bear the marking.
    """
    from floodwatch.casebook.ceiling import ASKS, MARKED
    from floodwatch.casebook.marks import mark, marks

    before = [one for one in marks(book) if one.source == sha256]
    told: dict[str, Any] = {"tlp": marking.tlp, "pap": marking.pap}
    if marking.labels() and not any(_says(one.content, told) for one in before if one.what == MARKED):
        own = marking == said.marking
        quotes = "; ".join(dict.fromkeys(one.text for one in said.labels if one.marks))
        mark(book, sha256, MARKED, {**told, "read": fresh}, UNIT if own else by, quotes)
    if said.consent and not any(one.what == ASKS for one in before):
        mark(book, sha256, ASKS, {"who": ""}, UNIT, said.consent)


def _says(content: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    return all(content.get(name, "") == label for name, label in told.items())
