"""Prints the ledger of incidents: each with what is inside what, then the sums and the judgements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from floodwatch.cli.actors import Sources, decided, section
from floodwatch.cli.plain import isolated, one_line

Row = Mapping[str, Any]
SAID = (
    "victims",
    "victims_counted",
    "countries",
    "sectors",
    "when",
    "outcome",
    "motive",
    "leads_to",
    "inside",
)
FEW = 3
"""Entries up to which every claim of them is printed."""


def counted(result: Row) -> Iterator[str]:
    """What `incident` answers."""
    yield from decided(result.get("decided", ()))
    sources = Sources()
    yield from _unknown(result["unknown"])
    for entry in result["incidents"]:
        yield from _entry(entry, sources, len(result["incidents"]) <= FEW)
    yield from sources.listed()
    yield from _totals(result["totals"])
    yield from _judgements(result["judgements"])
    yield from result["notes"]


def _unknown(unknown: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for what, near in unknown.items():
        yield f"no {what} goes by that name" + (
            f"; near ones: {isolated(one_line(', '.join(near)))}" if near else ""
        )


def _entry(entry: Row, sources: Sources, in_full: bool) -> Iterator[str]:
    amounts = ", ".join(f"{one['says']}{_aside(one['hedge'])}" for one in entry["amounts"])
    yield click.style(isolated(one_line(entry["name"])), bold=True) + (f"  {amounts}" if amounts else "")
    actors = ", ".join(dict.fromkeys(f"{one['name']}{_aside(one['hedge'])}" for one in entry["actors"]))
    yield f"   actor: {isolated(one_line(actors)) or 'not known'}"
    for name in SAID:
        if entry[name]:
            yield f"   {name.replace('_', ' ')}: {isolated(one_line(', '.join(entry[name])))}"
    cited = {row["source"] for row in entry["claims"]} - {""}
    numbers = " ".join(sorted(map(sources.number, cited), key=lambda n: int(n[1:-1])))
    yield f"   independent sources: {entry['sources']}  {numbers}".rstrip()
    if in_full:
        yield from section("   claims", entry["claims"], sources)


def _aside(hedge: str) -> str:
    return f" ({hedge})" if hedge else ""


def _totals(totals: Row) -> Iterator[str]:
    yield ""
    yield click.style(f"in all: {_sum(totals['all'])}", bold=True)
    for name, rows in totals.items():
        if name != "all" and rows:
            yield f"{name.replace('_', ' ')}:"
            key = name.removeprefix("by_")
            yield from (f"   {isolated(one_line(str(row[key])))}: {_sum(row)}" for row in rows)


def _sum(row: Row) -> str:
    inside = f", {row['inside_others']:,} inside others" if row["inside_others"] else ""
    left = f"; {row['left_out']:,} unconfirmed left out" if row["left_out"] else ""
    sums = "".join(f"; {one_line(one['says'])}" for one in row["sums"].values())
    word = "entry" if row["entries"] == 1 else "entries"
    return f"{row['entries']:,} {word}{inside}{sums}{left}"


def _judgements(judgements: Sequence[Row]) -> Iterator[str]:
    if not judgements:
        return
    yield click.style("judgements from these counts", bold=True)
    for one in judgements:
        yield f"   {isolated(one_line(one['actor']))}: {one_line(one['priority'])}. {one_line(one['motive'])}."
        yield f"      confidence {one['confidence']}: {one['because']}"
    yield from (f"   {line}" for line in judgements[0]["assumptions"])
