"""Sums up the worlds: pairs, networks, each signal alone, and without each group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.personas.fit import log_lr
from evaluation.personas.people import summed
from evaluation.personas.planted import planted
from evaluation.personas.pooled import at_prevalence, auc, calibration_error, reliability
from evaluation.personas.rows import HALF, World, majority, network_rows, pooled_pairs
from evaluation.personas.signs import network_signs, pair_signs
from evaluation.personas.world import STRATA
from floodwatch.detectors.personas.odds.curves import CALIBRATION, GROUPS
from floodwatch.detectors.personas.odds.network_scores import OPEN
from floodwatch.tools.odds import PREVALENCES
from floodwatch.tools.rates import Rate
from floodwatch.vocabulary.load import load

Floats = NDArray[np.float64]
FIRES = 0.01
"""Chance at or below which a signal counts as fired, here."""
RESAMPLES, SEED = 500, 7


def summarise(worlds: Sequence[World], code: str, seeds: str) -> dict[str, Any]:
    """All figures, as plain values."""
    curves = load(CALIBRATION)
    return {
        "code": code, "seeds": seeds, "worlds": len(worlds), "posts": sum(w.told["posts"] for w in worlds),
        "cpu_s": round(sum(w.told["cpu_s"] for w in worlds), 1), "fitted_on": curves["measured_on"],
        "pairs": _pairs(worlds, curves["pairs"]["curves"]),
        "networks": _networks(worlds, curves["networks"]["curves"]),
        "kinds": _kinds(worlds), "signals": _signals(worlds), "planted": planted([w.told for w in worlds]),
        "people": summed([w.told for w in worlds if "people" in w.told]),
    }  # fmt: skip


def _pairs(worlds: Sequence[World], curves: Mapping[str, Any]) -> dict[str, Any]:
    labels, weights, groups, strata = pooled_pairs(worlds)
    total = log_lr(curves, groups)
    hard = (labels > 0) | (strata != STRATA.index("random"))
    easy = (labels > 0) | ~hard
    told = {
        "positives": int(labels.sum()), "negatives": int((1 - labels).sum()),
        "auc": auc(total, labels, weights), "auc_random": auc(total[easy], labels[easy]),
        "auc_hard": auc(total[hard], labels[hard]), "auc_by_world": _interval(worlds, curves),
        "without": {g: auc(log_lr(_but(curves, g), groups), labels, weights) for g in GROUPS},
        "alone": {g: auc(np.nan_to_num(groups[g]), labels, weights) for g in GROUPS},
    }  # fmt: skip
    return told | {"signs": pair_signs(worlds, curves), "calibration": _calibrated(total, labels, weights)}


def _but(curves: Mapping[str, Any], group: str) -> dict[str, Any]:
    """The curves without those of one group."""
    return {name: curve for name, curve in curves.items() if name != group}


def _interval(worlds: Sequence[World], curves: Mapping[str, Any]) -> list[float]:
    """Mean of the worlds' own areas, with its 95% bootstrap interval."""
    each = []
    for world in worlds:
        labels, weights, groups, _ = pooled_pairs([world])
        each.append(auc(log_lr(curves, groups), labels, weights))
    found = np.array([a for a in each if not np.isnan(a)])
    rng = np.random.default_rng(SEED)
    means = rng.choice(found, size=(RESAMPLES, len(found))).mean(axis=1)
    return [float(found.mean()), *np.quantile(means, [0.025, 0.975]).tolist()]


def _calibrated(total: Floats, labels: Floats, weights: Floats) -> dict[str, Any]:
    """Expected calibration error and reliability at each prevalence."""
    told = {}
    for prevalence in (*PREVALENCES, HALF):
        said, weight = at_prevalence(total, labels, weights, prevalence)
        told[f"{prevalence:g}"] = {
            "error": calibration_error(said, labels, weight),
            "tenths": list(reliability(said, labels, weight)),
        }
    return told


def _networks(worlds: Sequence[World], curves: Mapping[str, Any]) -> dict[str, Any]:
    found = network_rows(worlds)
    total, weights = log_lr(curves, found.groups), np.ones(len(found.labels))
    without = {g: auc(log_lr(_but(curves, g), found.groups), found.labels) for g in curves}
    return {
        "operations": int(found.labels.sum()), "others": int((1 - found.labels).sum()),
        "auc": auc(total, found.labels), "without": without,
        "alone": {g: auc(np.nan_to_num(v) * (-1 if g == OPEN else 1), found.labels) for g, v in found.groups.items()},
        "signs": network_signs(worlds, curves), "calibration": _calibrated(total, found.labels, weights),
    }  # fmt: skip


