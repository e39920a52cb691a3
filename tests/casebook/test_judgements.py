"""Judgements and forecasts in a casebook: what is refused and why, kept as they were made, undone exactly, marked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.casebook import judging, marks
from floodwatch.casebook.ceiling import MARKED, up_to
from floodwatch.casebook.judgement_rules import reads_not_looked_for
from floodwatch.casebook.judgements import history, judgement, judgements
from floodwatch.model.errors import JudgementError
from floodwatch.model.judgements import VERDICTS, Likelihood, Search
from floodwatch.model.markings import Marking
from tests.casebook.judged import COUNT, LIKELY, LOOKED, asked, cited, judged, number
from tests.casebook.made import held
from tests.casebook.test_undo import HERE
from tests.casebook.told import ACTOR, FIRST, OTHER, VENDOR, say, told

TABLES = ("judgements", "judgement_links", "judgement_lines")


@pytest.fixture
def known(book):
    return told(book, *ACTOR)


def test_a_judgement_comes_back_as_it_was_made(known):
    one = judged(
        search=LOOKED,
        topic="elections",
        tlp="TLP:GREEN",
        basis=(f"claim:{COUNT.claim_id}", "finding:main/ab"),
    )
    name = judging.add(known, one)
    found = judgement(known, name[:6])
    assert found == replace(one, judgement_id=name)
    assert judging.add(known, one) == name
    assert len(judgements(known)) == 1


def test_a_forecast_comes_back_with_its_history_in_order(known):
    name = judging.add(known, asked())
    judging.estimate(known, name, number(0.6), "bo", "a new site", "2026-03-01T00:00:00+00:00")
    judging.estimate(known, name, number(0.4), "ada", "it is gone", "2026-03-02T00:00:00+00:00")
    found = judgement(known, name, "forecast")
    assert [(e.likelihood.point, e.made_by, e.reason) for e in found.history] == [
        (0.3, "ada", ""), (0.6, "bo", "a new site"), (0.4, "ada", "it is gone"),
    ]  # fmt: skip
    assert (found.likelihood.point, found.now.point) == (0.3, 0.4)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (
            {"likelihood": Likelihood(None, None, "possible", "icd_203")},
            "'possible' is no word of the vocabulary",
        ),
        ({"likelihood": Likelihood(0.6, 0.9, "likely", "stix_dni")}, "no vocabulary 'stix_dni'"),
        ({"likelihood": Likelihood(1.0, 1.0, "", "icd_203")}, "0% or 100% is no estimate"),
        ({"likelihood": Likelihood(0.9, 0.2, "", "icd_203")}, "its low end first"),
        ({"statement": "We judge with high confidence that it runs them"}, "never stand in one sentence"),
        ({"confidence_reason": "it is likely, with high confidence"}, "stand in one sentence"),
        ({"statement": "It is probable that it runs them"}, "one row of words"),
        (
            {"statement": "It is very likely that it runs them"},
            "says 'very likely' and its likelihood is 'likely'",
        ),
        (
            {"statement": "No evidence of a link to a state"},
            "scope, period, collection and power of the search",
        ),
        ({"statement": "A link was not observed", "search": replace(LOOKED, power="")}, "needs the power of"),
        ({"would_change": ("a leak, which was not observed",)}, "needs the scope"),
        ({"statement": " "}, "needs a statement"),
        ({"confidence": ""}, "give a confidence"),
        ({"confidence": "certain"}, "no confidence 'certain'"),
        ({"confidence_reason": ""}, "needs a reason"),
        ({"basis": ("claim:00",)}, "rests on a claim that nobody entered: '00'"),
        ({"basis": ("post:x/1",)}, "'post:x/1' is neither"),
        ({"about": ("nobody",)}, "whom nobody entered: 'nobody'"),
        ({"author": ""}, "needs an author"),
        ({"tlp": "TLP:PINK"}, "marking that there is not"),
    ],
)
def test_what_breaks_a_rule_is_refused_in_a_sentence_and_nothing_is_kept(known, told, says):
    before = held(known, *TABLES)
    with pytest.raises(JudgementError, match=says) as problem:
        judging.add(known, judged(**told))
    assert "\n" not in str(problem.value)
    assert held(known, *TABLES) == before


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"likelihood": LIKELY}, "one number as its probability"),
        ({"question": ""}, "needs a question"),
        ({"resolution_rule": ""}, "needs a resolution rule"),
        ({"horizon": ""}, "needs a horizon"),
        ({"horizon": "May 2026"}, "a day as YYYY-MM-DD"),
        ({"horizon": "2026-01-31"}, "has passed"),
    ],
)
def test_a_forecast_that_could_not_be_scored_is_refused(known, told, says):
    with pytest.raises(JudgementError, match=says):
        judging.add(known, asked(**told))


def test_what_was_searched_for_in_vain_is_kept_with_how_it_was_searched(known):
    name = judging.add(known, judged("No sign of a link to a state", search=LOOKED))
    assert not reads_not_looked_for(judgement(known, name))


def test_others_are_kept_as_they_said_it_and_read_not_looked_for(known):
    one = cited(
        judged("No link was seen", likelihood=Likelihood(None, None, "could", "")), VENDOR, search=Search()
    )
    found = judgement(known, judging.add(known, one))
    assert (found.said_by, found.likelihood.word) == (VENDOR.entity_id, "could")
    assert reads_not_looked_for(found)


def test_reviews_stand_beside_a_judgement_and_nobody_reviews_their_own(known):
    name = judging.add(known, judged())
    number = judging.review(known, name, "disagree", "bo", "the dates differ")
    (found,) = judgement(known, name).reviews
    assert (found.reviewer, found.verdict, found.text, found.number) == (
        "bo",
        "disagree",
        "the dates differ",
        number,
    )
    with pytest.raises(JudgementError, match="of their own"):
        judging.review(known, name, "agree", "ada", "")
    with pytest.raises(JudgementError, match="strongly-agree"):
        judging.review(known, name, "perhaps", "bo", "")
    judging.undo(known, number, "bo")
    assert judgement(known, name).reviews == ()


def test_one_that_takes_the_place_of_another_leaves_it_on_record(known):
    old = judging.add(known, judged())
    new, number = judging.supersede(known, old, judged("Somebody else runs them", author="bo"), "a new list")
    before, after = judgement(known, old), judgement(known, new)
    assert (before.status, before.superseded_by, after.supersedes) == ("superseded", new, old)
    for again in (
        lambda: judging.review(known, old, "agree", "bo", ""),
        lambda: judging.retract(known, old, "bo", "x"),
    ):
        with pytest.raises(JudgementError, match="is superseded already"):
            again()
    judging.undo(known, number, "ada")
    assert judgement(known, old).status == "standing"
    with pytest.raises(JudgementError, match="cannot take the place"):
        judging.supersede(known, old, asked())


def test_a_retraction_says_why(known):
    name = judging.add(known, judged())
    with pytest.raises(JudgementError, match="says why"):
        judging.retract(known, name, "ada", " ")
    judging.retract(known, name, "ada", "the list was wrong")
    assert judgement(known, name).status == "retracted"
    assert [line.reason for line in history(known, name)] == ["the list was wrong"]


def test_a_forecast_is_resolved_once_and_by_its_rule(known):
    name = judging.add(known, asked())
    early, late = "2026-04-01T00:00:00+00:00", "2026-05-04T00:00:00+00:00"
    with pytest.raises(JudgementError, match="can still come true"):
        judging.resolve(known, name, "no", "2026-04-01", "ada", "nothing so far", early)
    with pytest.raises(JudgementError, match="cannot have been decided on"):
        judging.resolve(known, name, "yes", "2026-01-01", "ada", "a report", early)
    with pytest.raises(JudgementError, match="by what its rule"):
        judging.resolve(known, name, "yes", "2026-03-30", "ada", "", early)
    done = judging.resolve(known, name, "no", "2026-05-03", "ada", "no such report", late)
    found = judgement(known, name)
    assert (found.outcome, found.resolved_at, found.resolved_by) == ("no", "2026-05-03", "ada")
    for again in (
        lambda: judging.resolve(known, name, "yes", "2026-05-04", "bo", "late", late),
        lambda: judging.estimate(known, name, number(0.9), "bo", "", late),
    ):
        with pytest.raises(JudgementError, match="was resolved on 2026-05-03 already: no"):
            again()
    judging.undo(known, done, "bo", "one came out")
    judging.resolve(known, name, "yes", "2026-05-02", "bo", "this one", late)
    assert judgement(known, name).outcome == "yes"
    with pytest.raises(JudgementError, match="take that back first"):
        judging.undo(known, done + 1, "ada")


def test_after_its_horizon_a_forecast_is_not_changed(known):
    name = judging.add(known, asked())
    with pytest.raises(JudgementError, match="can only be resolved"):
        judging.estimate(known, name, number(0.99), "ada", "", "2026-05-04T00:00:00+00:00")
    with pytest.raises(JudgementError, match="not older"):
        judging.estimate(known, name, number(0.99), "ada", "", "2026-01-04T00:00:00+00:00")


def test_a_judgement_does_not_come_true(known):
    name = judging.add(known, judged())
    with pytest.raises(JudgementError, match="only a forecast"):
        judging.resolve(known, name, "yes", "2026-03-01", "ada", "so", "2026-03-01T00:00:00+00:00")


def test_one_is_as_strict_as_what_it_rests_on_and_not_seen_above_that(known):
    red = say(OTHER, "described_as", value="a secret", tlp="TLP:RED")
    told(known, red)
    plain = judging.add(known, judged())
    secret, _ = judging.supersede(known, plain, judged("Another", basis=(f"claim:{red.claim_id}",)))
    assert judgement(known, secret).tlp == "TLP:RED"
    with up_to(Marking("TLP:GREEN")):
        (one,) = judgements(known)
        assert (one.judgement_id, one.status, one.superseded_by) == (plain, "standing", "")
        with pytest.raises(JudgementError, match="No judgement begins"):
            judgement(known, secret)


def test_one_follows_the_marking_of_the_sources_and_cases_that_it_rests_on(known):
    name = judging.add(known, judged(basis=(f"claim:{COUNT.claim_id}", "finding:main/ab")))
    marks.mark(known, "case:main", MARKED, {"tlp": "TLP:AMBER", "pap": ""}, "ada")
    assert judgement(known, name).tlp == "TLP:AMBER"
    marks.mark(known, FIRST, MARKED, {"tlp": "TLP:RED", "pap": ""}, "ada")
    assert judgement(known, name).tlp == "TLP:RED"
    with up_to(Marking("TLP:AMBER")):
        assert judgements(known) == []


STEPS = st.lists(
    st.tuples(st.sampled_from(["review", "update", "retract", "resolve", "undo"]), st.integers(0, 9)),
    max_size=8,
)


def take(book, name, step, made):
    """One step; gives the number of what was decided, None where it could not be."""
    what, which = step
    at = f"2026-03-{len(made) + 1:02d}T00:00:00+00:00"
    try:
        if what == "review":
            return judging.review(book, name, VERDICTS[which % 5], f"person {which}", str(which))
        if what == "update":
            return judging.estimate(book, name, number((which + 1) / 11), "ada", str(which), at)
        if what == "retract":
            return judging.retract(book, name, "ada", f"reason {which}")
        if what == "resolve":
            return judging.resolve(book, name, "yes", at[:10], "bo", f"reason {which}", at)
        return judging.undo(book, made[which % len(made)], "eve") if made else None
    except JudgementError:
        return None


@HERE
@given(
    steps=STEPS,
    last=st.tuples(st.sampled_from(["review", "update", "retract", "resolve"]), st.integers(0, 9)),
)
def test_nothing_on_record_changes_and_undoing_restores_the_state_before(book, steps, last):
    told(book, *ACTOR)
    name, made = judging.add(book, asked(statement=f"Something {len(judgements(book))}")), []
    for step in steps:
        before = held(book, *TABLES)
        made += [number for number in [take(book, name, step, made)] if number]
        after = held(book, *TABLES)
        assert all(set(before[table]) <= set(after[table]) for table in TABLES)
    state = judgement(book, name)
    number = take(book, name, last, made)
    if number is None:
        assert judgement(book, name) == state
        return
    decided = judgement(book, name)
    assert decided != state
    back = judging.undo(book, number, "ada")
    assert judgement(book, name) == state
    judging.undo(book, back, "ada")
    assert judgement(book, name) == decided
