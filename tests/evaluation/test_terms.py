"""The measurement of harmful terms: sentences that can be read, scores that add up, a page that says them."""

from __future__ import annotations

from collections import Counter

from evaluation.content.terms import Answer, Sentence, alarms, evaluated, hard_pairs, scores, sentences
from evaluation.content.terms_page import page
from floodwatch.tools.terms import MARKS, Hit, found

GIVEN = sentences()


def test_sentences_stand_on_both_sides_of_the_line():
    assert hard_pairs(GIVEN) >= 40
    assert len({s.language for s in GIVEN}) >= 20
    assert {s.label for s in GIVEN} == {"people", "state", "none"} and {s.mark for s in GIVEN} <= set(MARKS)
    assert {s.part for s in GIVEN} == {"dev", "held"}
    assert not {s.pair for s in GIVEN if s.part == "dev"} & {s.pair for s in GIVEN if s.part == "held"}
    assert max(Counter(s.text for s in GIVEN).values()) == 1


def test_the_lists_hold_what_they_were_corrected_with():
    answers = [Answer(s, found(s.text)) for s in GIVEN if s.part == "dev"]
    wrong = [a.asked.text for a in answers if a.has("people") != (a.asked.label == "people")]
    wrong += [a.asked.text for a in answers if a.has("state") != (a.asked.label == "state")]
    assert wrong == []


def test_scores_count_what_they_say():
    hit = Hit("dh-vermin", "anti_migrant", "people", "used", "vermin")
    ask = Sentence("held", "p", "en", "anti_migrant", "people", "used", "")
    answers = [
        Answer(ask, (hit,)),
        Answer(ask, ()),
        Answer(Sentence("held", "p", "en", "none", "none", "used", ""), (hit,)),
        Answer(Sentence("held", "p", "en", "state", "state", "used", ""), ()),
    ]
    told = scores(answers)
    assert told["people"]["precision"][0] == told["people"]["recall"][0] == 0.5
    assert told["innocent_alarms"][3:] == [1, 1] and told["criticism_taken_for_hatred"][3:] == [0, 1]
    assert told["state"]["precision"][0] is None and told["state"]["recall"][0] == 0


def test_alarms_are_counted_by_language():
    told = alarms([("xx", "All is well."), ("yy", "Refugees are parasites. What do you think?")])
    assert told["people"][3:] == [1, 2] and told["languages"] == 2
    assert ["yy", "people", "dh-vermin", 1] in told["found"] and ["yy", "probe", "opinion", 1] in told[
        "found"
    ]


def test_the_page_says_the_figures(tmp_path):
    told = evaluated(tmp_path / "missing.jsonl")
    text = page(told)
    assert "the file is not there" in text
    assert all(f"| {language} |" in text for language in ("ar", "zh", "ru"))
