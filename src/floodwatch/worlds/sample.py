"""The sample case: operations of published size and every benign control, on six platforms."""

from __future__ import annotations

from floodwatch.worlds.build import CONTROLS, OPERATIONS, build
from floodwatch.worlds.recipe import Recipe, World


def sample(seed: int = 7) -> World:
    """The sample case of a seed."""
    return build(Recipe(seed=seed, accounts=6000, operations=tuple(OPERATIONS), controls=tuple(CONTROLS)))
