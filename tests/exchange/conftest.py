"""Every test that asks for a `book` (and an `other` one) runs on SQLite and on a PostgreSQL server of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest

from floodwatch.casebook.claims import entities
from floodwatch.casebook.store import Book
from tests.exchange.made import declared
from tests.postgres import database

declared()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A casebook to copy, since making its tables takes most of the time of a test."""
    path = tmp_path_factory.mktemp("empty") / "casebook.db"
    assert entities(path) == []
    return path


@pytest.fixture(params=["sqlite", "postgres"])
def books(request: pytest.FixtureRequest, empty: Path, tmp_path: Path) -> Iterator[Callable[[], Book]]:
    """Gives one more empty casebook at each call."""
    if request.param == "sqlite":
        numbers = count(1)
        yield lambda: shutil.copy(empty, tmp_path / f"{next(numbers)}.db")
        return
    server = request.getfixturevalue("postgres")
    with ExitStack() as open_:
        yield lambda: open_.enter_context(database(server))


@pytest.fixture
def book(books: Callable[[], Book]) -> Book:
    return books()


@pytest.fixture
def other(books: Callable[[], Book]) -> Book:
    return books()
