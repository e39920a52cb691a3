"""What the casebook knows of the past as cases, and the base rate that a forecast keeps; on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from floodwatch.assessment.history import reckoned
from floodwatch.casebook import judging
from floodwatch.casebook.judgements import judgement
from floodwatch.model.errors import JudgementError
from floodwatch.views.forecasts import scored
from floodwatch.views.history import Sought, elections, forecasts, incidents
from tests.casebook.judged import asked
from tests.casebook.told import ACTOR, CALENDAR, JULY, JUNE, LEDGER, VOTE, told


def sought(**more):
    return Sought(**{"as_of": "2023-12-31", "until": "2024-01-30", "since": "2023-01-01", **more})


def names(past):
    return [event.label for one in past.cases for event in one.events]


def test_incidents_are_counted_by_stretches_as_long_as_the_time_ahead(book):
    past = incidents(told(book, *LEDGER, *CALENDAR), sought())
    assert len(past.cases) == 12  # whole stretches of 30 days in 365
    assert names(past) == ["The theft of June", "The theft of July"]
    assert (past.cases[0].name, past.cases[-1].name) == (
        "2023-01-06 to 2023-02-04",
        "2023-12-02 to 2023-12-31",
    )
    assert "Left out since others are parts of it: 1." in past.notes
    rate = reckoned(past)
    assert (rate.hits, rate.tries) == (2, 12)
    assert set(rate.counted) == {f"incident:{one.entity_id}" for one in (JUNE, JULY)}


@pytest.mark.parametrize(
    ("asked_for", "found"),
    [
        (
            {"actor": "Harbour Flood"},
            ["The theft of June", "The theft of July"],
        ),  # one actor by several names
        ({"country": "Examplia"}, ["The theft of July"]),
        ({"country": "xa"}, ["The theft of July"]),
        ({"country": "Nearland", "motive": "espionage"}, []),
        ({"motive": "financial gain"}, ["The theft of July"]),
        ({"like": "june theft"}, ["The theft of June"]),
        ({"since": "2023-06-25"}, ["The theft of July"]),
    ],
)
def test_only_what_is_asked_for_is_counted(book, asked_for, found):
    told(book, *LEDGER, *ACTOR)
    assert names(incidents(book, sought(stretch=10, **asked_for))) == found


def test_who_is_unknown_is_no_case_without_hits(book):
    told(book, *LEDGER)
    with pytest.raises(JudgementError, match="Nobody goes by the name 'Nobody'"):
        incidents(book, sought(actor="Nobody"))


def test_elections_before_are_cases_and_those_ahead_are_counted(book):
    told(book, *CALENDAR)
    before = elections(book, sought(as_of="2026-02-01", until="2026-06-01"))
    assert (before.cases, before.ahead) == ((), 1)
    after = elections(book, sought(as_of="2026-06-01", until="2026-12-01"))
    (one,) = after.cases
    assert one.name == VOTE.label
    assert [event.label.partition(":")[0] for event in one.events] == ["The leaked letters"]
    assert "The calendar has no such election ahead: one is assumed." in after.notes
    named = elections(book, sought(as_of="2026-06-01", until="2026-12-01", actor="Storm-9001"))
    assert len(named.cases[0].events) == 1  # who runs the campaign counts
    other = elections(book, sought(as_of="2026-06-01", until="2026-12-01", actor="Grey Lynx"))
    assert other.cases[0].events == ()


def test_elections_in_a_stretch_are_told_beside_it(book):
    past = incidents(told(book, *LEDGER, *CALENDAR), sought(as_of="2026-05-31", until="2026-06-30"))
    assert [one.votes for one in past.cases][-1] == 1
    assert sum(one.votes for one in past.cases) == 1
    ahead = incidents(book, sought(as_of="2026-05-01", until="2026-05-31"))
    assert ahead.votes == 1


def test_a_forecast_keeps_the_rate_as_it_was_and_is_scored_by_it(book):
    told(book, *ACTOR, *LEDGER)
    rate = reckoned(incidents(book, sought()))
    name = judging.add(book, asked(base_rate=replace(rate, as_of="2026-01-31")))
    kept = judgement(book, name)
    assert kept.base_rate == replace(rate, as_of="2026-01-31")
    bare = judging.add(book, asked("Another"))
    assert judgement(book, bare).base_rate is None
    for one in (name, bare):
        judging.resolve(book, one, "yes", "2026-05-01", "cy", "so", "2026-05-02T00:00:00+00:00")
    rows = {row["judgement"]: row["base_rate"] for row in scored(book)["resolved"]}
    assert rows[bare] is None
    assert rows[name]["probability"] == rate.probability
    assert rows[name]["counted"] == 2


def test_forecasts_that_came_out_are_cases_of_their_topic(book):
    told(book, *ACTOR)
    for place, outcome in enumerate(("yes", "no", "no")):
        name = judging.add(book, asked(f"Forecast {place}", topic="Leaks" if place else "leaks"))
        judging.resolve(book, name, outcome, "2026-05-04", "cy", "so", "2026-05-05T00:00:00+00:00")
    rate = reckoned(forecasts(book, sought(topic="leaks")))
    assert (rate.hits, rate.tries) == (1, 3)
    assert forecasts(book, sought(topic="")).cases == ()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"as_of": "2026-03-01"}, "not from before"), ({"probability": 0.99}, "inside its interval")],
)
def test_a_rate_that_cannot_be_is_refused(book, wrong, says):
    told(book, *ACTOR, *LEDGER)
    rate = reckoned(incidents(book, sought()))
    with pytest.raises(JudgementError, match=says):
        judging.add(book, asked(base_rate=replace(rate, **wrong)))
