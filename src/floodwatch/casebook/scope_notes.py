"""Scope notes: why a case is looked into. A new one takes the place of the one before, which stays on record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from floodwatch.casebook.store import Book, connected
from floodwatch.casebook.write import now


def write(book: Book, case: str, content: Mapping[str, str], by: str) -> None:
    """Keep a note."""
    from floodwatch.casebook.tables_people import scope_notes as table

    told = json.dumps(dict(content), ensure_ascii=False, sort_keys=True)
    with connected(book, writing=True) as db:
        db.execute(
            table.insert(), {"case_name": case, "content": told, "written_by": by, "written_at": now()}
        )


def notes(book: Book, case: str) -> list[dict[str, Any]]:
    """All notes of a case, oldest first; the last holds."""
    return [one for one in _all(book) if one["case"] == case]


def latest(book: Book) -> list[dict[str, Any]]:
    """The note that holds of every case that has one, by case."""
    last = {one["case"]: one for one in _all(book)}
    return [last[case] for case in sorted(last)]


def _all(book: Book) -> list[dict[str, Any]]:
    from sqlalchemy import select

    from floodwatch.casebook.tables_people import scope_notes as table

    with connected(book) as db:
        return [
            {**json.loads(row.content), "case": row.case_name, "by": row.written_by, "at": row.written_at}
            for row in db.execute(select(table).order_by(table.c.number))
        ]
