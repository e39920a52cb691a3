"""What was shared: every version of every object in every collection, in the order in which it was added."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.store import Book, connected

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, FromClause, Row

FIRST, LAST, ALL = "first", "last", "all"
AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """One version of an object in a collection. `rests_on` names the claims and networks of which it tells."""

    collection: str
    object_id: str
    object_type: str
    version: str
    content: Mapping[str, Any]
    sha256: str
    rests_on: tuple[str, ...] = ()
    pap: str = ""
    revoked: bool = False
    served: bool = True
    date_added: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which versions are asked for; empty is any. `versions` holds first, last, all, or moments."""

    added: str = ""
    after: int = 0
    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    versions: tuple[str, ...] = (LAST,)
    paps: tuple[str, ...] | None = field(default=None)


def last(book: Book, collection: str) -> dict[str, Shared]:
    """The last version of each object of a collection, by its id."""
    from sqlalchemy import func, select

    from floodwatch.casebook.tables_shared import shared_objects as table

    newest = (
        select(func.max(table.c.number)).where(table.c.collection == collection).group_by(table.c.object_id)
    )
    with connected(book) as db:
        rows = db.execute(select(table).where(table.c.number.in_(newest)).order_by(table.c.number))
        return {row.object_id: _shared(row) for row in rows}


def add(book: Book, versions: Sequence[Shared], by: str) -> None:
    """Add versions: each is added at a moment of its own, after every one before."""
    from floodwatch.casebook.tables_shared import shared_objects as table

    if not versions:
        return
    with connected(book, writing=True) as db:
        at = _next(db)
        rows = [_row(one, at + timedelta(microseconds=n), by) for n, one in enumerate(versions)]
        for start in range(0, len(rows), AT_ONCE):
            db.execute(table.insert(), rows[start : start + AT_ONCE])


def hold_back(book: Book, numbers: Collection[int]) -> None:
    """Serve these versions no longer; they stay for the record."""
    from sqlalchemy import update

    from floodwatch.casebook.tables_shared import shared_objects as table

    listed = sorted(numbers)
    with connected(book, writing=True) as db:
        for start in range(0, len(listed), AT_ONCE):
            part = listed[start : start + AT_ONCE]
            db.execute(update(table).where(table.c.number.in_(part)).values(served=0))


def resting(book: Book, collection: str) -> list[tuple[int, str, frozenset[str]]]:
    """Every version that is served: its number, its object, and what it rests on."""
    from sqlalchemy import select

    from floodwatch.casebook.tables_shared import shared_objects as table

    wanted = select(table.c.number, table.c.object_id, table.c.rests_on)
    with connected(book) as db:
        rows = db.execute(wanted.where(table.c.collection == collection, table.c.served == 1))
        return [(number, name, frozenset(json.loads(told))) for number, name, told in rows]


def visible(book: Book) -> set[str]:
    """Ids of all claims that can be seen under the ceiling that holds now."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claims

    with connected(book) as db:
        return set(db.scalars(select(claims.c.claim_id)))


def served(book: Book, collection: str, wanted: Wanted, most: int) -> list[Shared]:
    """Versions that are asked for, at most so many, in the order in which they were added."""
    from sqlalchemy import select

    from floodwatch.casebook.tables_shared import shared_objects as table

    asked = select(table).where(*_where(table, collection, wanted), _versions(table, wanted.versions))
    with connected(book) as db:
        return [_shared(row) for row in db.execute(asked.order_by(table.c.number).limit(most))]


def counts(book: Book) -> dict[str, dict[str, int]]:
    """Objects that each collection serves, and those of them that are withdrawn."""
    from sqlalchemy import select

    from floodwatch.casebook.tables_shared import shared_objects as table

    with connected(book) as db:
        names = list(db.scalars(select(table.c.collection).distinct().order_by(table.c.collection)))
    found = {name: [one for one in last(book, name).values() if one.served] for name in names}
    return {
        name: {"objects": len(rows), "withdrawn": sum(one.revoked for one in rows)}
        for name, rows in found.items()
    }


def _where(table: FromClause, collection: str, wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    yield table.c.collection == collection
    yield table.c.served == 1
    yield table.c.number > wanted.after
    if wanted.added:
        yield table.c.date_added > wanted.added
    if wanted.ids:
        yield table.c.object_id.in_(wanted.ids)
    if wanted.types:
        yield table.c.object_type.in_(wanted.types)
    if wanted.paps is not None:
        yield table.c.pap.in_(wanted.paps)


def _versions(table: FromClause, asked: Sequence[str]) -> ColumnElement[bool]:
    """Whether a version is one that is asked for."""
    from sqlalchemy import exists, or_, select, true

    if ALL in asked:
        return true()
    other = table.alias("other")
    same = (
        other.c.collection == table.c.collection,
        other.c.object_id == table.c.object_id,
        other.c.served == 1,
    )
    ways: list[ColumnElement[bool]] = [
        table.c.version.in_([one for one in asked if one not in (FIRST, LAST)])
    ]
    if LAST in asked:
        ways.append(~exists(select(other.c.number).where(*same, other.c.number > table.c.number)))
    if FIRST in asked:
        ways.append(~exists(select(other.c.number).where(*same, other.c.number < table.c.number)))
    return or_(*ways)


def _next(db: Connection) -> datetime:
    """A moment after everything that was added: now, unless the clock went back."""
    from sqlalchemy import func, select

    from floodwatch.casebook.tables_shared import shared_objects as table

    now, before = datetime.now(UTC), db.scalar(select(func.max(table.c.date_added)))
    return max(now, datetime.fromisoformat(before) + timedelta(microseconds=1)) if before else now


def _row(one: Shared, at: datetime, by: str) -> dict[str, Any]:
    added = f"{at:%Y-%m-%dT%H:%M:%S.%fZ}"
    return {
        "collection": one.collection, "object_id": one.object_id, "object_type": one.object_type,
        "version": one.version or added, "date_added": added, "sha256": one.sha256, "pap": one.pap,
        "content": json.dumps(one.content, ensure_ascii=False), "rests_on": json.dumps(sorted(one.rests_on)),
        "revoked": int(one.revoked), "served": int(one.served), "shared_by": by,
    }  # fmt: skip


def _shared(row: Row[Any]) -> Shared:
    told = dict(row._mapping)
    told.pop("shared_by")
    return Shared(**{
        **told, "content": json.loads(told["content"]), "rests_on": tuple(json.loads(told["rests_on"])),
        "revoked": bool(told["revoked"]), "served": bool(told["served"]),
    })  # fmt: skip
