"""Judgements of published reports in a casebook: entered once, each as whose it is, never against a person."""

from __future__ import annotations

import pytest

from floodwatch.casebook import judging
from floodwatch.casebook.judgement_rules import checked, reads_not_looked_for
from floodwatch.casebook.judgements import history, judgements
from floodwatch.centre.starting import ready
from floodwatch.model.judgements import Forecast
from floodwatch.views.judgements import about, view
from floodwatch.vocabulary.estimates import band
from floodwatch.vocabulary.knowledge.starting import BY, starting
from floodwatch.vocabulary.knowledge.starting.judged import judged
from tests.casebook.made import held

TABLES = ("judgements", "judgement_links", "judgement_lines")
LABELS = {one.entity_id: one.label for one in starting().entities}


def test_every_one_says_whose_it_is_in_which_text_and_rests_on_what_that_text_says():
    claims = {one.claim_id: one for one in starting().claims}
    for one in judged().judgements:
        checked(one)
        assert LABELS[one.said_by]
        assert one.basis
        for ref in one.basis:
            claim = claims[ref.removeprefix("claim:")]
            assert (claim.source_document, claim.said_by) == (one.source_document, one.said_by)


def test_words_stand_as_they_were_written_and_have_a_band_only_where_the_vocabulary_has_one():
    words = {one.likelihood.word: (one.likelihood.low, one.likelihood.high) for one in judged().judgements}
    assert words["almost certainly"] == (0.95, 0.99)
    assert words["likely"] == (0.55, 0.8)
    for word in ("could", "may", "will", "poised to", "most likely", "remains to be seen"):
        assert words[word] == (None, None)
    assert all(bounds == band(word) for word, bounds in words.items())


@pytest.mark.parametrize(
    ("who", "about_whom", "word"),
    [
        ("Microsoft Threat Analysis Center", "India", "likely"),
        ("Microsoft Threat Analysis Center", "South Korea", "likely"),
        ("National Intelligence Council", "Iranian", "almost certainly"),
        ("Microsoft", "Taiwan and the United States", "likely"),
        ("a media digest", "telephones", "may"),
    ],
)
def test_the_forecasts_and_judgements_of_the_reports_are_there(who, about_whom, word):
    found = [
        one for one in judged().judgements
        if about_whom in one.statement and LABELS[one.said_by] == who and one.likelihood.word == word
    ]  # fmt: skip
    assert found


def test_what_others_did_not_see_reads_not_looked_for():
    found = [one.statement for one in judged().judgements if reads_not_looked_for(one)]
    assert len(found) == 2
    assert any("collaboration" in one for one in found)


def test_nothing_is_made_up_for_what_a_source_does_not_say():
    for one in judged().judgements:
        assert (one.confidence, one.confidence_reason) == ("", "")
        if isinstance(one, Forecast):
            assert one.resolution_rule == ""


def test_they_are_entered_once_with_what_became_of_them(book):
    ready(book)
    before = held(book, *TABLES)
    assert judging.bring(book, judged().judgements, judged().outcomes, BY) == 0
    assert held(book, *TABLES) == before
    assert len(judgements(book)) == len(judged().judgements)
    (came,) = [one for one in judgements(book, "forecast") if one.outcome]
    assert (came.outcome, came.resolved_at) == ("yes", "2024-10-31")


def test_what_a_newer_package_says_no_longer_is_taken_back_and_what_a_person_decided_stays(book):
    ready(book)
    told = judged()
    first, second = told.judgements[1:3]
    number = judging.review(book, second.own_id(), "disagree", "ada", "no such aim was seen since")
    judging.bring(book, [one for one in told.judgements if one != first], told.outcomes, BY)
    found = {one.judgement_id: one for one in judgements(book)}
    assert found[first.own_id()].status == "retracted"
    assert [one.number for one in found[second.own_id()].reviews] == [number]
    assert [line.decided_by for line in history(book, first.own_id())] == [BY]


def test_an_actors_card_has_those_about_it(book):
    ready(book)
    storm = next(one for one, label in LABELS.items() if label == "Storm-1376")
    from floodwatch.casebook.store import connected

    with connected(book) as db:
        (one,) = about(db, [storm])
    assert one["said_by"] == "Microsoft Threat Analysis Center"
    assert len(view(book, topic="IMPACT")["judgements"]) == 5
