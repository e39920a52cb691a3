"""The worlds put together: pairs and networks of all of them as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.personas.world import STRATA, opened
from floodwatch.detectors.personas.odds.curves import GROUPS
from floodwatch.detectors.personas.odds.network_scores import OPEN
from floodwatch.model.units import Rows

Floats = NDArray[np.float64]
HALF = 0.5
"""Share of a network's accounts that must belong to one planted group, or to none, for it to be judged."""


@dataclass(frozen=True, slots=True)
class World:
    """What was measured of one world, and its pairs."""

    told: Mapping[str, Any]
    pairs: Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Networks:
    """Networks of all worlds: whether an operation's, the world of each, and surprises by group."""

    labels: Floats
    world: NDArray[np.int64]
    groups: Mapping[str, Floats]


def pooled_pairs(worlds: Sequence[World]) -> tuple[Floats, Floats, dict[str, Floats], NDArray[np.int64]]:
    """Labels, weights, surprises and strata of all pairs; random pairs and those of groups weigh the same in all."""
    labels = np.concatenate([w.pairs["label"] for w in worlds]).astype(float)
    strata = np.concatenate([w.pairs["stratum"] for w in worlds]).astype(np.int64)
    groups = {g: np.concatenate([_column(w, g) for w in worlds]) for g in GROUPS}
    weights = np.ones(len(labels))
    negative = labels == 0
    drawn = negative & (strata == STRATA.index("random"))
    for part in (drawn, negative & ~drawn):
        weights[part] /= max(part.sum(), 1)
    weights[labels > 0] /= max((labels > 0).sum(), 1)
    return labels, weights, groups, strata


def places(worlds: Sequence[World]) -> NDArray[np.int64]:
    """The world of each of all pairs, by its place."""
    return np.repeat(np.arange(len(worlds)), [len(w.pairs["label"]) for w in worlds])


def _column(world: World, group: str) -> Floats:
    found = world.pairs.get(group)
    return np.full(len(world.pairs["label"]), np.nan) if found is None else found.astype(float)


def network_rows(worlds: Sequence[World]) -> Networks:
    """Every network that is weighed: an operation's (1) or not (0)."""
    labels, place = [], []
    groups: dict[str, list[float]] = {g: [] for g in (*GROUPS, OPEN)}
    for number, world in enumerate(worlds):
        roles = {g["group_id"]: g["role"] for g in world.told["groups"]}
        for row in weighed(world):
            labels.append(float(roles.get(row["group_id"]) == "operation"))
            place.append(number)
            for group, values in groups.items():
                found = row["surprise"].get(group)
                values.append(float("nan") if found is None else float(found))
    return Networks(np.array(labels), np.array(place), {g: np.array(v) for g, v in groups.items()})


def weighed(world: World) -> Rows:
    """Networks with a majority, but those of an operation's accounts that say openly whose they are."""
    return [row for row in majority(world) if not open_part(world, row)]


def open_part(world: World, row: Mapping[str, Any]) -> bool:
    """Whether most of a network are accounts of one operation that say openly whose they are."""
    known = opened([r for r in world.told["planted"] if r["group_id"] == row["group_id"]])
    return sum(tuple(a) in known for a in row["accounts"]) > HALF * len(row["accounts"])


def majority(world: World) -> Rows:
    """The networks found in a world that have a majority."""
    return [row for row in world.told["found"] if row["share"] >= HALF]
