"""What a user reads when something goes wrong: one sentence, never a traceback."""

from __future__ import annotations

import errno
import os
import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import click
import pytest

from floodwatch.cli import main
from floodwatch.cli.problems import BROKEN_PIPE, INTERRUPTED, expected, report
from floodwatch.model.errors import CentreError, EngineError, InputError, OutOfSpace, SettingError


def test_an_error_of_ours_is_what_where_what_to_do_and_its_page(capsys):
    code = report(SettingError("The window is negative", where="--window", do="Give seconds."))
    assert code == SettingError.exit_code
    assert capsys.readouterr().err == (
        "Error: The window is negative (--window). Give seconds. [docs/errors.md#setting]\n"
    )


def test_a_command_without_what_it_needs_shows_its_help_and_nothing_else(capsys):
    assert main.run(["ingest"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("Usage: floodwatch ingest")
    assert said.endswith("Show this message and exit.\n")


def test_ctrl_c_is_130_and_says_that_nothing_is_half_written(capsys):
    assert report(KeyboardInterrupt()) == INTERRUPTED
    assert report(click.Abort()) == INTERRUPTED
    assert "Nothing half-written" in capsys.readouterr().err
    try:
        try:
            raise KeyboardInterrupt
        finally:
            raise RuntimeError("Error calling __set_name__")
    except RuntimeError as problem:
        assert report(problem) == INTERRUPTED


def test_ctrl_c_while_the_program_is_still_loading_is_a_sentence(tmp_path):
    (tmp_path / "click.py").write_text("import os, signal; os.kill(os.getpid(), signal.SIGINT)\n", "utf-8")
    way = os.pathsep.join([str(tmp_path), *sys.path])
    code = "from floodwatch.__main__ import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        env=os.environ | {"PYTHONPATH": way},
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (INTERRUPTED, "", "Stopped.\n")


@pytest.mark.parametrize(
    ("problem", "kind", "said"),
    [
        (OSError(errno.ENOSPC, "full", "a.csv"), OutOfSpace, "disk is full (a.csv)"),
        (PermissionError(errno.EACCES, "no", "b.csv"), InputError, "Permission denied (b.csv)"),
        (FileNotFoundError(errno.ENOENT, "no", "c.csv"), InputError, "No such file or directory (c.csv)"),
        (MemoryError(), OutOfSpace, "memory"),
        (sqlite3.OperationalError("database or disk is full"), OutOfSpace, "The disk is full"),
        (sqlite3.OperationalError("unable to open database file"), CentreError, "cannot be used"),
    ],
)
def test_what_the_system_refuses_becomes_an_error_that_can_be_acted_on(problem, kind, said):
    found = expected(problem)
    assert isinstance(found, kind)
    assert said in found.message()


def test_what_nobody_expected_is_short_and_keeps_its_traceback_in_a_file(capsys):
    try:
        raise ZeroDivisionError("once\ntwice")
    except ZeroDivisionError as problem:
        assert report(problem) == 70
    said = capsys.readouterr().err
    assert said.startswith("Error: Something unexpected went wrong: ZeroDivisionError: once.")
    assert said.count("\n") == 1
    log = Path(re.search(r"are in (\S+\.log);", said).group(1))
    assert "Traceback" in log.read_text()
    log.unlink()


def test_debug_shows_the_traceback_and_the_query(capsys):
    assert report(EngineError("It failed", sql="SELECT broken"), debug=True) == 1
    said = capsys.readouterr().err
    assert "SELECT broken" in said
    assert "EngineError" in said
    report(ValueError("odd"), debug=True)
    assert "ValueError: odd" in capsys.readouterr().err


def test_a_wrong_option_is_a_sentence_with_the_way_to_the_help(capsys):
    assert main.run(["sample", "--sed", "3"]) == 2
    said = capsys.readouterr().err
    assert "--sed" in said
    assert "floodwatch sample --help" in said
    assert "Traceback" not in said


def test_an_unknown_verb_and_a_missing_place_are_refused(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main.run(["tea"]) == 2
    assert main.run(["detect"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert "'tea'" in said[0]
    assert said[1].startswith("Error: This folder is not a centre (.). Run: floodwatch init .")


def test_a_reader_that_goes_away_is_no_error():
    code = "import sys; from floodwatch.__main__ import main; sys.argv = ['floodwatch', '--help']; main()"
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-c", code], stdout=writing, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writing)
    assert done.returncode == BROKEN_PIPE
    assert done.stderr == ""


def test_a_signal_while_a_verb_runs_stops_it_in_one_sentence(tmp_path):
    code = (
        "import os, signal, sys\n"
        "import floodwatch.centre.init as verb\n"
        "def stop(*a, **k): os.kill(os.getpid(), signal.SIGINT)\n"
        "verb.init = stop\n"
        "from floodwatch.cli.main import run\n"
        "sys.exit(run(['init', 'x']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == INTERRUPTED == 128 + signal.SIGINT
    assert done.stderr.strip().startswith("Stopped.")
    assert list(tmp_path.iterdir()) == []


def test_problems_that_name_each_other_as_their_cause_are_told_once(capsys):
    first, second = InputError("No such thing"), ValueError("deep")
    first.__cause__, second.__context__ = second, first
    assert report(first) == first.exit_code
    assert "No such thing" in capsys.readouterr().err
