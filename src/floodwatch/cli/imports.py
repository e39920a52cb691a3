"""Prints imports and exports: what each file is, whose, under which licence, and what is different."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from floodwatch.cli.cells import table
from floodwatch.cli.plain import isolated, one_line

Row = Mapping[str, Any]
COUNTS = {
    "new": "new", "changed": "changed", "known": "already there", "gone": "gone, withdrawn", "again": "back again",
    "waiting": "suggested there too: wait for a person",
    "joining": "would join two actors: wait for a person", "refused_before": "refused before: stay so or wait",
    "kept": "gone, kept by a person's word",
}  # fmt: skip
SIGNS = {
    "new": "+", "again": "+", "changed": "+", "instead_of": "-", "gone": "-", "joining": "?", "waiting": "?",
    "refused_before": "!", "kept": "=",
}  # fmt: skip
LISTED = ("source", "version", "imported_at", "by", "imports", "licence")
FEW = 8
"""Reasons that are printed; all are in --json."""


def brought(result: Row) -> Iterator[str]:
    """What `knowledge` answers: differences of `import`, sources of `list` and `show`, the file of `export`."""
    if "not_carried" in result:
        yield from _sent(result)
        return
    if "dry_run" not in result:
        yield from _listed(result)
        return
    for row in result["sources"]:
        yield from _source(row)
    for row in result["unread"]:
        yield f"not read: {_safe(row['file'])}: {_safe(row['reason'])}"
    yield "nothing was changed" if result["dry_run"] else ""


def _sent(row: Row) -> Iterator[str]:
    """The file that was written, and what its format does not carry."""
    yield click.style(_safe(row["file"]), bold=True) + f"  ({row['format']}, up to {row['tlp']})"
    counts = ("entities", "claims", "suggested", "taken_back")
    yield "   " + ", ".join(
        f"{name.replace('_', ' ')}: {row[name]:,}" for name in counts if row[name] or name == "claims"
    )
    yield f"   what is marked stricter than {row['tlp']} or {row['pap']} is not in it, nor counted"
    for title in row["not_asked"]:
        yield f"   left out, since its originator wants to be asked first: {_safe(title)}"
    if row["not_carried"]:
        yield "not carried:"
        yield from table(
            [{name: one[name] for name in ("what", "number", "why")} for one in row["not_carried"]], "   "
        )


def _source(row: Row) -> Iterator[str]:
    version = f" {row['version']}" if row["version"] else ""
    yield (
        click.style(_safe(f"{row['source']}{version}"), bold=True)
        + f"  {_safe(row['file'])} ({row['format']})"
    )
    for line in (row["licence"] and f"licence: {row['licence']}", row["credit"]):
        if line:
            yield f"   {_safe(line)}"
    yield f"   read: {row['read']:,}, entities: {row['entities']:,}, claims: {row['claims']:,}"
    yield "   " + ", ".join(
        f"{said}: {row[name]:,}" for name, said in COUNTS.items() if row[name] or name == "new"
    )
    for sort, sentences in row["sentences"].items():
        for sentence in sentences:
            yield f"   {SIGNS[sort]} {_safe(sentence)[:200]}"
    yield from _reasons("not usable", row["rejected"])
    yield from _reasons("has no place here", row["left"])


def _reasons(what: str, counts: Mapping[str, int]) -> Iterator[str]:
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    for reason, number in ranked[:FEW]:
        yield f"   {what}: {_safe(reason)} ({number:,})"
    if len(ranked) > FEW:
        yield f"   {what}: {len(ranked) - FEW} more reasons, see --json"


def _listed(result: Row) -> Iterator[str]:
    rows = result["sources"]
    if not rows:
        yield "no such source was imported"
    elif "history" not in rows[0]:
        yield from table([{name: row[name] for name in LISTED} for row in rows], "")
    else:
        for row in rows:
            yield from _shown(row)


def _shown(row: Row) -> Iterator[str]:
    yield click.style(_safe(str(row["source"])), bold=True) + f"  {_safe(row['licence'])}"
    if row["credit"]:
        yield f"   {_safe(row['credit'])}"
    yield "   " + ", ".join(f"{status}: {count:,}" for status, count in row["claims"].items())
    yield "   " + ", ".join(f"{predicate} {count:,}" for predicate, count in row["predicates"].items())
    yield from _reasons("not usable", row["rejected"])
    yield from _reasons("has no place here", row["left"])
    for run in row["history"]:
        done = ", ".join(f"{said}: {run[name]:,}" for name, said in COUNTS.items() if run.get(name))
        yield f"   {run['imported_at']}  {_safe(run['by'])}  {_safe(run['file'])}  {done}"


def _safe(text: str) -> str:
    return isolated(one_line(text))
