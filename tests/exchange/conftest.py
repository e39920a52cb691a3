"""Empty casebooks, copied from one, since making their tables takes most of the time of a test."""

from __future__ import annotations

import shutil

import pytest

from floodwatch.casebook.claims import entities
from tests.exchange.made import declared

declared()


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("empty") / "casebook.db"
    assert entities(path) == []
    return path


@pytest.fixture
def book(empty, tmp_path):
    return shutil.copy(empty, tmp_path / "one.db")


@pytest.fixture
def other(empty, tmp_path):
    return shutil.copy(empty, tmp_path / "other.db")
