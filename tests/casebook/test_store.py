"""The casebook as a store: taken over from before, refused when newer, shared by processes, whole when killed."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from floodwatch.casebook import claims as asked
from floodwatch.casebook import read, record, store, write
from floodwatch.casebook.chain import verify
from floodwatch.casebook.dump import tables
from floodwatch.casebook.store import HEAD, KNOWN, connected, masked
from floodwatch.centre.handles import Centre
from floodwatch.cli.problems import expected
from floodwatch.model.errors import CentreError, ExtraMissing, SettingError
from tests.casebook.made import ALL, SAID, STANDS, claim, filled, held
from tests.postgres import database

BEFORE = Path(__file__).parent / "before_steps.sql"
"""The tables and some rows of a casebook from before steps were counted."""
ADD = """
import os, signal, sys
from pathlib import Path
from floodwatch.casebook import adding, record, write
from tests.casebook.made import ALL, claim
book, mode = sys.argv[1], sys.argv[2]
book = book if "://" in book else Path(book)
if mode == "die":
    usual = adding.index_quotes
    def deadly(db, rows):
        usual(db, rows)
        os.kill(os.getpid(), signal.SIGKILL)
    adding.index_quotes = deadly
    record.add(book, ALL, [claim(value_low=float(n), quote="said") for n in range(5000)])
for n in range(int(mode)):
    write.log(book, mode, "verb", "main", {}, str(n))
