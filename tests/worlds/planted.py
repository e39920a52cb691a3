"""Worlds with every persona template, and their truth and data by account."""

from collections import defaultdict
from functools import cache

from floodwatch.worlds import (
    PERSONA_CONTROLS,
    PERSONA_OPERATIONS,
    Recipe,
    World,
    build,
)

SEEDS = range(6)


def recipe(seed: int) -> Recipe:
    return Recipe(
        seed=seed,
        accounts=250,
        days=30,
        operations=tuple(PERSONA_OPERATIONS),
        controls=tuple(PERSONA_CONTROLS),
        languages=("en", "fr"),
        regime={"minutes": 0},
    )


@cache
def world(seed: int) -> World:
    return build(recipe(seed))


@cache
def rows_of(seed: int, name: str) -> list[dict]:
    """Rows of one table of records, or of the truth."""
    made = world(seed)
    return (made.tables | {"planted": made.planted, "groups": made.groups})[name].to_pylist()


@cache
def seen(seed: int) -> dict[str, list[dict]]:
    """Observations of every account, the first of them first."""
    found = defaultdict(list)
    for row in rows_of(seed, "accounts"):
        found[row["account_id"]].append(row)
    return {name: sorted(rows, key=lambda r: r["observed_at"]) for name, rows in found.items()}


@cache
def posts(seed: int) -> dict[str, list[dict]]:
    """Posts of every account in the order of time."""
    found = defaultdict(list)
    for row in world(seed).tables["posts"].sort_by("created_at").to_pylist():
        found[row["account_id"]].append(row)
    return found


@cache
def members(seed: int) -> dict[str, list[str]]:
    found = defaultdict(list)
    for row in world(seed).members.to_pylist():
        found[row["group_id"]].append(row["account_id"])
    return found


def signs(name: str, least: int = 1) -> list[tuple[int, dict]]:
    """Planted rows of one sign in all worlds, each with its seed; the test fails where hardly any are planted."""
    found = _planted().get(name, [])
    assert len(found) >= least
    return found


@cache
def _planted() -> dict[str, list[tuple[int, dict]]]:
    found = defaultdict(list)
    for seed in SEEDS:
        for row in rows_of(seed, "planted"):
            found[row["sign"]].append((seed, row))
    return found


def whole(name: str, least: int = 1) -> list[tuple[int, str, list[dict]]]:
    """The same by group."""
    found = defaultdict(list)
    for seed, row in signs(name):
        found[seed, row["group_id"]].append(row)
    assert len(found) >= least
    return [(seed, group, rows) for (seed, group), rows in found.items()]


def crowd(seed: int) -> list[str]:
    planted = {m for names in members(seed).values() for m in names}
    return [name for name in seen(seed) if name not in planted]
