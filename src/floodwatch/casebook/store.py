"""Opens a casebook, which is a SQLite file or a PostgreSQL database, and brings its tables up to date."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.ceiling import limited, shade
from floodwatch.model.errors import CentreError, ExtraMissing, SettingError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

Book = Path | str
"""A casebook: its file, or the address of its database."""

HEAD = "r0008"
KNOWN = ("r0001", "r0002", "r0003", "r0004", "r0005", "r0006", "r0007", HEAD)
"""Versions of the tables, oldest first."""
POSTGRES = ("postgresql://", "postgres://")
WAIT_S = 60
"""How long one who writes waits for another."""
TURN = 0x666C6F6F64
"""The number under which writers of one PostgreSQL database take turns."""
DRIVERS = ("sqlite3", "psycopg")
BUSY = ("database is locked", "lock timeout", "database table is locked")


@contextmanager
def connected(book: Book, writing: bool = False, plain: bool = False) -> Iterator[Connection]:
    """A connection with the tables in place, for one piece of work that is kept whole when the block ends well.

    What is read is of one moment. Those who write take turns, whichever process they are in. Where it is `plain`,
    claims are read as they were recorded, whatever became of their sources' markings, and under no ceiling.
    """
    try:
        with _engine(str(book), os.getpid()).connect() as connection:
            if not _current(connection, book):
                _migrated(connection, book)
            with _work(connection, writing):
                if not (writing or plain):
                    shade(connection)
                yield connection
    except Exception as problem:
        cause = getattr(problem, "orig", None) or problem
        if type(cause).__module__.partition(".")[0] in DRIVERS:
            raise _plain(cause, book) from problem
        raise


def sees(book: Book, table: str, column: str, values: Iterable[object]) -> bool:
    """Whether all these rows are there for whoever asks; what writes reads the tables themselves, so it asks first."""
    from sqlalchemy import MetaData, Table, func, select
    from sqlalchemy import column as named

    wanted = set(values)
    if not (wanted and limited()):
        return True
    rows = Table(table, MetaData())
    with connected(book) as db:
        found = (
            select(func.count(named(column).distinct())).select_from(rows).where(named(column).in_(wanted))
        )
        return db.scalar(found) == len(wanted)


def masked(book: Book) -> str:
    """The place of a casebook as it may be shown: without a password."""
    if isinstance(book, Path):
        return str(book)
    from sqlalchemy.engine import make_url

    return make_url(book).set(query={}).render_as_string(hide_password=True)


def address(text: str) -> str:
    """The address of a PostgreSQL database, when it is one (SettingError)."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        fits = text.startswith(POSTGRES) and bool(make_url(text).database)
    except (ArgumentError, ValueError):
        fits = False
    if not fits:
        raise SettingError(
            "The address of the casebook is not one of a database",
            do='Write casebook = "postgresql://user@host/database"; without it the file casebook.db is used.',
        )
    return text


@lru_cache(maxsize=8)
def _engine(place: str, process: int) -> Engine:  # a connection is of the process that opened it
    if place.startswith(POSTGRES):
        return _postgres(place)
    return _sqlite(Path(place))


def _sqlite(path: Path) -> Engine:
    from sqlalchemy import NullPool, create_engine, event

    def opened() -> sqlite3.Connection:
        if path.exists() and not os.access(path.parent, os.W_OK):  # a copy on a medium that cannot be written
            return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        return sqlite3.connect(path, timeout=WAIT_S)

    # Connections are closed after each piece of work, so that the file alone is the casebook.
    engine = create_engine("sqlite+pysqlite://", creator=opened, poolclass=NullPool)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # transactions begin when SQLAlchemy says so, DDL included
    for setting in ("journal_mode = WAL", "foreign_keys = ON", "case_sensitive_like = ON"):
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    turn = "IMMEDIATE" if connection.get_execution_options().get("writing") else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {turn}")


def _postgres(url: str) -> Engine:
    from sqlalchemy import create_engine
    from sqlalchemy.engine import make_url

    if find_spec("psycopg") is None:
        raise ExtraMissing("psycopg", "postgres")
    place = make_url(url).set(drivername="postgresql+psycopg")
    given = {
        "connect_timeout": 20,
        "options": f"-c lock_timeout={WAIT_S}s -c timezone=UTC -c standard_conforming_strings=on",
        # Nothing is prepared: a plan made before the views of a ceiling stood could read what they hide.
        "prepare_threshold": None,
    }
    # Opening a connection costs more than most questions, so a few stay open and are asked first if they still live.
    return create_engine(place, pool_size=2, max_overflow=-1, pool_pre_ping=True, connect_args=given)


@contextmanager
def _work(connection: Connection, writing: bool) -> Iterator[None]:
    """One transaction: a snapshot for those who read, of which nothing stays behind; a turn for those who write."""
    from sqlalchemy import text

    connection.execution_options(writing=writing)
    postgres = connection.dialect.name == "postgresql"
    if postgres and not writing:
        connection.execution_options(isolation_level="REPEATABLE READ")
    with connection.begin() as transaction:
        if postgres and writing:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({TURN})"))
        yield
        if not writing:
            transaction.rollback()  # the views of a ceiling too, as this connection is used again


def _current(connection: Connection, book: Book) -> bool:
    """Whether the tables are those of this version (CentreError when they are of a newer one)."""
    from sqlalchemy import inspect, text
    from sqlalchemy.exc import OperationalError, ProgrammingError

    try:
        with connection.begin():
            found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    except (OperationalError, ProgrammingError):
        with connection.begin():
            if inspect(connection).has_table("alembic_version"):
                raise
        return False
    if found is not None and found not in KNOWN:
        raise CentreError(
            f"The casebook was written by a newer Floodwatch (its tables are {found}, this one knows {HEAD})",
            where=masked(book),
            do="Update Floodwatch.",
        )
    return bool(found == HEAD)


def _migrated(connection: Connection, book: Book) -> None:
    """Bring the tables up to date in one transaction; who comes second finds the work done."""
    from alembic import command
    from alembic.config import Config

    _text_is_unicode(connection, book)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    with _work(connection, writing=True):
        command.upgrade(config, "head")


def _text_is_unicode(connection: Connection, book: Book) -> None:
    if connection.dialect.name != "postgresql":
        return
    with connection.begin():
        found = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if found != "UTF8":
        raise CentreError(
            f"The database is in the encoding {found}, which cannot hold every text",
            where=masked(book),
            do="Make one with: createdb --encoding=UTF8 --template=template0 NAME",
        )


def _plain(cause: BaseException, book: Book) -> BaseException:
    """What a user can act on, instead of the driver's error; an error of SQLite is told by the command line."""
    first = (str(cause).strip().splitlines() or [type(cause).__name__])[0]
    if any(sign in first for sign in BUSY):
        return CentreError(
            f"Another process has been writing to the casebook for {WAIT_S} seconds",
            where=masked(book),
            do="Try again when it has ended.",
        )
    if isinstance(cause, sqlite3.Error):
        return cause
    return CentreError(
        f"The casebook's database cannot be used: {first}",
        where=masked(book),
        do="Check the address in centre.toml, the server, and what the user may do there.",
    )
