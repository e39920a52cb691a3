"""Latencies of networks: of posts about the event, beside those of people outside the networks."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from scipy.stats import rankdata

from floodwatch.centre.units import every
from floodwatch.detectors.personas.samples import NOON, people, post
from floodwatch.detectors.personas.signals.event_latency import EVENT_LATENCY, Others, _earlier
from floodwatch.engine import DuckDB
from floodwatch.model.units import Example
from tests.contract.harness import outcome

EVENTS = [
    {"event_id": f"e{n}", "title": t, "kind": "accident", "started_at": NOON + timedelta(days=4 * n)}
    for n, t in enumerate(("Lakeside train derailed", "Harbour crane collapsed"))
]


def said(number, author, minutes, event, **given):
    when = EVENTS[event]["started_at"] + timedelta(minutes=minutes)
    return {**post(number, author, EVENTS[event]["title"].lower(), **given), "created_at": when}


def signals(posts):
    tables = {**people([{}] * 3, [{}] * 8), "posts": posts, "events": EVENTS}
    with DuckDB() as engine:
        made = outcome(engine, Example("", True, tables), EVENT_LATENCY, every())
    return {row["signal"]: row for row in made[EVENT_LATENCY.name]}


def test_the_first_act_about_each_event_counts_and_not_what_came_before_it_on_other_topics():
    noise = [{**post(90 + n, n, f"tea {n}"), "created_at": NOON + timedelta(minutes=n)} for n in range(3)]
    mine = [said(0, 0, 30, 0), said(1, 1, 45, 0), said(2, 2, 60, 1), said(3, 1, 70, 1)]
    others = [said(10 + 8 * e + n, 3 + n, 300 + 10 * n, e) for e in (0, 1) for n in range(8)]
    row = signals([*noise, *mine, *others])["latency_original_text"]
    assert row["value"] == pytest.approx(0.75), "the median of half an hour and an hour"
    assert row["baseline"] == pytest.approx((300 + 35) / 60)
    assert row["p_value"] < 0.05
    assert row["evidence"] == "post:x/p0000|post:x/p0002"


def test_who_is_as_late_as_others_does_not_stand_out():
    mine = [said(n, n, 340, 0) for n in range(3)]
    others = [said(10 + n, 3 + n, 300 + 10 * n, 0) for n in range(8)]
    assert 0.2 < signals([*mine, *others])["latency_original_text"]["p_value"] < 0.9


def test_without_others_it_is_not_tested():
    row = signals([said(0, 0, 30, 0), said(1, 9, 40, 0)])["latency_original_text"]
    assert (row["baseline"], row["p_value"]) == (None, None)
    assert "not tested" in row["explanation"]


def test_ranks_are_compared_event_by_event():
    early, late = np.array([1.0, 2.0]), np.arange(10, 20, dtype=float)
    assert _earlier([(early, Others.of(late))]) == pytest.approx(1 / 66, rel=0.6), "both first of twelve"
    assert _earlier([(early, Others.of(late)), (early + 100, Others.of(late + 100))]) < _earlier(
        [(early, Others.of(late))]
    )
    assert _earlier([(late, Others.of(early))]) > 0.9
    assert _earlier([(np.ones(2), Others.of(np.ones(5)))]) == 1.0
    rng = np.random.default_rng(1)
    drawn = [_earlier([(rng.random(4), Others.of(rng.random(30))) for _ in range(2)]) for _ in range(400)]
    assert np.mean(np.array(drawn) < 0.05) < 0.08


def test_ranks_beside_others_are_those_of_all_together():
    rng = np.random.default_rng(2)
    for size in (1, 4, 40):
        ours, theirs = rng.integers(0, 9, size).astype(float), rng.integers(0, 9, 30).astype(float)
        together = rankdata(np.concatenate((ours, theirs)))
        assert (Others.of(theirs).ranked_with(ours) == together).all()
