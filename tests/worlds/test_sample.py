"""The sample case has the published sizes, and its files are the same bytes every time."""

import json
from collections import Counter
from datetime import timedelta
from functools import cache
from pathlib import Path

import pyarrow.compute as pc
import pytest
from pyarrow import csv

from floodwatch.model.records import TABLES
from floodwatch.worlds import CONTROLS, Recipe, World, build, sample, write
from floodwatch.worlds.sample import DOMAINS, PLATFORMS, TONGUES


@cache
def case() -> World:
    return sample()


@cache
def rows() -> list[dict]:
    groups = case().groups.filter(pc.field("role") == "operation").column("group_id")
    planted = case().members.filter(pc.is_in(case().members.column("group_id"), groups))
    return (
        case()
        .tables["posts"]
        .filter(pc.is_in(case().tables["posts"].column("account_id"), planted.column("account_id")))
        .to_pylist()
    )


def members(group: str) -> set[tuple[str, str]]:
    rows = case().members.to_pylist()
    return {(m["platform"], m["account_id"]) for m in rows if m["group_id"] == group}


def posts_of(group: str) -> list[dict]:
    ours = members(group)
    return [p for p in rows() if (p["platform"], p["account_id"]) in ours]


def test_it_is_large_enough_and_not_too_large() -> None:
    assert 60_000 <= case().tables["posts"].num_rows <= 120_000
    assert set(case().tables["posts"].column("platform").to_pylist()) == set(PLATFORMS)
    assert len(PLATFORMS) == 6
    assert all(case().tables[t.name].num_rows for t in TABLES if t.name != "listings")


def test_the_large_operation_has_the_published_size() -> None:
    ours = members("multilingual_sites-1")
    sites = {a for p, a in ours if p == "web"}
    own = [p for p in posts_of("multilingual_sites-1") if not p["is_repost"]]
    assert len(sites) == DOMAINS == 175
    assert len({p["language"] for p in own if p["platform"] != "web"}) == TONGUES == 58
    linked = {u.split("/")[2] for p in own for u in p["urls"]}
    assert sites <= linked


def test_personas_post_their_video_four_to_five_hours_after_the_event() -> None:
    started = [e["started_at"] for e in case().tables["events"].to_pylist()]
    videos = [p for p in posts_of("rapid_response-1") if p["media"] and p["hashtags"] and not p["is_repost"]]
    pictures = Counter(p["media"][0] for p in videos)
    shared = [p for p in videos if pictures[p["media"][0]] > 2]
    assert len(shared) > 10
    for post in shared:
        lags = [post["created_at"] - s for s in started]
        assert any(timedelta(hours=4) <= lag <= timedelta(hours=5) for lag in lags)


def test_the_swarm_was_created_in_one_batch() -> None:
    ours = members("reply_swarm-1")
    made = [
        a["created_at"]
        for a in case().tables["accounts"].to_pylist()
        if (a["platform"], a["account_id"]) in ours
    ]
    assert max(made) - min(made) <= timedelta(days=2)
    assert sum(p["reply_to"] is not None for p in posts_of("reply_swarm-1")) > 200


def test_every_control_is_there_beside_the_operations() -> None:
    groups = case().groups.to_pylist()
    assert {g["template"] for g in groups if g["role"] == "control"} == {*CONTROLS, "newspaper"}
    assert {g["expected"] for g in groups if g["role"] == "operation"} == {"covert"}


@pytest.fixture(scope="module")
def small_world() -> World:
    return build(Recipe(seed=1, accounts=60, operations=("repost_ring",), controls=("bots",)))


def test_files_are_the_same_bytes(small_world: World, tmp_path: Path) -> None:
    again = build(Recipe(seed=1, accounts=60, operations=("repost_ring",), controls=("bots",)))
    for one, other in zip(write(small_world, tmp_path / "a"), write(again, tmp_path / "b"), strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_files_hold_the_tables(small_world: World, tmp_path: Path) -> None:
    write(small_world, tmp_path)
    options = csv.ParseOptions(newlines_in_values=True)
    for name, table in small_world.tables.items():
        read = csv.read_csv(tmp_path / f"{name}.csv", parse_options=options)
        assert read.column_names == table.column_names
        assert read.num_rows == table.num_rows


def test_the_truth_file_names_the_members(small_world: World, tmp_path: Path) -> None:
    write(small_world, tmp_path / "w")
    truth = json.loads((tmp_path / "w.truth.json").read_text("utf-8"))
    assert {g["template"] for g in truth["groups"]} == {"repost_ring", "bots"}
    assert sum(len(g["members"]) for g in truth["groups"]) == small_world.members.num_rows
