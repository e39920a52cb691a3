"""A document as Markdown, in which voices and refs stay; and its figures as a table."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from floodwatch.model import document as d
from floodwatch.model.runs import plain
from floodwatch.outputs import document_words
from floodwatch.outputs.text import clean
from floodwatch.tools.cells import cell, defuse, writer

COLUMNS = ("block", "kind", "figure", "value", "rule", "refs", "evidence")


def markdown(document: d.Document) -> str:
    """The document as Markdown."""
    lines = [f"# {_safe(document.title)}", "", " · ".join(map(_safe, filter(None, (
        document.subtitle, document.series, document.issue, f"{document.made_at:%Y-%m-%d}", *document.markings
    ))))]  # fmt: skip
    for block in document.blocks:
        lines += ["", *_block(block)]
        if block.refs:
            shown = block.refs[: document_words.MOST_REFS]
            lines += [
                "",
                f"<!-- rests on: {' '.join(map(_comment, shown))} {document_words.more(block.refs)} -->",
            ]
    if document.appendix:
        lines += ["", "## Evidence", ""]
        lines += [
            f"- `{_comment(one.ref)}` {_safe(one.what)}, SHA-256 `{one.sha256}`" for one in document.appendix
        ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _block(block: d.Block) -> Iterator[str]:
    voice = f"{block.voice}{f' (by {block.by})' if block.by else ''}: " if block.voice else ""
    if isinstance(block, d.Heading):
        yield f"{'#' * (block.level + 1)} {_said(block)}"
    elif isinstance(block, d.Bullets):
        yield from _items(block.items, block.ordered, "")
    elif isinstance(block, d.Quote):
        yield f"> {_safe(block.text)}"
        yield from (
            f"> {_safe(one)}" for one in (block.translation, block.who, document_words.told_of(block)) if one
        )
    elif isinstance(block, d.Table):
        yield from _table(block)
    elif isinstance(block, d.Figure):
        yield f"[Picture: {_safe(block.alt)} {_safe(block.caption)}]"
    elif isinstance(block, d.Judged):
        likely = " ".join(filter(None, (block.likelihood, document_words.band(block.low, block.high))))
        yield f"{voice}{_safe(plain(block.statement))}"
        yield f"- Likelihood: {_safe(likely)}"
        yield f"- Confidence in sources and reasoning: {block.confidence}. {_safe(block.because)}"
    elif isinstance(block, d.Callout):
        yield from (f"> {_safe(one)}" for one in (block.title, *map(plain, block.text)) if one)
    else:
        yield f"{voice}{_said(block)}"


def _said(block: d.Block) -> str:
    return _safe("".join(document_words.shown(run) for run in block.runs()))


def _items(items: Iterable[d.Item], ordered: bool, indent: str) -> Iterator[str]:
    for number, item in enumerate(items, 1):
        yield f"{indent}{f'{number}.' if ordered else '-'} {_safe(plain(item.text))}"
        yield from _items(item.below, ordered, indent + "  ")


def _table(block: d.Table) -> Iterator[str]:
    yield f"**{_safe(block.caption)}**"
    yield ""
    yield f"| {' | '.join(_cell(c) for c in block.head)} |"
    yield f"|{'---|' * len(block.head)}"
    for row in block.rows:
        yield f"| {' | '.join(_cell(c) for c in row)} |"
    under = document_words.below(block.source, block.as_of)
    if under:
        yield ""
        yield _safe(under)


def _cell(runs: Any) -> str:
    return _safe(plain(runs)).replace("|", "\\|")


def _safe(told: str) -> str:
    """Words in which nothing becomes markup."""
    line = " ".join(clean(told).split())
    return line.replace("&", "&amp;").replace("<", "&lt;").replace("[[", "[\u200b[").replace("`", "'")


def _comment(told: str) -> str:
    return _safe(told).replace("--", "-\u200b-")


def figures(blocks: Iterable[Mapping[str, Any]]) -> bytes:
    """Every figure of a version with its rule and the refs that it follows from, as CSV."""
    out = io.StringIO()
    lines = writer(out)
    lines.writerow(COLUMNS)
    for block in blocks:
        for one in block["numbers"]:
            row = (block["number"], block["kind"], one["name"], one["value"], one["rule"], "|".join(one["refs"]),
                   block["file"])  # fmt: skip
            lines.writerow([defuse(cell(value)) for value in row])
    return out.getvalue().encode("utf-8", "replace")
