"""What each single sign is worth: alone, and what the others reach without it.

As for the dependence groups, nothing is fitted again: the sign is taken out, its group's surprise is that of the
strongest sign that is left, less the logarithm of how many are left, and the curves stay as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from evaluation.personas.fit import log_lr
from evaluation.personas.pooled import auc
from evaluation.personas.rows import Floats, World, network_rows, pooled_pairs, weighed
from evaluation.personas.world import sign_column
from floodwatch.detectors.personas.odds.curves import GROUPS, strongest
from floodwatch.detectors.personas.odds.network_scores import OPEN, group_of, network_scores
from floodwatch.model.units import Rows

Told = dict[str, Any]


def pair_signs(worlds: Sequence[World], curves: Mapping[str, Any]) -> list[Told]:
    """Every sign of pairs: its group, in how many pairs it was measured, its area alone and that without it."""
    labels, weights, groups, _ = pooled_pairs(worlds)
    told = []
    for group in GROUPS:
        signs = dict(_signs(worlds, group))
        for name, values in signs.items():
            rest = {n: v for n, v in signs.items() if n != name}
            left = strongest(rest)[0] if rest else np.full(len(labels), np.nan)
            without = log_lr(curves, {**groups, group: left})
            told.append(
                {"sign": name, "group": group, "measured": int((~np.isnan(values)).sum()),
                 "alone": auc(np.nan_to_num(values), labels, weights), "without": auc(without, labels, weights)}
            )  # fmt: skip
    return told


def _signs(worlds: Sequence[World], group: str) -> Iterator[tuple[str, Floats]]:
    """The surprises of each sign of a group; NaN in worlds where it was not measured."""
    head = sign_column(group, "")
    names = sorted(
        {column.removeprefix(head) for w in worlds for column in w.pairs if column.startswith(head)}
    )
    for name in names:
        parts = [
            w.pairs.get(sign_column(group, name), np.full(len(w.pairs["label"]), np.nan)) for w in worlds
        ]
        yield name, np.concatenate(parts).astype(float)


def network_signs(worlds: Sequence[World], curves: Mapping[str, Any]) -> list[Told]:
    """Every signal of networks that counts: its group, of how many networks, its area alone and that without it."""
    labels = network_rows(worlds).labels
    names, rows = _signals(worlds)
    told = []
    for signal, group in group_of().items():
        mine = [row for row in rows if row["signal"] == signal]
        if not mine:
            continue
        alone = network_scores(names, mine).groups[group]
        without = network_scores(names, [row for row in rows if row["signal"] != signal]).groups
        told.append(
            {"sign": signal, "group": group, "measured": int((~np.isnan(alone)).sum()),
             "alone": auc(np.nan_to_num(alone) * (-1 if group == OPEN else 1), labels),
             "without": auc(log_lr(curves, without), labels)}
        )  # fmt: skip
    return told


def _signals(worlds: Sequence[World]) -> tuple[list[str], Rows]:
    """The networks of all worlds in the order of `network_rows`, and their signals."""
    names: list[str] = []
    rows: Rows = []
    for number, world in enumerate(worlds):
        for found in weighed(world):
            names.append(f"{number}/{found['network_id']}")
            rows += [{**row, "network_id": names[-1]} for row in found["signals"]]
    return names, rows