"""


@pytest.fixture
def book(new_book):
    """The tables are made by the test itself."""
    return new_book


def program(book, mode):
    return subprocess.Popen(
        [sys.executable, "-c", ADD, str(book), mode], env=os.environ | {"PYTHONPATH": ":".join(sys.path)}
    )


def test_the_tables_are_those_of_the_steps(book):
    read.cases(book)
    with connected(book) as db:

        def ours(name, kind, *_):
            return kind != "table" or not name.startswith("quote_words")

        def there(_, name, kind, *__):
            return name != "quote_words"

        options = {"compare_type": True, "include_name": ours, "include_object": there}
        assert compare_metadata(MigrationContext.configure(db, opts=options), tables()[0].metadata) == []


def test_the_steps_are_those_of_the_package():
    steps = ScriptDirectory(str(Path(store.__file__).parent / "migrations"))
    assert steps.get_current_head() == HEAD
    assert tuple(reversed([step.revision for step in steps.walk_revisions()])) == KNOWN


def old(book):
    """A casebook from before steps were counted."""
    with sqlite3.connect(book) as db:
        db.executescript(BEFORE.read_text("utf-8"))
    db.close()


def test_a_casebook_from_before_is_taken_over_with_nothing_lost(tmp_path):
    book = tmp_path / "casebook.db"
    old(book)
    assert read.cases(book) == ["main", "other"]
    assert [line["verb"] for line in read.audit(book)] == ["ingest", "detect"]
    (translated,) = read.translations(book, "main")
    assert (translated["text"], translated["made_by"]) == ('Hallo "Welt"', "human")
    one, other = read.entities(book, "main", "narrative")
    assert (one.made_at, one.anchors) == ("2024-03-01T08:00:00+00:00", {"post:x/1": 0.25, "post:x/2": 1.0})
    assert [(d.number, d.what, d.undone) for d in one.decisions] == [
        (1, "seen_as", False), (2, "named", True), (4, "named", False),
    ]  # fmt: skip
    assert (other.anchors, other.decisions) == ({}, ())
    assert asked.entity(book, one.entity_id).label == "The bridge"
    assert [hit.entity.entity_id for hit in asked.search(book, "bridge")] == [one.entity_id]
    write.undo(book, 4, "ada")
    assert asked.entity(book, one.entity_id).label == ""
    assert write.decide(book, other.entity_id, "named", {"name": "Rain"}, "ada") == 8, "no number comes twice"
    assert [line["verb"] for line in read.audit(book)] == ["ingest", "detect"]


def test_an_older_one_without_all_tables_is_taken_over_too(tmp_path):
    with sqlite3.connect(tmp_path / "casebook.db") as db:
        db.execute("CREATE TABLE cases (case_name TEXT PRIMARY KEY, created_at TEXT NOT NULL)")
        db.execute("INSERT INTO cases VALUES ('main', '2024')")
    db.close()
    assert read.cases(tmp_path / "casebook.db") == ["main"]
    filled(tmp_path / "casebook.db", claim())


def test_several_who_come_first_make_the_tables_once(book):
    if isinstance(book, Path):
        old(book)
    with ThreadPoolExecutor(4) as pool:
        assert len({tuple(found) for found in pool.map(read.cases, [book] * 4)}) == 1
    filled(book, claim())


def test_a_casebook_of_a_newer_version_is_refused_in_a_sentence_and_left_alone(book):
    filled(book, claim())
    before = held(book, *SAID, *STANDS)
    with connected(book, writing=True) as db:
        db.exec_driver_sql("UPDATE alembic_version SET version_num = 'r9999'")
    for use in (read.cases, lambda b: write.add_case(b, "new"), lambda b: record.add(b, ALL)):
        with pytest.raises(
            CentreError, match=r"written by a newer Floodwatch .*r9999.* Update Floodwatch\.$"
        ) as told:
            use(book)
        assert "\n" not in str(told.value)
    store._engine.cache_clear()
    with store._engine(str(book), os.getpid()).begin() as db:
        db.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{HEAD}'")
    assert held(book, *SAID, *STANDS) == before


def test_processes_that_write_at_once_wait_for_one_another(book):
    running = [program(book, "15") for _ in range(4)]
    assert [one.wait() for one in running] == [0] * 4
    assert len(read.audit(book)) == 60
    assert verify(book).broken is None, "each line holds on to the one before, whoever wrote it"


def test_one_who_writes_waits_for_another_and_one_who_reads_does_not(book):
    write.add_case(book, "main")
    with connected(book, writing=True) as db:
        db.exec_driver_sql("INSERT INTO cases VALUES ('open', '2024')")
        late = program(book, "1")
        with pytest.raises(subprocess.TimeoutExpired):
            late.wait(3)
        assert read.cases(book) == ["main"], "what is not kept yet is not seen"
    assert late.wait() == 0
    assert read.cases(book) == ["main", "open"]


def test_waiting_ends_with_a_sentence(book, monkeypatch):
    monkeypatch.setattr(store, "WAIT_S", 1)
    store._engine.cache_clear()
    write.add_case(book, "main")
    with connected(book, writing=True), pytest.raises(CentreError, match="Another process"):
        write.add_case(book, "late")
    store._engine.cache_clear()
    write.add_case(book, "later")


def test_what_is_read_is_of_one_moment(book):
    write.add_case(book, "main")
    with connected(book) as db:
        count = "SELECT count(*) FROM cases"
        assert db.exec_driver_sql(count).scalar() == 1
        write.add_case(book, "new")
        assert db.exec_driver_sql(count).scalar() == 1


def test_a_process_that_is_killed_leaves_nothing_half_written(book):
    read.cases(book)
    before = held(book, *SAID, *STANDS)
    assert program(book, "die").wait() == -signal.SIGKILL
    assert held(book, *SAID, *STANDS) == before
    filled(book, claim(quote="said"))
    assert len(asked.search(book, "said")) == 1


def test_an_error_in_the_middle_leaves_nothing(book):
    read.cases(book)
    with pytest.raises(ZeroDivisionError), connected(book, writing=True) as db:
        db.exec_driver_sql("INSERT INTO cases VALUES ('half', '2024')")
        raise ZeroDivisionError
    assert read.cases(book) == []


def test_a_step_that_fails_leaves_the_casebook_as_it_was(tmp_path, monkeypatch):
    book = tmp_path / "casebook.db"
    old(book)
    with sqlite3.connect(book) as db:
        before = list(db.iterdump())
        db.execute("UPDATE decisions SET content = 'no json' WHERE number = 4")
    with pytest.raises(ValueError, match="Expecting value"):
        read.cases(book)
    with sqlite3.connect(book) as db:
        db.execute('UPDATE decisions SET content = \'{"name": "The bridge"}\' WHERE number = 4')
        assert list(db.iterdump()) == before


def test_a_file_alone_is_the_casebook(tmp_path):
    book = tmp_path / "casebook.db"
    filled(book, claim())
    assert [path.name for path in tmp_path.iterdir()] == ["casebook.db"]
    with sqlite3.connect(book) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_copy_on_a_medium_that_cannot_be_written_is_read(tmp_path, monkeypatch):
    book = tmp_path / "casebook.db"
    (name,) = filled(book, claim())
    store._engine.cache_clear()
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert asked.claim(book, name).claim_id == name
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        write.add_case(book, "new")
    assert [path.name for path in tmp_path.iterdir()] == ["casebook.db"]


def test_an_error_of_sqlite_is_one_that_the_command_line_can_tell(tmp_path):
    (tmp_path / "casebook.db").write_bytes(b"something else, and long enough to be looked at" * 30)
    with pytest.raises(sqlite3.DatabaseError) as told:
        read.cases(tmp_path / "casebook.db")
    assert isinstance(expected(told.value), CentreError)


@pytest.mark.parametrize("text", ["mysql://host/db", "postgresql://", "casebook.db", "postgresql://host", ""])
def test_an_address_that_is_none_is_refused(text, tmp_path):
    centre = Centre.init(tmp_path)
    (tmp_path / "centre.toml").write_text(f'casebook = "{text}"\n', "utf-8")
    with pytest.raises(SettingError, match="address of the casebook"):
        print(centre.cases)


def test_a_server_that_does_not_answer_is_told_without_the_password(tmp_path):
    pytest.importorskip("psycopg")
    place = f"postgresql://me:hush-hush@localhost/book?host={tmp_path}&password=hush-hush"
    with pytest.raises(CentreError, match="database cannot be used") as told:
        read.cases(place)
    assert "hush" not in str(told.value)
    assert "me:***@localhost/book" in masked(place)
    assert masked(Path("a/casebook.db")) == "a/casebook.db"


def test_a_missing_driver_names_the_extra(monkeypatch):
    store._engine.cache_clear()
    monkeypatch.setattr(store, "find_spec", lambda name: None if name == "psycopg" else find_spec(name))
    with pytest.raises(ExtraMissing, match=r"floodwatch\[postgres\]"):
        read.cases("postgresql://me@localhost/book")


def test_a_database_that_cannot_hold_every_text_is_refused(postgres):
    import psycopg

    with psycopg.connect(postgres, autocommit=True) as db:
        db.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    with pytest.raises(CentreError, match=r"encoding LATIN1.*--encoding=UTF8"):
        read.cases(postgres.replace("/postgres?", "/latin?"))


def test_a_child_process_opens_connections_of_its_own(book):
    filled(book, claim())
    pid = os.fork()
    if pid == 0:
        try:
            os._exit(0 if len(asked.claims(book)) == 1 else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert len(asked.claims(book)) == 1


def test_a_server_that_ended_our_connections_is_asked_again(postgres):
    with database(postgres) as book:
        filled(book, claim())
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        with psycopg.connect(book, autocommit=True) as db:
            assert db.execute(f"{others} AND datname = current_database()").fetchall()
        assert len(asked.claims(book)) == 1
