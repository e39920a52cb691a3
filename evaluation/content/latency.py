"""Measures how near a network's latencies are to those that were planted in synthetic worlds.

`python -m evaluation.content.latency` builds worlds whose operation reposts events live and shows a video of them hours
later. The members are given in one part and found by Floodwatch in the other, so that both kinds of error stand apart.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from evaluation.run import write
from evaluation.stale import ROOT, code_hash
from evaluation.suites import SEEDS, one_language
from floodwatch.worlds import Recipe, World, build
from floodwatch.worlds.recipe import EVASIONS, STRENGTHS

if TYPE_CHECKING:
    import pyarrow as pa

OUT = ROOT / "evaluation" / "results" / "content"
FIRST = 40_000
"""Where the seeds of these worlds begin in a range of seeds."""
WORLDS = 36
NEAR_MIN = 10
FORMS = ("repost", "original_media")
NETWORK = "planted"
HALF = 0.5
"""Share of the planted members that a network must hold to be the one that was planted."""


def recipes(worlds: int, seeds: str = "test") -> list[Recipe]:
    """Worlds of every strength and evasion in turn, each in a language of its own."""
    cells = list(product(STRENGTHS, EVASIONS))
    return [
        Recipe(
            seed=(seed := SEEDS[seeds] + FIRST + i), accounts=400, days=7, operations=("rapid_response",),
            strength=cells[i % len(cells)][0], evasion=cells[i % len(cells)][1], languages=one_language(seed),
        )
        for i in range(worlds)
    ]  # fmt: skip


def planted(world: World) -> dict[str, float]:
    """Median minutes from event to the operation's first act, by form."""
    rows = world.latencies.to_pylist()
    return {form: float(np.median([r["seconds"] for r in rows if r["form"] == form])) / 60 for form in FORMS}


def given(world: World) -> dict[str, float]:
    """The latencies that are measured where the members are known, in minutes by form."""
    import pyarrow as pa

    from floodwatch.detectors.content.event_posts import EVENT_POSTS
    from floodwatch.detectors.personas.people import PEOPLE
    from floodwatch.detectors.personas.signals.event_latency import EVENT_LATENCY
    from floodwatch.engine import DuckDB
    from floodwatch.features.post_links import POST_LINKS
    from floodwatch.model.records import TABLES
    from floodwatch.model.units import settings_of, sql_name
    from floodwatch.tools.arrow import conform, empty

    members = world.members.select(["platform", "account_id"])
    with DuckDB() as engine:
        for table in TABLES:
            rows = world.tables.get(table.name)
            engine.register(table.name, empty(table) if rows is None else conform(table, rows))
        names = pa.array([NETWORK] * members.num_rows, pa.string())
        engine.register("members", members.append_column("network_id", names))
        for unit in (POST_LINKS, PEOPLE, EVENT_POSTS, EVENT_LATENCY):
            unit.run(engine, settings_of(unit, {}))
        return measured(engine.arrow(f"SELECT * FROM {sql_name(EVENT_LATENCY.name)}"), NETWORK)


def found(world: World) -> dict[str, float] | None:
    """The latencies of the network that holds most of the planted members; None where none holds half of them."""
    from floodwatch.centre.analysis import analysis

    table = "signals/event_latency"
    made = analysis(world.tables, {"seed": world.seed}, keep=("members", table))
    wanted = {(r["platform"], r["account_id"]) for r in world.members.to_pylist()}
    hits: dict[str, int] = {}
    for row in made["members"].to_pylist():
        inside = (row["platform"], row["account_id"]) in wanted
        hits[row["network_id"]] = hits.get(row["network_id"], 0) + inside
    best = min(hits, key=lambda n: (-hits[n], n), default="")
    return measured(made[table], best) if best and hits[best] >= HALF * len(wanted) else None


def measured(signals: pa.Table, network: str) -> dict[str, float]:
    """Minutes by form that a table of signals says of a network."""
    mine = [row for row in signals.to_pylist() if row["network_id"] == network]
    return {row["signal"].removeprefix("latency_"): 60 * row["value"] for row in mine}


def measure(recipe: Recipe, whole: bool) -> dict[str, Any]:
    """Truth and answers of one world, in minutes."""
    world = build(recipe)
    answers = {"given": given(world), "found": found(world) if whole else None}
    return {
        "seed": recipe.seed, "language": recipe.languages[0], "strength": recipe.strength, "evasion": recipe.evasion,
        "posts": world.tables["posts"].num_rows, "planted": planted(world),
        **{part: {f: answer.get(f) for f in FORMS} for part, answer in answers.items() if answer is not None},
    }  # fmt: skip


def summary(worlds: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Errors in minutes by part and form: how many were answered, the median, the 95% quantile, the largest."""
    return {
        part: {form: _errors([*errors(worlds, part, form)]) for form in FORMS} for part in ("given", "found")
    }


def errors(worlds: Sequence[Mapping[str, Any]], part: str, form: str) -> Iterator[float]:
    """How many minutes each answer is off."""
    for world in worlds:
        said = world.get(part, {}).get(form)
        if said is not None:
            yield abs(said - world["planted"][form])


def _errors(found: Sequence[float]) -> dict[str, float]:
    if not found:
        return {"worlds": 0}
    return {
        "worlds": len(found),
        "near": sum(error <= NEAR_MIN for error in found),
        **{
            name: round(float(np.quantile(found, q)), 3)
            for name, q in (("median", 0.5), ("p95", 0.95), ("most", 1))
        },
    }


def table(told: Mapping[str, Any]) -> str:
    """The figures as Markdown."""
    lines = [
        "# Latencies: how many minutes those measured are off the planted ones",
        "",
        f"{len(told['worlds'])} worlds of about {told['posts']:,} posts, every strength and evasion; "
        f"code {told['code']}.",
        "Latency of a network: median over events from the event to its first act. `given`: the members are known;",
        f"`found`: the network that Floodwatch found, where it holds half of the planted members ({told['missed']} "
        "worlds have none).",
        "",
        f"| members | form | worlds | within {NEAR_MIN} min | median error | 95% | largest |",
        "|---|---|---|---|---|---|---|",
    ]
    for part, forms in told["errors"].items():
        for form, e in forms.items():
            cells = [e.get(k, "") for k in ("worlds", "near", "median", "p95", "most")]
            lines.append(f"| {part} | {form.replace('_', ' ')} | {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and write `latency.json` and `latency.md`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=WORLDS)
    parser.add_argument("--given-only", action="store_true", help="do not run the detection of networks")
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args(arguments)
    worlds = []
    for recipe in recipes(asked.worlds):
        worlds.append(measure(recipe, not asked.given_only))
        print(json.dumps(worlds[-1]), flush=True)
    told = {
        "code": code_hash(),
        "posts": round(float(np.mean([w["posts"] for w in worlds]))),
        "missed": sum("found" not in w for w in worlds),
        "errors": summary(worlds),
        "worlds": worlds,
    }
    write(asked.out / "latency.json", json.dumps(told, indent=1, sort_keys=True) + "\n")
    write(asked.out / "latency.md", table(told))


if __name__ == "__main__":
    main()
