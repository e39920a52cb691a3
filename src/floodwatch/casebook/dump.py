"""All rows of a casebook as text and back: the same text from both databases, so that one can replace the other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.ceiling import unbounded
from floodwatch.casebook.store import Book, connected
from floodwatch.model.errors import CentreError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

SECRET = ("sessions", "tokens", "invitations", "attempts", "pending", "recovery_codes")
"""Tables that hold nothing but what opens doors."""
HIDDEN: Mapping[str, Mapping[str, Any]] = {"users": {"password": "", "second_factor": "", "last_step": 0}}
"""Columns that do."""
AT_ONCE = 1000


def tables() -> list[Table]:
    """Every table, those first that others lead to."""
    from floodwatch.casebook import tables_people, tables_reports, tables_shared

    # Each file adds to the one list when it is loaded.
    known = (tables_people.jobs, tables_reports.reports, tables_shared.shared_objects)
    return list(known[0].metadata.sorted_tables)


def rows(book: Book, secrets: bool) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each table by name with its rows as lines of JSON, all of one moment; without what opens doors, unless asked."""
    with unbounded(), connected(book, plain=True) as db:
        for table in tables():
            if secrets or table.name not in SECRET:
                yield table.name, _lines(db, table, {} if secrets else HIDDEN.get(table.name, {}))


def _lines(db: Connection, table: Table, instead: Mapping[str, Any]) -> Iterator[bytes]:
    from sqlalchemy import select

    wanted = select(table).order_by(*table.primary_key)
    for part in db.execution_options(yield_per=AT_ONCE).execute(wanted).partitions(AT_ONCE):
        told = ({**row._mapping, **instead} for row in part)
        yield "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in told).encode()


@contextmanager
def filling(book: Book, lines: Callable[[str], Iterable[str] | None]) -> Iterator[int]:
    """Fill an empty casebook from lines of JSON by table, and keep that when the block ends well; gives how many rows.

    CentreError where it is not empty. Jobs that waited do not begin again by themselves.
    """
    from sqlalchemy import update

    from floodwatch.casebook.jobs import CANCELLED, OPEN
    from floodwatch.casebook.tables_people import jobs

    with connected(book, writing=True) as db:
        _must_be_empty(db)
        count = sum(_fill(db, table, lines(table.name) or ()) for table in tables())
        db.execute(update(jobs).where(jobs.c.state.in_(OPEN)).values(state=CANCELLED))
        _counted(db)
        yield count


def _must_be_empty(db: Connection) -> None:
    from sqlalchemy import select

    for table in tables():
        if db.execute(select(table).limit(1)).first() is not None:
            raise CentreError(
                "The casebook there is not empty", do="Restore into a new folder and a new database."
            )


def _fill(db: Connection, table: Table, lines: Iterable[str]) -> int:
    names, waiting, count = {column.name for column in table.c}, list[dict[str, Any]](), 0
    for line in lines:
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict) or set(row) != names:
            raise CentreError(f"A row of {table.name} is not as this version of Floodwatch keeps it")
        waiting.append(row)
        if len(waiting) == AT_ONCE:
            db.execute(table.insert(), waiting)
            count, waiting = count + len(waiting), []
    if waiting:
        db.execute(table.insert(), waiting)
    return count + len(waiting)


def _counted(db: Connection) -> None:
    """What the database keeps beside the rows: the index of words, and the numbers that come next."""
    if db.dialect.name == "sqlite":
        db.exec_driver_sql("INSERT INTO quote_words (quote_words) VALUES ('rebuild')")
        return
    for table in tables():
        if "number" in table.c:
            found = f"pg_get_serial_sequence('{table.name}', 'number')"
            last = f"(SELECT max(number) FROM {table.name})"
            db.exec_driver_sql(
                f"SELECT setval({found}, {last}) WHERE {found} IS NOT NULL AND {last} IS NOT NULL"
            )
