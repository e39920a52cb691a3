"""How surprising a network's signals are, by dependence group, and how open it is about itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from floodwatch.detectors.personas.odds.curves import KNOTS, Floats
from floodwatch.vocabulary.load import load

RULES = "rules/odds.yaml"
OPEN = "openness"
"""The group of what speaks against one hidden operator: what says openly whose the accounts are (see `RULES`)."""


@dataclass(frozen=True, slots=True)
class NetworkScores:
    """Networks, the surprise of each group (NaN: nothing measured), and the signal that made it."""

    networks: tuple[str, ...]
    groups: Mapping[str, Floats]
    reasons: Mapping[str, tuple[str, ...]]


@cache
def group_of() -> dict[str, str]:
    """The dependence group of every signal that counts, by name."""
    rules: dict[str, Sequence[str]] = load(RULES)["groups"]
    return {signal: group for group, signals in rules.items() for signal in signals}


def network_scores(networks: Sequence[str], signals: Sequence[Mapping[str, Any]]) -> NetworkScores:
    """Scores from rows with `network_id`, `signal`, `value` and `p_value`; only what `RULES` lists counts.

    Of a group's rows the most surprising one counts, less log10 of how many rows counted. A row without a test counts
    for openness only, by its value.
    """
    place = {name: i for i, name in enumerate(networks)}
    groups = list(dict.fromkeys(load(RULES)["groups"]))
    best = {g: np.full(len(networks), np.nan) for g in groups}
    looked = {g: np.zeros(len(networks)) for g in groups}
    reasons = {g: [""] * len(networks) for g in groups}
    for row in signals:
        group = group_of().get(row["signal"])
        surprise = _surprise(row, group)
        if group is None or surprise is None or row["network_id"] not in place:
            continue
        here = place[row["network_id"]]
        looked[group][here] += 1
        if np.isnan(best[group][here]) or surprise > best[group][here]:
            best[group][here] = surprise
            reasons[group][here] = str(row["signal"])
    corrected = {g: np.maximum(best[g] - np.log10(np.maximum(looked[g], 1)), 0.0) for g in groups}
    return NetworkScores(tuple(networks), corrected, {g: tuple(r) for g, r in reasons.items()})


def _surprise(row: Mapping[str, Any], group: str | None) -> float | None:
    """−log10 of the signal's chance; without a test, openness is as surprising as its share of the most that counts."""
    if row["p_value"] is not None:
        return float(-np.log10(max(row["p_value"], 10.0 ** -KNOTS[-1])))
    return KNOTS[-1] * min(float(row["value"]), 1.0) if group == OPEN else None
