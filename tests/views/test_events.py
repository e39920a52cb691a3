"""What broke out and what was said after a vote: counted, masked, and nothing where nothing was computed."""

from __future__ import annotations

from dataclasses import asdict

import pyarrow as pa
import pytest

from floodwatch.engine import DuckDB
from floodwatch.model.records import TABLES
from floodwatch.tools.arrow import empty
from floodwatch.views import events
from tests.views.made_case import case, nothing


@pytest.fixture(scope="module")
def happened(engine):
    return events.view(engine)


def test_a_hashtag_of_one_night_is_a_candidate_and_says_who_pushed_it(happened):
    (found,) = [row for row in happened.suggested if "countingnight" in row["title"]]
    assert happened.total == len(happened.suggested)
    assert (found["posts"], found["accounts"], found["network_posts"]) == (16, 16, 1)
    assert found["network_share"] == 1 / 16
    assert found["languages"] == ["en"] and found["platforms"] == ["x"]
    assert found["expected"] < 1 and found["q_value"] < 0.05


def test_claims_after_the_vote_are_counted_by_kind_all_together_first(happened):
    assert [(row["claim"], row["posts"]) for row in happened.votes] == [("any", 16), ("stolen", 16)]
    assert {row["title"] for row in happened.votes} == {"Vote of <b>March</b>"}
    assert all("not false because it is made" in row["explanation"] for row in happened.votes)


def test_nobody_outside_the_networks_is_named(happened):
    first = [ref for row in (*happened.suggested, *happened.votes) for ref in row["first_posts"]]
    assert "outsider_" not in repr(asdict(happened))
    assert all(ref.startswith("post:x/") for ref in first)


def test_only_so_many_are_listed_and_the_number_of_all_is_kept(happened, engine):
    row = engine.arrow("SELECT * FROM events_suggested").to_pylist()[0]
    with DuckDB() as many:
        for table in TABLES:
            many.register(table.name, empty(table))
        many.register("members", case().arrow()["members"])
        more = [row | {"event_id": str(n), "things": "message%3Athanks @outsider_9"} for n in range(3)]
        many.register("events_suggested", pa.Table.from_pylist(more))
        told = events.view(many, most=2)
    assert [len(told.suggested), told.total] == [2, 3]
    assert told.suggested[0]["things"] == ["message:thanks @masked"]


def test_an_empty_case_and_one_without_these_tables_say_nothing():
    assert events.view(nothing().engine()) == events.Happened()
    with DuckDB() as engine:
        for table in TABLES:
            engine.register(table.name, empty(table))
        engine.register("members", case().arrow()["members"])
        assert events.view(engine) == events.Happened()
