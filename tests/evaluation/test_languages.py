"""Languages of the Declaration of Human Rights: a part of what `evaluation.content.languages` measures."""

import pytest

from evaluation.content.languages import LENGTHS, UDHR, WANTED, Piece, cut, evaluated, measured
from evaluation.content.languages_page import page
from floodwatch.tools.language import Identified


def test_the_wanted_shares_hold_on_some_articles():
    if not UDHR.exists():
        pytest.skip(f"{UDHR} is not here")
    result = evaluated(UDHR, lambda p: bool(p.language) and p.article in {3, 9, 13} and p.start == "start")
    own = result["held_out"]
    assert own["25"]["languages"] >= 120
    for length in LENGTHS:
        assert own[str(length)]["right"] >= WANTED[length] - 0.03
    assert "| de | German |" in page(result)


def test_a_cut_ends_at_a_space_where_there_is_one():
    assert cut("one two three four", 9) == "one two"
    assert cut("one two three four", 7) == "one two"
    assert cut("一二三四五六七八九十", 5) == "一二三四五"
    assert cut("short", 25) == "short"


def test_groups_count_as_right_and_silence_as_wrong():
    answers = [
        (Piece("a", "id", 1, 25, "start", "x"), Identified("ms", 0.9, "id/ms")),
        (Piece("a", "id", 3, 25, "start", "y"), Identified()),
        (Piece("b", "de", 1, 25, "start", "z"), Identified("nl", 0.9, "nl")),
    ]
    found = measured(answers)
    assert found["by_language"]["id"] == {
        "pieces": 2, "right": 0.5, "exact": 0.0, "und": 0.5, "right_of_said": 1.0, "taken_for": [],
    }  # fmt: skip
    assert (found["right"], found["und"]) == (0.25, 0.25)
    assert found["by_language"]["de"]["taken_for"] == ["nl"]
