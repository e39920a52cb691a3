"""Which engine a case runs on: options over centre.toml over defaults; what it may use and what was used."""

from __future__ import annotations

import json
import sqlite3

import pytest

from floodwatch.centre.engines import AS_SET, PYTHON, engine_for, share_of
from floodwatch.centre.handles import Centre
from floodwatch.model.errors import CentreError, SettingError
from floodwatch.tools.memory import bytes_of


@pytest.fixture
def case(tmp_path):
    return Centre.init(tmp_path / "centre").case("main")


def settings(case, text):
    (case.centre.path / "centre.toml").write_text(text, "utf-8")


def test_settings_count_where_no_option_is_given(case, tmp_path):
    settings(case, f"memory = '1GB'\nspill = '{tmp_path / 'large'}'\n")
    with engine_for(case, AS_SET) as engine:
        assert engine.limits["memory"] == share_of("1GB")
        assert engine.limits["spill"].parent == tmp_path / "large"
    assert not list((tmp_path / "large").iterdir()), "what was spilled is gone"
    with engine_for(case, memory="2GB", spill=str(tmp_path / "here")) as engine:
        assert engine.limits["memory"] == share_of("2GB")
        assert engine.limits["spill"].parent == tmp_path / "here"


def test_a_relative_folder_in_the_settings_lies_in_the_centre(case):
    settings(case, "spill = 'scratch'\n")
    with engine_for(case, AS_SET) as engine:
        assert engine.limits["spill"].parent == case.centre.path / "scratch"


def test_the_engine_leaves_room_for_the_rest():
    for size in ("300MB", "1GB", "2GiB", "64GB"):
        assert 0 < bytes_of(share_of(size)) < bytes_of(size) / 2
    assert bytes_of(share_of("2GB")) == (2 * 10**9 - PYTHON) // 2
    assert share_of("") == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("engine = ", "cannot be read"),
        ("colour = 'red'", "no setting 'colour'"),
        ("engine = 'oracle'", "no engine"),
        ("engine = 'localhost'", "no engine"),
        ("schema = 2", "of schema 2"),
    ],
)
def test_settings_that_cannot_be_are_refused(case, text, message):
    settings(case, text)
    with pytest.raises((CentreError, SettingError), match=message), engine_for(case, AS_SET):
        pass


@pytest.mark.parametrize("size", ["much", "-1GB", "2 apples", "1.2.3GB"])
def test_memory_is_written_as_a_size(case, size):
    with pytest.raises(SettingError, match="memory cannot be"), engine_for(case, memory=size):
        pass


def test_the_manifest_says_what_it_ran_on_and_the_most_it_held(case, tmp_path):
    rows = [f"x,p{n},a{n % 5},{1_700_000_000 + n},hello number {n} of all" for n in range(50)]
    given = tmp_path / "posts.csv"
    given.write_text("\n".join(("platform,post_id,account_id,created_at,text", *rows)), "utf-8")
    case.investigate(given, out=str(tmp_path / "out"), power=False, memory="1GB")
    told = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert told["ran_on"]["engine"] == "duckdb"
    assert told["ran_on"]["engine_memory"] == share_of("1GB")
    assert 30 < told["ran_on"]["peak_memory_mb"] <= told["peak_memory_mb"] < 10_000


def test_a_file_that_is_no_casebook_stops_init_before_it_writes(tmp_path):
    (tmp_path / "casebook.db").write_bytes(b"something else, and long enough to be looked at" * 30)
    with pytest.raises(sqlite3.DatabaseError):
        Centre.init(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["casebook.db"]
