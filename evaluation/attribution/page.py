"""Counts how often each method was right, with intervals over seeds, and writes them down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import Any

import numpy as np

from evaluation.attribution.campaigns import ACTORS, CAMPAIGNS
from evaluation.attribution.fit import FLOOR
from evaluation.attribution.methods import NONE, Case, Method
from evaluation.stale import code_hash

RESAMPLES = 400
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)
OURS = "Floodwatch"


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer: the seed, who it is, the answer, its probability, and those of the truth and of none."""

    seed: int
    truth: str
    answer: str
    nearest: str
    chance: float
    of_truth: float
    of_none: float
    squared: float


def result(held: Sequence[Case], methods: Mapping[str, Method], found: Sequence[int]) -> dict[str, Any]:
    """Everything that is reported, as plain values."""
    asked = {name: [_ask(method, case) for case in held] for name, method in methods.items()}
    return {
        "code": code_hash(),
        "seeds": len({case.seed for case in held}),
        "campaigns": {"run": ACTORS * CAMPAIGNS * len(found), "found": sum(found)},
        "cases": {
            "present": sum(case.truth != NONE for case in held),
            "left_out": sum(case.truth == NONE for case in held),
        },
        "methods": {name: _measured(rows) for name, rows in asked.items()},
        "lead": {
            name: {key: _lead(asked[OURS], rows, count) for key, count in LEADS.items()}
            for name, rows in asked.items()
            if name != OURS
        },
        "calibration": _bins(asked[OURS]),
    }


def _ask(method: Method, case: Case) -> Asked:
    answer, chances = method(case.habits, case.profiles)
    profiles = {key: value for key, value in chances.items() if key != NONE}
    wrong = sum((value - (key == case.truth)) ** 2 for key, value in chances.items())
    return Asked(
        case.seed, case.truth, answer, max(profiles, key=lambda one: (profiles[one], one)), chances[answer],
        chances.get(case.truth, 0.0), chances[NONE], wrong,
    )  # fmt: skip


def _first(rows: Sequence[Asked]) -> float:
    """Share of campaigns with a profile whose likeliest profile is the right one."""
    return _share([one.nearest == one.truth for one in rows if one.truth != NONE])


def _named(rows: Sequence[Asked]) -> float:
    """Share of campaigns with a profile for which the answer is right, none being an answer."""
    return _share([one.answer == one.truth for one in rows if one.truth != NONE])


def _none(rows: Sequence[Asked]) -> float:
    """Share of campaigns without a profile for which the answer is none."""
    return _share([one.answer == NONE for one in rows if one.truth == NONE])


def _told_apart(rows: Sequence[Asked]) -> float:
    """The chance that a campaign without a profile has more on none than one with (area under the curve)."""
    gone = np.array([one.of_none for one in rows if one.truth == NONE])
    here = np.array([one.of_none for one in rows if one.truth != NONE])
    above = (gone[:, None] > here[None, :]).mean() + 0.5 * (gone[:, None] == here[None, :]).mean()
    return float(above)


def _loss(rows: Sequence[Asked]) -> float:
    return float(np.mean([-log(max(one.of_truth, FLOOR)) for one in rows]))


def _brier(rows: Sequence[Asked]) -> float:
    return float(np.mean([one.squared for one in rows]))


def _off(rows: Sequence[Asked]) -> float:
    """Expected calibration error: the mean gap between the probability of the answer and how often it is right."""
    table = _bins(rows)
    return float(sum(abs(b["said"] - b["right"]) * b["cases"] for b in table) / max(len(rows), 1))


def _share(values: Sequence[bool]) -> float:
    return float(np.mean(values)) if values else 0.0


Count = Callable[[Sequence[Asked]], float]
COUNTS: dict[str, Count] = {
    "first": _first, "named": _named, "none": _none, "told_apart": _told_apart, "log_loss": _loss, "brier": _brier,
    "calibration_error": _off,
}  # fmt: skip
LEADS: dict[str, Count] = {
    name: COUNTS[name] for name in ("first", "named", "none", "told_apart", "log_loss")
}


