"""Prints what was met before: each hit with where, when, by whom, how common, and why it may be innocent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from floodwatch.cli.plain import isolated, one_line

MOST_REFS = 3


def met(result: Mapping[str, Any]) -> Iterator[str]:
    """What `recurrence` answers."""
    for one in result.get("decided", ()):
        number, rest = one["number"], {k: v for k, v in one.items() if k not in ("number", "what")}
        yield one_line(f"{number}: {one['what']} " + ", ".join(f"{k} {v}" for k, v in rest.items()))
    yield f"{result['found']:,} hits among {result['matched']:,} values"
    for hit in result["hits"]:
        yield ""
        yield from _hit(hit)
    if result["found"] > len(result["hits"]):
        yield ""
        yield f"{result['found'] - len(result['hits']):,} more hits: --most 0 gives all"
    yield ""
    for name, words in (
        ("seen_only", "only seen elsewhere, in no release or network"),
        ("common", "common among controls, so no hits"),
        ("not_weighed", "not weighed, since there are too few controls"),
    ):
        counts = ", ".join(f"{kind} {number:,}" for kind, number in result[name].items())
        if counts:
            yield f"{words}: {counts}"
    yield from result["notes"]


def _hit(hit: Mapping[str, Any]) -> Iterator[str]:
    alike = f", {hit['likeness']:.0%} alike" if hit["likeness"] < 1 else ""
    yield click.style(f"{hit['kind']}{alike}: {isolated(one_line(hit['value']))}", bold=True)
    yield f"  {one_line(hit['says'])}{_when(hit)}"
    refs = ", ".join(map(one_line, hit["refs"][:MOST_REFS]))
    yield f"  here: {refs}" + (f", of {hit['accounts']:,} accounts" if hit["accounts"] > 1 else "")
    if hit["ref_there"]:
        yield f"  there: {one_line(hit['ref_there'])}, {hit['accounts_there']} accounts"
    if hit["labels"]:
        yield f"  labels there: {one_line('; '.join(hit['labels']))}"
    if hit["control_accounts"]:
        yield f"  controls that use it too: {hit['controls']} of {hit['control_accounts']:,}"
    if hit["markings"]:
        yield f"  {one_line(', '.join(hit['markings']))}"
    if hit["innocent"]:
        yield f"  it may be innocent: {hit['innocent']}"


def _when(hit: Mapping[str, Any]) -> str:
    days = list(dict.fromkeys(day for day in (hit["first_seen"], hit["last_seen"]) if day))
    return f" ({' to '.join(days)})" if days else ""


def briefly(found: Mapping[str, Any]) -> Iterator[str]:
    """What `ingest` says of it."""
    if found.get("problem"):
        yield f"recurrence: {one_line(found['problem'])}"
    elif found.get("found"):
        yield f"met before: {found['found']:,} of {found['matched']:,} values; run: floodwatch recurrence"
        for hit in found["hits"]:
            yield f"  {hit['kind']} {isolated(one_line(hit['value'][:80]))}: {one_line(hit['says'])}{_when(hit)}"
