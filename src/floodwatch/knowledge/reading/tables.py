"""Rows of tables whose first cell is a name and whose next one lists its other names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from floodwatch.knowledge.reading.spans import Closed, closed
from floodwatch.knowledge.reading.wordlists import listed_words
from floodwatch.model.documents import Block, Document
from floodwatch.model.reading import Mention

THINGS = frozenset({"actor", "campaign", "tool"})
LEAST = 2
"""Columns of a table whose heads are read."""
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
    """Countries alone in a cell, with the name alone in the first cell of its row, at most two cells before.

    None where the head of the column says that it lists targets.
    """
    cells = [block for block in document.blocks if block.kind == "cell"]
    aimed = {cell.start for cell, _ in targeted_cells(document)}
    spans = {(span.start, span.end): span for span in closed(document) if span.kind in ("actor", "campaign")}
    for number, cell in enumerate(cells):
        names = [spans.get((one.start, one.end)) for one in cells[max(0, number - 2) : number]]
        first = next((name for name in names if name is not None), None)
        if first is not None and cell.start not in aimed:
            yield from ((first, state) for state in states_alone(document, cell, countries))


def states_alone(document: Document, cell: Block, countries: Sequence[Mention]) -> list[Mention]:
    """The countries of a cell that holds nothing else but commas and "and"."""
    first = bisect_left(countries, cell.start, key=lambda one: one.start)
    last = bisect_left(countries, cell.end, key=lambda one: one.start)
    rest, here = "", cell.start
    for one in countries[first:last]:
        rest, here = rest + document.text[here : one.start], one.end
    rest += document.text[here : cell.end]
    return [] if set(rest.lower().split()) - {",", ";", "/", "and"} else list(countries[first:last])


def targeted_cells(document: Document) -> Iterator[tuple[Block, Closed | None]]:
    """Cells of columns whose head says that they list victims or targets, with the actor whose row it is."""
    spans = {(span.start, span.end): span for span in closed(document)}
    for table in _tables(document):
        wide = next((n for n, cell in enumerate(table) if (cell.start, cell.end) in spans), 0)
        if wide < LEAST or len(table) % wide:
            continue
        for column, head in enumerate(table[:wide]):
            if not listed_words("statements", "aimed_heads") & set(_words(document, head)):
                continue
            for row in range(wide, len(table), wide):
                owner = spans.get((table[row].start, table[row].end))
                of = owner if owner is not None and owner.kind in ("actor", "campaign") else None
                yield table[row + column], of


def _tables(document: Document) -> Iterator[list[Block]]:
    """Runs of cells with nothing between them."""
    for kind, blocks in groupby(document.blocks, key=lambda block: block.kind):
        if kind == "cell":
            yield list(blocks)


def _words(document: Document, block: Block) -> list[str]:
    return document.text[block.start : block.end].lower().replace("/", " ").split()
