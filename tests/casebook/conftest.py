"""Every test that asks for a `book` runs on SQLite and on a PostgreSQL server of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from floodwatch.casebook.store import Book
from tests.postgres import database


@pytest.fixture(params=["sqlite", "postgres"])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Book]:
    """An empty casebook that has its tables."""
    if request.param == "sqlite":
        yield shutil.copy(request.getfixturevalue("empty_book"), tmp_path / "casebook.db")
        return
    empty = request.getfixturevalue("empty_database")
    with database(request.getfixturevalue("postgres"), like=empty) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
def new_book(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Book]:
    """Where a casebook is going to be: no file yet, or a database without tables."""
    if request.param == "sqlite":
        yield tmp_path / "casebook.db"
        return
    with database(request.getfixturevalue("postgres")) as address:
        yield address
