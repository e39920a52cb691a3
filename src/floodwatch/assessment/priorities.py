"""What an actor seems to be after, from counts of its incidents by sector: a judgement, with what may mislead it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from floodwatch.tools.rates import Rate
from floodwatch.vocabulary.load import load

FEW = 5
"""Incidents with a known sector below which a count says little."""
BIAS = (
    "Exposure: these are reported incidents. A sector that is watched closely, must report, or interests reporters is "
    "counted more often; one that is missing may only be unobserved."
)
ALTERNATIVES = (
    "The actor takes what it can reach, and the sector says more about who is open than about what is wanted.",
    "Several units share the name, each with a purpose of its own.",
)
CHANGE = (
    "Incidents of other sectors from sources that did not look for this one; a source on the actor's tasking."
)


def priorities(counted: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One judgement for each actor with a known sector: `counted` are its incidents, sectors and motives."""
    return [_judged(row) for row in counted if row["known"]]


def _judged(row: Mapping[str, Any]) -> dict[str, Any]:
    first = max(row["sectors"].values())
    leading = sorted(sector for sector, count in row["sectors"].items() if count == first)
    rate = Rate(first, row["known"])
    return {
        "actor": row["actor"],
        "priority": _priority(row, leading, rate),
        "motive": _motive(row),
        "confidence": "low" if row["known"] < FEW else "moderate",
        "because": f"{row['known']:,} of {row['incidents']:,} incidents have a known sector",
        "assumptions": [BIAS],
        "alternatives": list(ALTERNATIVES),
        "would_change": CHANGE,
    }


def _priority(row: Mapping[str, Any], leading: Sequence[str], rate: Rate) -> str:
    """Which sector comes first, where the counts can tell."""
    low, high = rate.bounds()
    share = (
        f"{rate.hits:,} of {rate.of:,} incidents with a known sector ({low:.0%} to {high:.0%} of all such)"
    )
    others = [count for sector, count in row["sectors"].items() if sector not in leading]
    above = len(leading) == 1 and low > Rate(max(others, default=0), rate.of).bounds()[1]
    if above or (len(leading) == 1 and not others and rate.of >= FEW):
        return f"{leading[0]} comes first: {share}"
    return f"No sector can be said to come first; most often {' and '.join(leading)}: {share}"


def _motive(row: Mapping[str, Any]) -> str:
    """What sources say it is for; else what such sectors are mostly attacked for."""
    if row["motives"]:
        told = ", ".join(f"{name.replace('_', ' ')} ({count:,})" for name, count in row["motives"].items())
        return f"Sources say of its incidents: {told}"
    read = Counter[str]()
    for sector, count in row["sectors"].items():
        read.update({motive: count for motive in _read(sector)})
    if not read:
        return "No source says what its incidents are for, and their sectors do not tell"
    best = " or ".join(
        name.replace("_", " ") for name, count in read.most_common() if count == max(read.values())
    )
    return f"No source says what its incidents are for; such sectors are mostly attacked for {best}"


def _read(sector: str) -> list[str]:
    name = sector.casefold()
    return [
        motive
        for motive, words in load("knowledge/sector_motives.yaml").items()
        if any(w in name for w in words)
    ]
