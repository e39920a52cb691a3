"""Copies of a message have one key; short texts have none; nothing raises."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.tools.text import KEY_LENGTH, measured, normalised


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mind the gap, please!", "  mind   THE gap, please! https://t.co/abc"),
        ("@someone Mind the gap, please!", "Mind the gap, please! @other.person"),
        ("Mind the gap\u200b, please!", "Mind the gap, pl\u00adease!"),
        ("Ｍｉｎｄ the gap, please!", "mind the gap, please!"),
        ("STRASSE ist für alle da", "straße ist fu\u0308r alle da"),
        ("ΌΔΟΣ ανοιχτή για όλους", "όδοσ ανοιχτή για όλους"),
    ],
)
def test_copies_have_one_key(one, other):
    assert measured(one).key == measured(other).key is not None


@pytest.mark.parametrize(
    "text",
    ["", "yes", "so true lol", "https://example.org/a/very/long/path", "!!!!!!!!!!!!!!!!", "@a @b @c @d @e"],
)
def test_short_texts_have_no_key(text):
    assert measured(text).key is None


@pytest.mark.parametrize("text", ["one two six ten", "Donaudampfschiff", "今天天气很好我们一起去公园玩吧"])
def test_four_words_or_twelve_characters_are_enough(text):
    assert measured(text).key is not None


def test_long_texts_are_cut_but_told_apart():
    start = "word " * 50
    one, other = measured(start + "a").key, measured(start + "b").key
    assert one != other
    assert len(one) <= KEY_LENGTH


def test_an_address_is_no_mention():
    assert "someone@example.org" in normalised("write to someone@example.org now")


@pytest.mark.parametrize(
    ("text", "script"),
    [("hello", "Latin"), ("привет", "Cyrillic"), ("你好", "Han"), ("سلام", "Arabic"),
     ("12 34", ""), ("नमस्ते hi", "Devanagari"), ("안녕", "Hangul")],
)  # fmt: skip
def test_the_script_of_most_letters(text, script):
    assert measured(text).script == script


def test_counts():
    found = measured("Two words @x https://example.org")
    assert (found.words, found.letters) == (2, 8)


@settings(max_examples=300, deadline=None)
@given(
    text=st.one_of(st.text(max_size=80), st.text(alphabet="@hHtps:/w. a\u0130ßﬃ\u0345\u200d", max_size=40))
)
def test_never_raises_and_is_idempotent(text):
    once = normalised(text)
    measured(text)
    assert normalised(once) == once
