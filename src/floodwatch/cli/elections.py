"""Prints the calendar of elections, each with its offices, candidates and what is said of threats to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from floodwatch.cli.actors import Sources, disagreeing, section
from floodwatch.cli.plain import isolated, one_line

Row = Mapping[str, Any]
FEW = 5
"""Elections up to which everything said of them is printed; of more only the calendar."""
REJECTS = 20


def voted(result: Row) -> Iterator[str]:
    """What `election` answers."""
    if "imported" in result:
        yield from _imported(result["imported"])
    found, sources = result["elections"], Sources()
    if not found:
        like = f"; near names: {isolated(one_line(', '.join(result['near'])))}" if result["near"] else ""
        yield f"no election is known{like}"
    for one in found:
        yield from _election(one, sources, len(found) <= FEW)
    yield from sources.listed()
    if len(found) > FEW:
        yield "Name one, or a country, to see what is said of it."
    yield from result["notes"]


def _imported(done: Row) -> Iterator[str]:
    yield (
        f"{done['rows']:,} rows: {done['new_claims']:,} new claims, {done['known_claims']:,} known, "
        f"{done['rejected']:,} rejected"
    )
    for one in done["rejects"][:REJECTS]:
        yield f"   line {one['line']:,}: {one_line(one['reason'])}"


def _election(one: Row, sources: Sources, in_full: bool) -> Iterator[str]:
    marks = f"  {' '.join(one['markings'])}" if one["markings"] else ""
    where, kinds = ", ".join(one["countries"]), ", ".join(one["kinds"]).replace("_", " ")
    about = "  ".join(one_line(part) for part in (where, kinds) if part)
    name = click.style(isolated(one_line(one["name"])), bold=True)
    yield f"{one['date'] or 'undated   '}  {name}  {isolated(about)}{marks}"
    for office in one["offices"]:
        held = f", held by {', '.join(office['held_by'])}" if office["held_by"] else ""
        yield f"   office: {isolated(one_line(office['name'] + held))}"
    for candidate in one["candidates"]:
        beside = _listed(", ", candidate["parties"]) + _listed(", stands for ", candidate["stands_for"])
        yield f"   candidate: {isolated(one_line(candidate['name'] + beside))}"
    if not in_full:
        return
    yield from section("   calendar", one["calendar"], sources)
    yield from disagreeing(one["conflicts"])
    for threat in one["threats"]:
        by = f", by {', '.join(threat['run_by'])}" if threat["run_by"] else ""
        yield from section(f"   {isolated(one_line(threat['who'] + by))}", threat["claims"], sources)


def _listed(before: str, names: Sequence[str]) -> str:
    return before + "; ".join(dict.fromkeys(names)) if names else ""
