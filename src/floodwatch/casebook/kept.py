"""Answers that are kept for requests with a key: the same request again gets the same answer, and is not done again."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from floodwatch.casebook.store import Book, connected

if TYPE_CHECKING:
    from sqlalchemy import Connection

KEPT_S = 24 * 3600
GIVEN_UP_S = 3600
"""After so long a request that was never answered may be made again: its server is gone."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a key: for which request it was used, and the answer; status 0 while there is none."""

    request_hash: str
    status: int
    answer: str


def begin(book: Book, key_hash: str, request_hash: str, at: int = 0) -> Kept | None:
    """Take a key for a request; what is known of it where it was taken before, None where it is now this one's."""
    from floodwatch.casebook.tables_shared import kept_answers

    now = at or int(time.time())
    with connected(book, writing=True) as db:
        _forget(db, now)
        if found := _kept(db, key_hash):
            return found
        row = {
            "key_hash": key_hash,
            "request_hash": request_hash,
            "status": 0,
            "answer": "",
            "answer_hash": "",
        }
        db.execute(kept_answers.insert(), {**row, "began_s": now, "ended_s": 0})
    return None


def end(book: Book, key_hash: str, status: int, answer: str) -> None:
    """Keep the answer under its key."""
    from sqlalchemy import update

    from floodwatch.casebook.tables_shared import kept_answers as table

    told = {"status": status, "answer": answer, "answer_hash": hashlib.sha256(answer.encode()).hexdigest()}
    with connected(book, writing=True) as db:
        db.execute(update(table).where(table.c.key_hash == key_hash).values(**told, ended_s=int(time.time())))


def drop(book: Book, key_hash: str) -> None:
    """Free a key whose request came to nothing."""
    from sqlalchemy import delete

    from floodwatch.casebook.tables_shared import kept_answers as table

    with connected(book, writing=True) as db:
        db.execute(delete(table).where(table.c.key_hash == key_hash))


def _kept(db: Connection, key_hash: str) -> Kept | None:
    from sqlalchemy import select

    from floodwatch.casebook.tables_shared import kept_answers as table

    row = db.execute(select(table).where(table.c.key_hash == key_hash)).first()
    if row is None:
        return None
    whole = hashlib.sha256(row.answer.encode()).hexdigest() == row.answer_hash
    return Kept(row.request_hash, row.status if whole else 0, row.answer)


def _forget(db: Connection, now: int) -> None:
    from sqlalchemy import delete

    from floodwatch.casebook.tables_shared import kept_answers as table

    never = (table.c.status == 0) & (table.c.began_s < now - GIVEN_UP_S)
    db.execute(delete(table).where((table.c.began_s < now - KEPT_S) | never))
