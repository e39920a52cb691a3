"""Claims on whom an actor aims at: bodies, people, countries, sectors; whom it harmed, runs down or praises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from floodwatch.knowledge.suggesting.said import Said
from floodwatch.knowledge.suggesting.scene import Scene
from floodwatch.knowledge.suggesting.who import Who
from floodwatch.model.claims import Entity
from floodwatch.model.reading import Mention
from floodwatch.vocabulary.reading import either, word_set, words_of

PLACED = " in "
"""Before the places where a target is."""
REACH = 90
"""Characters behind a verb of contempt or praise in which its object begins."""


def targets(scene: Scene, who: Who) -> Iterator[Said]:
    """Whom the readers say that it aimed at, and, where harm was done, who was harmed."""
    for target in scene.found.get("target", ()):
        actor = _by(scene, target)
        subject = who.of(actor) if actor is not None else None
        if actor is None or subject is None or _within_event(scene, target):
            continue
        start, end = scene.passage(target.start, target.end, actor)
        for aimed in _objects(scene, who, target):
            if _unclear(aimed, subject):
                continue
            yield Said(
                subject=subject, predicate="targets", object=aimed, start=start, end=end, used=(target,)
            )
            if _harmed(scene, target):
                yield Said(subject=aimed, predicate="victim_of", object=subject, start=start, end=end)


def _by(scene: Scene, target: Mention) -> Mention | None:
    """The actor of the sentence, as the reader has it where that stands in the sentence too."""
    here = scene.sentence(target.start)
    first = int(target.fields.get("of_start", -1))
    if here is not None and here.start <= first < here.end:
        found = next(iter(scene.within("name", first, int(target.fields["of_end"]))), None)
        if found is not None:
            return scene.roots.get(found.text, found)
    actor = scene.actor(target.start)
    return actor if actor is None or not actor.start <= target.start < actor.end else None


def _within_event(scene: Scene, target: Mention) -> bool:
    """Whether it is a vote or the like, of which another rule speaks."""
    return any(e.start <= target.start < e.end for e in scene.beside("event", target.start))


def _objects(scene: Scene, who: Who, target: Mention) -> Iterator[Entity]:
    """Who stands in the words, and the countries in which they are: "ministries in Laos and Thailand"."""
    main = _object(scene, who, target)
    yield main
    for country in scene.within("country", target.start, target.end):
        found = who.of(country) if _where(target, country) else None
        if found is not None and found.entity_id != main.entity_id:
            yield found


def _where(target: Mention, country: Mention) -> bool:
    """Whether a country stands behind the noun of a target, as where that is."""
    return country.fields.get("form") == "noun" and PLACED in target.text[: country.start - target.start]


def _object(scene: Scene, who: Who, target: Mention) -> Entity:
    """Who stands in the words; what has no name is a body of its own."""
    whole = next(
        (m for kind in ("name", "person", "country") for m in scene.within(kind, target.start, target.end)
         if m.end - m.start >= (target.end - target.start) // 2),
        None,
    )  # fmt: skip
    nameless = next(
        (m for m in scene.beside("unnamed", target.start) if m.start <= target.start < m.end), None
    )
    one = whole or nameless
    found = who.of(one) if one is not None else None
    if found is None:
        noun = target.text.partition(PLACED)[0]
        sector = next(_sectors_in(noun), None)
        found = who.sector(sector[0]) if sector and sector[1:] == (0, len(noun)) else None
    return found or who.unnamed("organisation", target.text, target.start)


def _unclear(aimed: Entity, subject: Entity) -> bool:
    return aimed.entity_id == subject.entity_id


def _harmed(scene: Scene, target: Mention) -> bool:
    """Whether a verb of harm that was done stands in front of it or right behind it."""
    here = scene.sentence(target.start)
    if here is None:
        return False
    text = scene.document.text
    before, behind = (
        text[max(here.start, target.start - 400) : target.start],
        text[target.end : min(here.end, target.end + 60)],
    )
    return bool(
        _harm().search(before)
        or re.match(rf"(?: was| were| has been| had been) {_harm().pattern}", behind, re.I)
    )


@cache
def _harm() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){either(word_set('claims', 'harmed'))}(?![\w-])", re.I)


def sectors(scene: Scene, who: Who) -> Iterator[Said]:
    """Lines of business behind a verb of attack, in a sentence that aims at somebody."""
    for here in scene.sentences:
        aimed = scene.within("target", here.start, here.end)
        if not aimed:
            continue
        actor = _by(scene, aimed[0])
        subject = who.of(actor) if actor is not None else None
        if actor is None or subject is None:
            continue
        first = max(actor.end, here.start) if here.start <= actor.start < here.end else here.start
        for name, start, end in _sectors_in(scene.document.text[first : here.end]):
            yield Said(
                subject=subject,
                predicate="targets",
                object=who.sector(name),
                start=first + start,
                end=first + end,
            )


def _sectors_in(text: str) -> Iterator[tuple[str, int, int]]:
    for found in _sector_words().finditer(text[:2000]):
        yield _sector_of()[found.group().lower().replace("-", " ")], found.start(), found.end()


@cache
def _sector_of() -> Mapping[str, str]:
    known = words_of("claims")["sectors"].items()
    return {str(word).replace("-", " "): str(name) for name, words in known for word in words}


@cache
def _sector_words() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){either(_sector_of())}(?![\w])", re.I)


def stances(scene: Scene, who: Who) -> Iterator[Said]:
    """Whom an actor runs down and whom it praises."""
    for predicate in ("denigrates", "supports"):
        for here in scene.sentences:
            for verb in _verbs(predicate).finditer(here.text):
                yield from _stance(scene, who, predicate, here.start + verb.start(), here.start + verb.end())


def _stance(scene: Scene, who: Who, predicate: str, start: int, end: int) -> Iterator[Said]:
    actor = scene.actor(start)
    subject = who.of(actor) if actor is not None else None
    if actor is None or subject is None or actor.start >= start:
        return
    found = _aimed(scene, end)
    aimed = who.of(found) if found is not None else None
    if found is None or aimed is None or aimed.entity_id == subject.entity_id:
        return
    first, last = scene.passage(start, found.end, actor)
    yield Said(subject=subject, predicate=predicate, object=aimed, start=first, end=last)


def _aimed(scene: Scene, end: int) -> Mention | None:
    """The first person, body or state right behind a verb."""
    here = scene.sentence(end - 1)
    last = min(here.end, end + REACH) if here else end
    found = [
        m for kind in ("person", "name", "country") for m in scene.within(kind, end, last)
        if kind != "name" or m.fields.get("class") == "organisation"
    ]  # fmt: skip
    first = min(found, key=lambda m: m.start, default=None)
    between = scene.document.text[end : first.start] if first else ""
    return first if first and len(between.split()) <= 4 and not re.search(r"[.;:,]", between) else None


@cache
def _verbs(predicate: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){either(word_set('claims', predicate))}(?![\w-])", re.I)
