"""Fits the curves for pairs and for networks, and hands them to the program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.personas.fit import fit
from evaluation.personas.rows import World, network_rows, pooled_pairs
from evaluation.run import write
from evaluation.stale import ROOT

FILE = ROOT / "src" / "floodwatch" / "vocabulary" / "calibration" / "odds.yaml"
_HEAD = """\
# What surprises are worth, in natural log-odds at the knots 0, 0.5, 1, 2, 3, 4, 6, by dependence group.
# Written by `python -m evaluation.personas --seeds dev --fit`.
"""


def fitted(worlds: Sequence[World]) -> dict[str, dict[str, list[float]]]:
    """Curves for pairs and for networks."""
    labels, weights, groups, _ = pooled_pairs(worlds)
    networks = network_rows(worlds)
    return {
        "pairs": fit(groups, labels, weights),
        "networks": fit(networks.groups, networks.labels, np.ones(len(networks.labels))),
    }


def write_curves(curves: Mapping[str, Any], seeds: str, worlds: int, code: str, path: Path = FILE) -> None:
    """Write the calibration file that the program reads."""
    lines = [_HEAD, f"measured_on: {worlds} synthetic worlds, {seeds} seeds\ncode: {code}\n"]
    for of, groups in curves.items():
        lines.append(f"{of}:\n  curves:\n")
        lines += [f"    {name}: {values}\n" for name, values in groups.items()]
    write(path, "".join(lines))
