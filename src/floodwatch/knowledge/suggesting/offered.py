"""Mentions that a model offers: only added to those of the readers, and only where the text says exactly that."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from floodwatch.knowledge.suggesting.said import Suggested
from floodwatch.knowledge.suggesting.writing import statement
from floodwatch.model.documents import Document
from floodwatch.model.errors import ModelError
from floodwatch.model.reading import Mention
from floodwatch.vocabulary.reading import words_of

Offer = Callable[[str], Sequence[Mapping[str, Any]]]
"""A model as a function: a block's text to rows of `kind`, `text`, `start`, `end`, `class` (names), `id` (techniques).

Places are characters of the block's text; a row without them is looked for by its words. Whoever hands the function in
decides whether text leaves the machine.
"""
CLASSES = ("actor", "campaign", "tool", "organisation")
TECHNIQUE = "technique"
KINDS = ("name", "person", "platform", TECHNIQUE)
LISTS = {"attack": "attack", "disarm": "disarm/techniques"}
LONGEST = 120
MOST = 500
"""Mentions that are looked at of one block."""
MOST_PLACES = 20
"""Places of the same words in one block."""
NOT_THERE = "not what the text says at that place"


def with_offered(
    document: Document, found: Mapping[str, Sequence[Mention]], offer: Offer, name: str = "model"
) -> tuple[dict[str, tuple[Mention, ...]], dict[str, int]]:
    """The mentions of the readers and those of the model that hold, and how many of these were refused, by reason.

    A model that fails is not asked again: what it would have been asked is counted.
    """
    kept: dict[str, list[Mention]] = {kind: list(found.get(kind, ())) for kind in KINDS}
    taken = [
        (m.start, m.end, m.kind == TECHNIQUE)
        for mentions in found.values()
        for m in mentions
        if m.kind in (*KINDS, "country")
    ]
    refused: Counter[str] = Counter()
    broken = ""
    for block, text in document.said():
        if broken:
            refused[broken] += 1
            continue
        try:
            rows = list(offer(text))[:MOST]
        except ModelError as problem:
            broken = f"not asked: {problem.what}"
            refused[broken] += 1
            continue
        for row in (placed for told in rows for placed in _places(told, text)):
            reason = wrong(row, text)
            start = block.start + (0 if reason else int(row["start"]))
            end = start + (0 if reason else len(str(row["text"])))
            technique = not reason and row["kind"] == TECHNIQUE
            if not reason and any(
                start < last and first < end and technique is what for first, last, what in taken
            ):
                reason = "read already"
            if reason:
                refused[reason] += 1
                continue
            taken.append((start, end, technique))
            kept[row["kind"]].append(_mention(row, start, end, name))
    more = {kind: tuple(sorted(ms, key=lambda m: (m.start, m.end))) for kind, ms in kept.items()}
    return {**{kind: tuple(ms) for kind, ms in found.items()}, **more}, dict(refused)


def _places(row: Any, text: str) -> Iterator[Any]:
    """A row at each place where its words stand by themselves; as it is where it names one, or they stand nowhere."""
    words = row.get("text") if isinstance(row, Mapping) else None
    if not isinstance(words, str) or not words or "start" in row or "end" in row or len(words) > LONGEST:
        yield row
        return
    found = re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)
    spans = [hit.span() for _, hit in zip(range(MOST_PLACES), found, strict=False)]
    for start, end in spans or [(len(text), len(text) + len(words))]:
        yield {**row, "start": start, "end": end}


def wrong(row: Any, text: str) -> str:
    """Why what a model offers is no mention; empty where it is one."""
    if not isinstance(row, Mapping) or row.get("kind") not in KINDS:
        return "of no kind that a model may add"
    start, end, words = row.get("start"), row.get("end"), row.get("text")
    if not (type(start) is int and type(end) is int and isinstance(words, str)):
        return "without a place"
    if not 0 <= start < end <= len(text) or text[start:end] != words:
        return NOT_THERE
    if len(words) > LONGEST or words != words.strip() or not any(c.isalnum() for c in words):
        return "no name"
    if row["kind"] == TECHNIQUE:
        return "" if _technique(row) else "a technique that does not exist"
    return "" if row["kind"] != "name" or row.get("class") in CLASSES else "a name of no class"


def _technique(row: Mapping[str, Any]) -> dict[str, str]:
    """The technique of a row as the readers tell one; nothing where no list has its id."""
    one = row.get("id")
    for framework, file in LISTS.items():
        if isinstance(one, str) and (name := words_of(file).get(one)):
            return {"id": one, "framework": framework, "name": str(name)}
    return {}


def _mention(row: Mapping[str, Any], start: int, end: int, name: str) -> Mention:
    fields = {"class": str(row["class"])} if row["kind"] == "name" else {}
    fields |= _technique(row) if row["kind"] == TECHNIQUE else {}
    return Mention(str(row["kind"]), start, end, str(row["text"]), {**fields, "by": name})


def added(own: Suggested, more: Suggested) -> Suggested:
    """What the rules suggest by themselves, unchanged, and what they suggest beside it with a model's mentions."""
    ids, said = {one.claim_id for one in own.claims}, {statement(one) for one in own.claims}
    new = [one for one in more.claims if one.claim_id not in ids and statement(one) not in said]
    ends = {end for one in new for end in (one.subject, one.object_entity, one.said_by)}
    known = {one.entity_id for one in own.entities}
    people = [one for one in more.entities if one.entity_id in ends and one.entity_id not in known]
    claims = sorted([*own.claims, *new], key=lambda c: (c.span_start or 0, c.predicate, c.claim_id))
    notes = {one.claim_id: more.notes[one.claim_id] for one in new if one.claim_id in more.notes}
    return replace(own, entities=(*own.entities, *people), claims=tuple(claims), notes={**own.notes, **notes})
