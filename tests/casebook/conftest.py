"""Every test that asks for a `book` runs on SQLite and on a PostgreSQL server of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from floodwatch.casebook.store import Book
from tests.postgres import database, missing, server

NUMBER = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server; without one the tests on it are skipped, except in CI, which must have it."""
    if missing() and not os.environ.get("CI"):
        pytest.skip(missing())
    with server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Book]:
    """An empty casebook."""
    if request.param == "sqlite":
        yield tmp_path / "casebook.db"
        return
    with database(request.getfixturevalue("postgres"), f"book_{next(NUMBER)}") as address:
        yield address
