"""The habits of networks: hand-made tables whose features can be told by looking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from floodwatch.engine import DuckDB
from floodwatch.model.habits import Feature
from floodwatch.model.records import TABLES
from floodwatch.tools.arrow import schema
from floodwatch.views.habits import view

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
POSTS = next(t for t in TABLES if t.name == "posts")


def post(account, number, *, day=0, hour=7, language="pl", tags=(), client="", platform="x"):
    when = MONDAY + timedelta(days=day, hours=hour, minutes=number)
    return {
        "platform": platform, "post_id": f"{account}-{number}", "account_id": account, "created_at": when,
        "language": language, "hashtags": list(tags), "client": client,
    }  # fmt: skip


def table(rows, **columns):
    return pa.Table.from_pylist(rows, pa.schema(list(columns.items())))


@pytest.fixture
def engine():
    posts = [
        post(f"m{i}", n, day=n % 5, hour=7 + n % 2, tags=["Own", "everyone"], client="tool")
        for i in range(4)
        for n in range(10)
    ]
    posts += [
        post(f"o{i}", n, day=n % 7, hour=2 * n, language="en", tags=["everyone"])
        for i in range(150)
        for n in range(10)
    ]
    links = [
        {"platform": "x", "account_id": f"m{i}", "domain": d}
        for i in range(4)
        for d in ("own.example", "big.example")
    ]
    links += [{"platform": "x", "account_id": f"o{i}", "domain": "big.example"} for i in range(150)]
    edges = [
        {"behaviour": b, "source_platform": "x", "source_id": "m0", "target_platform": "x", "target_id": f"m{i}",
         "median_lag_s": lag}
        for b, lag in (("text", 30.0), ("url", 40.0)) for i in (1, 2, 3)
    ]  # fmt: skip
    signals = [
        {"network_id": "n-1", "subject_id": "entity:network/n-1", "signal": s, "value": v, "p_value": p}
        for s, v, p in (
            ("copied_profile", 0.9, 1e-6),
            ("creation_burst", 0.9, 0.2),
            ("handle_shape", 0.1, 1e-9),
        )
    ]
    text = pa.string()
    with DuckDB(threads=1) as made:
        made.register(
            "posts", pa.Table.from_pylist([{**dict.fromkeys(POSTS.names), **p} for p in posts], schema(POSTS))
        )
        members = [{"network_id": "n-1", "platform": "x", "account_id": f"m{i}"} for i in range(4)]
        made.register("members", table(members, network_id=text, platform=text, account_id=text))
        made.register("post_links", table(links, platform=text, account_id=text, domain=text))
        made.register("edges", table(
            edges, behaviour=text, source_platform=text, source_id=text, target_platform=text, target_id=text,
            median_lag_s=pa.float64(),
        ))  # fmt: skip
        made.register("signals", table(
            signals, network_id=text, subject_id=text, signal=text, value=pa.float64(), p_value=pa.float64()
        ))  # fmt: skip
        yield made


def test_every_group_is_read_from_the_tables(engine):
    found = view(engine, ["n-1"])["n-1"]
    assert set(found.features) == {
        Feature("platforms", "x"), Feature("languages", "pl"), Feature("rhythm", "busy 06:00 to 09:00 UTC"),
        Feature("rhythm", "weekdays"), Feature("rhythm", "within a minute"), Feature("traces", "text"),
        Feature("traces", "url"), Feature("techniques", "T0084.001"), Feature("techniques", "T0118"),
        Feature("techniques", "T0144.002"), Feature("infrastructure", "own.example"),
        Feature("infrastructure", "client tool"), Feature("narratives", "#own"),
    }  # fmt: skip
    assert found.features[Feature("infrastructure", "own.example")] == "4 of 4 members, 0 of 150 others"


def test_what_everybody_uses_is_nobodys_habit(engine):
    values = {f.value for f in view(engine, ["n-1"])["n-1"].features}
    assert not values & {"big.example", "#everyone"}


def test_signals_count_only_at_their_level(engine):
    values = {f.value for f in view(engine, ["n-1"])["n-1"].features if f.group == "techniques"}
    assert not values & {"T0150.001", "T0090"}


def test_only_techniques_that_something_shows_can_be_missing(engine):
    found = view(engine, ["n-1"])["n-1"]
    assert found.could_see(Feature("techniques", "T0049.003")) and found.could_see(Feature("languages", "de"))
    assert not found.could_see(Feature("techniques", "T0088.001"))


def test_a_network_that_there_is_not_has_none(engine):
    assert view(engine, ["n-2"]) == {} == view(engine, [])
