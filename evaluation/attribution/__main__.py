"""Measures resemblance on worlds of eight actors with four campaigns each, and writes the results.

`python -m evaluation.attribution` measures the test seeds with the weights that are here. `--fit` fits them on the
development seeds and writes them to vocabulary/resemblance. Habits that were measured once are kept in `--cache`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from evaluation.attribution import fit, page
from evaluation.attribution.measure import Found, as_row, from_row, seed
from evaluation.attribution.methods import LIKENESSES, Method, cases, nearest, ours
from evaluation.run import write
from evaluation.stale import ROOT
from floodwatch.assessment.resemblance import fitted

DEV, TEST = range(101, 117), range(601, 621)
"""Seeds: the weights were fitted on the first alone; the second were looked at once."""
OUT = ROOT / "evaluation" / "results" / "attribution"
WEIGHTS = ROOT / "src" / "floodwatch" / "vocabulary" / "resemblance" / "weights.yaml"
HEAD = """\
# Written by `python -m evaluation.attribution --fit`, on development seeds: how much each kind of agreement counts.
# `simpler`: threshold and slope of the nearest profile by other likenesses, fitted on the same, for comparison only.
"""


def main() -> None:
    """Fit on development seeds when asked, else measure the test seeds and write the results and the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "attribution")
    parser.add_argument("--seeds", type=int, default=0, help="So many seeds only.")
    asked = parser.parse_args()
    seeds = (DEV if asked.fit else TEST)[: asked.seeds or None]
    held = [case for number in seeds for case in cases(number, measured(number, asked.cache))]
    if asked.fit:
        chosen = fit.weights(held)
        told = {name: getattr(chosen, name) for name in ("shared", "unseen", "missing", "none")}
        WEIGHTS.write_text(HEAD + yaml.safe_dump({"weights": told, "simpler": fit.simpler(held)}), "utf-8")
        return
    result = page.result(held, methods(), _found(seeds, asked.cache))
    OUT.mkdir(parents=True, exist_ok=True)
    write(OUT / "resemblance.json", json.dumps(result, indent=1, sort_keys=True) + "\n")
    write(OUT / "resemblance.md", page.page(result))


def methods() -> dict[str, Method]:
    """Ours and the simpler ones, each with what was fitted on development seeds."""
    told: dict[str, dict[str, float]] = yaml.safe_load(WEIGHTS.read_text("utf-8"))["simpler"]
    others = {f"nearest by {n}": nearest(like, **told[n]) for n, like in LIKENESSES.items()}
    return {"Floodwatch": ours(fitted()), **others}


def measured(number: int, cache: Path) -> list[Found]:
    """The habits of a seed's campaigns, from the cache where they were measured before."""
    file = cache / f"{number}.json"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        rows = [{str(a): as_row(h) for a, h in period.items()} for period in seed(number)]
        write(file, json.dumps(rows))
    kept: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))
    return [{int(actor): from_row(row) for actor, row in period.items()} for period in kept]


def _found(seeds: Iterable[int], cache: Path) -> Sequence[int]:
    """Campaigns found in each seed."""
    return [sum(len(period) for period in measured(number, cache)) for number in seeds]


if __name__ == "__main__":
    main()
