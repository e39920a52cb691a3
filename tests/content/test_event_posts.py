"""Posts are linked to events by what they say, share and answer, not by time alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from floodwatch.detectors.content.event_posts import EVENT_POSTS
from floodwatch.engine import DuckDB
from floodwatch.features.post_links import POST_LINKS
from floodwatch.model.records import TABLES
from floodwatch.model.units import settings_of
from floodwatch.tools.tokens import tokens
from tests.contract.harness import records

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
EVENT = {"event_id": "e1", "title": "Train derailed near Lakeside", "kind": "accident", "started_at": NOON}
FILLER = [f"tea number {n}" for n in range(40)]


def linked(posts, *events):
    """How each post was linked, by number of post and event."""
    rows = [
        {
            "platform": "x",
            "post_id": str(n),
            "account_id": str(n),
            "created_at": NOON + timedelta(minutes=n + 1),
            **given,
        }
        for n, given in enumerate([*posts, *({"text": t} for t in FILLER)])
    ]
    tables = {"posts": rows, "events": list(events or (EVENT,))}
    with DuckDB() as engine:
        for table in TABLES:
            engine.register(table.name, records(table.name, tables.get(table.name, [])))
        POST_LINKS.run(engine, {})
        EVENT_POSTS.run(engine, settings_of(EVENT_POSTS, {}))
        found = engine.arrow("SELECT * FROM event_posts").to_pylist()
    return {(int(r["post_id"]), r["event_id"]): r for r in found}


def test_words_of_the_title_link_and_one_of_them_does_not():
    found = linked(
        [
            {"text": "A TRAIN has derailed"},
            {"text": "my train is late"},
            {"text": "Lakeside: train derailed!"},
        ]
    )
    assert {key: r["linked_by"] for key, r in found.items()} == {(0, "e1"): "title", (2, "e1"): "title"}
    assert found[0, "e1"]["latency_s"] == 60
    assert found[2, "e1"]["score"] > found[0, "e1"]["score"]


def test_posts_before_the_event_or_three_days_after_it_are_not_about_it():
    told = {"text": "train derailed near lakeside"}
    times = (
        NOON - timedelta(seconds=1),
        NOON,
        NOON + timedelta(hours=72),
        NOON + timedelta(hours=72, seconds=1),
    )
    assert sorted(linked([{**told, "created_at": t} for t in times])) == [(1, "e1"), (2, "e1")]


def test_answers_and_reposts_of_what_is_linked_are_linked_with_their_form():
    found = linked(
        [
            {"text": "train derailed near lakeside", "media": ["m.jpg"]},
            {"text": "", "repost_of": "0", "is_repost": True},
            {"text": "no words", "reply_to": "0"},
            {"text": "so it goes", "quote_of": "0"},
            {"text": "other", "reply_to": "2"},
        ]
    )
    assert {key[0]: (r["form"], r["linked_by"]) for key, r in found.items()} == {
        0: ("original_media", "title"),
        1: ("repost", "conversation"),
        2: ("reply", "conversation"),
        3: ("original_text", "conversation"),
    }


def test_a_hashtag_that_the_linked_posts_made_their_own_links_others_and_a_common_one_does_not():
    told = [{"text": f"train derailed lakeside {n}", "hashtags": ["LakesideTrain", "news"]} for n in range(3)]
    others = [
        {"text": "日本語", "hashtags": ["lakesidetrain"]},
        *({"text": "x", "hashtags": ["news"]} for _ in range(9)),
    ]
    found = linked([*told, *others])
    assert sorted(key[0] for key in found) == [0, 1, 2, 3]
    assert found[3, "e1"]["linked_by"] == "hashtag"


def test_titles_without_spaces_and_several_events():
    quake = {"event_id": "e2", "title": "能登半島で地震", "kind": "disaster", "started_at": NOON}
    found = linked(
        [{"text": "さっき能登半島地震があった"}, {"text": "train derailed lakeside"}], EVENT, quake
    )
    assert sorted(found) == [(0, "e2"), (1, "e1")]


def test_no_events_and_no_posts_are_no_trouble():
    with DuckDB() as engine:
        for table in TABLES:
            engine.register(table.name, records(table.name, []))
        POST_LINKS.run(engine, {})
        EVENT_POSTS.run(engine, settings_of(EVENT_POSTS, {}))
        assert engine.arrow("SELECT * FROM event_posts").num_rows == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don't STOP_the #Train!", ["don", "t", "stop", "the", "train"]),
        ("東京都へ go", ["東京", "京都", "都へ", "go"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("x東京", ["x", "東京"]),
        ("", []),
    ],
)
def test_words_as_they_are_counted(text, words):
    assert tokens(text) == words
