"""The index of values over all cases: one SQLite file beside them, which may be deleted and is made again.

It is asked value by value, so that matching costs as much as there are new values, whatever is known already.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from floodwatch.lake.layout import recurrence_file
from floodwatch.model.errors import CentreError
from floodwatch.model.recurrence import FEW, Seen, Source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WAIT_S = 60
TABLES = """
CREATE TABLE about (meaning TEXT NOT NULL);
CREATE TABLE sources (
    number INTEGER PRIMARY KEY, case_name TEXT NOT NULL, method TEXT NOT NULL, released_by TEXT NOT NULL,
    markings TEXT NOT NULL, accounts INTEGER NOT NULL, UNIQUE (case_name, method, released_by, markings));
CREATE TABLE people (source INTEGER, who INTEGER, PRIMARY KEY (source, who)) WITHOUT ROWID;
CREATE TABLE cases (number INTEGER PRIMARY KEY, case_name TEXT NOT NULL UNIQUE);
CREATE TABLE done (case_name TEXT, ingest_id TEXT, PRIMARY KEY (case_name, ingest_id)) WITHOUT ROWID;
CREATE TABLE members (case_name TEXT, account TEXT, PRIMARY KEY (case_name, account)) WITHOUT ROWID;
CREATE TABLE detected (case_name TEXT PRIMARY KEY, run TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE seen (
    kind INTEGER, value_key INTEGER, source INTEGER, shown TEXT NOT NULL, ref TEXT NOT NULL, who TEXT NOT NULL,
    uses INTEGER NOT NULL, first_at INTEGER, last_at INTEGER, PRIMARY KEY (kind, value_key, source)) WITHOUT ROWID;
CREATE INDEX seen_by_source ON seen (source);
CREATE TABLE forms (kind INTEGER, value_key INTEGER, form TEXT NOT NULL, PRIMARY KEY (kind, value_key)) WITHOUT ROWID;
CREATE TABLE bands (
    kind INTEGER, band INTEGER, case_number INTEGER, value_key INTEGER,
    PRIMARY KEY (kind, band, case_number, value_key)) WITHOUT ROWID;
"""
NAMES = ("about", "sources", "cases", "done", "people", "members", "detected", "seen", "forms", "bands")
NEAR = """
SELECT * FROM (
    SELECT value_key FROM bands WHERE kind = ?1 AND band = ?{band} AND case_number {sign} ?2 LIMIT ?3)"""
SEEN = "kind, value_key, source, shown, ref, who, uses, first_at, last_at"
FORGET_FORMS = """
DELETE FROM forms WHERE (kind, value_key) IN (SELECT kind, value_key FROM seen WHERE source = ?)
    AND NOT EXISTS (SELECT 1 FROM seen s WHERE s.kind = forms.kind AND s.value_key = forms.value_key AND s.source <> ?)
"""
"""Bands stay: they are hashes of hashes, and lead to nothing once the value is gone."""


@contextmanager
def opened(centre: Path, meaning: str, writing: bool = False) -> Iterator[Index]:
    """The index of a centre, for one piece of work that is kept whole; empty where it was made by other rules."""
    path = recurrence_file(centre)
    try:
        with closing(sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("BEGIN IMMEDIATE" if writing or not _made(connection, meaning) else "BEGIN")
            if not _made(connection, meaning):
                _make(connection, meaning)
            yield Index(connection)
            connection.execute("COMMIT")
    except sqlite3.Error as problem:
        raise CentreError(
            f"The index of what was seen before cannot be used: {problem}",
            where=str(path),
            do="Try again; when that does not help, delete it with its -wal and -shm: it is made again.",
        ) from problem


def _made(connection: sqlite3.Connection, meaning: str) -> bool:
    try:
        return bool(connection.execute("SELECT meaning FROM about").fetchone() == (meaning,))
    except sqlite3.OperationalError as problem:
        if "no such table" in str(problem):
            return False
        raise


def _make(connection: sqlite3.Connection, meaning: str) -> None:
    for name in NAMES:
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    for statement in filter(str.strip, TABLES.split(";")):
        connection.execute(statement)
    connection.execute("INSERT INTO about VALUES (?)", (meaning,))


class Index:
    """What was seen where, open for asking and, if so opened, for adding."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def done(self, case: str) -> set[str]:
        """Ingests of a case that are held."""
        rows = self._db.execute("SELECT ingest_id FROM done WHERE case_name = ?", (case,))
        return {name for (name,) in rows}

    def cases(self) -> set[str]:
        """Cases of which anything is held."""
        return {name for (name,) in self._db.execute("SELECT DISTINCT case_name FROM done")}

    def finish(self, case: str, ingest_id: str) -> None:
        """Note that an ingest is held whole."""
        self._db.execute("INSERT OR REPLACE INTO done VALUES (?, ?)", (case, ingest_id))

    def forget(self, case: str) -> None:
        """Remove all that a case brought: something of it counts no longer, or the case is gone."""
        for source in self.sources(case):
            self._db.execute(FORGET_FORMS, (source.number, source.number))
            for table in ("seen", "people"):
                self._db.execute(f"DELETE FROM {table} WHERE source = ?", (source.number,))
        for table in ("sources", "done", "members", "detected"):
            self._db.execute(f"DELETE FROM {table} WHERE case_name = ?", (case,))

    def source(self, case: str, method: str, released_by: str, markings: Sequence[str]) -> Source:
        """The source of that description, made when it is new."""
        row = (case, method, released_by, json.dumps(list(markings)))
        self._db.execute("INSERT OR IGNORE INTO sources VALUES (NULL, ?, ?, ?, ?, 0)", row)
        where = "case_name = ? AND method = ? AND released_by = ? AND markings = ?"
        return _source(self._db.execute(f"SELECT * FROM sources WHERE {where}", row).fetchone())

    def add_people(self, source: int, people: Iterable[int]) -> None:
        """Count the accounts of a source, each once."""
        rows = [(source, who) for who in sorted(people)]
        made = self._db.executemany("INSERT OR IGNORE INTO people VALUES (?, ?)", rows)
        self._db.execute(
            "UPDATE sources SET accounts = accounts + ? WHERE number = ?", (made.rowcount, source)
        )

    def sources(self, case: str = "") -> list[Source]:
        """All sources, or those of a case."""
        where = "WHERE case_name = ?" if case else ""
        rows = self._db.execute(f"SELECT * FROM sources {where} ORDER BY number", (case,) if case else ())
        return [_source(row) for row in rows]

    def add(self, rows: Sequence[Seen]) -> None:
        """Add values of new sources, joining those that are there of the same source."""
        ordered = sorted(rows, key=lambda r: (r.kind, r.key, r.source))
        for row in ordered:
            if held := self._one(row):
                _joined(row, held)
        self._db.executemany(
            f"INSERT OR REPLACE INTO seen ({SEEN}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_row, ordered)
        )
        forms = [(row.kind, row.key, row.form) for row in ordered if row.form]
        self._db.executemany("INSERT OR IGNORE INTO forms VALUES (?, ?, ?)", forms)

    def add_bands(self, kind: int, case: str, keys: Sequence[int], bands: NDArray[np.uint32]) -> None:
        """Add the bands by which near values are found."""
        self._db.execute("INSERT OR IGNORE INTO cases VALUES (NULL, ?)", (case,))
        number = self._number(case)
        made = (
            (kind, place << 32 | band, number, key)
            for key, row in zip(keys, bands.tolist(), strict=True)
            for place, band in enumerate(row)
        )
        self._db.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?, ?, ?)", sorted(made))

    def near(self, kind: int, bands: Iterable[int], case: str, most: int) -> set[int]:
        """Keys of values of other cases that share a band; at most `most` by each band of cases before and after."""
        numbered = [place << 32 | band for place, band in enumerate(bands)]
        rows = self._db.execute(_near(len(numbered)), (kind, self._number(case), most, *numbered))
        return {key for (key,) in rows}

    def _number(self, case: str) -> int:
        found = self._db.execute("SELECT number FROM cases WHERE case_name = ?", (case,)).fetchone()
        return int(found[0]) if found else 0

    def forms(self, kind: int, keys: Iterable[int]) -> dict[int, str]:
        """The forms by which near values are compared."""
        sql, found = "SELECT form FROM forms WHERE kind = ? AND value_key = ?", dict[int, str]()
        for key in keys:
            row = self._db.execute(sql, (kind, key)).fetchone()
            if row:
                found[key] = row[0]
        return found

    def of(self, source: int) -> list[Seen]:
        """Every value of a source, in the order of its keys."""
        rows = self._db.execute(
            f"SELECT {SEEN} FROM seen WHERE source = ? ORDER BY kind, value_key", (source,)
        )
        return [_seen(row) for row in rows]

    def where(self, kind: int, key: int, most: int) -> list[Seen]:
        """Where a value was seen, in at most so many sources."""
        sql = f"SELECT {SEEN} FROM seen WHERE kind = ? AND value_key = ? ORDER BY source LIMIT ?"
        return [_seen(row) for row in self._db.execute(sql, (kind, key, most))]

    def set_members(self, case: str, accounts: Iterable[str], run: str) -> None:
        """Note which accounts are in networks of a case, as the detection `run` found."""
        self._db.execute("DELETE FROM members WHERE case_name = ?", (case,))
        rows = sorted({(case, account) for account in accounts})
        self._db.executemany("INSERT INTO members VALUES (?, ?)", rows)
        self._db.execute("INSERT OR REPLACE INTO detected VALUES (?, ?)", (case, run))

    def members(self, case: str) -> frozenset[str] | None:
        """Accounts in networks of a case; None where nothing was detected in it yet."""
        if not self._db.execute("SELECT 1 FROM detected WHERE case_name = ?", (case,)).fetchone():
            return None
        rows = self._db.execute("SELECT account FROM members WHERE case_name = ?", (case,))
        return frozenset(account for (account,) in rows)

    def run(self, case: str) -> str:
        """The detection of which the members are held, empty where none is."""
        found = self._db.execute("SELECT run FROM detected WHERE case_name = ?", (case,)).fetchone()
        return str(found[0]) if found else ""

    def forget_members(self, case: str) -> None:
        """Note that what was detected in a case is older than its records."""
        self._db.execute("DELETE FROM detected WHERE case_name = ?", (case,))

    def _one(self, row: Seen) -> Seen | None:
        sql = f"SELECT {SEEN} FROM seen WHERE kind = ? AND value_key = ? AND source = ?"
        found = self._db.execute(sql, (row.kind, row.key, row.source)).fetchone()
        return _seen(found) if found else None


