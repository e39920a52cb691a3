"""Settings of every test: hypothesis draws the same examples each time, and no test depends on how fast it is."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from floodwatch.casebook import claims, store
from floodwatch.engine.session import need_java
from floodwatch.model.errors import EngineError
from tests.postgres import database, missing, server

settings.register_profile(
    "house", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.load_profile("house")

os.environ["SPARK_CONF_DIR"] = str(Path(__file__).parent / "spark")
# Java's second compiler would take half of the time of tests, which end before its code pays.
os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")

# A run in the background of a script starts with Ctrl-C ignored, and so would every program that a test starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs Java where there is none, except in CI, which must have it."""
    wanted = [item for item in items if item.get_closest_marker("spark")]
    if wanted and not os.environ.get("CI"):
        try:
            need_java()
        except EngineError as absent:
            for item in wanted:
                item.add_marker(pytest.mark.skip(reason=str(absent)))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server; without one the tests on it are skipped, except in CI, which must have it."""
    if missing() and not os.environ.get("CI"):
        pytest.skip(missing())
    with server() as address:
        yield address


@pytest.fixture(scope="session")
def empty_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A casebook to copy, since making its tables takes most of the time of a test."""
    path = tmp_path_factory.mktemp("empty") / "casebook.db"
    assert claims.entities(path) == []
    return path


@pytest.fixture(scope="session")
def empty_database(postgres: str) -> Iterator[str]:
    """The same in PostgreSQL: the name of a database to copy, to which nobody is connected."""
    with database(postgres, "empty_book") as address:
        assert claims.entities(address) == []
        store._engine(address, os.getpid()).dispose()
        yield "empty_book"
