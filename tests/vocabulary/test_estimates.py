"""Words and numbers of likelihood: each vocabulary as published, bounds to the higher step, numbers where words end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.knowledge.reading.estimates import _bands
from floodwatch.vocabulary.estimates import (
    band,
    likelihoods,
    number,
    percent,
    place,
    vocabularies,
    word,
    wording,
    words,
)
from floodwatch.vocabulary.estimates.texts import confidence, likely, mixed, negative

ALL = pytest.mark.parametrize("name", likelihoods())


def test_icd_203_comes_first_and_scales_of_confidence_are_no_likelihoods():
    assert likelihoods() == ("icd_203", "french", "kent", "nato")
    others = {name for name in vocabularies() if name not in likelihoods()}
    assert others == {"stix_admiralty", "stix_dni", "stix_none_low_med_high"}


@pytest.mark.parametrize(
    ("share", "first", "second"),
    [
        (0.01, "almost no chance", "remote"), (0.0499, "almost no chance", "remote"),
        (0.05, "very unlikely", "highly improbable"), (0.2, "unlikely", "improbable"),
        (0.45, "roughly even chance", "roughly even odds"), (0.55, "likely", "probable"),
        (0.8, "very likely", "highly probable"), (0.95, "almost certain", "nearly certain"),
        (0.99, "almost certain", "nearly certain"), (0.0099, "", ""), (0.991, "", ""), (0, "", ""), (1, "", ""),
    ],
)  # fmt: skip
def test_a_bound_belongs_to_the_higher_step_and_beyond_the_words_there_is_none(share, first, second):
    assert (word(share), word(share, row=1)) == (first, second)


@ALL
@given(share=st.floats(0, 1))
def test_the_word_of_a_number_has_a_band_that_holds_it(name, share):
    found = word(share, name)
    if found:
        low, high = band(found, name)
        assert low <= share <= high
    else:
        assert not any(one.low <= share <= one.high for one in vocabularies()[name].terms)


@ALL
def test_every_word_comes_back_by_its_own_band(name):
    for one in words(name):
        found = place(one, name)
        low, high = band(one.upper(), name)
        assert wording(low, high, name, found.row) == found.term.rows[found.row][0]


def test_a_range_over_two_steps_says_both_and_one_beyond_the_words_says_none():
    assert wording(0.5, 0.6) == "roughly even chance to likely"
    assert wording(0.3, 0.6, row=1) == "improbable to probable"
    assert wording(0.5, 0.995) == wording(0.0, 0.04) == ""
    assert wording(0.5, 0.7, "kent") == "", "Kent has no word between 60% and 63%"


def test_the_scale_of_stix_says_other_things_by_the_same_words():
    apart = [one for one in words("stix_dni") if band(one, "stix_dni") != band(one)]
    assert len(apart) == len(words("stix_dni"))


@pytest.mark.parametrize(
    ("share", "said"), [(0.005, "0.5%"), (0.5, "50%"), (0.9995, "99.95%"), (0.123, "12.3%")]
)
def test_numbers_are_printed_with_the_digits_that_they_need(share, said):
    assert percent(share) == said
    assert number(share, share) == said


def test_the_reader_of_reports_has_its_bands_from_here():
    assert set(_bands()) == set(words())
    assert _bands()["improbably"] == (20, 45)


def test_a_text_is_looked_at_for_what_belongs_beside_it():
    assert likely("A remote server is very likely; a remote chance.", "icd_203") == ("very likely", "remote")
    assert likely("certain accounts", "kent") == ()
    assert confidence("We judge with moderate confidence that it is so.") == "moderate confidence"
    assert confidence("It undermines confidence in the vote.") == ""
    assert mixed("It is likely. We have high confidence.", "icd_203") == ""
    assert mixed("It is likely, with high confidence.", "icd_203") == "It is likely, with high confidence."
    assert negative("No evidence of a leak was found") == "No evidence"
    assert negative("It was not observed") == "was not observed"
    assert negative("It was observed") == ""
