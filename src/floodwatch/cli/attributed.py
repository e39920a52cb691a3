"""Prints which known actors networks resemble: the answer, the reasons with their base rates, what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from floodwatch.cli.plain import one_line

SHOWN = 6
"""Reasons of each profile that are printed; --json gives all."""


def likened(result: Mapping[str, Any]) -> Iterator[str]:
    """Each network, then the note."""
    for network in result["networks"]:
        yield click.style(f"{network['network_id']}  {one_line(network['said'])}", bold=True)
        for one in network["resembles"]:
            if network["resembles"][0]["probability"] > network["none"]:
                yield from _profile(one)
        for line in network["would_change"]:
            yield f"   would change it: {one_line(line)}"
        yield f"   profiles by country: {_counted(network['profiles_by_country'])}"
        yield ""
    if result["networks"]:
        yield result["networks"][0]["caution"]
    else:
        yield "The case has no network."
    yield result["note"]


def _profile(one: Mapping[str, Any]) -> Iterator[str]:
    rest = one["without_easily_copied"]
    yield f"   {one['probability']:>4.0%}  {one_line(one['name'])}  (without what is easily copied {rest:.0%})"
    yield from (_reason(row) for row in one["reasons"][:SHOWN])


def _reason(row: Mapping[str, Any]) -> str:
    base = f"{row['profiles'][0]} of {row['profiles'][1]} profiles have it"
    seen = one_line(row["shown_by"]) or "not seen here"
    copied = "; easily copied" if row["easily_copied"] else ""
    return (
        f"         {row['log_lr']:+.2f}  {row['group']}: {one_line(row['value'])}  ({seen}; {base}{copied})"
    )


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{one_line(name)} {count}" for name, count in counts.items()) or "none"


def framed(result: Mapping[str, Any]) -> Iterator[str]:
    """Each framework with its slots, the techniques by tactic, and what to consider."""
    for model in result["models"]:
        yield click.style(model["title"], bold=True)
        for slot in model["slots"]:
            yield f"   {slot['slot']}: {slot['asks']}"
            yield from (f"      {one_line(f['value'])}  [{_whence(f)}]" for f in slot["facts"])
            if slot["empty"]:
                yield f"      {slot['empty']}"
    for found in result["matrices"]:
        yield click.style(f"{found['title']}: {found['techniques']} techniques", bold=True)
        for column in found["columns"]:
            for cell in column["techniques"]:
                yield f"   {column['name']}: {cell['code']} {cell['name']}"
    if result["countermeasures"]:
        yield click.style("What to consider", bold=True)
    for row in result["countermeasures"]:
        yield f"   {row['code']}  {row['do']}"
        yield f"      but: {row['but']}"
    if result.get("file"):
        yield f"written: {one_line(result['file'])}"


def _whence(fact: Mapping[str, Any]) -> str:
    said_by = f", {one_line(fact['said_by'])}" if fact["said_by"] else ""
    return f"{fact['source']}, {fact['status']}{said_by}"


def changed(told: Mapping[str, Any]) -> Iterator[str]:
    """Breadth, scope and effectiveness from one period to the next, or why they cannot be compared."""
    days = " and ".join(
        f"{one['first']} to {one['last']} ({one['posts']:,} posts)" for one in told["periods"]
    )
    found = told["change"]
    yield f"change between {days}: {'' if found['comparable'] else 'not comparable'}".rstrip(": ")
    yield from (f"   {one_line(why)}" for why in found["why"])
    if not found["comparable"]:
        return
    for name, title in (("breadth", "platforms and languages"), ("scope", "topics and targets")):
        yield f"   {title}: {found[name][0]:,}, then {found[name][1]:,}"
    ratio = found["effectiveness"]
    told_ratio = (
        "not measurable, too few posts" if ratio is None else "{:.2f} times ({:.2f} to {:.2f})".format(*ratio)
    )
    yield f"   engagement of others per post: {told_ratio}"
    yield f"   {told['note']}"


def spread(result: Mapping[str, Any]) -> Iterator[str]:
    """Scale, stakes and spread, each for itself."""
    scale, found = result["scale"], result["spread"]
    yield click.style(f"{result['network']}  as of {result['as_of']}", bold=True)
    yield f"   scale: {scale['members']:,} accounts, {scale['posts']:,} posts of their own"
    yield from (f"      {one_line(row['explanation'])}" for row in scale["reach"])
    stakes = result["stakes"]
    yield f"   stakes: {stakes if isinstance(stakes, str) else ''}".rstrip()
    if not isinstance(stakes, str):
        yield from (
            f"      {row['signal'].replace('_', ' ')}: {one_line(row['explanation'])}" for row in stakes
        )
    yield f"   spread: {found['breakout']['said']}"
    yield from (f"      {one_line(line)}" for line in found["breakout"]["because"])
    yield from (f"      not counted: {one_line(ref)}, {why}" for ref, why in found["breakout"]["not_counted"])
    yield from (f"      not looked for: {line}" for line in found["breakout"]["not_looked_for"])
    yield from (f"      would raise it: {line}" for line in found["breakout"]["would_raise"])
    yield f"      {found['uptake']['said']}"
    yield f"      {found['percentile']['said']}"
    if "before" in result:
        yield from (f"   {line}" for line in changed(result["before"]))
    yield found["breakout"]["caution"]
    yield result["note"]
