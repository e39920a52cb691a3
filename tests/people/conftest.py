"""A centre with people, on SQLite and on PostgreSQL; passwords cost next to nothing here."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator

import pytest

from floodwatch.casebook import doors
from floodwatch.casebook.people import change, join
from floodwatch.casebook.store import connected
from floodwatch.centre import entering
from floodwatch.centre.handles import Centre
from floodwatch.centre.init import init
from floodwatch.tools import secrets
from tests.postgres import database

WORD = "several words are good"
HEAD = "platform,post_id,account_id,created_at,text,urls\n"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(secrets, "COST", {"time_cost": 1, "memory_cost": 8, "parallelism": 1})


@pytest.fixture
def clock(monkeypatch):
    """A clock that is moved by hand: `clock[0] += 60`."""
    now = [1_800_000_000]
    monkeypatch.setattr(doors, "seconds", lambda: now[0])
    return now


@pytest.fixture(params=["sqlite", "postgres"])
def centre(request, tmp_path) -> Iterator[Centre]:
    """An empty centre whose casebook has its tables."""
    folder = tmp_path / "centre"
    folder.mkdir()
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("empty_book"), folder / "casebook.db")
        init(None, folder=str(folder))
        yield Centre.open(folder)
        return
    empty = request.getfixturevalue("empty_database")
    with database(request.getfixturevalue("postgres"), like=empty) as address:
        (folder / "centre.toml").write_text(f"schema = 1\ncasebook = {json.dumps(address)}\n", "utf-8")
        yield Centre.open(folder)


@pytest.fixture
def small(tmp_path, empty_book) -> Centre:
    """An empty centre on SQLite, where the database makes no difference."""
    shutil.copy(empty_book, tmp_path / "casebook.db")
    init(None, folder=str(tmp_path))
    return Centre.open(tmp_path)


def first(centre, name="root"):
    """The session of the first administrator."""
    return entering.set_up(centre, entering.set_up_link(centre), name, WORD)


def somebody(centre, name, role="reader", tlp="", cases=()):
    """A user with a password; gives him as he acts."""
    from floodwatch.casebook.people import add
    from floodwatch.model.markings import asked

    with connected(centre.casebook, writing=True) as db:
        add(db, name, name.title(), role, asked(tlp), "root", secrets.hashed(WORD))
    for case in cases:
        join(centre.casebook, case, name, "root")
    return entering.who(centre, entering.enter(centre, name, WORD))


def changed(centre, name, **values):
    with connected(centre.casebook, writing=True) as db:
        change(db, name, **values)


def ingest(centre, case, text="hello world", **settings):
    """A case with two posts."""
    file = centre.path / f"{case}.csv"
    rows = [f"x,{case}{n},a{n},2024-05-01T10:00:0{n}Z,{text} {case},https://e.org/{n}\n" for n in (1, 2)]
    file.write_text(HEAD + "".join(rows), "utf-8")
    return centre.case(case).ingest(file, **settings)
