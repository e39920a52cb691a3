"""Sums up the worlds: pairs, networks, each signal alone, and without each group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.measures import Measure, estimate, interval
from evaluation.personas.fit import log_lr
from evaluation.personas.kinds import kinds
from evaluation.personas.people import summed
from evaluation.personas.planted import planted
from evaluation.personas.pooled import (
    Part,
    areas,
    at_prevalence,
    auc,
    calibration_error,
    errors,
    reliability,
)
from evaluation.personas.rows import HALF, World, network_rows, places, pooled_pairs
from evaluation.personas.shares import drawn
from evaluation.personas.signs import network_signs, pair_signs
from evaluation.personas.world import STRATA
from floodwatch.detectors.personas.odds.curves import CALIBRATION, GROUPS
from floodwatch.detectors.personas.odds.network_scores import OPEN
from floodwatch.tools.odds import PREVALENCES
from floodwatch.vocabulary.load import load

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FIRES = 0.01
"""Chance at or below which a signal counts as fired, here."""
RESAMPLES = 500
"""Resamples of worlds for areas and errors of calibration."""
FORMAT = 2
"""Of the summary; what reads it says so where it is another."""


def summarise(worlds: Sequence[World], code: str, seeds: str) -> dict[str, Any]:
    """All figures, as plain values."""
    curves = load(CALIBRATION)
    return {
        "format": FORMAT, "code": code, "seeds": seeds, "worlds": len(worlds),
        "posts": sum(w.told["posts"] for w in worlds), "cpu_s": round(sum(w.told["cpu_s"] for w in worlds), 1),
        "fitted_on": curves["measured_on"], "pairs": _pairs(worlds, curves["pairs"]["curves"]),
        "networks": _networks(worlds, curves["networks"]["curves"]), "kinds": kinds(worlds),
        "signals": _signals(worlds), "planted": planted([w.told for w in worlds]),
        "people": summed([w.told for w in worlds]),
    }  # fmt: skip


def _pairs(worlds: Sequence[World], curves: Mapping[str, Any]) -> dict[str, Any]:
    labels, weights, groups, strata = pooled_pairs(worlds)
    total, place, draws = log_lr(curves, groups), places(worlds), drawn(len(worlds), RESAMPLES)
    random = (labels == 0) & (strata == STRATA.index("random"))
    hard = (labels == 0) & ~random
    by_part = [_areas(total, labels, place, draws, (labels > 0) | part) for part in (random, hard)]
    told = {
        "positives": int(labels.sum()), "negatives": int((1 - labels).sum()),
        "auc": _told(auc(total, labels, weights), (by_part[0] + by_part[1]) / 2),
        "auc_random": _told(auc(total[~hard], labels[~hard]), by_part[0]),
        "auc_hard": _told(auc(total[~random], labels[~random]), by_part[1]),
        "auc_by_world": _by_world(worlds, curves, draws),
        "without": {g: auc(log_lr(_but(curves, g), groups), labels, weights) for g in GROUPS},
        "alone": {g: auc(np.nan_to_num(groups[g]), labels, weights) for g in GROUPS},
    }  # fmt: skip
    parts = [labels > 0, *(part for part in (random, hard) if part.any())]
    calibration = _calibrated(total, labels, weights, parts, place, draws)
    return told | {"signs": pair_signs(worlds, curves), "calibration": calibration}


def _areas(total: Floats, labels: Floats, place: Ints, draws: Floats, rows: Part) -> Floats:
    """The areas in resamples, among some rows."""
    return areas(total[rows], labels[rows], place[rows], draws)


def _told(value: float, resampled: Floats) -> list[float | None]:
    """A figure with its 95% interval."""
    return [value, *interval(resampled)]


def _but(curves: Mapping[str, Any], group: str) -> dict[str, Any]:
    """The curves without those of one group."""
    return {name: curve for name, curve in curves.items() if name != group}


def _by_world(worlds: Sequence[World], curves: Mapping[str, Any], draws: Floats) -> list[float | None]:
    """Mean of the worlds' own areas."""
    each = []
    for world in worlds:
        labels, weights, groups, _ = pooled_pairs([world])
        each.append({"area": auc(log_lr(curves, groups), labels, weights)})
    mean = Measure("area", lambda w: None if np.isnan(w["area"]) else w["area"])
    found = estimate(mean, each, draws)
    return [found.value, found.low, found.high]


def _calibrated(
    total: Floats, labels: Floats, weights: Floats, parts: Sequence[Part], place: Ints, draws: Floats
) -> dict[str, Any]:
    """Expected calibration error with its interval, and reliability, at each prevalence."""
    told = {}
    for prevalence in (*PREVALENCES, HALF):
        said, weight = at_prevalence(total, labels, weights, prevalence)
        low, high = interval(errors(said, parts, place, draws, prevalence))
        told[f"{prevalence:g}"] = {
            "error": calibration_error(said, labels, weight), "low": low, "high": high,
            "tenths": list(reliability(said, labels, weight)),
        }  # fmt: skip
    return told


def _networks(worlds: Sequence[World], curves: Mapping[str, Any]) -> dict[str, Any]:
    found = network_rows(worlds)
    labels, draws = found.labels, drawn(len(worlds), RESAMPLES)
    total, weights = log_lr(curves, found.groups), np.ones(len(labels))
    without = {g: auc(log_lr(_but(curves, g), found.groups), labels) for g in curves}
    parts = (labels > 0, labels == 0)
    return {
        "operations": int(labels.sum()), "others": int((1 - labels).sum()),
        "auc": _told(auc(total, labels), areas(total, labels, found.world, draws)), "without": without,
        "alone": {g: auc(np.nan_to_num(v) * (-1 if g == OPEN else 1), labels) for g, v in found.groups.items()},
        "signs": network_signs(worlds, curves),
        "calibration": _calibrated(total, labels, weights, parts, found.world, draws),
    }  # fmt: skip


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