def _kinds(worlds: Sequence[World]) -> dict[str, Any]:
    """Kinds of networks by the template of most of their members, and how often that is right."""
    by_template: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    right, exact, of = 0, 0, 0
    called: dict[str, list[int]] = {"concealing": [0, 0], "too_few_signs": [0, 0], "others": [0, 0]}
    for world in worlds:
        groups = {g["group_id"]: g for g in world.told["groups"]}
        for row in majority(world):
            group = groups.get(row["group_id"])
            if group is None:
                continue
            by_template[group["template"]][row["kind"]] += 1
            expected = "overt" if _open_part(world, row) else group["expected"]
            of += 1
            exact += row["kind"] == expected
            right += (row["kind"] == "covert") == (expected == "covert")
            called[_whose(group, expected)][0] += row["kind"] == "covert"
            called[_whose(group, expected)][1] += 1
    return {
        "called_covert": called,
        "by_template": {t: dict(sorted(k.items())) for t, k in sorted(by_template.items())},
        "networks": of, "exact": exact, "covert_or_not": right, "bounds": Rate(right, of).bounds() if of else None,
        "groups_found": _groups_found(worlds),
    }  # fmt: skip


def _whose(group: Mapping[str, Any], expected: str) -> str:
    """Whose network it is: one that conceals, one of an operation with too few signs for that, or another's."""
    if expected == "covert":
        return "concealing"
    return "too_few_signs" if group["role"] == "operation" and expected == "unclear" else "others"


def _open_part(world: World, row: Mapping[str, Any]) -> bool:
    """Whether most of a network are accounts that say openly whose they are, inside an operation that has others."""
    opened = {
        (r["platform"], r["account_id"])
        for r in world.told["planted"]
        if r["sign"] in ("state_media", "declared") and r["group_id"] == row["group_id"]
    }
    return sum(tuple(a) in opened for a in row["accounts"]) > HALF * len(row["accounts"])


def _groups_found(worlds: Sequence[World]) -> dict[str, list[int]]:
    """Per template: groups of which a network holds at least half, and all groups."""
    told: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for world in worlds:
        networks = [{tuple(a) for a in row["accounts"]} for row in world.told["found"]]
        for group in world.told["groups"]:
            members = {tuple(a) for a in group["members"]}
            told[group["template"]][0] += any(len(members & n) >= HALF * len(members) for n in networks)
            told[group["template"]][1] += 1
    return dict(sorted(told.items()))


def _signals(worlds: Sequence[World]) -> dict[str, Any]:
    """Each signal on the planted groups: area under the curve, and how often it fires, by template."""
    rows = list(_fired(worlds))
    told: dict[str, Any] = {}
    for signal in sorted({name for _, _, fired in rows for name in fired}):
        scores = np.array([-np.log10(max(fired.get(signal, 1.0), 1e-12)) for _, _, fired in rows])
        labels = np.array([float(role == "operation") for role, _, _ in rows])
        benign = np.array([role != "" for role, _, _ in rows])
        rates: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for (role, template, fired), score in zip(rows, scores, strict=True):
            rates[template if role else "crowd"][0] += bool(score >= -np.log10(FIRES) and signal in fired)
            rates[template if role else "crowd"][1] += 1
        told[signal] = {"auc": auc(scores[benign], labels[benign]), "rates": dict(sorted(rates.items()))}
    return told


def _fired(worlds: Sequence[World]) -> Iterator[tuple[str, str, dict[str, float]]]:
    """(role, template, chance by signal) of every planted group and random group of the crowd."""
    for world in worlds:
        groups = {g["group_id"]: g for g in world.told["groups"]}
        chances: dict[str, dict[str, float]] = defaultdict(dict)
        for row in world.told["given"]["signals"]:
            if row["p_value"] is not None and row["subject_id"].startswith("network:"):
                known = chances[row["network_id"]]
                known[row["signal"]] = min(row["p_value"], known.get(row["signal"], 1.0))
        names = [*groups, *sorted(n for n in chances if n.startswith("crowd-"))]
        for name in names:
            group = groups.get(name, {})
            yield group.get("role", ""), group.get("template", ""), chances.get(name, {})
