"""From the counts of many worlds to one summary: measures, comparisons, groups, people, targets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from evaluation.measures import MEASURES, Estimate, Floats, difference, estimate, weights
from evaluation.one import OURS
from evaluation.targets import targets
from evaluation.unequal import unequal
from floodwatch.tools.rates import Rate

World = Mapping[str, Any]
COMPARED = (
    "recall at 1% false positives, accounts",
    "… operations only",
    "… operations against everybody else",
    "weighted precision of networks",
    "… mean of worlds, silence as 0",
    "pair recall",
)
BOOTSTRAP_SEED = 20


def summarise(worlds: Sequence[World], code: str, seeds: str, suite: str) -> dict[str, Any]:
    """Everything that the tables print, as plain values."""
    summary: dict[str, Any] = {
        "code": code,
        "seeds": seeds,
        "suite": suite,
        "worlds": dict(sorted(Counter(w["suite"] for w in worlds).items())),
        "posts": sum(w["posts"] for w in worlds),
        "cpu_s": round(sum(w["cpu_s"] for w in worlds), 1),
        "methods": {},
        "lead": {},
    }
    for name, chosen in _sets(worlds).items():
        drawn = weights(len(chosen), BOOTSTRAP_SEED)
        summary["methods"][name] = {m: _measured(chosen, m, drawn) for m in _methods(chosen)}
        summary["lead"][name] = _lead(chosen, drawn)
    summary["null"] = {m: _null(worlds, m) for m in _methods(worlds)}
    summary["controls"] = _table(worlds, "control", itemgetter("template"))
    for key in ("template", "strength", "evasion"):
        summary[f"operations by {key}"] = _table(worlds, "operation", itemgetter(key))
    summary["people"] = _people(worlds)
    summary["unequal"] = unequal(worlds)
    summary["targets"] = targets(summary)
    return summary


def _sets(worlds: Sequence[World]) -> dict[str, list[World]]:
    """The worlds of each suite that plants something, and all of them together."""
    planted = [w for w in worlds if w["suite"] != "null"]
    sets = {"planted": planted}
    for suite in ("operation", "control", "mixed"):
        sets[suite] = [w for w in planted if w["suite"] == suite]
    return {name: chosen for name, chosen in sets.items() if chosen}


def _methods(worlds: Sequence[World]) -> tuple[str, ...]:
    return tuple(worlds[0]["methods"]) if worlds else ()


def _measured(worlds: Sequence[World], method: str, drawn: Floats) -> dict[str, list[float | None]]:
    counts = [w["methods"][method] for w in worlds]
    return {m.name: _listed(estimate(m, counts, drawn)) for m in MEASURES}


def _lead(worlds: Sequence[World], drawn: Floats) -> dict[str, dict[str, list[float | None]]]:
    """Ours minus each baseline, for the measures on which methods are compared."""
    ours = [w["methods"][OURS] for w in worlds]
    return {
        m.name: {
            other: _listed(difference(m, ours, [w["methods"][other] for w in worlds], drawn))
            for other in _methods(worlds)
            if other != OURS
        }
        for m in MEASURES
        if m.name in COMPARED
    }


def _listed(found: Estimate) -> list[float | None]:
    return [None if x is None else round(x, 6) for x in (found.value, found.low, found.high)]


def _null(worlds: Sequence[World], method: str) -> dict[str, list[int]]:
    """Null worlds in which a method sees any edge, any network, or a covert network; and null worlds."""
    seen = [w["methods"][method] for w in worlds if w["suite"] == "null"]
    return {
        "edge": [sum(s["edges"]["edges"] > 0 for s in seen), len(seen)],
        "network": [sum(s["networks"]["networks"] > 0 for s in seen), len(seen)],
        "covert": [sum(s["networks"]["covert"] > 0 for s in seen), len(seen)],
    }


def _table(
    worlds: Sequence[World], role: str, key: Callable[[Mapping[str, Any]], str]
) -> dict[str, dict[str, Any]]:
    """Counts of planted groups of one role, by some property of theirs, as Floodwatch saw them."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for group in (g for w in worlds for g in w["methods"][OURS]["groups"] if g["role"] == role):
        counts[key(group)].update({name: int(value) for name, value in _seen(group).items()})
    return {name: _with_bound(counts[name]) for name in sorted(counts)}


def _seen(group: Mapping[str, Any]) -> dict[str, int]:
    found, covert = bool(group["found"]), "covert" in group["called"]
    return {
        "groups": 1,
        "found": found,
        "touched": group["touched"],
        "found_covert": group["found_as"] == "covert",
        "found_overt": group["found_as"] == "overt",
        "found_unclear": group["found_as"] == "unclear",
        "deceptive": group["deceptive"],
        "deceptive_found": group["deceptive"] and found,
        "deceptive_covert": group["deceptive"] and group["found_as"] == "covert",
        "called_covert": covert,
        "expected_overt": group["expected"] == "overt",
        "overt_found": group["expected"] == "overt" and found,
        "overt_as_overt": group["expected"] == "overt" and group["found_as"] == "overt",
        "coordinated": bool(group["coordinated"]),
        "held": group["held"],
        "members": group["members"],
    }


def _with_bound(counts: Counter[str]) -> dict[str, Any]:
    covert = Rate(counts["called_covert"], counts["groups"])
    return {**counts, "covert_at_most": round(covert.upper(), 4)}


def _people(worlds: Sequence[World]) -> dict[str, dict[str, list[int]]]:
    """Innocent accounts flagged, and innocent accounts, by trait and band, over all worlds."""
    total: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for world in worlds:
        for trait, bands in world["people"].items():
            for band, (flagged, innocent) in bands.items():
                cell = total[trait].setdefault(band, [0, 0])
                cell[0] += flagged
                cell[1] += innocent
    return {trait: dict(sorted(bands.items())) for trait, bands in sorted(total.items())}
