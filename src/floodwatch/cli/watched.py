"""Prints what `watch` answers: rules, alerts with their evidence and innocent explanation, the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from floodwatch.cli.plain import isolated, one_line

COLOURS = {"high": "red", "medium": "yellow", "low": "cyan"}
MOST_REFS = 3


def watched(result: Mapping[str, Any]) -> Iterator[str]:
    """The answer of any action."""
    for row in result.get("rules", ()):
        yield from _counted(row) if "alerts" in row else _rule(row)
    if "lists" in result:
        yield from _lists(result["lists"])
    if "steps" in result:
        yield f"{result['steps']:,} steps over {result['days']:.1f} days"
    if "looked_at" in result:
        yield f"{len(result['new']):,} new alerts among {result['looked_at']:,} things, as of {result['as_of'][:19]}"
    for row in (*result.get("new", ()), *result.get("open", ()), *result.get("alerts", ())):
        yield ""
        yield from _alert(row)
    if not any(result.get(name) for name in ("rules", "new", "open", "alerts", "elections", "looked_at")):
        yield "nothing"
    for row in result.get("elections", ()):
        yield f"{row['day']}  {isolated(one_line(row['name']))}: {row['phase']}, {row['days']} days"
    for row in result.get("delivered", ()):
        yield f"{row['to']}: {one_line(row['problem']) or 'delivered'}"


def _counted(row: Mapping[str, Any]) -> Iterator[str]:
    yield f"{row['rule']}: {row['alerts']} alerts, {row['per_30_days']:.2g} in 30 days"


def _rule(row: Mapping[str, Any]) -> Iterator[str]:
    yield click.style(f"{row['rule']} ({row['severity']}, over {row['over']})", bold=True)
    yield f"  {one_line(row['description'])}"
    yield f"  when: {row['when']}" + (f"; only in: {', '.join(row['phases'])}" if row["phases"] else "")
    if row["again"]:
        yield "  again when: " + ", ".join(f"{name} {times}" for name, times in row["again"].items())
    yield f"  it may be innocent: {one_line(row['innocent'])}"


def _lists(lists: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    for name in ("targets", "sites", "accounts"):
        yield f"watched {name}: {', '.join(map(one_line, lists[name])) or 'none'}"


def _alert(row: Mapping[str, Any]) -> Iterator[str]:
    state = row.get("state", "")
    about = [row["at"][:19], row["rule"], *([state] if state and state != "open" else [])]
    yield click.style(f"[{row['severity']}] ", fg=COLOURS[row["severity"]]) + isolated(one_line(row["label"]))
    yield f"  {', '.join(about)}; alert {row['alert_id']}" + (
        ", grown since " + row["earlier"] if row["earlier"] else ""
    )
    yield f"  because: {one_line(row['said'])}"
    yield f"  by chance: {one_line(row['chance']) or 'not tested'}"
    yield f"  it may be innocent: {one_line(row['innocent'])}"
    if row["would_change"]:
        yield f"  would change the view: {one_line(row['would_change'])}"
    refs = ", ".join(map(one_line, row["evidence"][:MOST_REFS]))
    yield f"  evidence: {len(row['evidence'])} records" + (f" ({refs}, …)" if refs else "")
    if row.get("number"):
        until = f" until {row['until'][:10]}" if row["until"] else ""
        who = f"{one_line(row['by'])}, {row['decided_at'][:10]}, decision {row['number']}"
        yield f"  {state}{until} by {who}" + (f": {one_line(row['reason'])}" if row["reason"] else "")
