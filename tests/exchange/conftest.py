"""Two casebooks."""

from __future__ import annotations

import pytest

from tests.exchange.made import declared

declared()


@pytest.fixture
def book(tmp_path):
    return tmp_path / "one.db"


@pytest.fixture
def other(tmp_path):
    return tmp_path / "other.db"
