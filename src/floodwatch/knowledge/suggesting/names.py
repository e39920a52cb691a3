"""Claims on names: that two stand for one thing, whose name it is, where an actor comes from, who stands behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from floodwatch.knowledge.suggesting.said import Said
from floodwatch.knowledge.suggesting.scene import Scene
from floodwatch.knowledge.suggesting.who import Who
from floodwatch.model.claims import Entity, Value
from floodwatch.model.reading import Mention

PREDICATES = {"origin": "originates_from", "sponsor": "sponsored_by"}
_LINKED = re.compile(
    r"(?:'s|’s)?-(?:linked|backed|sponsored|affiliated|run|controlled|tied|aligned|directed)(?!\w)"
)
_TO = re.compile(
    r"\b(?:linked|connected|tied|attributed|affiliated|subordinate|reports|answers|belongs)(?: to| with)"
    r"(?: the)?(?: [A-Z]\w+)? \Z"
)


def aliases(scene: Scene, who: Who) -> Iterator[Said]:
    """Two names as the text relates them, and who uses the second."""
    names = {(m.start, m.end): m for m in scene.found.get("name", ())}
    by_text = {m.text: m for m in reversed(scene.found.get("name", ()))}
    for alias in scene.found.get("alias", ()):
        one = names.get((alias.start, alias.end))
        other = names.get((int(alias.fields.get("of_start", -1)), int(alias.fields.get("of_end", -1))))
        if one is None or other is None:
            continue
        subject, of = who.of(one), who.of(other)
        if subject is None or of is None:
            continue
        of = _alike(who, subject, of, other)
        start, end = scene.passage(one.start, one.end, other)
        yield Said(
            subject=of, predicate="alias_of", object=subject, start=start, end=end, dated=False,
            value=Value(text=str(alias.fields["relation"])), polarity=_polarity(alias), used=(alias,),
        ) if alias.fields["relation"] == "same" else Said(
            subject=subject, predicate="alias_of", object=of, start=start, end=end, dated=False,
            value=Value(text=str(alias.fields["relation"])), polarity=_polarity(alias), used=(alias,),
        )  # fmt: skip
        user = by_text.get(str(alias.fields.get("by", "")))
        body = who.of(user) if user is not None and user.fields.get("class") == "organisation" else None
        if body is not None:
            yield Said(subject=body, predicate="uses_name", object=subject, start=start, end=end, by=body)


def _polarity(mention: Mention) -> str:
    """What the reader says where it denies; else the clause decides."""
    return "denied" if mention.fields.get("polarity") == "denied" else "asserted"


def _alike(who: Who, one: Entity, other: Entity, mention: Mention) -> Entity:
    """The other name as the same kind of thing as the first, where it is known as nothing else."""
    return other if one.kind == other.kind else who.named(one.kind, mention.text, (one.kind,))


def origins(scene: Scene, who: Who) -> Iterator[Said]:
    """Countries from which actors come, and bodies or states that stand behind them."""
    for origin in scene.found.get("origin", ()):
        of = _behind(scene, origin) or _named(scene, origin)
        subject = who.of(of) if of is not None else None
        place = scene.sentence(origin.start)
        if of is None or subject is None or place is None:
            continue
        if not place.start <= of.start < place.end and scene.actor(origin.start) is None:
            continue  # a sentence about somebody else
        if _of_another(scene, origin):
            continue
        start, end = scene.passage(origin.start, origin.end, of)
        yield Said(
            subject=subject, predicate=PREDICATES[str(origin.fields["relation"])],
            object=who.at(origin.start, origin.end), start=start, end=end,
            polarity="denied" if origin.fields.get("polarity") == "denied" else "", dated=False, used=(origin,),
        )  # fmt: skip


_UNTIL_NAME = re.compile(
    r"[\w-]*(?: [\w-]+){0,2} (?:actor|group|operation|campaign|network|gang|crew|cluster)"
    r"(?: (?:called|named|dubbed|known as|(?:that )?(?:[A-Z]\w+ )?tracks as))? [“\"‘']?"
)


def _behind(scene: Scene, origin: Mention) -> Mention | None:
    """The actor whose name ends what a country begins: "China-linked actor Marble Finch"."""
    here = scene.sentence(origin.start)
    named = [m for m in scene.actors(here) if m.kind == "name" and m.start >= origin.end] if here else []
    text = scene.document.text[origin.end : named[0].start] if named else ""
    return scene.roots.get(named[0].text, named[0]) if _UNTIL_NAME.fullmatch(text) else None


def _of_another(scene: Scene, origin: Mention) -> bool:
    """Whether it only says where a body before the comma is from: "ByteDance, the Chinese company"."""
    before = re.search(r", (?:the|a|an) \Z", scene.document.text[max(0, origin.start - 8) : origin.start])
    if before is None:
        return False
    comma = origin.start - len(before.group())
    return any(
        m.end == comma and m.fields.get("class") == "organisation" for m in scene.beside("name", origin.start)
    )


def _named(scene: Scene, mention: Mention) -> Mention | None:
    first, last = int(mention.fields.get("of_start", -1)), int(mention.fields.get("of_end", -1))
    return next((m for m in scene.within("name", first, last) if m.end == last), None) if first >= 0 else None


def states_before_names(scene: Scene, who: Who) -> Iterator[Said]:
    """ "A Chinese-linked actor that Microsoft tracks as Marble Finch"."""
    for state in scene.found.get("country", ()):
        actor = _behind(scene, state)
        subject = who.of(actor) if actor is not None else None
        if actor is not None and subject is not None:
            start, end = scene.passage(state.start, state.end, actor)
            yield Said(
                subject=subject,
                predicate="originates_from",
                object=who.of(state),
                start=start,
                end=end,
                dated=False,
            )


def states_of_crowds(scene: Scene, who: Who) -> Iterator[Said]:
    """ "North Korean hackers", "an Iran-based group": they have no name, and a country."""
    for crowd in scene.crowds:
        for code in crowd.fields["countries"]:
            yield _from(who, crowd, code)
    for one in scene.found.get("unnamed", ()):
        code = str(one.fields.get("country", ""))
        if code and one.fields.get("class") == "actor":
            yield _from(who, one, code)
        elif code:
            subject = who.of(one)
            if subject is not None:
                yield Said(
                    subject=subject, predicate="located_in", object=who.country(code), start=one.start, end=one.end,
                    dated=False, plain=True, used=(one,),
                )  # fmt: skip


def _from(who: Who, one: Mention, code: str) -> Said:
    subject = who.of(one)
    assert subject is not None  # noqa: S101
    return Said(
        subject=subject, predicate="originates_from", object=who.country(code), start=one.start, end=one.end,
        dated=False, plain=True, used=(one,),
    )  # fmt: skip


def sponsors(scene: Scene, who: Who) -> Iterator[Said]:
    """ "…-linked actor", "connected to …": a body of a state or a party right before or behind such words."""
    for name in scene.found.get("name", ()):
        if name.fields.get("class") != "organisation":
            continue
        text, here = scene.document.text, scene.sentence(name.start)
        before = text[max(here.start, name.start - 60) : name.start] if here else ""
        if here is None or not (_LINKED.match(text, name.end) or _TO.search(before)):
            continue
        actor = _acting(scene, name)
        subject = who.of(actor) if actor is not None else None
        if actor is None or subject is None:
            continue
        start, end = scene.passage(name.start, name.end, actor)
        yield Said(
            subject=subject, predicate="sponsored_by", object=who.of(name), start=start, end=end, dated=False
        )


def _acting(scene: Scene, name: Mention) -> Mention | None:
    here = scene.sentence(name.start)
    acting = scene.actors(here) if here else []
    behind = [m for m in acting if m.start >= name.end]
    return scene.roots.get(behind[0].text, behind[0]) if behind else scene.actor(name.start)
