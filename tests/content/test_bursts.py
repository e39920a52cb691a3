"""Bursts are found where something breaks out, and not where chance, days and nights or growth do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from floodwatch.centre.units import every
from floodwatch.detectors.content.burst_tests import _cheapest, bursts, q_values, size_of, tail
from floodwatch.detectors.content.bursts import BURSTS
from floodwatch.engine import DuckDB
from floodwatch.model.units import Example
from tests.contract.harness import outcome

START = datetime(2024, 5, 1, tzinfo=UTC)


def post(number, hours, text, author=None, **given):
    account = str(number % 97 if author is None else author)
    when = START + timedelta(hours=hours)
    return {
        "platform": "x",
        "post_id": f"{number:05d}",
        "account_id": account,
        "created_at": when,
        "text": text,
        **given,
    }


CALM = [post(n, n / 3, f"tea {n % 7} at home") for n in range(600)]


def suggested(posts, **tables):
    with DuckDB() as engine:
        return outcome(engine, Example("", True, {"posts": posts, **tables}), BURSTS, every())[
            "events_suggested"
        ]


def storm(first=900, count=15, hours=100.0):
    words = ("storm over lakeside", "lakeside storm tonight", "what a storm lakeside")
    return [
        post(first + n, hours + n / 60, f"{words[n % 3]} {n}", hashtags=["Lakeside"]) for n in range(count)
    ]


def test_a_burst_is_one_event_with_its_posts_words_and_expectation():
    (event,) = suggested([*CALM, *storm()])
    assert (event["posts"], event["accounts"]) == (15, 15)
    assert event["started_at"] == START + timedelta(hours=100)
    assert set(event["title"].split(", ")) == {"lakeside", "storm"}
    assert event["expected"] < 0.1
    assert event["q_value"] < 1e-6
    assert event["first_posts"].startswith("post:x/00900|post:x/00901")
    assert event["known_event"] == ""
    assert "15 uses in 1 h" in event["explanation"]


def test_what_is_used_at_an_even_pace_bursts_nowhere():
    rng = np.random.default_rng(5)
    even = [post(n, float(rng.uniform(0, 200)), f"word{n % 40} and thing{n % 31}") for n in range(2000)]
    assert suggested(even) == []


def test_a_busy_evening_is_no_burst_of_each_of_its_words():
    rng = np.random.default_rng(6)
    day = np.concatenate([24 * d + rng.normal(20, 1.5, 150) for d in range(8)])
    assert suggested([post(n, float(h), f"word{n % 40}") for n, h in enumerate(np.maximum(day, 0))]) == []


def test_who_pushed_it_is_said():
    members = [
        {"network_id": "n-1", "platform": "x", "account_id": str(a)} for a in range(900 % 97, 900 % 97 + 6)
    ]
    (event,) = suggested([*CALM, *storm()], members=members)
    assert (event["network_posts"], event["networks"]) == (6, "n-1")
    assert event["network_share"] == pytest.approx(0.4)


def test_an_event_that_is_known_is_marked_and_another_is_not():
    when = START + timedelta(hours=99)
    known = {"event_id": "e7", "title": "Storm over Lakeside", "kind": "weather", "started_at": when}
    other = {"event_id": "e8", "title": "Bridge closed", "kind": "accident", "started_at": when}
    (event,) = suggested([*CALM, *storm()], events=[known, other])
    assert event["known_event"] == "e7"
    assert suggested([*CALM, *storm()], events=[other])[0]["known_event"] == ""


def test_two_bursts_of_other_posts_are_two_events_and_few_accounts_are_none():
    other = [post(2000 + n, 150 + n / 60, f"harbour crane fell {n}") for n in range(12)]
    assert len(suggested([*CALM, *storm(), *other])) == 2
    alone = [post(2000 + n, 150 + n / 60, f"harbour crane fell {n}", author=n % 4) for n in range(12)]
    assert len(suggested([*CALM, *storm(), *alone])) == 1


def test_a_day_of_ten_times_the_median_is_a_peak():
    counts = np.zeros((1, 70 * 24), int)
    counts[0, ::24] = 2
    counts[0, 40 * 24 : 40 * 24 + 24] += 1  # and the 2 of the next midnight are as unlikely
    found, _ = bursts(counts, np.full(70 * 24, 50), 1, 50.0)
    assert [(w.first // 24, "lehmann" in w.methods, w.seen) for w in found] == [(40, True, 28)]


def test_the_fast_state_is_entered_where_that_is_cheaper():
    calm, fast = np.array([[1.0, 1, 5, 5, 5, 1, 1]]), np.array([[3.0, 3, 1, 1, 1, 3, 3]])
    assert _cheapest(calm, fast, 2.0).tolist() == [[False, False, True, True, True, False, False]]
    assert not _cheapest(calm, fast, 20.0).any()


def test_tails_are_those_of_the_laws():
    from scipy.stats import nbinom, poisson

    seen, mean = np.array([1, 5, 20]), np.array([0.5, 2.0, 4.0])
    assert tail(seen, mean, 3.0) == pytest.approx(nbinom.sf(seen - 1, 3.0, 3.0 / (3.0 + mean)))
    assert tail(seen, mean, 1e6) == pytest.approx(poisson.sf(seen - 1, mean), rel=1e-3)


def test_few_false_bursts_are_listed_where_chance_alone_acts():
    rng = np.random.default_rng(7)
    listed = 0
    for _ in range(40):
        exposure = rng.poisson(200, 168)
        rates = rng.uniform(0.0005, 0.01, (60, 1)) * rng.gamma(4, 0.25, (60, 168))
        counts = rng.poisson(rates * exposure)
        found, tests = bursts(counts, exposure, 1, size_of(counts, exposure))
        listed += bool(len(found) and (q_values(np.array([w.p_value for w in found]), tests) <= 0.05).any())
    assert listed <= 5, "at most one family in twenty, give or take"


def test_q_values_count_every_test():
    assert q_values(np.array([0.01, 0.001]), 10).tolist() == pytest.approx([0.05, 0.01])
    assert q_values(np.zeros(0), 10).size == 0
