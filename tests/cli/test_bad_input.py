"""Whatever is given: a completed run with its counts, or one sentence. No traceback, no half a result."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from contextlib import chdir

import pytest

from floodwatch.cli.main import run

HEAD = "platform,post_id,account_id,created_at,text,urls\n"


def post(number, who="a", when="2024-05-01T10:00:00Z", text="the bridge is closed today"):
    return f"x,{number},{who},{when},{text},https://example.org/{number % 7}\n"


def ring(size=8, objects=10):
    rows = [
        f"x,{who}-{n},acct{who},2024-05-01T{n:02d}:00:{who:02d}Z,read this now {n},https://example.org/{n}\n"
        for n in range(objects)
        for who in range(size)
    ]
    return HEAD + "".join(rows)


ENDED_WELL = {
    "header only": HEAD,
    "one post": HEAD + post(1),
    "one account": HEAD + "".join(post(n, when=f"2024-05-01T10:{n:02d}:00Z") for n in range(30)),
    "one second": HEAD + "".join(post(n, who=f"a{n % 5}") for n in range(30)),
    "the future": HEAD + "".join(post(n, who=f"a{n}", when="2999-01-01T00:00:00Z") for n in range(5)),
    "ids given twice": HEAD + post(1) * 5 + post(2, who="b") * 3,
    "unusable rows": HEAD + post(1) + "x,2,a,yesterday,,\n" + "x,3\n",
    "nul bytes and formulas": HEAD + post(1, who="=cmd()", text="a\x00b") + post(2, text="=1+1"),
}


@pytest.mark.parametrize("content", ENDED_WELL.values(), ids=ENDED_WELL.keys())
def test_odd_data_gives_every_result_and_a_count_of_what_was_left_out(content, tmp_path, capsys):
    (tmp_path / "posts.csv").write_text(content, "utf-8")
    out = tmp_path / "out"
    code = run(["investigate", str(tmp_path / "posts.csv"), "--out", str(out), "--no-power", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert code == 0
    for name in told["files"]:
        assert (out / name).is_file()
    with (out / "rejects.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == sum(i["rows_rejected"] for i in told["read"]["inputs"])
    assert parts(out) == []


REFUSED = {
    "binary": ("x.csv", os.urandom(999) + b"\x00\xff" * 500),
    "unknown columns": ("x.csv", b"colour,size\nred,3\n"),
    "broken gzip": ("x.csv.gz", b"\x1f\x8b\x08\x00" + b"\x00" * 20),
    "broken zip": ("x.zip", b"PK\x03\x04" + b"\x01" * 40),
    "no table": ("x.json", b'{"a": {"b": 1}}'),
}


@pytest.mark.parametrize(("name", "content"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_table_of_posts_is_refused_in_one_sentence(name, content, tmp_path, capsys):
    (tmp_path / name).write_bytes(content)
    assert run(["investigate", str(tmp_path / name), "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("Error: ")
    assert said.err.count("\n") == 1
    assert name in said.err
    assert "unexpected" not in said.err
    assert not (tmp_path / "out" / "report.html").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["investigate", "missing.csv", "--out", "out"],
        ["investigate", "posts.csv"],
        ["investigate", "posts.csv", "--out", "out", "--set", "nothing.here=1"],
        ["investigate", "posts.csv", "--out", "out", "--map", "post_id"],
        ["investigate", "posts.csv", "--out", "out", "--format", "no_such_format"],
        ["investigate", "posts.csv", "--out", "posts.csv"],
        ["publish", "--centre", "nowhere"],
        ["detect", "--case", "../up"],
    ],
    ids=" ".join,
)
def test_wrong_requests_say_what_to_do(arguments, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "posts.csv").write_text(ring(2, 2), "utf-8")
    assert run(arguments) in (1, 2)
    said = capsys.readouterr().err
    assert said.startswith("Error: ")
    assert "unexpected" not in said


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path, monkeypatch, capsys):
    import errno

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "records"))

    (tmp_path / "posts.csv").write_text(ring(2, 2), "utf-8")
    monkeypatch.setattr(os, "fsync", full)
    assert run(["investigate", str(tmp_path / "posts.csv"), "--out", str(tmp_path / "out")]) == 1
    assert "The disk is full" in capsys.readouterr().err
    assert not (tmp_path / "out" / "report.html").exists()
    assert parts(tmp_path / "out") == []


PROGRAM = (sys.executable, "-c", "from floodwatch.__main__ import main; main()")
ASKED = ("investigate", "posts.csv", "--no-power", "--verbose", "--out")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A folder with data and the results of a run that nobody disturbed."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "posts.csv").write_text(ring(), "utf-8")
    with chdir(folder):
        assert run([*ASKED, "whole"]) == 0
    return folder


@pytest.mark.parametrize("steps", [2, 25])
def test_a_run_that_is_stopped_goes_on_and_ends_as_if_it_had_not_been(steps, whole, monkeypatch):
    out = whole / f"stopped{steps}"
    pipes = {"stderr": subprocess.PIPE, "stdout": subprocess.DEVNULL, "text": True}
    with subprocess.Popen([*PROGRAM, *ASKED, out.name], cwd=whole, **pipes) as stopped:
        for _ in range(steps):
            assert stopped.stderr.readline()
        stopped.send_signal(signal.SIGINT)
        said = stopped.stderr.read()
    assert stopped.returncode == 130
    assert "Stopped." in said
    assert "Traceback" not in said
    assert parts(out) == []
    assert not (out / "report.html").exists()
    monkeypatch.chdir(whole)
    assert run([*ASKED, out.name]) == 0
    for path in sorted((whole / "whole" / "findings").iterdir()):
        assert path.read_bytes() == (out / "findings" / path.name).read_bytes()


def parts(folder):
    """Files that were begun and not finished."""
    return [p for p in folder.rglob("*") if p.name.endswith(".part")]
