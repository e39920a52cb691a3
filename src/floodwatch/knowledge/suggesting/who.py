"""Entities for what a text mentions: whom the casebook knows by that name, else a new one with an id of its own.

What has no name ("another group") is an entity of that place in that document and of nothing else: two such are never
one because they look alike. Reading the document again gives the same entities.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from functools import cache, cached_property

from floodwatch.knowledge.suggesting.known import Known
from floodwatch.knowledge.suggesting.said import MOST_LABEL
from floodwatch.knowledge.suggesting.scene import Scene
from floodwatch.model.claims import (
    NAMESPACE,
    Entity,
    canonical,
    country_id,
    document_id,
    entity_id,
    technique_id,
)
from floodwatch.model.reading import Mention

KINDS: Mapping[str, tuple[str, ...]] = {
    "actor": ("actor", "campaign", "network", "persona", "malware", "tool"),
    "campaign": ("campaign", "actor", "network"),
    "tool": ("malware", "tool", "actor"),
    "organisation": ("organisation", "source"),
    "person": ("person",),
    "sector": ("sector",),
}
"""Kinds as which a name may be known, by what the text seems to say that it is."""
FRAMEWORKS = {"attack": "ATT&CK", "disarm": "DISARM"}
BODY = "organisation"
CLASSES = {"actor": "actor", "victim": "organisation", "person": "person", "other": "organisation"}
PEOPLE = (
    "official",
    "officials",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "expert",
    "experts",
    "researchers",
    "author",
    "authors",
)


class Who:
    """Makes entities for one document."""

    def __init__(self, scene: Scene, known: Known, by: str, label: str = "") -> None:
        self._scene, self._known, self._by = scene, known, by
        self._nameless: set[str] = set()
        self.document = Entity(
            entity_id=document_id(scene.document.sha256), kind="document",
            label=_label(scene.document.title or label or scene.document.sha256[:12]), created_by=by,
        )  # fmt: skip
        self.reporter = self._reporter()

    def _reporter(self) -> Entity:
        """Who wrote the document: its publisher, else the document itself."""
        name = self._scene.document.publisher.strip()
        return self.named("source", name, ("source", "organisation")) if name else self.document

    def named(self, kind: str, name: str, kinds: Sequence[str] = ()) -> Entity:
        """The entity that goes by a name, a new one where nobody is known by it."""
        name = _label(name)
        known = self._known.named(name, kinds or KINDS.get(kind, (kind,)))
        return known or Entity(entity_id=entity_id(kind, name), kind=kind, label=name, created_by=self._by)

    def unnamed(self, kind: str, label: str, place: object) -> Entity:
        """What the document introduces at a place without a name."""
        own = f"unnamed\x1f{self._scene.document.sha256}\x1f{kind}\x1f{place}"
        label, one = _label(label), str(uuid.uuid5(NAMESPACE, own.encode("utf-8", "replace").decode()))
        self._nameless.add(one)
        return Entity(entity_id=one, kind=kind, label=label, created_by=self._by)

    def has_name(self, one: Entity) -> bool:
        """Whether the entity goes by a name, here or in the casebook."""
        return one.entity_id not in self._nameless

    def country(self, code: str) -> Entity:
        """A country by its code of three letters."""
        short = short_code(code)
        return Entity(entity_id=country_id(short), kind="country", label=_country(short), created_by=self._by)

    def technique(self, mention: Mention) -> Entity:
        """A technique by framework and id."""
        catalogue, code = FRAMEWORKS[str(mention.fields["framework"])], str(mention.fields["id"])
        label = str(mention.fields.get("name") or code)
        one = technique_id(catalogue, code)
        return Entity(entity_id=one, kind="technique", label=label, created_by=self._by)

    def sector(self, name: str) -> Entity:
        """A sector."""
        return self.named("sector", name)

    def of(self, mention: Mention) -> Entity | None:
        """The entity of a mention of a name, a person, a country, a crowd, or of what has no name."""
        if mention.kind == "name":
            return self._of_name(mention)
        if mention.kind == "person":
            return self.named("person", str(mention.fields.get("who") or mention.text))
        if mention.kind == "country":
            return self.country(str(mention.fields["code"]))
        if mention.kind == "crowd":
            # The same words in the same document are the same people.
            return self.unnamed("actor", mention.text, canonical(mention.text))
        if mention.kind == "unnamed":
            return self.unnamed(
                CLASSES.get(str(mention.fields.get("class")), BODY), mention.text, mention.start
            )
        return None

    def _of_name(self, mention: Mention) -> Entity:
        mention = self._scene.shorts.get(mention.text, mention)
        kind = str(mention.fields.get("class", BODY))
        if kind == BODY:
            known = self._of_a_state(mention)
            if known is not None:
                return known
        return self.named(kind if kind in KINDS else BODY, mention.text)

    def _of_a_state(self, mention: Mention) -> Entity | None:
        """A body that is known with its country: "the Chinese Ministry of Public Security"."""
        state = next(
            (m for m in self._scene.beside("country", mention.start) if 0 <= mention.start - m.end <= 2), None
        )
        if state is None:
            return None
        name = f"{mention.text} of {_country(short_code(str(state.fields['code'])))}"
        return self._known.named(name, KINDS[BODY])

    def at(self, start: int, end: int) -> Entity | None:
        """The named body, person or country that stands in a span; the first where there are several."""
        for kind in ("name", "person", "country"):
            for mention in self._scene.within(kind, start, end):
                return self.of(mention)
        return None

    def speaker(self, mention: Mention | None) -> Entity:
        """Who is said to speak; the reporter where nobody is."""
        if mention is None:
            return self.reporter
        who, role = str(mention.fields.get("who", "")), str(mention.fields.get("role", ""))
        if _generic(mention.text):
            who = self._mostly or who
        for kind in ("name", "person"):
            one = self._scene.first.get((kind, who))
            if one is not None and not (kind == "name" and one.fields.get("class") != BODY):
                return self.of(one) or self.reporter
        state = self._scene.first.get(("country", who))
        if state is not None:
            return self.country(str(state.fields["code"]))
        if not who or role == "reporter":
            return self.reporter
        kind = "person" if set(mention.text.lower().split()) & set(PEOPLE) or role == "person" else BODY
        return self.unnamed(kind, mention.text, mention.start)

    @cached_property
    def _mostly(self) -> str:
        """The body to which most statements are attributed: "the report" is its report."""
        counts: dict[str, int] = {}
        bodies = {m.text for m in self._scene.found.get("name", ()) if m.fields.get("class") == BODY}
        for one in self._scene.found.get("speaker", ()):
            who = str(one.fields.get("who", ""))
            if who in bodies and not _generic(one.text) and one.fields.get("role") in ("company", "expert"):
                counts[who] = counts.get(who, 0) + 1
        return max(counts, key=lambda who: (counts[who], who), default="")


def _label(text: str) -> str:
    """A text as a name: on one line, not too long, of characters that can be stored."""
    plain = text.replace("\x00", " ").encode("utf-8", "replace").decode()
    return " ".join(plain.split())[:MOST_LABEL] or "?"


_GENERIC = re.compile(
    r"(?:the|its|this|their) (?:report|document|paper|study)(?:['’]s authors?)?|the authors", re.I
)


def _generic(text: str) -> bool:
    """Whether it is only "the report" that says something."""
    return _GENERIC.fullmatch(text) is not None


@cache
def _shorter() -> Mapping[str, str]:
    from babel.core import get_global

    known = get_global("territory_aliases").items()
    return {str(long): shorts[0] for long, shorts in known if len(long) == 3 and len(shorts) == 1}


def short_code(code: str) -> str:
    """The code of two letters for one of three."""
    return _shorter().get(code, code)


@cache
def _country(code: str) -> str:
    from babel import Locale

    return str(Locale("en").territories.get(code, code))
