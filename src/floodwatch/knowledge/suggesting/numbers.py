"""Claims on numbers: how many an actor has, hit or reached, and money, with the theft in which it was taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from floodwatch.knowledge.reading.sentences import Sentence
from floodwatch.knowledge.suggesting.said import Said
from floodwatch.knowledge.suggesting.scene import Scene
from floodwatch.knowledge.suggesting.who import Who
from floodwatch.model.claims import Entity, Value
from floodwatch.model.reading import Mention
from floodwatch.vocabulary.reading import either, word_set, words_of

NEAR = 160
"""Characters behind a sum in which the victim stands from whom it was taken."""


def counts(scene: Scene, who: Who) -> Iterator[Said]:
    """Numbers in a sentence about an actor: of those who see it its reach, of all else a count."""
    for count in scene.found.get("count", ()):
        unit, value = str(count.fields.get("unit", "")), _value(count)
        actor = scene.actor(count.start)
        subject = who.of(actor) if actor is not None else None
        last = unit.rpartition(" ")[2]
        if subject is None or value is None or not last or last in word_set("claims", "no_count"):
            continue
        noun = _noun_end(scene, count, unit)
        if noun is None:
            continue
        start, end = scene.passage(count.start, noun, actor)
        audience = last in word_set("claims", "audience")
        yield Said(
            subject=subject, predicate="reach" if audience else "count", start=start, end=end,
            value=Value(value[0], value[1], plural(unit)), qualifier=str(count.fields.get("qualifier", "")),
            used=(count,),
        )  # fmt: skip


def _value(mention: Mention) -> tuple[float | None, float | None] | None:
    low, high = mention.fields.get("low"), mention.fields.get("high")
    if low is None and high is None:
        return _VAGUE.get(str(mention.fields.get("qualifier", "")).lower())
    low, high = None if low is None else float(low), None if high is None else float(high)
    return (high, low) if low is not None and high is not None and low > high else (low, high)


_VAGUE = {"a handful of": (2.0, 9.0), "handful of": (2.0, 9.0), "several": (3.0, None), "many": (3.0, None)}
"""Words for a few: more than one, not ten."""


def _noun_end(scene: Scene, count: Mention, unit: str) -> int | None:
    """Behind the noun that is counted, where it follows near by; None where that is a name."""
    here = scene.sentence(count.start)
    last = min(here.end, count.end + 60) if here else count.end
    stem = re.escape(unit.rpartition(" ")[2][:-1])
    found = re.search(rf"(?<!\w){stem}[\w-]{{0,4}}", scene.document.text[count.end : last], re.I)
    if found and found.group()[0].isupper():
        return None
    return count.end + found.end() if found else count.end


def plural(unit: str) -> str:
    """A unit as claims have it: in the plural."""
    head, _, last = unit.rpartition(" ")
    word = _irregular().get(last) or _regular(last)
    return f"{head} {word}" if head else word


def _regular(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh", "z")) else "s")


@cache
def _irregular() -> dict[str, str]:
    return {str(one): str(many) for many, one in words_of("counts")["irregular"].items()}


def money(scene: Scene, who: Who) -> Iterator[Said]:
    """Sums: of the theft in which they were taken from somebody, else of the actor."""
    for amount in scene.found.get("money", ()):
        here, value = scene.sentence(amount.start), _value(amount)
        currency = str(amount.fields.get("currency", ""))
        if here is None or value is None or not currency:
            continue
        actor = scene.actor(amount.start)
        subject = who.of(actor) if actor is not None else None
        victim = _victim(scene, here, amount) if _taken().search(here.text) else None
        told = {
            "value": Value(value[0], value[1], currency),
            "qualifier": str(amount.fields.get("qualifier", "")),
        }
        if victim is not None:
            yield from _theft(scene, who, amount, victim, subject, Value(value[0], value[1], currency))
        elif subject is not None and actor is not None:
            start, end = scene.passage(amount.start, amount.end, actor)
            yield Said(
                subject=subject, predicate="amount", start=start, end=end, used=(amount,),
                value=Value(value[0], value[1], currency), qualifier=str(told["qualifier"]),
            )  # fmt: skip


def _victim(scene: Scene, here: Sentence, amount: Mention) -> Mention | None:
    """Who stands behind the sum and before the next one, or is the only one in the sentence."""
    sums = scene.within("money", here.start, here.end)
    after = min((m.start for m in sums if m.start > amount.start), default=here.end)
    found = list(
        chain(
            (m for m in scene.within("unnamed", here.start, here.end) if m.fields.get("class") != "actor"),
            (m for m in scene.within("name", here.start, here.end) if _robbed(scene, m)),
        )
    )
    behind = [m for m in found if amount.end <= m.start < min(after, amount.end + NEAR)]
    if behind:
        return min(behind, key=lambda m: m.start)
    return found[0] if len(found) == len(sums) == 1 else None


def _robbed(scene: Scene, name: Mention) -> bool:
    """Whether "from" or "of" stands before the name of a body."""
    before = scene.document.text[max(0, name.start - 12) : name.start]
    return (
        name.fields.get("class") == "organisation"
        and re.search(r"\b(?:from|of|against|on)(?: the)? \Z", before) is not None
    )


def _theft(
    scene: Scene, who: Who, amount: Mention, victim: Mention, actor: Entity | None, value: Value
) -> Iterator[Said]:
    """The incident with its sum, its victim, its author and its day."""
    robbed = who.of(victim)
    if robbed is None:
        return
    incident = who.unnamed("incident", f"theft from {victim.text}", amount.start)
    start, end = scene.passage(amount.start, amount.end, victim)
    date = scene.date(start, end)
    yield Said(
        subject=incident, predicate="amount", start=start, end=end, value=value, date=date,
        qualifier=str(amount.fields.get("qualifier", "")), used=(amount, victim),
    )  # fmt: skip
    yield Said(subject=robbed, predicate="victim_of", object=incident, start=start, end=end, date=date)
    if actor is not None:
        first, last = scene.passage(start, end, scene.actor(amount.start))
        yield Said(
            subject=incident, predicate="attributed_to", object=actor, start=first, end=last, date=date
        )
    if date is not None:
        yield Said(subject=incident, predicate="occurred_on", start=start, end=end, date=date, used=(date,))


@cache
def _taken() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){either(word_set('claims', 'taken'))}(?![\w-])", re.I)
