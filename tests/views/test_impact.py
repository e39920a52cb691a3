"""What a case shows of a network's impact, on posts whose counts can be told by looking; and what is made of it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest

from floodwatch.assessment.breakout import Sighting
from floodwatch.assessment.impact import impact
from floodwatch.engine import DuckDB
from floodwatch.model.records import TABLES
from floodwatch.tools.arrow import schema
from floodwatch.views.impact import view

START = datetime(2026, 1, 5, tzinfo=UTC)
POSTS = next(t for t in TABLES if t.name == "posts")
ACCOUNTS = next(t for t in TABLES if t.name == "accounts")
TEXT = pa.string()


def post(account, number, *, hours=0, platform="x", language="pl", **other):
    when = START + timedelta(hours=hours)
    return {
        "platform": platform, "post_id": f"{account}-{number}", "account_id": account, "created_at": when,
        "language": language, **other,
    }  # fmt: skip


def rows():
    """Two members with a post each; one reposts the other, three outsiders of two languages do too, one answers."""
    own = [post("m0", 0, reposts=40, replies=0, quotes=0), post("m1", 0, platform="telegram", hours=1)]
    own += [post("m2", 0)]
    given = [post("m2", 1, hours=2, repost_of="m0-0", is_repost=True)]
    given += [
        post(f"o{i}", 1, hours=30 + i, repost_of="m0-0", is_repost=True, language=None) for i in range(3)
    ]
    given += [post("o3", 1, hours=40, reply_to="m0-0", language="en")]
    ordinary = [post(f"o{i}", n, language="pl" if i < 2 else "en") for i in range(3) for n in (5, 6)]
    return own + given + ordinary


@pytest.fixture
def engine():
    with DuckDB(threads=1) as made:
        full = [{**dict.fromkeys(POSTS.names), **row} for row in rows()]
        made.register("posts", pa.Table.from_pylist(full, schema(POSTS)))
        made.register("accounts", pa.Table.from_pylist([], schema(ACCOUNTS)))
        members = [("x", "m0"), ("telegram", "m1"), ("x", "m2")]
        made.register("members", pa.table({
            "network_id": ["n-1"] * 3, "platform": [p for p, _ in members], "account_id": [a for _, a in members],
        }))  # fmt: skip
        yield made


def test_own_and_outside_engagement_are_counted_apart(engine):
    found = view(engine, "n-1")
    assert found["engaged"] == {"own": 1, "seen": 5, "counted": 40}
    assert (found["scale"]["posts"], found["scale"]["members"]) == (3, 3)


def test_who_passed_it_on_is_told_by_platform_and_language_and_answers_are_not_passing_on(engine):
    found = view(engine, "n-1")
    assert [(r["platform"], r["community"], r["accounts"], r["post_id"]) for r in found["passed_on"]] == [
        ("x", "en", 1, "o2-1"), ("x", "pl", 2, "o0-1"),
    ]  # fmt: skip
    assert (found["platforms"], found["communities"]) == (["telegram", "x"], ["pl"])


def test_what_is_made_of_it_keeps_the_three_questions_apart(engine):
    made = impact(view(engine, "n-1"), [], {}, {"account:x/m0"}, (0.5, 1.0))
    assert set(made) == {"as_of", "scale", "stakes", "spread", "note"}
    assert made["stakes"] == "not measured in this case"
    assert made["spread"]["breakout"]["category"] == 2 and made["spread"]["breakout"]["at_most"] == 6
    assert made["spread"]["percentile"]["share"] is None
    json.dumps(made, default=str)


def test_a_repost_on_the_first_day_comes_after_its_post_all_the_same(engine):
    shown = view(engine, "n-1")
    early = [{**row, "first_at": START} for row in shown["passed_on"]]
    assert (
        impact({**shown, "passed_on": early}, [], {}, (), (0.5, 1.0))["spread"]["breakout"]["category"] == 2
    )


def test_what_people_found_besides_is_weighed_with_it(engine):
    media = Sighting("media", date(2026, 2, 1), "url:a")
    looked = dict.fromkeys(("media", "amplifier", "action", "violence"), date(2026, 2, 1))
    made = impact(view(engine, "n-1"), [media], looked, (), (0.5, 1.0))["spread"]["breakout"]
    assert (made["category"], made["at_most"], made["on"]) == (4, 4, "2026-02-01")


def test_same_topic_posts_are_compared_without_the_networks_own_engagement(engine):
    told = [(p["platform"], p["post_id"], p["account_id"]) for p in rows() if not p.get("repost_of")]
    engine.register("narrative_posts", pa.table({
        "platform": [t[0] for t in told], "post_id": [t[1] for t in told], "account_id": [t[2] for t in told],
        "is_share": [False] * len(told), "narrative_id": ["a"] * len(told),
    }))  # fmt: skip
    assert view(engine, "n-1")["same_topic"] == {"ours": [39.0], "others": []}


def test_a_network_that_there_is_not_shows_nothing(engine):
    found = view(engine, "n-2")
    assert found["scale"]["posts"] == 0 and found["passed_on"] == [] and found["engaged"]["seen"] == 0
    assert impact(found, [], {}, (), (0.5, 1.0))["spread"]["uptake"]["own"] is None
