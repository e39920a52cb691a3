"""A preset leaves out rows that it cannot use, says where each stands, and finds the same in the rest."""

import csv

import pytest

from floodwatch import coordinate
from floodwatch.model.errors import FormatError

HEADER = "object_id,account_id,content_id,timestamp_share\n"
GOOD = "".join(f"o{n},{a},{a}{n},{n}\n" for n in range(4) for a in "ab")


def run(folder, body, header=HEADER, **settings):
    folder.mkdir()
    (folder / "in.csv").write_text(header + body, "utf-8")
    told = coordinate(folder / "in.csv", out=str(folder / "out"), **settings)["summary"]
    with (folder / "out" / "rejects.csv").open(encoding="utf-8", newline="") as stream:
        rejects = [(r["file"], int(r["line"]), r["reason"]) for r in csv.DictReader(stream)]
    return told, (folder / "out" / "edges.csv").read_bytes(), rejects


@pytest.mark.parametrize("preset", ["coortweet", "ctk"])
def test_a_ragged_row_is_rejected_by_its_line(tmp_path, preset):
    clean, edges, none = run(tmp_path / "clean", GOOD, preset=preset)
    told, same, rejects = run(tmp_path / "ragged", "o0,a\n" + GOOD + "o1,a,x,1,2,3\n", preset=preset)
    assert (none, same) == ([], edges)
    assert [(f, n) for f, n, _ in rejects] == [("in.csv", 2), ("in.csv", 11)]
    assert told == clean | {"rows_rejected": 2}


def test_rows_without_account_or_time_are_told_by_their_line(tmp_path):
    told, _, rejects = run(tmp_path / "x", GOOD + "o1,,x,1\no1,a,y,yesterday\n")
    assert rejects == [
        ("in.csv", 10, "no account_id"),
        ("in.csv", 11, "the timestamp_share cannot be read"),
    ]
    assert told["rows_rejected"] == 2


@pytest.mark.parametrize("preset", ["coortweet", "ctk"])
def test_rows_that_cannot_be_used_are_told_for_any_object(tmp_path, preset):
    header = "url,account_id,content_id,timestamp_share\n"
    told, _, rejects = run(tmp_path / "x", GOOD + "o1,,x,1\n", header, preset=preset, object=("url",))
    assert (told["rows_rejected"], rejects) == (1, [("in.csv", 10, "no account_id")])


def test_ragged_and_unusable_rows_are_told_together(tmp_path):
    told, _, rejects = run(tmp_path / "x", "o1,,x,1\no0,a\n" + GOOD)
    assert [n for _, n, _ in rejects] == [2, 3]
    assert told["rows_rejected"] == 2


def test_posts_that_cannot_be_read_are_told_too(tmp_path):
    header = "platform,post_id,account_id,created_at,text,repost_of\n"
    _, _, rejects = run(tmp_path / "x", "x,1,a,never,hello,2\nx,3,a,2024-01-01,hello,2\n", header)
    assert [(f, n) for f, n, _ in rejects] == [("in.csv", 2)]


def test_a_column_twice_is_named(tmp_path):
    with pytest.raises(FormatError, match="more than one column called account_id"):
        run(tmp_path / "x", GOOD, "object_id,account_id,account_id,content_id,timestamp_share\n")
