"""Claims on what an actor works with, and where and when: techniques, tools, platforms, indicators, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from floodwatch.knowledge.reading.sentences import Sentence
from floodwatch.knowledge.suggesting.said import Said
from floodwatch.knowledge.suggesting.scene import Scene
from floodwatch.knowledge.suggesting.who import Who
from floodwatch.model.claims import Value
from floodwatch.model.reading import Mention
from floodwatch.vocabulary.reading import either, word_set

_ON = re.compile(r"\b(?:on|across|via|over|through)\s(?:[\w’'.-]+,?\s(?:(?:and|or)\s)?){0,5}\Z")
_HEADING = re.compile(r"\b(?:indicators?|IoCs?|domains|infrastructure|hashes|observables)\b", re.I)
_AT_WORK = re.compile(
    r"\b(?:active|activity|operat\w+|runs?|ran|running|launch\w*|beg[au]n|start\w*|emerged|seen|observed|tracked|track\w*"
    r"|conducted|existed|accelerat\w+|intensified|returned|resurfaced|since)\b",
    re.I,
)
BESIDE = 48
"""Characters beside a date in which it says that somebody was at work then."""


def techniques(scene: Scene, who: Who) -> Iterator[Said]:
    """Techniques by their codes, of the actor of the sentence or else of the only one of the document."""
    for one in scene.found.get("technique", ()):
        actor = scene.actor(one.start) or scene.only
        subject = who.of(actor) if actor is not None else None
        if subject is not None:
            start, end = scene.passage(one.start, one.end, actor)
            yield Said(
                subject=subject,
                predicate="uses",
                object=who.technique(one),
                start=start,
                end=end,
                used=(one,),
            )


def tools(scene: Scene, who: Who) -> Iterator[Said]:
    """Tools by name behind a word of use, and software that is only said to be somebody's."""
    text = scene.document.text
    for name in scene.found.get("name", ()):
        here = scene.sentence(name.start)
        if here is None:
            continue
        before = text[max(here.start, name.start - 80) : name.start]
        actor = scene.actor(name.start)
        subject = who.of(actor) if actor is not None else None
        if actor is None or subject is None or actor.start == name.start:
            continue
        start, end = scene.passage(name.start, name.end, actor)
        if name.fields.get("class") == "tool" and _using().search(before):
            yield Said(subject=subject, predicate="uses", object=who.of(name), start=start, end=end)
        software = _software().search(before)
        if name.fields.get("class") == "organisation" and software:
            label = before[software.start("tool") :] + name.text
            tool = who.unnamed("tool", label, name.start)
            yield Said(subject=subject, predicate="uses", object=tool, start=start, end=end)


@cache
def _using() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){either(word_set('claims', 'using'))}(?![\w-])", re.I)


@cache
def _software() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-])(?P<tool>{either(word_set('claims', 'software'))} (?:from|of|by|made by) )\Z", re.I
    )


def platforms(scene: Scene, who: Who) -> Iterator[Said]:
    """Services on which an actor is said to be."""
    text = scene.document.text
    for one in scene.found.get("platform", ()):
        here, actor = scene.sentence(one.start), scene.actor(one.start)
        subject = who.of(actor) if actor is not None else None
        if (
            here is None
            or subject is None
            or not _ON.search(text[max(here.start, one.start - 80) : one.start])
        ):
            continue
        start, end = scene.passage(one.start, one.end, actor)
        yield Said(subject=subject, predicate="active_on", start=start, end=end, value=Value(text=one.text))


def indicators(scene: Scene, who: Who) -> Iterator[Said]:
    """Technical values in a sentence about an actor, or under a heading for them where the document has one actor."""
    listed = _under_heading(scene)
    only = scene.only
    for one in scene.found.get("indicator", ()):
        inside = any(start <= one.start < end for start, end in listed)
        actor = scene.actor(one.start) or (only if inside else None)
        subject = who.of(actor) if actor is not None else None
        if subject is not None:
            start, end = scene.passage(one.start, one.end, actor)
            told = Value(text=str(one.fields.get("value") or one.text))
            yield Said(
                subject=subject,
                predicate="indicator",
                start=start,
                end=end,
                value=told,
                dated=False,
                used=(one,),
            )


def _under_heading(scene: Scene) -> list[tuple[int, int]]:
    """The spans from a heading for indicators to the next heading."""
    found: list[tuple[int, int]] = []
    first = -1
    for block in scene.document.blocks:
        if block.kind != "heading":
            continue
        if first >= 0:
            found.append((first, block.start))
        first = block.end if _HEADING.search(scene.document.text[block.start : block.end]) else -1
    return [*found, (first, len(scene.document.text))] if first >= 0 else found


def _at_work(scene: Scene, here: Sentence, date: Mention) -> bool:
    text = scene.document.text
    before, behind = (
        text[max(here.start, date.start - BESIDE) : date.start],
        text[date.start : date.end + BESIDE // 2],
    )
    return bool(_AT_WORK.search(before) or _AT_WORK.search(behind[: here.end - date.start]))


def activity(scene: Scene, who: Who) -> Iterator[Said]:
    """Dates on which an actor is said to have been at work."""
    for date in scene.found.get("date", ()):
        here, actor = scene.sentence(date.start), scene.actor(date.start)
        subject = who.of(actor) if actor is not None else None
        if here is None or actor is None or subject is None or not _at_work(scene, here, date):
            continue
        if scene.within("money", here.start, here.end) or scene.within(
            "event", date.start - 60, date.end + 60
        ):
            continue  # the day of a theft or of a vote
        start, end = scene.passage(date.start, date.end, actor)
        yield Said(subject=subject, predicate="active", start=start, end=end, date=date, used=(date,))
