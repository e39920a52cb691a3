"""Prints what speaks for one operator and what against: a bar for each group, and the shares expected right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from floodwatch.cli.plain import one_line

UNIT = 4
"""Signs of a bar for one unit of log-odds."""


def weighed(result: Mapping[str, Any]) -> Iterator[str]:
    """Each network, then the note."""
    for network in result["networks"]:
        yield click.style(f"{network['network_id']}  log-odds {network['log_lr']:+.1f}", bold=True)
        yield from (_term(row) for row in network["terms"])
        yield f"   expected to be right: {_right(network['right'])}"
        yield from _pairs(network)
        yield ""
    yield result["note"]


def _term(row: Mapping[str, Any]) -> str:
    if row["surprise"] is None:
        return f"   {row['term']:<15}   –    not measured"
    bar = ("+" if row["log_lr"] > 0 else "-") * round(UNIT * abs(row["log_lr"]))
    named = str(row["signal"] or "").replace("_", " ") if row["surprise"] else "nothing unusual"
    return f"   {row['term']:<15} {row['log_lr']:+5.1f}  {bar} {named}".rstrip()


def _right(rows: Sequence[Mapping[str, float]]) -> str:
    return ", ".join(f"{row['right']:.1%} if {100 * row['prevalence']:g}% are" for row in rows)


def _pairs(network: Mapping[str, Any]) -> Iterator[str]:
    if not network["pairs"]:
        return
    yield f"   {network['above']:,} of {network['pairs']:,} pairs of accounts have more for one operator than against"
    for pair in network["best"]:
        why = ", ".join(reason.replace("_", " ") for reason in pair["reasons"].values())
        yield f"   {pair['log_lr']:+5.1f}  {one_line(pair['source'])} and {one_line(pair['target'])}: {why}"
