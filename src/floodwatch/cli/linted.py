"""Prints what is to be mended in documents: line, rule and words, then why, then the remedy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from floodwatch.cli.plain import isolated, one_line

COLOURS = {"error": "red", "warning": "yellow"}
LONGEST = 160
"""Characters of the words that are shown."""


def linted(result: Mapping[str, Any]) -> Iterator[str]:
    """Every document with its findings, then what could not be read, then the counts."""
    for document in result["documents"]:
        for row in document["findings"]:
            yield from _finding(document, row)
        if not document["checked"]:
            yield one_line(f"not checked: {document['file']} is in the language {document['language']!r}")
    for one in result["refused"]:
        yield one_line(f"not read: {one['file']}: {one['reason']}. {one['do']}")
    found = f"errors: {result['errors']:,}, warnings: {result['warnings']:,}"
    yield f"{found}, files: {len(result['documents']):,}"


def _finding(document: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[str]:
    page = f" (page {row['page']})" if row["page"] else ""
    part = f": {row['part']}" if "part" in row else f":{row['line']}"
    where = one_line(f"{document['file']}{part}:{row['column']}{page}")
    grave = click.style(row["severity"], fg=COLOURS[row["severity"]], bold=True)
    words = one_line(row["words"])
    words = words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
    yield f"{where}: {grave} {row['rule']}: {isolated(f'«{words}»')}"
    yield f"    {row['why']}"
    yield f"    {row['remedy']}"