@cache
def _near(bands: int) -> str:
    """One question for all bands of a value, of cases before and after its own."""
    parts = (NEAR.format(band=n, sign=sign) for n in range(4, 4 + bands) for sign in "<>")
    return " UNION ALL ".join(parts)


def _source(row: Sequence[object]) -> Source:
    number, case, method, released_by, markings, accounts = row
    marks = tuple(json.loads(str(markings)))
    return Source(int(str(number)), str(case), str(method), str(released_by), marks, int(str(accounts)))


def _joined(row: Seen, held: Seen) -> None:
    """Let a row stand for what is held and for itself."""
    row.shown, row.ref, row.uses = held.shown, held.ref, held.uses + row.uses
    row.who = list(dict.fromkeys((*held.who, *row.who)))[:FEW]
    row.first_at = min((m for m in (held.first_at, row.first_at) if m is not None), default=None)
    row.last_at = max((m for m in (held.last_at, row.last_at) if m is not None), default=None)


def _row(one: Seen) -> tuple[object, ...]:
    who = "\n".join(one.who)
    return (
        one.kind, one.key, one.source, one.shown, one.ref, who, one.uses, one.first_at, one.last_at
    )  # fmt: skip


def _seen(row: Sequence[object]) -> Seen:
    kind, key, source, shown, ref, who, uses, first, last = row
    people = str(who).split("\n") if who else []
    return Seen(kind, key, source, shown, ref, people, uses, first, last)  # type: ignore[arg-type]
