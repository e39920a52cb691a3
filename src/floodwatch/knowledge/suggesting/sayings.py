"""Claims on what is said: negative findings, denials, what is likely, words of officials and experts, citations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from floodwatch.knowledge.suggesting.said import Said
from floodwatch.knowledge.suggesting.scene import Scene
from floodwatch.knowledge.suggesting.who import Who
from floodwatch.model.claims import Value
from floodwatch.model.reading import Mention

_TOGETHER = re.compile(r"\b(?:collaborat\w+|cooperat\w+|coordinat\w+|work\w* together|joint\w*)\b", re.I)
_QUOTED = re.compile(r"[“\"](?P<words>[^“”\"]{20,600})[”\"]")
_ASIDE = re.compile(
    r"\((?:The )?[A-Z][\w&.’' -]{2,80}? (?:reported|says?|said|found|states?|wrote)(?: that)? (?P<words>[^()]{8,300})\)"
)
_REPORT = re.compile(r"\b(?:report|study|paper|post|blog|analysis|according to)\b", re.I)
VOICES = ("official", "expert", "person")
_ENDS = " .,;:"
OPENING = 40
"""Characters at the beginning of what is judged in which its subject stands."""


def negative(scene: Scene, who: Who) -> Iterator[Said]:
    """What was looked for and not seen, and what somebody denies."""
    for one in scene.found.get("negation", ()):
        here = scene.sentence(one.start)
        of = _unquoted(str(one.fields.get("of", ""))).strip(_ENDS)
        if here is None or not of:
            continue
        spoken = scene.speaker(one.start)
        by, polarity = who.speaker(spoken), str(one.fields["polarity"])
        at = scene.document.text.find(of, here.start, here.end)
        start, end = (at, at + len(of)) if at >= 0 else (one.start, one.end)
        if polarity == "not_observed":
            yield from _apart(scene, who, one, (start, end))
        if polarity == "denied" and spoken is not None:
            yield Said(
                subject=by, predicate="denies", start=start, end=end, value=Value(text=of), by=by, polarity="asserted",
                used=(one,),
            )  # fmt: skip
        elif polarity == "not_observed":
            yield Said(
                subject=by, predicate="states", start=start, end=end, value=Value(text=of), by=by, polarity=polarity,
                used=(one,),
            )  # fmt: skip


def _unquoted(text: str) -> str:
    """What is said, without who says it behind the closing quotation mark."""
    head, mark, _ = text.partition("”")
    return head if mark and "“" not in head else text


def _apart(scene: Scene, who: Who, one: Mention, span: tuple[int, int]) -> Iterator[Said]:
    """That two or more were not seen to act together."""
    if not _TOGETHER.search(scene.document.text[one.start : span[1]]):
        return
    found = [m for kind in ("country", "name") for m in scene.within(kind, one.end, span[1])]
    acting = [m for m in found if m.kind == "country" or m.fields.get("class") in ("actor", "campaign")]
    ends = {entity.entity_id: entity for m in acting if (entity := who.of(m)) is not None}
    for left, right in combinations(ends.values(), 2):
        yield Said(
            subject=left, predicate="works_with", object=right, start=span[0], end=span[1], polarity="not_observed",
            used=(one,),
        )  # fmt: skip


def likely(scene: Scene, who: Who) -> Iterator[Said]:
    """What is judged likely, with the words of the judgement and their band."""
    for one in scene.found.get("estimate", ()):
        here = scene.sentence(one.start)
        judged = str(one.fields.get("judges", "")).strip(_ENDS)
        at = scene.document.text.find(judged, here.start, here.end) if here and judged else -1
        if at < 0:
            continue
        about = _about(scene, at, at + len(judged), one.start)
        subject = who.of(about) if about is not None else None
        spoken = scene.speaker(one.start)
        if subject is None and (spoken is not None or one.fields.get("vocabulary") == "icd203"):
            by = who.speaker(spoken)
            yield Said(
                subject=by, predicate="states", start=at, end=at + len(judged), value=Value(text=judged), by=by,
                hedge=one, used=(one,),
            )  # fmt: skip
        if subject is not None:
            yield Said(
                subject=subject, predicate="likelihood", start=at, end=at + len(judged), value=Value(text=judged),
                hedge=one, used=(one,),
            )  # fmt: skip


def _about(scene: Scene, start: int, end: int, place: int) -> Mention | None:
    """Of whom the judged words speak: an actor, else the first state, before the words of likelihood."""
    actor = scene.actor(place)
    if actor is not None and start <= actor.start < end:
        return actor
    opening = min(end, place, start + OPENING)
    states = [m for m in scene.within("country", start, opening) if m.fields.get("form") == "noun"]
    return states[0] if states else None


def statements(scene: Scene, who: Who) -> Iterator[Said]:
    """What officials, experts and other people are quoted with; of companies and reports the other claims tell."""
    for here in scene.sentences:
        spoken = scene.within("speaker", here.start, here.end)
        voices = [m for m in spoken if m.fields.get("role") in VOICES and not _REPORT.search(m.text)]
        if not voices:
            continue
        by = who.speaker(voices[0])
        if by.kind == "country" or by == who.reporter:
            continue
        for quoted in _QUOTED.finditer(here.text):
            start, end = here.start + quoted.start("words"), here.start + quoted.end("words")
            yield Said(
                subject=by, predicate="states", start=start, end=end, value=Value(text=quoted.group("words")), by=by,
                polarity="asserted",
            )  # fmt: skip


def aside(scene: Scene, who: Who) -> Iterator[Said]:
    """What a body is said, in parentheses, to have found: "(The agency reported that …)"."""
    for here in scene.sentences:
        found = _ASIDE.match(here.text)
        if found is None:
            continue
        start, end = here.start + found.start("words"), here.start + found.end("words")
        bodies = [
            m for m in scene.within("name", here.start, start) if m.fields.get("class") == "organisation"
        ]
        by = who.of(bodies[0]) if bodies else None
        if by is not None:
            yield Said(
                subject=by, predicate="states", start=start, end=end, value=Value(text=found.group("words")), by=by,
                polarity="asserted",
            )  # fmt: skip


def cited(scene: Scene, who: Who) -> Iterator[Said]:
    """Bodies on whose reports the document rests."""
    for one in scene.found.get("speaker", ()):
        here = scene.sentence(one.start)
        before = scene.document.text[max(here.start, one.start - 24) : one.start] if here else ""
        if not _REPORT.search(f"{before} {one.text}"):
            continue
        by = who.speaker(one)
        if by.kind in ("organisation", "source") and by != who.reporter and who.has_name(by):
            yield Said(
                subject=who.document, predicate="cites", object=by, start=one.start, end=one.end, polarity="asserted",
                by=who.reporter,
            )  # fmt: skip
