"""Searches and comparisons as people see them; strangers' texts cannot draw on the terminal."""

from __future__ import annotations

import click
import pytest

from floodwatch.cli.answers import compared, searched
from floodwatch.cli.plain import isolated, one_line
from floodwatch.engine import DuckDB
from floodwatch.views import compare, search
from tests.views.test_search import case


def told(lines):
    return [click.unstyle(line) for line in lines]


@pytest.fixture
def engine():
    with DuckDB() as opened:
        yield opened


def test_a_search_marks_its_hits_and_counts(engine):
    lines = told(searched(search.view(case(engine, ["so much\n rain", "Rain " * 300]), "rain")))
    assert lines[0] == "2 of 2 posts (rain 2)"
    assert lines[2] == "1.  2024-05-01 12:00:00  account:x/a0  post:x/p0"
    assert lines[3] == "   so much «rain»"
    assert lines[6].endswith("…")
    assert len(lines[6]) < 700
    assert lines[-3:] == ["platforms: x 2", "languages: not declared 2", "days: 2024-05-01 2"]
    assert told(searched(search.view(engine, "snow")))[0] == "0 of 2 posts (snow 0)"


def test_a_comparison_marks_what_differs_and_names_what_hides(engine):
    case(engine, ["Rain 1 today", "Rаin 2 today\u200b"])
    lines = told(compared(compare.view(engine, "x/p0", "x/p1")))
    assert lines[:2] == [
        "- post:x/p0  2024-05-01 12:00:00  account:x/a0",
        "+ post:x/p1  2024-05-01 12:01:00  @One",
    ]
    assert lines[3] == "R[-a-]{+а+}in [-1-]{+2+} today{+⟨U+200B⟩+}"
    assert "numbers: -1  +2" in lines
    assert lines[-2:] == [
        "+ at 1: U+0430 CYRILLIC SMALL LETTER A, look-alike, drawn like a",
        "+ at 12: U+200B ZERO WIDTH SPACE, invisible",
    ]


def test_what_turns_or_hides_is_named_and_other_directions_are_kept_apart():
    assert one_line("a\u202eb\x1b[2J\nc\u200fd") == "a⟨U+202E⟩b⟨U+001B⟩[2J c⟨U+200F⟩d"
    assert isolated("abc") == "abc"
    assert isolated("سلام") == "\u2068سلام\u2069"
