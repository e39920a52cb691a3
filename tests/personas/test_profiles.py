"""Profiles taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.detectors.personas.profiles import core, domains_of, own_words, skeleton
from floodwatch.detectors.personas.signals.lookalikes import nearby, stripped


def test_domains_without_common_hosts():
    bio = "Mail me@home.org, see www.leeway-press.co.uk/about and https://twitter.com/x"
    assert domains_of("https://news24.com/", bio) == ("leeway-press.co.uk", "news24.com")
    assert domains_of(None, "") == ()


@pytest.mark.parametrize(
    ("one", "other"), [("Gl0beCourier", "GlobeCourier"), ("СМИ", "cми"), ("Ünal-K", "unalk")]
)
def test_the_eye_takes_them_for_one(one, other):
    assert skeleton(one) == skeleton(other)


def test_core_is_what_people_remember():
    assert core("news-front24.co.uk") == "newsfront"


@given(st.text(min_size=3, max_size=8, alphabet="abcde"), st.integers(0, 7), st.sampled_from("abcde"))
def test_one_edit_apart_has_a_near_form_in_common(word, place, letter):
    place %= len(word)
    changed = word[:place] + letter + word[place + 1 :]
    for other in (changed, word[:place] + word[place + 1 :], word[:place] + letter + word[place:]):
        assert set(nearby(word)) & set(nearby(other))


def test_added_titles_fall_away():
    assert stripped("globecouriernews") == "globecourier" and stripped("news") == "news"


@given(st.text(max_size=40))
def test_own_words_hold_no_digits_links_or_marks(text):
    found = own_words(f"{text} https://e.org/1 @you #me")
    assert not any(c.isdecimal() or c in "@#:/" for c in found)
