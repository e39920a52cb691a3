"""The worlds of each suite. Development and test seeds are two ranges that never meet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from evaluation.one import Job
from floodwatch.vocabulary.load import load
from floodwatch.worlds import CONTROLS, OPERATIONS, Recipe
from floodwatch.worlds.recipe import EVASIONS, STRENGTHS

SEEDS = {"dev": 1_000_000, "test": 2_000_000}
"""First seed of each range; the ranges are a million wide."""
SUITES = {"null": 0, "operation": 10_000, "control": 20_000, "mixed": 30_000}
"""Kinds of worlds, and where their seeds begin inside a range."""

CELLS = tuple(
    cell for cell in product(OPERATIONS, STRENGTHS, EVASIONS) if cell[1] == "medium" or cell[2] == "none"
)
"""Every operation at every strength, and at medium strength under every evasion."""
FULL = {"null": 200, "operation": len(CELLS), "control": 100, "mixed": 30}
SMOKE = {"null": 6, "operation": 8, "control": 2, "mixed": 4}
"""How many worlds of each kind."""
MIXED_OPERATIONS = 3
MIXED_CONTROLS = 4
DAYS = 7


def jobs(size: str, seeds: str) -> list[Job]:
    """The worlds of a run: `size` is full or smoke, `seeds` is dev or test."""
    counts, first = (SMOKE if size == "smoke" else FULL), SEEDS[seeds]
    return [
        *_null(counts["null"], first + SUITES["null"]),
        *_operations(counts["operation"], first + SUITES["operation"]),
        *_controls(counts["control"], first + SUITES["control"]),
        *_mixed(counts["mixed"], first + SUITES["mixed"]),
    ]


def _null(worlds: int, first: int) -> Iterator[Job]:
    """Nobody acts together: crowds of three sizes."""
    for i in range(worlds):
        accounts = (150, 200, 300)[i % 3]
        spoken = one_language(first + i) if i % 2 else ()
        recipe = Recipe(seed=first + i, accounts=accounts, days=DAYS, languages=spoken)
        yield Job("null", f"null-{i:03d}", recipe)


def _operations(worlds: int, first: int) -> Iterator[Job]:
    """One operation in a crowd: cells spread evenly over all of them, each with the seed of its place."""
    for i in (k * len(CELLS) // worlds for k in range(worlds)):
        template, strength, evasion = CELLS[i]
        recipe = Recipe(
            seed=first + i,
            accounts=400,
            days=DAYS,
            operations=(template,),
            strength=strength,
            evasion=evasion,
            languages=one_language(first + i),
        )
        yield Job("operation", f"operation-{i:03d}", recipe)


def _controls(worlds: int, first: int) -> Iterator[Job]:
    """Every benign control in one crowd large enough to hold them."""
    for i in range(worlds):
        recipe = Recipe(
            seed=first + i,
            accounts=400,
            days=DAYS,
            controls=tuple(CONTROLS),
            size=0.7,
            languages=one_language(first + i),
        )
        yield Job("control", f"control-{i:03d}", recipe)


def _mixed(worlds: int, first: int) -> Iterator[Job]:
    """Several operations and controls in one crowd; strengths and evasions in turn."""
    for i in range(worlds):
        rng = np.random.default_rng(first + i)
        recipe = Recipe(
            seed=first + i,
            accounts=500,
            days=DAYS,
            languages=one_language(first + i),
            operations=_some(rng, tuple(OPERATIONS), MIXED_OPERATIONS),
            controls=_some(rng, tuple(CONTROLS), MIXED_CONTROLS),
            strength=STRENGTHS[i % len(STRENGTHS)],
            evasion=EVASIONS[i % len(EVASIONS)],
        )
        yield Job("mixed", f"mixed-{i:03d}", recipe)


def one_language(seed: int) -> tuple[str, ...]:
    """The main language of a world, any of those known.

    A kind is only given where 200 accounts share a language; worlds that plant something have one main
    language, so that what is measured is the kind and not that rule.
    """
    known = sorted(load("worlds/languages.yaml"))
    return (known[int(np.random.default_rng(seed).integers(len(known)))],)


def _some(rng: np.random.Generator, names: tuple[str, ...], count: int) -> tuple[str, ...]:
    chosen = rng.choice(len(names), size=min(count, len(names)), replace=False)
    return tuple(names[i] for i in sorted(chosen))
