"""Runs the real detectors over one period and reads the habits of the networks that they find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from evaluation.attribution.campaigns import CAMPAIGNS, world
from floodwatch.model.habits import Feature, Habits
from floodwatch.views.habits import view

LEFT_OUT = ("copies/translations", "translated_text", "post_anchors")
"""Units that are left out for their cost: no campaign here says the same in two languages."""
SIGNALS = (
    "bio_frame", "clock", "copied_profile", "creation_burst", "follow_train", "handle_shape", "identical_counts",
)  # fmt: skip
LEAST = 0.5
"""A network stands for a campaign where at least so much of it is the campaign's, and it is the largest such."""

Found = dict[int, Habits]
"""The habits of the campaigns of one period that were found, by the number of the actor."""


def seed(number: int) -> list[Found]:
    """All periods of a seed."""
    return [period(number, place) for place in range(CAMPAIGNS)]


def period(number: int, place: int) -> Found:
    """One period: build the world, detect, and read the habits of each network that stands for a campaign."""
    from floodwatch.centre.analysis import needed, records
    from floodwatch.centre.units import every
    from floodwatch.engine import DuckDB
    from floodwatch.lake.plan import compute

    made = world(number, place)
    units = [unit for unit in every(power=False) if unit.name not in LEFT_OUT]
    wanted = ("networks_found", "members", "edges", "post_links", *(f"signals/{name}" for name in SIGNALS))
    with DuckDB() as engine:
        records(engine, made.tables)
        compute(engine, needed(units, wanted), {"seed": 1})
        engine.union("signals", [f"signals__{name}" for name in SIGNALS])
        rows = engine.arrow("SELECT network_id, platform, account_id FROM members ORDER BY ALL").to_pylist()
        stands = _stands(rows, made.members.to_pylist())
        habits = view(engine, sorted(stands))
    return {actor: habits[network] for network, actor in stands.items() if network in habits}


def _stands(members: list[dict[str, Any]], truth: list[dict[str, Any]]) -> dict[str, int]:
    """Which network stands for which actor's campaign: the one that holds most of it, and is mostly it."""
    owner = {(t["platform"], t["account_id"]): t["group_id"] for t in truth}
    inside: dict[str, Counter[str]] = {}
    for row in members:
        inside.setdefault(row["network_id"], Counter())[
            owner.get((row["platform"], row["account_id"]), "")
        ] += 1
    best: dict[int, tuple[int, str]] = {}
    for network, counts in sorted(inside.items()):
        group, hits = counts.most_common(1)[0]
        if group.startswith("actor-") and hits >= LEAST * counts.total():
            actor = int(group.split("-")[1])
            best[actor] = max(best.get(actor, (0, "")), (hits, network))
    return {network: actor for actor, (_, network) in best.items()}


def as_row(found: Habits) -> dict[str, Any]:
    """Habits as plain values."""
    return {
        "features": sorted([*feature, said] for feature, said in found.features.items()),
        "looked": sorted(found.looked),
        "also": sorted(list(one) for one in found.also),
    }


def from_row(row: dict[str, Any]) -> Habits:
    """Habits from plain values."""
    features = {Feature(group, value): said for group, value, said in row["features"]}
    return Habits(features, frozenset(row["looked"]), frozenset(_pairs(row["also"])))


def _pairs(rows: Iterable[list[str]]) -> Iterable[Feature]:
    return (Feature(group, value) for group, value in rows)
