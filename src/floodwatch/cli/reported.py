"""Prints reports, what the gate leaves to do, what a check found, and what rests on something that is withdrawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from floodwatch.cli.plain import isolated, one_line, plain

Row = Mapping[str, Any]


def reported(result: Row) -> Iterator[str]:
    """What `report` answers: a list, a text, the gate, or what was just done."""
    if "reports" in result:
        yield from (_line(one) for one in result["reports"])
        if not result["reports"]:
            yield "There is no report in this case. Begin one: floodwatch report new --title … --tlp …"
    elif "shown" in result:
        yield from map(plain, result["shown"].splitlines())
        yield from (
            one_line(f"open comment {c['number']} by {c['by']}: {c['text']}") for c in result["comments"]
        )
        yield from (one_line(f"nothing is found for {one}") for one in result["missing"])
        yield f"version {result['version']}, {result['state']}"
    elif "checks" in result:
        yield from _gate(result)
    elif "figures" in result:
        yield from (f"   {isolated(one_line(line))}" for line in result["text"])
        yield from (
            one_line(f"{one['figure']}: {one['before']} -> {one['now']}") for one in result["figures"]
        )
    else:
        yield from (
            one_line(f"{name}: {value}") for name, value in result.items() if value not in ("", (), [], {})
        )


def _line(one: Row) -> str:
    told = f"{one['report']}  {one['title']}  {' '.join(one['markings'])}  version {one['version']}, {one['state']}"
    return isolated(one_line(told))


def _gate(result: Row) -> Iterator[str]:
    for one in result["checks"]:
        word = click.style("passes", fg="green") if one["passes"] else click.style("left", fg="yellow")
        yield f"{word}  {one['says']}"
        yield from (f"   {isolated(one_line(_said(left)))}" for left in one["left"])
    yield "It may be released." if result["ready"] else "It may not be released yet."


def _said(left: Any) -> str:
    if not isinstance(left, Mapping):
        return str(left)
    return "; ".join(f"{name}: {value}" for name, value in left.items() if value)


def verified(result: Row) -> Iterator[str]:
    """What differs, or that nothing does."""
    yield from (one_line(f"{one['what']} {one['where']}: {one['says']}") for one in result["problems"])
    counted = f"{result['figures']:,} figures from {result['rows']:,} rows, {result['files']:,} files"
    verdict = "nothing differs" if result["whole"] else f"{len(result['problems']):,} differ"
    yield one_line(f"{result['report']}, issue {result['issue']}: {counted}; {verdict}")
    yield f"manifest {result['manifest']}"


def withdrawn(result: Row) -> Iterator[str]:
    """What was withdrawn, or everything that rests on one thing."""
    for one in result.get("withdrawn", ()):
        undone = " (undone)" if one["undone"] else ""
        yield isolated(
            one_line(f"{one['number']}  {one['ref']}  {one['at'][:10]} {one['by']}: {one['reason']}{undone}")
        )
    if "withdrawn" in result and not result["withdrawn"]:
        yield "Nothing was withdrawn."
    for one in result.get("reports", ()):
        yield click.style(
            one_line(f"{one['title']}, version {one['version']}, {one['state']} ({one['report']})"), bold=True
        )
        yield from (
            f"   {p['kind']}, {p['place']}: {isolated(one_line(p['words'][:160]))}" for p in one["places"]
        )
    yield from (
        one_line(f"{one['what']} {one['name']}, hand-over {one['number']}") for one in result.get("files", ())
    )
    yield from (f"collection {one['collection']}: {one['object']}" for one in result.get("collections", ()))
    yield from (f"{one['kind']}: {isolated(one_line(one['says']))}" for one in result.get("judgements", ()))
    if "recipients" in result:
        yield one_line(f"recipients: {', '.join(result['recipients']) or 'none'}")
    yield from (
        one_line(f"drafted: {one['title']}, version {one['version']}") for one in result.get("drafted", ())
    )
