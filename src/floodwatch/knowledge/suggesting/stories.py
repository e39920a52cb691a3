"""Claims on stories: who tells them, who answers them, what came of it, and how an attempt ended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from floodwatch.knowledge.reading.sentences import Sentence
from floodwatch.knowledge.suggesting.said import MOST_LABEL, Said
from floodwatch.knowledge.suggesting.scene import Scene
from floodwatch.knowledge.suggesting.who import Who
from floodwatch.model.claims import Entity, Value
from floodwatch.model.reading import Mention
from floodwatch.vocabulary.reading import either, words_of

NEAR = 2
"""Sentences behind a story in which it is answered."""
_CLAIMING = re.compile(
    r"\b(?:falsely )?(?:claiming|alleging|falsely claim|falsely claimed|falsely allege|falsely alleged),?"
    r"(?: for example,)? (?:that )?(?P<story>[^(;.“”\"]{12,200})"
)
_ASIDE = re.compile(r"\((?P<answer>(?:though|although|but|when|in fact|while)?\b[^()]{8,300})\)")
_ANSWERS = re.compile(
    r"\A(?:though|although|but|when|in fact|while)\b|\b(?:reported|says?|said|found|confirmed|caused|showed)\b",
    re.I,
)
_UNCLEAR = re.compile(
    r"\bunclear (?:whether|if)\b[^.;]{0,120}\b(?:success\w*|succeed\w*|compromis\w+|worked)\b", re.I
)


def told(scene: Scene, who: Who) -> Iterator[Said]:
    """Stories by who tells them, and the answers to each."""
    stories = sorted([*scene.found.get("narrative", ()), *_more(scene)], key=lambda m: m.start)
    for number, story in enumerate(stories):
        named = Entity(**_named(who, story))
        actor = scene.actor(story.start)
        subject = who.of(actor) if actor is not None and actor.start < story.start else None
        if subject is not None:
            start, end = scene.passage(story.start, story.end, actor)
            yield Said(
                subject=subject,
                predicate="tells",
                object=named,
                start=start,
                end=end,
                polarity="asserted",
                used=(story,),
            )
            after = stories[number + 1].start if number + 1 < len(stories) else len(scene.document.text)
            yield from _answers(scene, who, story, named, after)


def _named(who: Who, story: Mention) -> dict[str, str]:
    one = who.named("narrative", story.text[:MOST_LABEL])
    return {"entity_id": one.entity_id, "kind": one.kind, "label": one.label, "created_by": one.created_by}


def _more(scene: Scene) -> Iterator[Mention]:
    """Stories behind "claiming", "falsely claim", that the readers of stories do not have."""
    for here in scene.sentences:
        for found in _CLAIMING.finditer(here.text):
            start, end = here.start + found.start("story"), here.start + found.end("story")
            known = scene.within("narrative", here.start, here.end)
            text = scene.document.text[start:end].rstrip(" ,")
            if not any(m.start < end and start < m.end for m in known):
                yield Mention("narrative", start, start + len(text), text)


def _answers(scene: Scene, who: Who, story: Mention, named: Entity, after: int) -> Iterator[Said]:
    """Rebuttals in the sentences behind a story and before the next, and what stands in parentheses behind it."""
    number = scene.number(story.start)
    last = scene.sentences[min(len(scene.sentences) - 1, number + NEAR)].end
    for answer in scene.within("rebuttal", story.end, min(last, after)):
        by = who.speaker(scene.speaker(answer.start))
        yield _rebuttal(by, named, answer.start, answer.end, answer.text, (answer,))
    for here in scene.sentences[number : number + 2]:
        for aside in _ASIDE.finditer(here.text):
            start, end = here.start + aside.start("answer"), here.start + aside.end("answer")
            near = scene.number(start) == number or aside.start() == 0
            if near and story.end <= start and end <= after and _ANSWERS.search(aside.group("answer")):
                yield _rebuttal(
                    _who_says(scene, who, start, end), named, start, end, aside.group("answer"), ()
                )


def _who_says(scene: Scene, who: Who, start: int, end: int) -> Entity:
    """The body in the words of an answer; the reporter where there is none."""
    bodies = [m for m in scene.within("name", start, end) if m.fields.get("class") == "organisation"]
    found = who.of(bodies[0]) if bodies else None
    return found or who.reporter


def _rebuttal(by: Entity, story: Entity, start: int, end: int, text: str, used: tuple[Mention, ...]) -> Said:
    return Said(
        subject=by, predicate="rebuts", object=story, start=start, end=end, value=Value(text=text), by=by,
        polarity="asserted", used=used,
    )  # fmt: skip


def outcomes(scene: Scene, who: Who) -> Iterator[Said]:
    """That it is unclear whether attempts succeeded, and what is said of the effect."""
    for here in scene.sentences:
        unclear = _UNCLEAR.search(here.text)
        aimed = scene.within("target", here.start, here.end)
        actor = scene.actor(here.start + unclear.start()) if unclear else None
        subject = who.of(actor) if actor is not None else None
        if unclear and aimed and subject is not None:
            start, end = here.start + unclear.start(), here.start + unclear.end()
            incident = who.unnamed("incident", f"attempts against {aimed[0].text}", aimed[0].start)
            first, last = scene.passage(start, end, aimed[0])
            yield Said(
                subject=incident, predicate="outcome", start=first, end=last, value=Value(text="unclear")
            )
            yield Said(subject=incident, predicate="attributed_to", object=subject, start=first, end=last)
        yield from _impact(scene, who, here)


def _impact(scene: Scene, who: Who, here: Sentence) -> Iterator[Said]:
    found = _impacts().search(here.text[:2000])
    actor = scene.actor(here.start + found.start()) if found else None
    subject = who.of(actor) if actor is not None else None
    if found and subject is not None:
        word = (found.group("before") or found.group("after")).lower()
        start, end = scene.passage(here.start + found.start(), here.start + found.end(), actor)
        yield Said(
            subject=subject, predicate="impact", start=start, end=end, value=Value(text=_degree()[word])
        )


@cache
def _degree() -> dict[str, str]:
    return {str(word): str(level) for level, words in words_of("claims")["impacts"].items() for word in words}


@cache
def _impacts() -> re.Pattern[str]:
    words, nouns = either(_degree()), "(?:impact|effect|influence|effectiveness)"
    return re.compile(
        rf"(?<!\w)(?:(?P<before>{words}) {nouns}(?!\w)"
        rf"|{nouns}(?: [\w’'-]+){{0,10}} (?:is|was|remains?|remained|has been|seems|appears)(?: \w+ly)?"
        rf" (?P<after>{words})(?!\w))",
        re.I,
    )
