"""How sources are marked, whether they ask to be asked, and who agreed: decisions that can be undone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from floodwatch.casebook.ceiling import MARKS, Mark, SourceMark, marks_in, seen, standing
from floodwatch.casebook.store import Book, connected
from floodwatch.casebook.write import now
from floodwatch.model.claims import document_id
from floodwatch.model.errors import SettingError


def marks(book: Book) -> list[Mark]:
    """Every decision about markings and consent, oldest first."""
    with connected(book) as db:
        return marks_in(db)


def sources(book: Book) -> dict[str, SourceMark]:
    """What stands of every source that was marked, or that asks for consent."""
    with connected(book) as db:
        return standing(marks_in(db))


def mark(book: Book, source: str, what: str, content: Mapping[str, Any], by: str, reason: str = "") -> int:
    """Note a decision about a source; gives the number by which it can be undone."""
    from floodwatch.casebook.tables import decisions

    told = json.dumps({**content, "source": source}, sort_keys=True, ensure_ascii=False)
    row = {"entity_id": MARKS, "what": what, "content": told, "reason": reason}
    with connected(book, writing=True) as db:
        made = db.execute(decisions.insert(), {**row, "decided_at": now(), "decided_by": by})
        return int((made.inserted_primary_key or (0,))[0])


def unmark(book: Book, number: int, by: str) -> None:
    """Take a decision about a source back (SettingError where none of that number stands); it stays on record."""
    from sqlalchemy import update

    from floodwatch.casebook.tables import decisions

    stands = (
        (decisions.c.number == number) & (decisions.c.entity_id == MARKS) & decisions.c.undone_at.is_(None)
    )
    with connected(book, writing=True) as db:
        found = [one for one in marks_in(db) if one.number == number and _seen(one, standing(marks_in(db)))]
        done = (
            db.execute(update(decisions).where(stands).values(undone_at=now(), undone_by=by))
            if found
            else None
        )
        if done is None or not done.rowcount:
            raise SettingError(f"No decision {number} about a marking stands")


def shown(book: Book) -> dict[str, SourceMark]:
    """What stands of every source, as far as whoever asks may know of it."""
    return {name: one for name, one in sources(book).items() if seen(one.marking, [name])}


def _seen(one: Mark, stands: Mapping[str, SourceMark]) -> bool:
    return one.source not in stands or seen(stands[one.source].marking, [one.source])


def documents(book: Book, beginning: str = "") -> list[str]:
    """Documents by their SHA-256 that claims are from, or that are marked; those that begin so."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claims

    with connected(book) as db:
        wanted = select(claims.c.source_document).where(claims.c.source_document.startswith(beginning))
        found = {str(one) for one in db.scalars(wanted.distinct())}
        found |= {one.source for one in marks_in(db) if one.source.startswith(beginning)}
    return sorted(one for one in found if one and not one.startswith("case:"))


def titled(book: Book, title: str) -> list[str]:
    """Documents that go by a title."""
    from floodwatch.casebook.naming import called

    with connected(book) as db:
        ids = {one.entity_id for one in called(db, title) if one.kind == "document"}
    return [one for one in documents(book) if document_id(one) in ids] if ids else []
