"""The audit log: rows that are only ever added, each holding the hash of the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from floodwatch.casebook.store import Book

COLUMNS = (
    "number", "done_at", "actor", "verb", "case_name", "settings", "outcome", "kind", "place", "refs", "row_before",
)  # fmt: skip


def fingerprint(row: Mapping[str, Any]) -> str:
    """SHA-256 of everything that a row holds, which the row behind it keeps."""
    told = json.dumps([row[name] for name in COLUMNS], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line to be: who did or saw what, in which case, with which settings, and what came of it.

    `kind` is verb, view or door; `refs` how many refs were seen; `place` from where.
    """

    actor: str
    verb: str
    case: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    outcome: str = "done"
    kind: str = "verb"
    refs: int = 0
    place: str = ""


def append(db: Connection, *entries: Entry) -> None:
    """Add lines, on a connection that writes: those who write take turns, so that the last row is the last."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import audit

    wanted = select(*(audit.c[name] for name in COLUMNS)).order_by(audit.c.number.desc()).limit(1)
    last = db.execute(wanted).first()
    number, before = (last.number, fingerprint(dict(last._mapping))) if last else (0, "")
    at = datetime.now(UTC).isoformat(timespec="seconds")
    for one in entries:
        number += 1
        row = {
            "number": number, "done_at": at, "actor": one.actor, "verb": one.verb, "case_name": one.case,
            "settings": json.dumps(dict(one.settings), default=str, sort_keys=True), "outcome": one.outcome,
            "kind": one.kind, "place": one.place, "refs": one.refs, "row_before": before,
        }  # fmt: skip
        db.execute(audit.insert(), row)
        before = fingerprint(row)


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether every row holds the hash of the one before: how many there are, the first that does not, the last hash.

    The last hash, written down elsewhere, also tells when rows at the end are missing.
    """

    rows: int
    broken: int | None
    last: str


def verify(book: Book) -> Verified:
    """Compute every hash again."""
    from sqlalchemy import select

    from floodwatch.casebook.ceiling import unbounded
    from floodwatch.casebook.store import connected
    from floodwatch.casebook.tables import audit

    wanted = select(*(audit.c[name] for name in COLUMNS)).order_by(audit.c.number)
    with unbounded(), connected(book) as db:
        return _verified(dict(row._mapping) for row in db.execute(wanted))


def _verified(rows: Iterable[Mapping[str, Any]]) -> Verified:
    count, before = 0, ""
    for row in rows:
        if row["row_before"] != before:
            return Verified(count, int(row["number"]), before)
        count, before = count + 1, fingerprint(row)
    return Verified(count, None, before)
