"""Collects what one source says: entities, claims, and by reason what is wrong or has no place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from floodwatch.model.batches import Batch, Related
from floodwatch.model.claims import (
    MOST_TEXT,
    Claim,
    Entity,
    checked,
    checked_entity,
    cited,
    country_id,
    entity_id,
)
from floodwatch.model.errors import ClaimError
from floodwatch.sources import countries
from floodwatch.vocabulary.estimates import band
from floodwatch.vocabulary.kinds import ANY, claim_kinds, wrong
from floodwatch.vocabulary.load import load

LONGEST_NAME = 300
CREDITS = "knowledge/credits.yaml"
DAYS = {4: "year", 7: "month", 10: "day"}


@dataclass(slots=True)
class Making:
    """What one source says, while it is being read; while it is `taking_back`, what it says no longer.

    `former` are entities that only what is taken back has named so far.
    """

    key: str
    label: str
    unit: str
    credits: str = ""
    publisher: str = ""
    whole: bool = True
    version: str = ""
    tlp: str = "TLP:CLEAR"
    pap: str = ""
    read: int = 0
    entities: dict[str, Entity] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    rejected: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    taken: dict[str, Claim] = field(default_factory=dict)
    taking_back: bool = False
    document: str = ""
    speaker: str = ""
    shared: bool = False
    relations: list[Related] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    former: set[str] = field(default_factory=set)
    suggested: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.document = cited(self.key)
        self.label = "".join(c for c in self.label if c.isprintable())[:200]
        self.publisher = self.publisher or self._credit("publisher")
        self.speaker = self.entity("source", self.publisher) if self.publisher else ""

    def entity(self, kind: str, name: str, own: str = "") -> str:
        """Id of an entity, which is noted; empty, with a reason, where its name cannot be one."""
        label = " ".join(name.split())
        if not label or len(label) > LONGEST_NAME:
            self.rejected["a name that is empty" if not label else "a name of more than 300 characters"] += 1
            return ""
        try:
            one = own or entity_id(kind, label)
            made = checked_entity(Entity(entity_id=one, kind=kind, label=label, created_by=self.unit))
        except (ClaimError, UnicodeEncodeError):
            self.rejected["a name with characters that cannot be stored"] += 1
            return ""
        if not self.taking_back:
            self.former.discard(one)
        elif one not in self.entities:
            self.former.add(one)
        return self.entities.setdefault(one, made).entity_id

    def note(self, known: Entity) -> str:
        """Id of an entity of another file, which is noted, since claims here name it."""
        return self.entities.setdefault(known.entity_id, known).entity_id

    def country(self, name: str) -> str:
        """Id of a country by its code or a name of it; empty, without a word, where there is none."""
        code = countries.code(name)
        return self.entity("country", countries.name(code), country_id(code)) if code else ""

    def say(
        self, subject: str, predicate: str, other: str = "", *, value: str = "", low: float | None = None,
        high: float | None = None, unit: str = "", qualifier: str = "", hedge: str = "", since: str = "",
        until: str = "", quote: str = "", said_by: str = "", tlp: str = "", polarity: str = "asserted",
    ) -> str:  # fmt: skip
        """Note a claim; gives its id, or nothing, with a reason, where the lists or the schema forbid it."""
        if not subject or subject == other:
            return ""
        first, last = " ".join(hedge.split()), since or until
        low_band, high_band = band(first)
        claim = Claim(
            subject=subject, predicate=predicate, object_entity=other, value_low=low, value_high=high, unit=unit,
            value_text=value.strip(), qualifier=qualifier, hedge=first, hedge_low=low_band, hedge_high=high_band,
            as_of_from=_day(since, False), as_of_to=_day(until, True), polarity=polarity,
            precision=DAYS.get(len(last), "unknown"), quote=quote.strip(), source_document=self.document,
            said_by=said_by or self.speaker, tlp=tlp or self.tlp, pap=self.pap,
            suggested_by=self.unit,
        )  # fmt: skip
        return self.keep(claim)

    def keep(self, claim: Claim) -> str:
        """Note a claim that is made already; gives its id, or nothing, with a reason."""
        problem = self._problem(claim)
        if problem:
            self.rejected[problem] += 1
            return ""
        (self.taken if self.taking_back else self.claims).setdefault(claim.claim_id, claim)
        return claim.claim_id

    def fits(self, subject: str, predicate: str, other: str) -> bool:
        """Whether the lists let the predicate stand between the two."""
        kind = claim_kinds()[predicate]
        ends = [self.entities[end].kind for end in (subject, other)]
        allowed = [ends[n] in whom or whom == ANY for n, whom in enumerate((kind.subjects, kind.objects))]
        return all(allowed) and (not kind.same_kind or ends[0] == ends[1])

    def batch(self) -> Batch:
        """All of it."""
        named = {end for claim in self.claims.values() for end in (claim.subject, claim.object_entity)}
        standing = (one for name, one in self.entities.items() if name in named or name not in self.former)
        return Batch(
            key=self.key, label=self.label, unit=self.unit, entities=tuple(standing),
            claims=tuple(self.claims.values()), whole=self.whole, publisher=self.publisher, version=self.version,
            licence=self._credit("licence"), credit=self._credit("credit"), read=self.read,
            taken_back=tuple(name for name in (*self.taken, *sorted(self.gone)) if name not in self.claims),
            rejected=dict(self.rejected), left=dict(self.left), shared=self.shared,
            suggested=frozenset(self.suggested), documents=self._documents(),
            relations=tuple(one for one in self.relations if {one.claim_id, one.other_claim} <= self.claims.keys()),
        )  # fmt: skip

    def _documents(self) -> tuple[str, ...]:
        """Where its claims are from, where they come from another casebook, which has its own documents."""
        if not self.shared:
            return ()
        return tuple(sorted({self.document, *(one.source_document for one in self.claims.values())}))

    def _credit(self, name: str) -> str:
        told: dict[str, Any] = load(CREDITS).get(self.credits, {})
        return str(told.get(name, ""))

    def _problem(self, claim: Claim) -> str:
        if len(claim.value_text) > MOST_TEXT // 2:
            return f"a text of more than {MOST_TEXT // 2} characters"
        kinds = [
            self.entities[end].kind if end in self.entities else ""
            for end in (claim.subject, claim.object_entity)
        ]
        if kinds[0] and (kinds[1] or not claim.object_entity):
            told = wrong(claim.predicate, kinds[0], kinds[1] or None, claim.value)
            if told:
                return told
        if claim_kinds()[claim.predicate].dated and not (claim.as_of_from or claim.as_of_to):
            return f"{claim.predicate} without a date"
        try:
            checked(claim)
        except ClaimError as problem:
            return problem.what
        return ""


def _day(text: str, last: bool) -> str:
    """First or last day of a day, month or year."""
    if len(text) == 4:
        return f"{text}-12-31" if last else f"{text}-01-01"
    if len(text) == 7:
        from calendar import monthrange

        return f"{text}-{monthrange(int(text[:4]), int(text[5:]))[1] if last else 1:02d}"
    return text
