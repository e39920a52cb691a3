"""The claims of one document as they stand: what each says, the words that say it, and what was decided about it."""

from __future__ import annotations

from typing import Any

from floodwatch.casebook.claims import claims
from floodwatch.casebook.gathering import confirmations, labels, sources
from floodwatch.casebook.store import Book, connected
from floodwatch.views.said import Teller

MOST = 20_000


def view(book: Book, sha256: str) -> list[dict[str, Any]]:
    """Every claim that a document makes, in the order of its text."""
    found = sorted(
        claims(book, document=sha256, limit=MOST), key=lambda c: (c.span_start or 0, c.predicate, c.claim_id)
    )
    with connected(book) as db:
        teller = Teller(labels(db, found), sources(db, found), confirmations(db, found))
    return teller.rows(found)
