"""Results and progress as people see them."""

from __future__ import annotations

import io
import json

from floodwatch.cli.problems import report
from floodwatch.cli.progress import shown
from floodwatch.cli.show import MANY, ROWS, lines, said, show
from floodwatch.model.errors import InputError


def test_names_come_before_values_and_nested_ones_are_indented():
    result = {"report": "r.html", "rows_read": {"posts": 12345}, "kinds": ["covert", "overt"], "none": []}
    assert list(lines(result)) == [
        "report: r.html", "rows read:", "  posts: 12,345", "kinds: covert, overt", "none: none",
    ]  # fmt: skip


def test_rows_are_aligned_and_long_lists_are_counted():
    rows = [{"name": "python", "ok": True}, {"name": "disk", "ok": None}]
    assert list(lines({"checks": rows})) == ["checks: 2", "  name    ok", "  python  yes", "  disk"]
    assert list(lines({"f": [{"a": "x", "sha256": "00", "note": ("y", "z"), "no": ""}]}))[1:] == [
        "  a  note",
        "  x  y z",
    ]
    assert list(lines({"ids": ["a"] * (MANY + 1)})) == [f"ids: {MANY + 1}"]
    assert list(lines({"rows": rows * ROWS})) == [f"rows: {2 * ROWS}"]


def test_values_as_a_person_says_them():
    assert [said(v) for v in (True, 1000, 0.123456, None, "x")] == ["yes", "1,000", "0.123", "", "x"]


def test_json_keeps_every_script_and_what_is_no_json_as_text(capsys, tmp_path):
    show({"title": "مرحبا", "where": tmp_path}, as_json=True, quiet=True)
    assert json.loads(capsys.readouterr().out) == {"title": "مرحبا", "where": str(tmp_path)}


def test_names_that_strangers_gave_cannot_write_to_the_terminal(capsys):
    hostile = "a\x1b]0;you\x07\x9b2J\u202egpj\udce9.csv"
    show({"inputs": [{"file": hostile}]})
    with shown(verbose=True) as progress:
        progress(f"reading {hostile}")
    report(InputError("This cannot be read", where=hostile))
    said = capsys.readouterr()
    assert "a⟨U+001B⟩]0;you⟨U+0007⟩⟨U+009B⟩2J⟨U+202E⟩gpj⟨U+DCE9⟩.csv" in said.out
    assert said.err.count("a\ufffd]0;you\ufffd\ufffd2J\ufffdgpj\ufffd.csv") == 2
    assert not any(sign in said.out + said.err for sign in "\x1b\x07\x9b\u202e\udce9")


def test_progress_is_silent_without_a_terminal_and_lines_when_asked(capsys):
    with shown() as progress:
        progress("reading", 0.5)
    with shown(quiet=True, verbose=True) as progress:
        progress("reading", 0.5)
    assert capsys.readouterr().err == ""
    with shown(verbose=True) as progress:
        for share in (0.1, 0.2):
            progress("reading", share)
        progress("testing")
    assert capsys.readouterr().err == "reading\ntesting\n"


def test_a_terminal_gets_a_bar_that_goes_away(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    with shown() as progress:
        progress("reading posts", 0.25)
        progress("testing", None)
    assert "testing" in screen.getvalue()