def _measured(rows: Sequence[Asked]) -> dict[str, list[float]]:
    """Every count with its 95% interval over seeds: value, low, high."""
    return {name: [count(rows), *_interval(rows, count)] for name, count in COUNTS.items()}


def _interval(rows: Sequence[Asked], count: Count) -> tuple[float, float]:
    groups = _by_seed(rows)
    draws = [count([one for s in picked for one in groups[s]]) for picked in _resamples(len(groups))]
    low, high = np.quantile(draws, (0.025, 0.975))
    return float(low), float(high)


def _lead(ours: Sequence[Asked], theirs: Sequence[Asked], count: Count) -> list[float]:
    """Ours less theirs on the same seeds, with its 95% interval."""
    own, other = _by_seed(ours), _by_seed(theirs)
    draws = [
        count([one for s in picked for one in own[s]]) - count([one for s in picked for one in other[s]])
        for picked in _resamples(len(own))
    ]
    low, high = np.quantile(draws, (0.025, 0.975))
    return [count(ours) - count(theirs), float(low), float(high)]


def _by_seed(rows: Sequence[Asked]) -> list[list[Asked]]:
    seeds = sorted({one.seed for one in rows})
    return [[one for one in rows if one.seed == seed] for seed in seeds]


def _resamples(groups: int) -> Any:
    return np.random.default_rng(7).integers(groups, size=(RESAMPLES, groups))


def _bins(rows: Sequence[Asked]) -> list[dict[str, Any]]:
    """How often the answer was right, by the probability that it was given."""
    made = []
    for low, high in pairwise(BINS):
        inside = [one for one in rows if low < one.chance <= high]
        if inside:
            right = sum(one.answer == one.truth for one in inside)
            made.append({
                "from": low, "to": high, "cases": len(inside), "said": float(np.mean([o.chance for o in inside])),
                "right": right / len(inside),
            })  # fmt: skip
    return made


def page(told: Mapping[str, Any]) -> str:
    """The results as a page of Markdown."""
    cases, campaigns = told["cases"], told["campaigns"]
    lines = [
        "# Which actor a network resembles",
        "",
        f"{told['seeds']} worlds of {ACTORS} actors with {CAMPAIGNS} campaigns each, detected as any data are; "
        f"{campaigns['found']} of {campaigns['run']} campaigns were found as a network. Each was held out in turn and "
        f"compared with profiles made from all others: {cases['present']} with its actor among them, "
        f"{cases['left_out']} without. Intervals are 95% bootstrap intervals over seeds; test seeds, looked at once.",
        "",
        "| method | right profile first | right answer, none allowed | none where it is none | told apart (AUC) | "
        "log loss | Brier | calibration error |",
        "|---|---|---|---|---|---|---|---|",
        *(_line(name, row) for name, row in told["methods"].items()),
        "",
        *(_led(name, row) for name, row in told["lead"].items()),
        "",
        "| probability given | cases | mean | right |",
        "|---|---|---|---|",
        *(f"| {b['from']:.0%} to {b['to']:.0%} | {b['cases']} | {b['said']:.0%} | {b['right']:.0%} |"
          for b in told["calibration"]),
        "",
    ]  # fmt: skip
    return "\n".join(lines)


def _line(name: str, row: Mapping[str, Sequence[float]]) -> str:
    shares = " | ".join(_percent(row[key]) for key in ("first", "named", "none"))
    rest = " | ".join(_plain(row[key]) for key in ("told_apart", "log_loss", "brier", "calibration_error"))
    return f"| {name} | {shares} | {rest} |"


def _led(name: str, row: Mapping[str, Sequence[float]]) -> str:
    said = "; ".join(f"{key.replace('_', ' ')} {_plain(row[key], '+')}" for key in LEADS)
    return f"Against {name}, paired: {said}."


def _percent(value: Sequence[float]) -> str:
    return f"{value[0]:.0%} ({value[1]:.0%} to {value[2]:.0%})"


def _plain(value: Sequence[float], sign: str = "") -> str:
    return f"{value[0]:{sign}.2f} ({value[1]:{sign}.2f} to {value[2]:{sign}.2f})"
