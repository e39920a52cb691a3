"""`python -m evaluation.watch`: replays worlds day by day under the default rules.

In worlds with one planted operation: days from its first post to the first look at which detection finds a network of
mostly its members, and to the first alert that names one. In worlds without one, but with benign groups or nobody who
acts together: alerts in 30 days.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

from evaluation.stale import code_hash
from evaluation.suites import SEEDS, one_language
from evaluation.truth import from_tables
from floodwatch.assessment.watch.rules import rules
from floodwatch.centre.replay import replay, steps
from floodwatch.centre.watching import Watched
from floodwatch.model.watching import Alert, Subject
from floodwatch.worlds import OPERATIONS, Recipe, build

RESULTS = Path(__file__).resolve().parent.parent / "results" / "watch"
FIRST = 90_000
"""Where the seeds of these worlds begin in a range of seeds."""
STRENGTHS = ("medium", "strong")
"""Every template is planted at each of them."""
NULL, DAILY = 8, 2
"""Worlds without an operation, and how many of them are looked at every day instead of every week."""
BENIGN = ("fandom", "toolkit", "live_event", "diaspora")
DAYS, NULL_DAYS = 7, 30

Look = tuple[datetime, Sequence[Subject], Sequence[Alert]]
"""A moment, what rules looked at then, and what was told."""


def recipes(seeds: str) -> Iterator[tuple[str, Recipe, int]]:
    """Kind of world, its recipe, and hours between two looks."""
    first = SEEDS[seeds] + FIRST
    for i, (template, strength) in enumerate(product(sorted(OPERATIONS), STRENGTHS)):
        planted = Recipe(
            seed=first + i,
            accounts=300,
            days=DAYS,
            operations=(template,),
            strength=strength,
            languages=one_language(first + i),
        )
        yield "planted", planted, 24
    for i in range(NULL):
        seed = first + 1000 + i
        benign = (BENIGN[i % len(BENIGN)],) if i % 2 else ()
        hours = 24 if i < DAILY else 24 * 7
        yield "null", Recipe(seed=seed, accounts=150, days=NULL_DAYS, controls=benign), hours


def measure(kind: str, recipe: Recipe, hours: int) -> dict[str, Any]:
    """One world, replayed."""
    world = build(recipe)
    posts = world.tables["posts"]
    truth = from_tables(posts, world.groups, world.members)
    times = [t for t in posts.column("created_at").to_pylist() if t is not None]
    began = time.process_time()
    moments = steps(min(times), max(times) + timedelta(seconds=1), timedelta(hours=hours))
    moments += [max(times) + timedelta(seconds=1)]
    told = list(replay(world.tables, Watched(rules()), moments, seed=recipe.seed))
    said = [alert for *_, new in told for alert in new]
    row = {
        "kind": kind,
        "strength": recipe.strength if recipe.operations else None,
        "recipe": repr(recipe),
        "hours": hours,
        "steps": len(moments),
        "days": (moments[-1] - min(times)).total_seconds() / 86400,
        "alerts": [_short(one) for one in said],
        "cpu_s": round(time.process_time() - began, 1),
    }
    if kind == "planted":
        members = {
            f"account:{account[0]}/{account[1]}" for group in truth.operations for account in group.members
        }
        row |= _spoken(told, members, world.tables)
    return row


def _spoken(told: Sequence[Look], members: set[str], tables: Any) -> dict[str, Any]:
    """Days from the operation's first post until it was found and until it was told; None where never."""
    columns = (tables["posts"].column(name).to_pylist() for name in ("platform", "account_id", "created_at"))
    theirs = [at for p, a, at in zip(*columns, strict=True) if at and f"account:{p}/{a}" in members]
    found = [at for at, seen, _ in told if any(_mostly(one.parts, members) for one in seen)]
    named = [at for at, _, new in told if any(_mostly(one.parts, members) for one in new)]

    def after(moments: Sequence[datetime]) -> float | None:
        return (min(moments) - min(theirs)).total_seconds() / 86400 if moments else None

    return {"found_after_days": after(found), "after_days": after(named)}


def _mostly(parts: Collection[str], members: set[str]) -> bool:
    return bool(parts) and 2 * len(members & set(parts)) >= len(parts)


def _short(one: Alert) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "severity": one.severity,
        "at": one.at.isoformat(),
        "said": one.said,
        "again": bool(one.earlier),
    }


def main() -> None:
    """Measure what is not measured yet with this code, and sum up."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--seeds", choices=tuple(SEEDS), default="dev")
    told = ask.parse_args()
    folder = RESULTS / told.seeds
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for kind, recipe, hours in recipes(told.seeds):
        path = folder / f"{kind}-{recipe.seed}.json"
        if not path.exists():
            path.write_text(
                json.dumps({"code": code_hash(), **measure(kind, recipe, hours)}, indent=1), "utf-8"
            )
        rows.append(json.loads(path.read_text("utf-8")))
        last = rows[-1]
        print(kind, recipe.seed, last.get("after_days", ""), len(last["alerts"]), last["cpu_s"], flush=True)
    (folder / "summary.json").write_text(json.dumps(summary(rows), indent=1) + "\n", "utf-8")
    print(json.dumps(summary(rows), indent=1))


def summary(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Operations named within so many days; worlds without one, and those with more than one alert in 30 days."""
    planted = [row for row in rows if row["kind"] == "planted"]
    quiet = [row for row in rows if row["kind"] == "null"]
    late = {kind: [row["after_days"] for row in planted if row["strength"] == kind] for kind in STRENGTHS}
    return {
        "planted": {kind: len(days) for kind, days in late.items()},
        "named": {
            kind: {
                f"{within} days": sum(d is not None and d <= within for d in days)
                for within in (1, 2, 3, DAYS)
            }
            for kind, days in late.items()
        },
        "null_worlds": len(quiet),
        "null_days": sum(row["days"] for row in quiet),
        "null_alerts": sum(len(row["alerts"]) for row in quiet),
        "null_worlds_above_one": sum(len(row["alerts"]) > max(1.0, row["days"] / 30) for row in quiet),
    }


if __name__ == "__main__":
    main()
