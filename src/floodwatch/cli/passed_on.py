"""Prints how sources are marked, what was handed to whom, and which part voices have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from floodwatch.cli.actors import decided
from floodwatch.cli.plain import isolated, one_line

Row = Mapping[str, Any]
SHA = 12
"""Letters of a hash that are printed where any beginning is enough."""


def marked(result: Row) -> Iterator[str]:
    """Each source with its marking, who wants to be asked, who agreed; of one also every decision."""
    undone = [one for one in result["decided"] if one["what"] == "undone"]
    yield from (f"undone: decision {one['number']}" for one in undone)
    yield from decided([one for one in result["decided"] if one not in undone])
    if not result["sources"]:
        yield "no source is marked, and none asks for consent"
    for row in result["sources"]:
        name = row["source"] if row["source"].startswith("case:") else row["source"][:SHA]
        yield click.style(_safe(row["title"]), bold=True) + f"  {_safe(name)}"
        yield f"   {' '.join(row['markings']) or 'not marked'}"
        agreed = row["consent"]
        if agreed:
            yield _in("   ", f"{agreed['who']} agreed on {agreed['when']}: {agreed['text']}")
        elif row["asks"]:
            yield _in("   ", f"not to be passed on before {row['asks']} agreed")
    for line in result["history"]:
        told = ", ".join(f"{name} {value}" for name, value in line["content"].items() if value)
        struck = " (undone)" if line["undone"] else ""
        yield _in(
            "   ",
            f"{line['number']}  {line['decided_at']}  {line['decided_by']}  {line['what']}: {told}{struck}",
        )
        if line["reason"]:
            yield _in("      ", f"{line['reason']}")


def handed(result: Row) -> Iterator[str]:
    """Every hand-over, the newest first."""
    if not result["handed"]:
        yield "nothing was handed to anybody"
    for row in result["handed"]:
        struck = f"struck out by {row['struck_by']}: " if row["struck_by"] else ""
        to = row["to"] or "nobody named"
        what = f"{row['what']} {row['name']}" + (f" of the case {row['case']}" if row["case"] else "")
        yield click.style(_safe(f"{row['number']}  {struck}{what} to {to}"), bold=True)
        told = (
            f"on {row['on']}" if row["on"] else "", row["how"], f"recorded {row['recorded_at']} by {row['by']}",
            " ".join(row["markings"]) or "not marked", f"{len(row['files'])} files" if row["files"] else "",
        )  # fmt: skip
        yield _in("   ", ", ".join(part for part in told if part))
        yield f"   sha256 {row['sha256']}"
        if row["without_consent"]:
            yield _in("   ", f"without its originator's consent: {row['without_consent']}")


def parts(result: Row) -> Iterator[str]:
    """Which part each voice has, and who said so."""
    yield from decided(result["decided"])
    for row in result["roles"]:
        if row["default"]:
            yield _safe(f"{row['voice']}: {row['role']}; nobody decided otherwise")
            continue
        who = f"{row['decided_by']}, {row['decided_at']}, decision {row['decision']}"
        why = f": {row['reason']}" if row["reason"] else ""
        yield _safe(f"{row['voice']}: {row['role'].replace('_', ' ')} ({who}){why}")
    yield result["note"]


def _safe(text: str) -> str:
    return isolated(one_line(text))


def _in(indent: str, text: str) -> str:
    return indent + _safe(text)
