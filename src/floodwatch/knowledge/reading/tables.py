"""Rows of tables whose first cell is a name and whose next one lists its other names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from floodwatch.knowledge.reading.spans import Closed, closed
from floodwatch.model.documents import Block, Document
from floodwatch.model.reading import Mention

THINGS = frozenset({"actor", "campaign", "tool"})
Listed = tuple[Closed, list[tuple[Closed, str]]]
"""A name, and its other names with the body that uses each."""


def rows_of_names(document: Document) -> Iterator[Listed]:
    """Pairs of neighbouring cells: one name alone, and nothing but names with bodies in parentheses."""
    cells = [block for block in document.blocks if block.kind == "cell"]
    spans = closed(document)
    starts = [span.start for span in spans]
    for left, right in pairwise(cells):
        ours, theirs = (_inside(spans, starts, cell) for cell in (left, right))
        alone = (
            len(ours) == 1
            and ours[0].kind in THINGS
            and (ours[0].start, ours[0].end) == (left.start, left.end)
        )
        if alone and _only(document, right, theirs):
            listed = _with_bodies(document, theirs)
            if listed:
                yield ours[0], listed


def _inside(spans: tuple[Closed, ...], starts: list[int], block: Block) -> list[Closed]:
    first, last = bisect_left(starts, block.start), bisect_left(starts, block.end)
    return list(spans[first:last])


def _only(document: Document, block: Block, spans: list[Closed]) -> bool:
    """Whether a cell holds nothing but names, commas and parentheses."""
    rest = list(document.text[block.start : block.end])
    for span in spans:
        rest[span.start - block.start : span.end - block.start] = " " * (span.end - span.start)
    return bool(spans) and not any(c.isalnum() for c in rest)


def _with_bodies(document: Document, spans: list[Closed]) -> list[tuple[Closed, str]]:
    found: list[tuple[Closed, str]] = []
    for span in spans:
        if span.kind in THINGS:
            found.append((span, ""))
        elif found and document.text[found[-1][0].end : span.start].strip() == "(":
            found[-1] = (found[-1][0], span.text)
    return found


def countries_of_rows(document: Document, countries: Sequence[Mention]) -> Iterator[tuple[Closed, Mention]]:
    """A country alone in a cell, with the name alone in the first cell of its row, at most two cells before."""
    cells = [block for block in document.blocks if block.kind == "cell"]
    alone = {(mention.start, mention.end): mention for mention in countries}
    spans = {(span.start, span.end): span for span in closed(document) if span.kind in ("actor", "campaign")}
    for number, cell in enumerate(cells):
        state = alone.get((cell.start, cell.end))
        names = [spans.get((one.start, one.end)) for one in cells[max(0, number - 2) : number]]
        first = next((name for name in names if name is not None), None)
        if state is not None and first is not None:
            yield first, state
