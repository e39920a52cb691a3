"""What is lost beside what was looked at in the same way, over the days that the data hold, one event at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from floodwatch.detectors.personas.excess import fitted
from floodwatch.detectors.personas.lifecycle import things
from floodwatch.detectors.personas.samples import post
from floodwatch.engine import DuckDB
from tests.personas.test_lifecycle import DATE, REPORT, back, case, check, losses, suggested


def seen(number, status=None, days=2):
    ref = {"platform": "x", "account_id": f"{number:04d}", "handle": f"h{number}"}
    return {**ref, "status": status, "observed_at": DATE + timedelta(days=days)}


def test_a_profile_that_was_seen_again_without_a_status_is_there():
    crawled = [seen(0, "protected"), *(seen(n) for n in range(1, 9))]
    row = losses(case(accounts_observed=crawled))["n-1", "accounts"]
    assert (row["checked"], row["lost"], row["unchecked"], row["statuses"]) == (4, 1, 0, "protected 1")
    assert (row["control_before"], row["control_lost"], row["p_value"]) == (5, 0, pytest.approx(4 / 9))
    back = losses(case(accounts_observed=[seen(0, "protected", 2), seen(0, None, 3)]))["n-1", "accounts"]
    assert (back["checked"], back["lost"]) == (1, 0)


def test_a_crawl_that_shows_only_who_is_there_is_not_set_beside_checks():
    checks = [check(n, "suspended") for n in range(4)]
    crawled = [seen(n) for n in range(4, 12)]
    row = losses(case(checks=checks, accounts_observed=crawled))["n-1", "accounts"]
    assert (row["lost"], row["control_before"], row["p_value"]) == (4, 0, None)
    both = losses(case(checks=[*checks, check(4, "active")], accounts_observed=crawled))["n-1", "accounts"]
    assert (both["control_before"], both["p_value"]) == (1, pytest.approx(1 / 5))


def steady(after, before=28, members=4, others=8):
    """One post of everybody each day, from so many days before the date to so many after it."""
    every = [(a, d) for a in range(members + others) for d in range(-before, after)]
    posts = [
        post(n, a) | {"created_at": DATE + timedelta(days=d, hours=12)} for n, (a, d) in enumerate(every)
    ]
    return case(members, others) | {"posts": posts}


@pytest.mark.parametrize(("after", "before", "days"), [(9, 28, 8), (28, 5, 4), (60, 60, 28)])
def test_activity_is_compared_over_the_days_that_the_data_hold_on_both_sides(after, before, days):
    row = losses(steady(after, before))["n-1", "activity"]
    assert (row["before"], row["lost"], row["control_before"], row["control_lost"]) == (
        4 * days,
        0,
        8 * days,
        0,
    )
    assert f"{4 * days} posts in the {days} days before" in row["explanation"]
    assert "8 accounts, not matched" in row["explanation"], "controls are counted, not their kinds"


def test_a_week_after_the_date_is_needed():
    assert set(losses(steady(6))) == {("n-1", "accounts")}
    assert len(losses(steady(8))) == 3


def test_the_law_of_the_controls_is_fitted_once_for_an_event(monkeypatch):
    fits = []
    monkeypatch.setattr(things, "fitted", lambda *a: fits.append(a) or fitted(*a))
    names = {"list_name": "r1", "kind": "account", "platform": "x", "listing_role": "exposed"}
    listed = [{**names, "subject_id": f"{n:04d}"} for n in range(4)]
    posts = [check(f"p{n:04d}", "deleted" if n < 4 else "active", 3, "post") for n in range(12)]
    found = losses(case(listings=listed, checks=posts))
    assert found["n-1", "posts"]["p_value"] == found["listed:r1", "posts"]["p_value"] < 0.05
    assert len(fits) == 1


def test_successors_are_looked_for_one_event_at_a_time(monkeypatch):
    tables, asked, taken = back(avatar="cat.jpg"), DuckDB.arrow, []
    second = {**REPORT, "event_id": "r2'; --", "started_at": DATE - timedelta(days=1)}
    monkeypatch.setattr(
        DuckDB, "arrow", lambda self, sql: (got := asked(self, sql), taken.append((sql, got)))[0]
    )
    found = suggested({**tables, "events": [REPORT, second]})
    assert [(r["event_id"], r["candidate_account"]) for r in found] == [
        ("r1", "account:x/0041"), ("r2'; --", "account:x/0041"),
    ]  # fmt: skip
    held = [len(got) for _, got in taken if {"avatar", "part"} <= set(got.column_names)]
    assert held == [47, 47], "one lost, forty others and six new ones, twice"
