"""One world: build it, ask Floodwatch and every baseline, and count."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evaluation.answer import Answer, from_findings
from evaluation.baselines import BASELINES
from evaluation.baselines.actions import extract
from evaluation.scoring import people, score
from evaluation.truth import Truth, from_tables

if TYPE_CHECKING:
    import pyarrow as pa

    from floodwatch.worlds import Recipe

OURS = "Floodwatch"
Analysis = Callable[[dict[str, "pa.Table"], dict[str, Any]], Mapping[str, "pa.Table"]]


@dataclass(frozen=True, slots=True)
class Job:
    """One world to measure: the suite it belongs to, its name (also that of its file) and its recipe."""

    suite: str
    name: str
    recipe: Recipe


def measure(job: Job, code: str = "", analysis: Analysis | None = None) -> dict[str, Any]:
    """All counts of one world, as plain values. `analysis` stands in for Floodwatch's own in tests."""
    from floodwatch.worlds import build

    analysis = analysis or _analysis()
    world = build(job.recipe)
    truth = from_tables(world.tables["posts"], world.groups, world.members)
    began = time.process_time()
    ours = from_findings(analysis(world.tables, {"seed": job.recipe.seed}))
    seconds = time.process_time() - began
    actions = extract(world.tables["posts"])
    answers = {OURS: ours} | {name: ask(actions, job.recipe.seed) for name, ask in BASELINES.items()}
    return {
        "suite": job.suite,
        "name": job.name,
        "seed": job.recipe.seed,
        "code": code,
        "recipe": repr(job.recipe),
        "posts": world.tables["posts"].num_rows,
        "cpu_s": round(seconds, 3),
        "methods": {name: score(truth, answer) for name, answer in answers.items()},
        **_people(truth, ours, world.tables),
    }


def _people(truth: Truth, ours: Answer, tables: Mapping[str, pa.Table]) -> dict[str, Any]:
    """`people`: who acts with nobody and stands in a network; `accused`: who is in no operation but in a covert one."""
    known = people.traits(tables["posts"], tables["accounts"])
    inside = frozenset(a for network in ours.networks for a in network.members)
    covert = frozenset(a for network in ours.networks if network.kind == "covert" for a in network.members)
    benign = truth.accounts.difference(*(group.members for group in truth.operations))
    return {
        "people": people.rates(truth.uncoordinated(), inside, known),
        "accused": people.rates(benign, covert, known),
    }


def _analysis() -> Analysis:
    from floodwatch.centre.analysis import analysis

    return lambda tables, settings: analysis(tables, settings, keep=("networks", "members", "edges"))
