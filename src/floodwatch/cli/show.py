"""Prints a verb's result: JSON for machines, indented lines and tables for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from floodwatch.cli.answers import ANSWERS
from floodwatch.cli.cells import said, table
from floodwatch.cli.plain import one_line, plain
from floodwatch.cli.recurring import briefly

MET = "recurrence"
"""What of the files that were read was met before: it is told behind the rest, in a form of its own."""
MANY, ROWS = 12, 20
"""Longer lists and tables are counted, not printed; --json gives them whole."""


def show(result: Mapping[str, Any], *, as_json: bool = False, quiet: bool = False, verb: str = "") -> None:
    """Print the result on standard output; some verbs have a form of their own."""
    if as_json:
        click.echo(json.dumps(result, indent=2, ensure_ascii=False, sort_keys=True, default=str))
    elif verb in ANSWERS and not quiet:
        for line in ANSWERS[verb](result):
            click.echo(line)
    elif not quiet:
        told = {name: value for name, value in result.items() if name != MET}
        for line in (*lines(told), *briefly(result.get(MET, {}))):
            click.echo(plain(line))


def lines(result: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """The result as text, names before values."""
    for name, value in result.items():
        label = one_line(str(name)).replace("_", " ")
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
