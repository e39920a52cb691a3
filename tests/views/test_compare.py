"""Two copies of a message: what was changed, and what hides in the letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.engine import DuckDB
from floodwatch.model.errors import InputError
from floodwatch.views.compare import spans, view
from floodwatch.views.hidden import hidden
from tests.views.test_search import case


def compared(left, right, **given_columns):
    with DuckDB() as engine:
        case(engine, [left, right], **given_columns)
        return view(engine, "post:x/p0", "x/p1")


def test_words_are_kept_put_in_taken_out_or_replaced():
    answer = compared("The tram was late again", "The red tram was early")
    assert [
        (s["kind"], s["old"].strip(), s["new"].strip()) for s in answer["spans"] if s["kind"] != "equal"
    ] == [
        ("inserted", "", "red"),
        ("replaced", "late again", "early"),
    ]
    assert answer["seconds"] == 60
    assert 0.1 < answer["similarity"] < 0.8
    assert answer["distance"] == pytest.approx(0.522, abs=0.1)


def test_a_word_with_one_letter_changed_is_compared_letter_by_letter():
    answer = compared("Vote now", "Vоte now")
    assert [(s["kind"], s["old"], s["new"]) for s in answer["spans"]] == [
        ("equal", "V", "V"),
        ("replaced", "o", "о"),
        ("equal", "te now", "te now"),
    ]
    assert answer["hidden"]["left"] == []
    assert answer["hidden"]["right"] == [
        {
            "at": 1,
            "code": "U+043E",
            "name": "CYRILLIC SMALL LETTER O",
            "kind": "look-alike",
            "looks_like": "o",
        }
    ]
    assert answer["similarity"] == 1.0


def test_links_tags_numbers_and_emoji_that_changed_stand_apart():
    answer = compared(
        "See https://a.example/1 #Rain @you 25 of 1,000 🔥🔥",
        "See https://b.example/1 #rain @me 26 of 1,000 🔥👍🏽",
    )
    assert answer["changed"] == {
        "links": {"gone": ["https://a.example/1"], "added": ["https://b.example/1"]},
        "hashtags": {"gone": [], "added": []},
        "mentions": {"gone": ["@you"], "added": ["@me"]},
        "numbers": {"gone": ["25"], "added": ["26"]},
        "emoji": {"gone": ["🔥"], "added": ["👍🏽"]},
    }
    assert compared("a", "b", urls=[["u:1"], ["u:2"]])["changed"]["links"] == {
        "gone": ["u:1"],
        "added": ["u:2"],
    }


def test_case_alone_is_said():
    assert [s["folds_alike"] for s in spans("RAIN falls", "rain falls")] == [True, False]


@given(st.text(), st.text())
def test_the_spans_are_both_texts(left, right):
    found = spans(left, right)
    assert "".join(s["old"] for s in found) == left
    assert "".join(s["new"] for s in found) == right
    assert all((s["kind"] == "equal") == (s["old"] == s["new"]) for s in found)


def test_copies_without_spaces_are_compared_too():
    kinds = [(s["kind"], s["old"], s["new"]) for s in spans("今日は雨です", "今日も雨です")]
    assert ("replaced", "は", "も") in kinds


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("free\u200bdom", ["U+200B"]),
        ("abc\u202edef", ["U+202E"]),
        ("می\u200cخواهم", []),
        ("क\u094d\u200dष", []),
        ("👨\u200d👩\u200d👧 ❤\ufe0f", []),
        ("Αθήνα и Москва", []),
        ("раура1", []),
        ("pаypаl", ["U+0430", "U+0430"]),
        ("Mосква", ["U+004D"]),
    ],
)
def test_what_hides_is_named_and_what_writing_needs_is_not(text, codes):
    assert [row["code"] for row in hidden(text)] == codes


def test_a_post_that_is_not_there_is_said():
    with DuckDB() as engine:
        case(engine, ["a"])
        for ref in ("post:x/nobody", "nonsense"):
            with pytest.raises(InputError, match="no post"):
                view(engine, "post:x/p0", ref)
