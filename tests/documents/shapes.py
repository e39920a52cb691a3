"""What holds for every document that is read, and shorthands for what was read."""

from __future__ import annotations

from itertools import pairwise

from floodwatch.sources.documents import read


def document(data, name="", bounds=None):
    """The document in some bytes, its blocks checked."""
    found = read(data if isinstance(data, bytes) else data.encode(), name, bounds).document
    check(found)
    return found


def check(found):
    """Blocks are in range, ordered, apart by one line break, in one line each, and cover the text."""
    assert found.blocks
    assert (found.blocks[0].start, found.blocks[-1].end) == (0, len(found.text))
    for block in found.blocks:
        text = found.text[block.start : block.end]
        assert block.start < block.end
        assert text == " ".join(text.split())
        assert block.level >= 1
        assert block.page is None or block.page >= 1
    for one, other in pairwise(found.blocks):
        assert found.text[one.end : other.start] == "\n"


def said(found):
    """Kind and text of the blocks that are read."""
    return [(block.kind, text) for block, text in found.said()]


def aside(found):
    """The boilerplate."""
    return [found.text[b.start : b.end] for b in found.blocks if b.kind == "boilerplate"]
