"""Prints a verb's result: JSON for machines, indented lines and tables for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from floodwatch.cli.answers import ANSWERS
from floodwatch.cli.plain import plain

MANY, ROWS = 12, 20
"""Longer lists and tables are counted, not printed; --json gives them whole."""

WIDE = 72
"""Longer cells are cut."""
MACHINE = {"etag", "key", "origin", "sha256"}
"""Columns that say nothing to a person."""


def show(result: Mapping[str, Any], *, as_json: bool = False, quiet: bool = False, verb: str = "") -> None:
    """Print the result on standard output; some verbs have a form of their own."""
    if as_json:
        click.echo(json.dumps(result, indent=2, ensure_ascii=False, sort_keys=True, default=str))
    elif verb in ANSWERS and not quiet:
        for line in ANSWERS[verb](result):
            click.echo(line)
    elif not quiet:
        for line in lines(result):
            click.echo(plain(line))


def lines(result: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """The result as text, names before values."""
    for name, value in result.items():
        label = str(name).replace("_", " ")
        if isinstance(value, Mapping):
            yield f"{indent}{label}:" if value else f"{indent}{label}: none"
            yield from lines(value, indent + "  ")
        elif isinstance(value, Sequence) and not isinstance(value, str):
            yield from listing(label, value, indent)
        else:
            yield f"{indent}{label}: {said(value)}"


def listing(label: str, values: Sequence[Any], indent: str) -> Iterator[str]:
    """A list: on one line, as a table, or as a count when it is long."""
    if not values:
        yield f"{indent}{label}: none"
    elif all(isinstance(v, Mapping) for v in values):
        yield f"{indent}{label}: {len(values)}"
        if len(values) <= ROWS:
            yield from table(values, indent + "  ")
    elif len(values) > MANY:
        yield f"{indent}{label}: {len(values)}"
    else:
        yield f"{indent}{label}: {', '.join(said(v) for v in values)}"


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
    """One value as a person says it."""
    if isinstance(value, tuple | list):
        return " ".join(said(v) for v in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return "" if value is None else f"{value:.3g}" if isinstance(value, float) else str(value)
