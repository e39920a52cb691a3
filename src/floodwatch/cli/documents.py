"""Prints documents: what each says of itself, then its text, every block with its page and its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from floodwatch.cli.actors import decided
from floodwatch.cli.plain import isolated, one_line

MOST = 20
"""Numbers of pages that are listed."""
ID = 12
"""Letters of a claim's id that are printed; any beginning that only one claim has is enough."""


def read(result: Mapping[str, Any]) -> Iterator[str]:
    """Every document, then what could not be read."""
    yield from decided(result.get("decided", ()))
    for document in result["documents"]:
        yield from _document(document)
        yield ""
    for one in result["refused"]:
        yield one_line(f"not read: {one['file']}: {one['reason']}. {one['do']}")


def _document(document: Mapping[str, Any]) -> Iterator[str]:
    yield click.style(one_line(f"{document['file']}  {document['title']}"), bold=True)
    about = (
        document["form"],
        document["published"],
        document["publisher"],
        document["language"],
        document["url"],
    )
    yield "   " + one_line(", ".join(part for part in about if part))
    size, left_out = document["characters"], document["left_out"]
    pages = f"{document['pages']:,} pages, " if document["pages"] else ""
    yield f"   {pages}{size:,} characters, {left_out:,} of them left out as boilerplate (--json shows them)"
    yield f"   sha256 {document['sha256']}"
    yield from _marked(document)
    if silent := document["pages_without_text"]:
        shown = ", ".join(map(str, silent[:MOST])) + (" …" if silent[MOST:] else "")
        yield f"   no text on {len(silent):,} pages (pictures of text, or broken): {shown}"
    for one in document["attached"]:
        kind = one["form"] or f"not read: {one['reason']}"
        yield one_line(f"   attached: {one['name']}, {one['bytes']:,} bytes, {kind}")
    yield from (_block(b) for b in document["blocks"] if b["kind"] != "boilerplate")
    yield from _model(document)
    yield from _claims(document.get("claims", ()))
    yield from _loose(document.get("mentions", ()))


def _marked(document: Mapping[str, Any]) -> Iterator[str]:
    """How it is marked, which labels are only talked about, and whether it asks for consent."""
    if document["markings"]:
        yield f"   marked {' '.join(document['markings'])}: its claims inherit that"
    talked = sorted({one["label"] for one in document["labels"] if not one["marks"]})
    if talked:
        yield f"   talked about, and not taken for its marking: {', '.join(talked)}"
    if document["asks_consent"]:
        yield f"   asks for consent before it is passed on: {isolated(one_line(document['asks_consent']))}"


def _model(document: Mapping[str, Any]) -> Iterator[str]:
    """Which model read along, why not where it did not, and what of its answer was refused."""
    if document.get("model_not_asked"):
        yield one_line(f"   not shown to the model {document['model']}: {document['model_not_asked']}")
    elif document.get("model"):
        yield one_line(f"   the model {document['model']} read along: what it adds is marked with its name")
    for reason, count in document.get("model_refused", {}).items():
        yield one_line(f"   refused of what a model offered: {reason} ({count:,})")


def _claims(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What is suggested, with the id that decides about it, its place and its words."""
    if rows:
        yield click.style("claims: --accept ID confirms, --refuse ID refuses", bold=True)
    for row in rows:
        how = (
            row["as_of"],
            f"says {row['said_by']}" if row["said_by"] else "",
            *row["markings"],
            row["status"],
        )
        start, end = row["span"] or (0, 0)
        told = "; ".join(one_line(part) for part in how if part)
        yield f"{start:>8}  {row['claim'][:ID]}  {isolated(one_line(row['says']))}  ({isolated(told)})"
        yield f"          {start}-{end}: {isolated(one_line(row['quote']))}"
        yield from (f"          note: {isolated(one_line(note))}" for note in row["notes"])


def _loose(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if rows:
        yield click.style("mentions that nothing ties to a subject", bold=True)
    for row in rows:
        yield f"{row['span'][0]:>8}  {row['kind']}: {isolated(one_line(row['text']))}"


def _block(block: Mapping[str, Any]) -> str:
    page = f"p. {block['page']:<4}" if block["page"] else ""
    text = one_line(block["text"])
    shown = click.style(text, bold=True) if block["kind"] == "heading" else text
    kind = "" if block["kind"] in ("paragraph", "heading") else f"[{block['kind']}] "
    return f"{block['start']:>8}  {page}{kind}{isolated(shown)}"
