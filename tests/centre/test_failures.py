"""What goes wrong beside the work does not spoil it, and a run that fails leaves nothing behind."""

import getpass
import subprocess
import sys
from pathlib import Path

import pytest

import floodwatch
from floodwatch import Centre
from floodwatch.casebook import write
from floodwatch.centre import call, noting
from floodwatch.centre.ingest import read_options
from floodwatch.centre.place import place
from floodwatch.model.acting import LOCAL
from floodwatch.model.errors import FloodwatchError, InputError, SettingError

POSTS = "platform,post_id,account_id,created_at,text\nx,1,a,2024-01-01T00:00:00Z,hello\n"


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    (tmp_path / "posts.csv").write_text(POSTS, "utf-8")
    return tmp_path / "posts.csv"


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """Posts of a file that does not say which platform it is from."""
    (tmp_path / "bare.csv").write_text(POSTS.replace("platform,", "").replace("x,", ""), "utf-8")
    return tmp_path / "bare.csv"


def nobody(*_: object, **__: object) -> str:
    raise KeyError("getpwuid(): uid not found")


def test_a_user_without_a_name_is_unknown(posts, tmp_path, monkeypatch):
    monkeypatch.setattr(getpass, "getuser", nobody)
    assert Centre.init(tmp_path / "c").case().ingest(posts)["records"]["posts"] == 1
    assert noting.who(LOCAL) == "unknown"


def test_a_log_that_cannot_be_written_spoils_no_work_and_is_told(posts, tmp_path, monkeypatch):
    monkeypatch.setattr(write, "log", nobody)
    told = Centre.init(tmp_path / "c").case().ingest(posts)
    assert told["records"]["posts"] == 1
    assert "uid not found" in told["not_logged"]


def test_a_log_that_cannot_be_written_hides_no_error(tmp_path, monkeypatch):
    monkeypatch.setattr(write, "log", nobody)
    with pytest.raises(InputError):
        Centre.init(tmp_path / "c").case().ingest(tmp_path / "missing.csv")


def investigated(out: Path, *inputs: Path):
    verb = call.verb_named("investigate")
    case = place(verb, "", "main", {"out": str(out)})
    return call.call("investigate", case, inputs=tuple(map(str, inputs)), out=str(out), power=False)


@pytest.mark.parametrize("there", [False, True])
def test_a_run_that_reads_nothing_leaves_no_centre(tmp_path, there):
    out = tmp_path / "out"
    mine = (
        [out / "mine.txt", out / "evidence" / "photo.txt", out / "cases" / "old" / "notes.txt"]
        if there
        else []
    )
    for file in mine:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("mine")
    with pytest.raises(FloodwatchError):
        investigated(out, tmp_path / "missing.csv")
    assert out.exists() == there
    assert {p for p in out.rglob("*") if p.is_file()} == set(mine)
    assert not (out / "cases" / "main").exists()


def test_a_centre_that_was_there_stays(tmp_path):
    Centre.init(tmp_path / "c")
    with pytest.raises(FloodwatchError):
        investigated(tmp_path / "c", tmp_path / "missing.csv")
    assert (tmp_path / "c" / "centre.toml").is_file()


def test_what_a_case_held_before_is_counted(posts, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text(POSTS.replace(",1,", ",2,"), "utf-8")
    case = Centre.init(tmp_path / "c").case()
    assert case.ingest(posts)["already_held"] == 0
    assert case.ingest(posts)["already_held"] == 0
    assert case.ingest(posts, other)["already_held"] == 0
    assert case.ingest(other)["already_held"] == 1
    again = case.ingest(other, platform="y")
    assert (again["already_held"], again["replaced"]) == (1, 1)


def test_a_file_read_again_in_another_way_counts_once(bare, tmp_path):
    case = Centre.init(tmp_path / "c").case()
    for platform in ("y", "z", "y"):
        case.ingest(bare, platform=platform)
        assert set(case.table("posts")["platform"].to_pylist()) == {platform}
        assert len(list((case.folder.records / "posts").iterdir())) == 1


def test_a_file_is_not_read_again_without_those_it_was_read_with(bare, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text(bare.read_text("utf-8").replace("1,a", "2,a"), "utf-8")
    case = Centre.init(tmp_path / "c").case()
    case.ingest(bare, other, platform="y")
    with pytest.raises(FloodwatchError, match=r"not the files .*other\.csv.*Give all of them"):
        case.ingest(bare, platform="z")
    assert case.ingest(bare, other, platform="z")["replaced"] == 2
    assert set(case.table("posts")["platform"].to_pylist()) == {"z"}


def test_the_manifest_does_not_say_where_a_mapping_lies(posts, tmp_path):
    (tmp_path / "mine.yaml").write_text("name: mine\nplatform: y\ntables: {posts: same}\n", "utf-8")
    case = Centre.init(tmp_path / "c").case()
    case.ingest(posts, format=str(tmp_path / "mine.yaml"))
    index = case.folder.index.read_text("utf-8")
    assert "sha256:" in index
    assert str(tmp_path) not in index


def test_times_in_the_future_are_noted(tmp_path):
    later = tmp_path / "later.csv"
    later.write_text(POSTS.replace("2024", "2090"), "utf-8")
    [told] = Centre.init(tmp_path / "c").case().ingest(later)["inputs"]
    assert "posts.created_at: 1 times lie in the future" in told["notes"]
    assert read_options("", "", (), "", "").now is not None


@pytest.mark.parametrize("given", [{"window": -1}, {"edge_weight": 1.5}, {"edge_weight": -0.5}])
def test_a_window_and_a_quantile_that_cannot_be_are_refused(posts, tmp_path, given):
    with pytest.raises(SettingError, match=next(iter(given))):
        floodwatch.coordinate(posts, out=tmp_path / "out", **given)
    assert not (tmp_path / "out").exists()


def test_a_function_of_the_package_can_be_called_again(posts):
    code = "import floodwatch\nfor _ in '12': print(floodwatch.plan({!r})['read']['posts'])"
    done = subprocess.run(
        [sys.executable, "-c", code.format(str(posts))], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("1\n1\n", "")


def test_one_value_where_a_list_is_meant_is_a_list_of_one():
    settings = call.checked(call.verb_named("publish"), {"format": "html"})
    assert settings["format"] == ("html",)
