"""Reads incidents out of the casebook as plain items: who did what to whom, where, when, for how much, as said."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from floodwatch.casebook.gathering import Link, Sources, about, labels, links, of_kind, sources, standing
from floodwatch.casebook.resolution import groups
from floodwatch.model.claims import Claim, Entity
from floodwatch.views.totals import Range, Within
from floodwatch.vocabulary.kinds import CURRENCY

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST = 5000
"""Incidents, and sums of money elsewhere, that one answer looks at."""
KIND = "incident"
COUNTED = ("victims", "organisations")
"""Units of counts that are added up beside money."""
NOT_LOST = ("attempted", "blocked")
NOT_HARMED = ("attempted",)
"""Outcomes after which no money was taken, and nobody was harmed."""


def confirmed(claim: Claim) -> bool:
    """Whether a person confirmed that it is so; hedged or not."""
    return claim.status == "confirmed" and claim.polarity == "asserted"


@dataclass(frozen=True, slots=True)
class Item:
    """An incident, or another thing of which a sum of money is said; `key` is the first of its `ids`."""

    key: str
    ids: tuple[str, ...]
    label: str
    kind: str
    claims: tuple[Claim, ...]

    def said(self, *predicates: str) -> list[Claim]:
        """Confirmed claims of some predicates that assert something."""
        return [claim for claim in self.claims if claim.predicate in predicates and confirmed(claim)]


@dataclass(frozen=True)
class Ledger:
    """Every item, what lies within what, everybody named, and which names are one actor."""

    items: tuple[Item, ...]
    within: Within
    people: Mapping[str, Entity]
    about: Mapping[str, Sequence[Claim]]
    same: Mapping[str, str]
    sources: Sources
    retold: frozenset[str] = field(default_factory=frozenset)

    def actors(self, item: Item) -> list[Claim]:
        """Who did it: by what is said of it, or of what it is a part of; denied and suggested ones left out."""
        own = item.said("attributed_to")
        if own or item.kind != KIND:
            return own
        wholes = self.within.surely.get(item.key, frozenset())
        return [claim for one in self.items if one.key in wholes for claim in one.said("attributed_to")]

    def victims(self, item: Item) -> list[str]:
        """Who was harmed."""
        return _once(c.subject for c in item.said("victim_of") if c.object_entity in item.ids)

    def countries(self, item: Item) -> list[str]:
        """Where it happened, and where those are who were harmed."""
        victims = self.victims(item)
        where = [c.object_entity for c in item.said("occurred_in")]
        where += [one for one in victims if self.people[one].kind == "country"]
        return _once(where + self._of(victims, "located_in"))

    def sectors(self, item: Item) -> list[str]:
        """Lines of business that were harmed or aimed at."""
        victims = self.victims(item)
        what = [c.object_entity for c in item.said("in_sector", "targets")]
        found = [one for one in (*what, *victims) if self.people[one].kind == "sector"]
        return _once(found + self._of(victims, "in_sector"))

    def years(self, item: Item) -> tuple[int, int | None] | None:
        """First and last year, which is None where it goes on; nothing where no date is known.

        The date of a number does not count: it may be that of the report.
        """
        dated = [c for c in item.said("occurred_on") if c.as_of_from]
        if not dated:
            return None
        last = [int(c.as_of_to[:4]) if c.as_of_to else None for c in dated]
        ends = [year for year in last if year is not None]
        return min(int(c.as_of_from[:4]) for c in dated), None if len(ends) < len(last) else max(ends)

    def numbers(self, item: Item) -> dict[str, list[Claim]]:
        """Confirmed numbers by unit, without retellings of others that are here."""
        found: dict[str, list[Claim]] = {}
        for claim in item.said("amount", "count"):
            if (
                CURRENCY.fullmatch(claim.unit) or claim.unit in COUNTED
            ) and claim.claim_id not in self.retold:
                found.setdefault(claim.unit, []).append(claim)
        return found

    def range(self, item: Item, unit: str) -> Range | None:
        """What is said of an item in one unit, from the lowest to the highest that anybody says.

        What did not come off counts nothing; what is hedged or unclear may be nothing.
        """
        every = self.numbers(item).get(unit, [])
        said = [c for c in every if not c.hedge] or every
        outcomes = {c.value_text for c in item.said("outcome") if not c.hedge}
        nothing = NOT_LOST if CURRENCY.fullmatch(unit) else NOT_HARMED
        if not said or (outcomes and outcomes <= set(nothing)):
            return None
        unsure = outcomes == {"unclear"} or all(c.hedge for c in said)
        lows = [0.0 if c.hedge else c.value_low or 0.0 for c in said]
        highs = [c.value_high for c in said if c.value_high is not None]
        return Range(0.0 if unsure else min(lows), max(highs) if len(highs) == len(said) else None)

    def _of(self, ids: Sequence[str], predicate: str) -> list[str]:
        """Objects of confirmed claims of one predicate about some entities."""
        return [c.object_entity for one in ids for c in self.about.get(one, ()) if c.predicate == predicate]


def read(db: Connection) -> Ledger:
    """Every incident with what is said of it, and sums of money that are said of anything else."""
    amounts = standing(db, "amount", MOST)
    ids = list(dict.fromkeys((*of_kind(db, KIND, MOST), *(c.subject for c in amounts))))
    claims = about(db, ids)
    found = _items(db, ids, claims)
    said = [claim for item in found for claim in item.claims]
    known = links(db, [c for c in said if c.predicate in ("amount", "count")])
    victims = {c.subject for c in said if c.predicate == "victim_of"}
    around = [c for c in about(db, victims) if c.subject in victims and c.status == "confirmed"]
    actors = sorted({c.object_entity for c in said if c.predicate == "attributed_to"})
    return Ledger(
        found,
        _within(found, known),
        labels(db, [*said, *around]),
        {one: [c for c in around if c.subject == one and c.polarity == "asserted"] for one in victims},
        {one: group.ids[0] for group in groups(db, actors) for one in group.ids},
        sources(db, said),
        _retold(known, said),
    )


def _items(db: Connection, ids: Sequence[str], claims: Sequence[Claim]) -> tuple[Item, ...]:
    """One item for each group of entities that are one."""
    touching: dict[str, list[Claim]] = {}
    for claim in claims:
        for end in {claim.subject, claim.object_entity} - {""}:
            touching.setdefault(end, []).append(claim)
    found = []
    for group in groups(db, ids):
        first = group.members[0].entity
        mine = {
            c.claim_id: c for one in group.ids for c in touching.get(one, ()) if c.predicate != "alias_of"
        }
        found.append(Item(group.ids[0], group.ids, first.label, first.kind, tuple(mine.values())))
    return tuple(found)


def _within(items: Sequence[Item], known: Iterable[Link]) -> Within:
    """What is part of what: by claims, by relations of sums, and what an actor did within what is said of the actor."""
    key = {one: item.key for item in items for one in item.ids}
    owner = {claim.claim_id: item.key for item in items for claim in item.claims if claim.subject in item.ids}
    sure, maybe = dict[str, set[str]](), dict[str, set[str]]()
    for item in items:
        for claim in item.claims:
            if (
                claim.predicate in ("part_of", "attributed_to")
                and claim.polarity == "asserted"
                and claim.subject in item.ids
            ):
                whole = key.get(claim.object_entity)
                firm = claim.status == "confirmed" and not claim.hedge
                if whole and whole != item.key:
                    (sure if firm else maybe).setdefault(item.key, set()).add(whole)
    for link in known:
        part, whole = owner.get(link.claim_id), owner.get(link.other_claim)
        if link.relation == "part_of" and part and whole and part != whole:
            sure.setdefault(part, set()).add(whole)
    return Within(sure, maybe)


def _retold(known: Iterable[Link], said: Iterable[Claim]) -> frozenset[str]:
    """Sums that only retell another one which is here."""
    here = {claim.claim_id for claim in said if claim.status == "confirmed"}
    return frozenset(
        link.claim_id for link in known if link.relation == "derived_from" and link.other_claim in here
    )


def _once(ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(ids))


def chosen(
    ledger: Ledger,
    *,
    actors: Collection[str] = (),
    year: int = 0,
    countries: Collection[str] = (),
    sectors: Collection[str] = (),
) -> Iterator[Item]:
    """Items that fit all that is asked for; sums of others than incidents only where nothing else is asked."""
    for item in ledger.items:
        did = {c.object_entity for c in ledger.actors(item)} | (set() if item.kind == KIND else set(item.ids))
        if actors and not did & set(actors):
            continue
        if year and not within_year(ledger.years(item), year):
            continue
        if countries and not set(ledger.countries(item)) & set(countries):
            continue
        if sectors and not set(ledger.sectors(item)) & set(sectors):
            continue
        yield item


def within_year(years: tuple[int, int | None] | None, year: int) -> bool:
    """Whether something happened in that year, or reached into it."""
    return years is not None and years[0] <= year and (years[1] is None or year <= years[1])
