"""Every test that asks for a `book` runs on SQLite and on a PostgreSQL server of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from floodwatch.casebook.store import Book
from tests.postgres import database


@pytest.fixture(params=["sqlite", "postgres"])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Book]:
    """An empty casebook."""
    if request.param == "sqlite":
        yield tmp_path / "casebook.db"
        return
    with database(request.getfixturevalue("postgres")) as address:
        yield address
