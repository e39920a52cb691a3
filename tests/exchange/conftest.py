"""Every test that asks for a `book` (and an `other` one) runs on SQLite and on a PostgreSQL server of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest

from floodwatch.casebook.store import Book
from tests.exchange.made import declared
from tests.postgres import database

declared()


@pytest.fixture(params=["sqlite", "postgres"])
def books(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Book]]:
    """Gives one more empty casebook at each call."""
    if request.param == "sqlite":
        numbers, made = count(1), request.getfixturevalue("empty_book")
        yield lambda: shutil.copy(made, tmp_path / f"{next(numbers)}.db")
        return
    server, like = request.getfixturevalue("postgres"), request.getfixturevalue("empty_database")
    with ExitStack() as open_:
        yield lambda: open_.enter_context(database(server, like=like))


@pytest.fixture
def book(books: Callable[[], Book]) -> Book:
    return books()


@pytest.fixture
def other(books: Callable[[], Book]) -> Book:
    return books()
