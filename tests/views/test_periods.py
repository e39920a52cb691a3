"""Two periods of a network, on posts whose counts can be told by looking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click
import pyarrow as pa
import pytest

from floodwatch.centre.periods import _around, _is_day, compared, whole
from floodwatch.cli.attributed import changed
from floodwatch.engine import DuckDB
from floodwatch.model.errors import CentreError, SettingError
from floodwatch.model.records import TABLES
from floodwatch.tools.arrow import schema
from floodwatch.views.periods import bounds, view

START = datetime(2026, 1, 1, 9, tzinfo=UTC)
NAMED = {table.name: table for table in TABLES}


def post(account, day, number=0, *, platform="x", **other):
    return {
        "platform": platform, "post_id": f"{account}-{day}-{number}", "account_id": account,
        "created_at": START + timedelta(days=day), "collection_id": "c1", **other,
    }  # fmt: skip


def rows():
    """Ten days and ten more; each member posts once a day, and outsiders as often in both halves."""
    posts = []
    for day in range(20):
        late = day >= 10
        for n in range(10):
            language = "de" if late and n == 0 else "pl"
            got = {"reposts": (6 if late else 2) + n % 3, "replies": 0, "quotes": 0}
            posts.append(post(f"m{n}", day, language=language, hashtags=["Vote"] if late else [], **got))
            posts.append(post(f"o{n}", day, language="pl"))
    posts.append(post("m0", 12, 1, repost_of="m1-12-0", is_repost=True))  # its own, and no post of its own
    posts.append(post("m1", 13, 1, reply_to="o1-12-0", reply_to_account="o1", language="pl", reposts=0))
    return posts


@pytest.fixture
def engine():
    with DuckDB(threads=1) as made:
        full = [{**dict.fromkeys(NAMED["posts"].names), **row} for row in rows()]
        made.register("posts", pa.Table.from_pylist(full, schema(NAMED["posts"])))
        told = {**dict.fromkeys(NAMED["collections"].names), "collection_id": "c1", "method": "firehose"}
        made.register("collections", pa.Table.from_pylist([told], schema(NAMED["collections"])))
        members = [f"m{n}" for n in range(10)]
        made.register(
            "members", pa.table({"network_id": ["n-1"] * 10, "platform": ["x"] * 10, "account_id": members})
        )
        made.register("networks", pa.table({"network_id": ["n-1"]}))
        yield made


def test_a_period_is_told_with_how_it_was_collected(engine):
    assert [day.isoformat() for day in bounds(engine)] == ["2026-01-01", "2026-01-20"]
    early, late = view(engine, "n-1", "2026-01-01", "2026-01-10"), view(engine, "n-1", "2026-01-11")
    assert early["sources"] == late["sources"] == ["x: firehose: "]
    assert (early["background"], late["background"]) == (100, 100)
    assert (early["breadth"], late["breadth"]) == (
        ["language: pl", "platform: x"], ["language: de", "language: pl", "platform: x"],
    )  # fmt: skip
    assert (early["scope"], late["scope"]) == ([], ["target: x/o1", "topic: vote"])
    assert (len(early["outside"]), len(late["outside"])) == (100, 101)
    by_members = [7, 8, 6]  # of m1 on the 13th day one repost is a member's
    assert sum(late["outside"]) == sum((6 + n % 3) * 10 for n in range(10)) - 1
    assert set(late["outside"]) <= {0, *by_members}


def test_a_day_parts_a_case_into_equally_long_periods(engine):
    found = compared(None, engine, "n-1", "2026-01-11", lambda *_: None)
    assert [(one["first"], one["last"]) for one in found["periods"]] == [
        ("2026-01-01", "2026-01-10"), ("2026-01-11", "2026-01-20"),
    ]  # fmt: skip
    told = found["change"]
    assert told["comparable"]
    assert (told["breadth"], told["scope"]) == ((2, 3), (0, 2))
    ratio, low, high = told["effectiveness"]
    assert ratio == pytest.approx((690 - 1) / 101 / 2.9)
    assert low < ratio < high
    text = "\n".join(map(click.unstyle, changed(found)))
    assert "platforms and languages: 2, then 3" in text
    assert "engagement of others per post: 2." in text


def test_the_longest_that_both_sides_have_is_taken(engine):
    early, late = _around(engine, "n-1", "2026-01-16")
    assert (early.days, late.days) == (5, 5)
    with pytest.raises(SettingError, match="does not divide"):
        _around(engine, "n-1", "2026-01-01")


def test_what_was_not_collected_alike_is_not_compared(engine):
    less = [row for row in rows() if not (row["account_id"].startswith("o") and row["created_at"].day > 12)]
    full = [{**dict.fromkeys(NAMED["posts"].names), **row} for row in less]
    engine.drop("posts")
    engine.register("posts", pa.Table.from_pylist(full, schema(NAMED["posts"])))
    found = compared(None, engine, "n-1", "2026-01-11", lambda *_: None)
    assert not found["change"]["comparable"]
    text = "\n".join(map(click.unstyle, changed(found)))
    assert "not comparable" in text
    assert "differ by more than half" in text
    assert "topics and targets" not in text


def test_a_network_is_named_by_the_beginning_of_its_id(engine):
    assert whole(engine, "n", "main") == "n-1"
    with pytest.raises(CentreError, match="0 networks"):
        whole(engine, "m", "main")
    assert _is_day("2026-01-01") and not _is_day("other/n-1")
