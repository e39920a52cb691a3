"""Letters as a reader takes them, and texts cut where a reader would cut them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.tools.folding import folded, ligatures, variants
from floodwatch.tools.graphemes import graphemes, is_emoji, words


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Straße CAFÉ", "strasse cafe"),
        ("ＦＵＬＬ 𝐁𝐨𝐥𝐝", "full bold"),
        ("ｶﾞ ガ が", "ガ ガ が"),
        ("٣٤ ३", "34 3"),
        ("مُحَمَّد ـ کی", "محمد  كي"),
        ("İstanbul ılık", "istanbul ilik"),
        ("Đất Łódź", "dat lodz"),
        ("free\u200bdom\u202e", "freedom"),
        ("हिन्दी ก้", "हिन्दी ก้"),
    ],
)
def test_case_width_accents_and_digits_are_folded_and_vowel_signs_kept(text, form):
    assert folded(text) == form


@given(st.text())
def test_a_folded_text_stays_as_it_is(text):
    assert folded(folded(text)) == folded(text)


def test_every_form_of_a_letter_is_known():
    assert set("eEéÊｅ𝐞") <= set(variants("e"))
    assert all(folded(form) == "n" for form in variants("n"))
    assert set("ßẞ") <= set(ligatures("ss"))


@given(st.text())
def test_graphemes_and_words_are_the_text(text):
    assert "".join(graphemes(text)) == text
    assert "".join(words(text)) == text


def test_a_family_a_flag_and_a_letter_with_marks_are_one_character_each():
    assert graphemes("é👨\u200d👩\u200d👧🇫🇷👍🏽!") == ["é", "👨\u200d👩\u200d👧", "🇫🇷", "👍🏽", "!"]
    assert [g for g in graphemes("a1🔥¬") if is_emoji(g)] == ["🔥"]
    assert list(words("go  東京 now!")) == ["go", "  ", "東", "京", " ", "now", "!"]
