"""Mentions that a model offers: only added to those of the readers, and only where the text says exactly that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention

Offer = Callable[[str], Sequence[Mapping[str, Any]]]
"""A model as a function: a block's text to rows with `kind`, `start`, `end`, `text`, and `class` for names.

Places are characters of the block's text. Whoever hands the function in decides whether text leaves the machine.
"""
CLASSES = ("actor", "campaign", "tool", "organisation")
KINDS = ("name", "person", "platform")
LONGEST = 120
MOST = 500
"""Mentions that are looked at of one block."""


def with_offered(
    document: Document, found: Mapping[str, Sequence[Mention]], offer: Offer
) -> tuple[dict[str, tuple[Mention, ...]], dict[str, int]]:
    """The mentions of the readers and those of the model that hold, and how many of these were refused, by reason."""
    kept: dict[str, list[Mention]] = {kind: list(found.get(kind, ())) for kind in KINDS}
    taken = [
        (m.start, m.end) for mentions in found.values() for m in mentions if m.kind in (*KINDS, "country")
    ]
    refused: Counter[str] = Counter()
    for block, text in document.said():
        for row in list(offer(text))[:MOST]:
            reason = wrong(row, text)
            start = block.start + (0 if reason else int(row["start"]))
            end = start + (0 if reason else len(str(row["text"])))
            if not reason and any(start < last and first < end for first, last in taken):
                reason = "read already"
            if reason:
                refused[reason] += 1
                continue
            taken.append((start, end))
            kept[row["kind"]].append(_mention(row, start, end))
    more = {kind: tuple(sorted(ms, key=lambda m: (m.start, m.end))) for kind, ms in kept.items()}
    return {**{kind: tuple(ms) for kind, ms in found.items()}, **more}, dict(refused)


def wrong(row: Any, text: str) -> str:
    """Why what a model offers is no mention; empty where it is one."""
    if not isinstance(row, Mapping) or row.get("kind") not in KINDS:
        return "of no kind that a model may add"
    start, end, words = row.get("start"), row.get("end"), row.get("text")
    if not (type(start) is int and type(end) is int and isinstance(words, str)):
        return "without a place"
    if not 0 <= start < end <= len(text) or text[start:end] != words:
        return "not what the text says at that place"
    if len(words) > LONGEST or words != words.strip() or not any(c.isalnum() for c in words):
        return "no name"
    return "" if row["kind"] != "name" or row.get("class") in CLASSES else "a name of no class"


def _mention(row: Mapping[str, Any], start: int, end: int) -> Mention:
    fields = {"class": str(row["class"])} if row["kind"] == "name" else {}
    return Mention(str(row["kind"]), start, end, str(row["text"]), {**fields, "by": "model"})
