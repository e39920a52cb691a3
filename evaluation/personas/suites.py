"""The worlds with persona operations and their benign counterparts; development and test seeds never meet."""

from __future__ import annotations

import numpy as np

from evaluation.one import Job
from evaluation.suites import SEEDS, one_language
from floodwatch.worlds import PERSONA_CONTROLS, PERSONA_OPERATIONS, Recipe

FIRST = 60_000
"""Where the seeds of these worlds begin in a range of seeds."""
WORLDS = {"dev": 100, "test": 40}
OPERATIONS, CONTROLS, OLD = 2, 4, 2
"""Persona operations, their benign counterparts and other benign groups in each world."""
OTHERS = (
    "bots",
    "diaspora",
    "fandom",
    "franchise",
    "live_event",
    "prayer_group",
    "private_activists",
    "toolkit",
)
SAME_OWNER = frozenset({"agency_staff", "bots", "cross_posters", "franchise", "retweet_apps"})
"""Benign groups that one owner runs openly: pairs in them are neither mistakes nor hits and count for nothing."""


def jobs(seeds: str) -> list[Job]:
    """The worlds of `dev` or `test`: templates in turn, so that each comes equally often."""
    return [_job(SEEDS[seeds] + FIRST + i, i) for i in range(WORLDS[seeds])]


def _job(seed: int, number: int) -> Job:
    operations, controls = sorted(PERSONA_OPERATIONS), sorted(PERSONA_CONTROLS)
    rng = np.random.default_rng(seed)
    recipe = Recipe(
        seed=seed,
        accounts=250,
        days=28,
        operations=tuple(operations[(number + k * 3 + 1) % len(operations)] for k in range(OPERATIONS)),
        controls=(
            *(controls[(number + k * 3) % len(controls)] for k in range(CONTROLS)),
            *(OTHERS[i] for i in sorted(rng.choice(len(OTHERS), size=OLD, replace=False))),
        ),
        strength=("medium", "strong")[number % 2],
        languages=one_language(seed),
    )
    return Job("personas", f"personas-{number:03d}", recipe)
