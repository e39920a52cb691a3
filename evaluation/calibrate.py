"""Hands the measured rates of the kinds to the program, which prints them beside every kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from evaluation.stale import ROOT

FILE = ROOT / "src" / "floodwatch" / "vocabulary" / "calibration" / "kinds.yaml"
LEAST_MEMBERS = 3
_HEAD = """\
# Measured rates of the kinds, written by `python -m evaluation --calibrate`.
# One trial is one planted group of accounts; `hits` of `of` groups.
# people: innocent accounts in any network (`people`) and in a covert one (`accused`), of all innocent accounts;
# `unequal` names the rates that exceed twice the median of the groups beyond chance.
"""


def calibration(summary: Mapping[str, Any]) -> dict[str, Any]:
    """Recall and false positives of the kinds, as counts.

    Controls of two accounts (one person on two platforms) are left out: they are many, and too small to be
    called covert at all, so that they would only flatter the rate.
    """
    operations = list(summary["operations by template"].values())
    controls = [c for c in summary["controls"].values() if c["members"] >= LEAST_MEMBERS * c["groups"]]
    return {
        "measured_on": f"synthetic worlds, {summary['seeds']} seeds, {summary['suite']} suite",
        "worlds": sum(summary["worlds"].values()),
        "code": summary["code"],
        "people": summary["unequal"],
        "kinds": {
            "covert": {
                "unit": "group of accounts",
                "recall": _rate(operations, "deceptive_covert", "deceptive"),
                "recall_of": "operations that carry a deception sign",
                "false_positives": _rate(controls, "called_covert", "groups"),
                "false_positives_among": "benign control groups of three accounts or more",
            },
            "overt": {
                "unit": "group of accounts",
                "recall": _rate(controls, "overt_as_overt", "expected_overt"),
                "recall_of": "openly organised control groups of three accounts or more",
                "false_positives": _rate(operations, "found_overt", "groups"),
                "false_positives_among": "operations",
            },
        },
    }


def _rate(rows: Iterable[Mapping[str, int]], hits: str, of: str) -> dict[str, int]:
    kept = list(rows)
    return {"hits": int(sum(r[hits] for r in kept)), "of": int(sum(r[of] for r in kept))}


def write_calibration(summary: Mapping[str, Any], path: Path = FILE) -> None:
    """Write the calibration file of the kinds."""
    text = yaml.safe_dump(calibration(summary), sort_keys=False, allow_unicode=True, width=100)
    path.write_text(_HEAD + text, "utf-8")
