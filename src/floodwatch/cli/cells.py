"""Values and rows as a terminal shows them: one line each, whatever strangers wrote in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from floodwatch.cli.plain import one_line

WIDE = 72
"""Longer cells are cut."""
MACHINE = {"etag", "key", "origin", "sha256"}
"""Columns that say nothing to a person."""


def table(rows: Sequence[Mapping[str, Any]], indent: str) -> Iterator[str]:
    """Rows in aligned columns under their names; columns that are empty, or for machines, are left out."""
    names = [n for n in rows[0] if n not in MACHINE and any(said(row.get(n)) for row in rows)]
    cells = [[n.replace("_", " ") for n in names], *([cut(said(row.get(n))) for n in names] for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(names))]
    for line in cells:
        yield (indent + "  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True))).rstrip()


def cut(text: str) -> str:
    """The text, or its beginning when it is long."""
    return text if len(text) <= WIDE else f"{text[: WIDE - 1]}…"


def said(value: Any) -> str:
    """One value as a person says it, on one line."""
    if isinstance(value, tuple | list):
        return " ".join(said(v) for v in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return "" if value is None else f"{value:.3g}" if isinstance(value, float) else one_line(str(value))
