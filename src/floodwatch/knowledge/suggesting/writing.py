"""Statements as claims: passage, speaker, day, hedge with its band, whether it is denied, marking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from floodwatch.knowledge.suggesting.said import Said, Suggested
from floodwatch.knowledge.suggesting.scene import Scene
from floodwatch.knowledge.suggesting.who import Who
from floodwatch.model.claims import Claim, Entity, checked, checked_entity
from floodwatch.model.errors import ClaimError
from floodwatch.model.markings import Marking
from floodwatch.model.reading import Mention
from floodwatch.vocabulary.estimates import band
from floodwatch.vocabulary.kinds import claim_kinds, wrong

OWN = ("derived_from", "cites", "uses_name", "occurred_in", "located_in", "states", "denies", "rebuts")
"""Predicates that no day in the sentence is about."""
LOOSE = (
    "alias", "origin", "target", "count", "money", "date", "technique", "indicator", "estimate", "negation", "event",
    "narrative", "rebuttal", "unnamed",
)  # fmt: skip
"""Kinds of mention that say something; one that no claim used is shown as what it is."""


@dataclass(slots=True)
class Writer:
    """Writes the claims of one document, each statement once."""

    scene: Scene
    who: Who
    unit: str
    marking: Marking
    _entities: dict[str, Entity] = field(default_factory=dict)
    _claims: dict[str, Claim] = field(default_factory=dict)
    _notes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _said: set[tuple[object, ...]] = field(default_factory=set)
    _used: set[Mention] = field(default_factory=set)

    def write(self, said: Iterable[Said]) -> None:
        """Keep what can be a claim; what cannot leaves its mentions loose."""
        for one in said:
            claim, notes = self._claim(one)
            people = [e for e in (one.subject, one.object, self._by(one)) if e is not None]
            if not _fits(claim, one, people):
                continue
            self._used.update(_key(m) for m in one.used)
            key = statement(claim)
            again = claim.predicate != "states" and key in self._said
            if again:
                continue
            self._said.add(key)
            self._entities |= {e.entity_id: e for e in (*people, self.who.document)}
            self._claims.setdefault(claim.claim_id, claim)
            if notes:
                self._notes[claim.claim_id] = notes

    def done(self) -> Suggested:
        """Everything that was written, in the order of the text."""
        claims = sorted(self._claims.values(), key=lambda c: (c.span_start or 0, c.predicate, c.claim_id))
        loose = [
            m for kind in LOOSE for m in self.scene.found.get(kind, ()) if _key(m) not in self._used
        ]  # fmt: skip
        return Suggested(
            document=self.who.document,
            entities=tuple(self._entities.values()), claims=tuple(claims), notes=self._notes,
            loose=tuple(sorted(loose, key=lambda m: (m.start, m.end, m.kind))),
        )  # fmt: skip

    def _by(self, one: Said) -> Entity:
        return one.by or self.who.speaker(self.scene.speaker(one.start))

    def _claim(self, one: Said) -> tuple[Claim, tuple[str, ...]]:
        scene = self.scene
        date = one.date or (
            scene.date(one.start, one.end) if one.dated and one.predicate not in OWN else None
        )
        hedge = one.hedge or (None if one.plain else scene.hedge(one.start, one.end))
        negation = None if one.polarity or one.plain else scene.negation(one.start, one.end)
        start, end = scene.passage(one.start, one.end, date)
        when, notes = _when(date)
        low, high = band(hedge.text) if hedge else (None, None)
        claim = Claim(
            subject=one.subject.entity_id, predicate=one.predicate,
            object_entity=one.object.entity_id if one.object else "",
            value_low=one.value.low, value_high=one.value.high, unit=one.value.unit, value_text=one.value.text,
            qualifier=one.qualifier or _as_written(date, one), **when,
            polarity=one.polarity or (str(negation.fields["polarity"]) if negation else "asserted"),
            hedge=hedge.text if hedge else "", hedge_low=low, hedge_high=high,
            source_document=scene.document.sha256, span_start=start, span_end=end,
            quote=scene.document.text[start:end], said_by=self._by(one).entity_id,
            tlp=self.marking.tlp, pap=self.marking.pap, suggested_by=self.unit,
        )  # fmt: skip
        self._used.update(_key(m) for m in (date, hedge, negation) if m is not None)
        return claim, notes


def statement(claim: Claim) -> tuple[object, ...]:
    """What a claim says: two that say the same are one; where the day is what is said, it counts."""
    day = (claim.as_of_from, claim.as_of_to) if claim_kinds()[claim.predicate].dated else ()
    rest = (claim.value, claim.qualifier, claim.polarity, day)
    return (claim.subject, claim.predicate, claim.object_entity, *rest)


def _key(mention: Mention) -> Any:
    return (mention.kind, mention.start, mention.end)


def _when(date: Mention | None) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The days of a date, and what is to be said of them."""
    if date is None:
        return {}, ()
    fields = date.fields
    first, last = str(fields.get("from") or ""), str(fields.get("to") or "")
    precision = str(fields.get("precision", "unknown"))
    notes = []
    if precision == "relative":
        told = (
            f"read as {first or '…'} to {last or '…'}"
            if first or last
            else "the day of publication is not known"
        )
        notes.append(f"{date.text!r} is relative: {told}")
    if conflict := fields.get("conflict"):
        notes.append(f"{date.text!r} may also be {_ends(conflict)}: the two contradict one another")
    if not (first or last):
        precision = "relative" if precision == "relative" else "unknown"
    return {"as_of_from": first, "as_of_to": last, "precision": precision}, tuple(notes)


def _ends(told: Mapping[str, Any]) -> str:
    return f"{told.get('from') or '…'} to {told.get('to') or '…'}"


def _as_written(date: Mention | None, one: Said) -> str:
    """A relative date as it is written, where the claim has no other qualifier."""
    relative = date is not None and date.fields.get("precision") == "relative"
    return date.text if date is not None and relative and one.value.low is one.value.high is None else ""


def _fits(claim: Claim, one: Said, people: Iterable[Entity]) -> bool:
    """Whether the casebook takes such a claim."""
    kind = claim_kinds().get(one.predicate)
    if kind is None or wrong(
        one.predicate, one.subject.kind, one.object.kind if one.object else None, one.value
    ):
        return False
    if kind.dated and not (claim.as_of_from or claim.as_of_to):
        return False
    if claim.subject == claim.object_entity:
        return False
    try:
        checked(claim)
        for entity in people:
            checked_entity(entity)
    except ClaimError:
        return False
    return True
