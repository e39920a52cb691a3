"""Worlds with personas: observed over time, with ordinary drift; worlds without are as they were."""

from collections import Counter
from hashlib import sha256
from itertools import pairwise

import numpy as np
import pytest

from floodwatch.model.records import ACCOUNTS, TABLES
from floodwatch.tools.arrow import schema
from floodwatch.worlds import (
    CONTROLS,
    OPERATIONS,
    PERSONA_CONTROLS,
    PERSONA_OPERATIONS,
    STRENGTHS,
    Recipe,
    build,
)
from tests.worlds.planted import SEEDS, crowd, members, posts, recipe, rows_of, seen, world

UNCHANGED = (
    (
        Recipe(seed=5, accounts=150, days=4, operations=tuple(OPERATIONS), controls=tuple(CONTROLS),
               languages=("en", "es")),
        "c33ce29e4806bf6288b0ffd6e102974294639d45d7c598b777f8edfbcc3d1436",
    ),
    (
        Recipe(seed=11, accounts=200, days=3, strength="strong", evasion="jitter",
               operations=("text_flood", "state_relay")),
        "fd89ba00a6246781ae19943b9e10719ffbf77a364e9a0af01f614acf23a01dec",
    ),
)  # fmt: skip
"""SHA-256 of posts and accounts of worlds where nobody is observed over time (CLDR of Babel 2.18)."""


@pytest.mark.parametrize(("plain", "digest"), UNCHANGED, ids=["everything", "two"])
def test_worlds_without_personas_are_as_they_were(plain: Recipe, digest: str) -> None:
    made = build(plain)
    said = repr([made.tables[name].to_pylist() for name in ("posts", "accounts")])
    assert sha256(said.encode()).hexdigest() == digest
    assert made.planted.num_rows == 0
    assert len({(a["platform"], a["account_id"]) for a in made.tables["accounts"].to_pylist()}) == (
        made.tables["accounts"].num_rows
    )


def test_equal_recipes_give_equal_worlds() -> None:
    again = build(recipe(0))
    assert all(table.equals(world(0).tables[name]) for name, table in again.tables.items())
    assert again.planted.equals(world(0).planted)


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_tables_conform_to_the_records(table) -> None:
    made = world(1).tables[table.name]
    assert made.schema.equals(schema(table))
    key = (*table.key, "observed_at") if table.name == ACCOUNTS.name else table.key
    rows = list(zip(*(made.column(n).to_pylist() for n in key), strict=True))
    assert rows and len(set(rows)) == len(rows)
    for column in table.columns:
        if not column.optional:
            assert made.column(column.name).null_count == 0, column.name


@pytest.mark.parametrize("days", [1, 7, 30])
@pytest.mark.parametrize("strength", STRENGTHS)
def test_every_template_builds_alone(strength: str, days: int) -> None:
    for name in PERSONA_OPERATIONS:
        made = build(Recipe(seed=3, accounts=20, days=days, operations=(name,), strength=strength, size=0.6))
        assert made.planted.num_rows > 0
    for name in PERSONA_CONTROLS:
        made = build(Recipe(seed=3, accounts=20, days=days, controls=(name,)))
        assert set(made.groups.column("role").to_pylist()) == {"control"}


def test_the_truth_names_accounts_of_the_group() -> None:
    for seed in SEEDS:
        for row in rows_of(seed, "planted"):
            assert row["group_id"] in members(seed)
            assert row["account_id"] is None or row["account_id"] in members(seed)[row["group_id"]]


def test_signs_vary_between_worlds() -> None:
    for template in PERSONA_OPERATIONS:
        sets = {
            frozenset(r["sign"] for r in rows_of(s, "planted") if r["group_id"] == f"{template}-1")
            for s in SEEDS
        }
        assert len(sets) >= 3, template


def test_everybody_is_observed_every_week_and_last_as_now() -> None:
    for seed in SEEDS:
        count = Counter(len(rows) for rows in seen(seed).values())
        assert count.most_common(1)[0][0] == 6
        assert len({rows[-1]["observed_at"] for rows in seen(seed).values()}) == 1


def test_counters_move() -> None:
    rows = [r for s in SEEDS for r in seen(s).values() if len(r) > 4 and r[-1]["followers"] > 500]
    assert np.mean([r[0]["followers"] < r[-1]["followers"] for r in rows]) > 0.8
    assert np.mean([a["followers"] <= b["followers"] for r in rows for a, b in pairwise(r)]) > 0.99


@pytest.mark.parametrize(
    ("field", "low", "high"),
    [("bio", 0.04, 0.2), ("name", 0.01, 0.1), ("avatar", 0.03, 0.18), ("handle", 0.003, 0.06)],
)
def test_ordinary_people_change_their_profiles(field: str, low: float, high: float) -> None:
    rows = [seen(s)[a] for s in SEEDS for a in crowd(s)]
    changed = np.mean([len({r[field] for r in own}) > 1 for own in rows])
    assert low < changed < high


def test_ordinary_people_vanish_delete_pause_and_switch() -> None:
    gone, deleted, tongues, checked = [], [], [], Counter()
    for seed in SEEDS:
        for name in crowd(seed):
            rows, wrote = seen(seed)[name], posts(seed)[name]
            gone.append(rows[-1]["status"] in ("suspended", "deleted", "missing"))
            between = [p for p in wrote if rows[0]["observed_at"] < p["created_at"]]
            deleted.append(len(between) > rows[-1]["post_count"] - rows[0]["post_count"])
            own = Counter(p["language"] for p in wrote if not p["is_repost"])
            tongues.append(
                own.total() > 20 and own.most_common(2)[-1][1] > 0.1 * own.total() and len(own) > 1
            )
        checked += Counter((c["kind"], c["status"]) for c in rows_of(seed, "checks"))
    assert 0.02 < np.mean(gone) < 0.08
    assert 0.03 < np.mean(deleted) < 0.25
    assert 0.005 < np.mean(tongues) < 0.15
    assert checked["account", "unreachable"] > 20
    assert checked["post", "deleted"] > 20
    assert checked["site", "active"] > 20
