"""Gathers what is said of some entities and of the sources that say it, within one reading of the casebook."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from floodwatch.casebook.rows import chunks, entities, numbered
from floodwatch.model.claims import Claim, Entity, document_id

if TYPE_CHECKING:
    from sqlalchemy import Connection

HELD = ("suggested", "confirmed")
READ_WHOLE = 200
"""Claims of one predicate up to which all are looked at; of more only the newest."""
Found = tuple[str, str, int]
"""Predicate, status and number of a claim."""
ENDS = ("subject", "object_entity")
Matter = tuple[str, str, str]
"""End of a claim at which an entity stands, the entity, the predicate."""
DEPTH = 8
"""Retellings of retellings that are followed."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Claims that stand, the confirmed and the newest of each predicate first, and how many there are of it.

    Where there are very many of a predicate, its number is of all that were ever recorded.
    """

    claims: tuple[Claim, ...]
    totals: Mapping[str, int]


class Link(NamedTuple):
    """A relation of two claims that stands, with the number that undoes it."""

    claim_id: str
    relation: str
    other_claim: str
    number: int
    author: str


@dataclass(frozen=True, slots=True)
class Sources:
    """Where claims come from: titles by document, and the text that each retells at last, itself where none."""

    titles: Mapping[str, str]
    origins: Mapping[str, str]

    def independent(self, claims: Iterable[Claim]) -> int:
        """How many sources say it that do not retell one another; what has no document counts by its speaker."""
        return len({self.origins.get(c.source_document) or c.said_by or c.suggested_by for c in claims})


def gathered(db: Connection, ids: Collection[str], most: int) -> Gathered:
    """What stands about the entities, at most so many claims of each predicate; aliases are `resolution`'s."""
    recorded = _recorded(db, ids)
    many = {matter for matter, count in recorded.items() if count > READ_WHOLE}
    found = _whole(db, recorded, many)
    for matter in sorted(many):
        found |= _newest(db, matter)
    chosen: dict[str, list[int]] = {}
    for predicate, _, number in sorted(found, key=lambda row: (row[0], row[1] != "confirmed", -row[2])):
        chosen.setdefault(predicate, []).append(number)
    cut = [number for numbers in chosen.values() for number in numbers[:most]]
    claims, unread = numbered(db, cut), {predicate for _, _, predicate in many}
    totals = {
        predicate: sum(count for matter, count in recorded.items() if matter[2] == predicate)
        if predicate in unread
        else len(numbers)
        for predicate, numbers in chosen.items()
    }
    return Gathered(tuple(claims[number] for number in cut), totals)


def _recorded(db: Connection, ids: Collection[str]) -> dict[Matter, int]:
    """How many claims were ever recorded, by end of the claim, entity and predicate."""
    from sqlalchemy import func, select

    from floodwatch.casebook.tables import claims as table

    found: dict[Matter, int] = {}
    for name in ENDS:
        end = table.c[name]
        counted = select(end, table.c.predicate, func.count()).where(end.in_(ids))
        for entity_id, predicate, count in db.execute(counted.group_by(end, table.c.predicate)):
            if predicate != "alias_of":
                found[name, entity_id, predicate] = int(count)
    return found


def _whole(db: Connection, recorded: Collection[Matter], many: Collection[Matter]) -> set[Found]:
    """Every claim that stands of the matters that are not of `many`, by predicate, status and number."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claim_states as states
    from floodwatch.casebook.tables import claims as table

    columns = (states.c.predicate, states.c.status, states.c.number)
    stands = (states.c.status.in_(HELD), states.c.superseded_by.is_(None), table.c.number == states.c.number)
    ways: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for name, entity_id in sorted({(name, entity_id) for name, entity_id, _ in recorded}):
        left_out = tuple(sorted(predicate for end, one, predicate in many if (end, one) == (name, entity_id)))
        ways.setdefault((name, left_out), []).append(entity_id)
    found: set[Found] = set()
    for (name, left_out), ids in ways.items():
        told = select(*columns).where(table.c[name].in_(ids), *stands)
        wanted = told.where(table.c.predicate.not_in(("alias_of", *left_out)))
        found.update((row[0], row[1], row[2]) for row in db.execute(wanted))
    return found


def _newest(db: Connection, matter: Matter) -> set[Found]:
    """Those that stand of the newest claims of a matter of which there are many."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claim_states as states
    from floodwatch.casebook.tables import claims as table

    name, entity_id, predicate = matter
    order = (table.c[name].desc(), table.c.predicate.desc(), table.c.number.desc())  # as the index has them
    wanted = select(table.c.number).where(table.c[name] == entity_id, table.c.predicate == predicate)
    newest = wanted.order_by(*order).limit(READ_WHOLE).subquery()
    stands = (states.c.status.in_(HELD), states.c.superseded_by.is_(None), states.c.number == newest.c.number)
    return {
        (predicate, row.status, row.number)
        for row in db.execute(select(states.c.status, states.c.number).where(*stands))
    }


def standing(db: Connection, predicate: str, most: int) -> list[Claim]:
    """Claims of one predicate that stand, in the order in which they were recorded."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claim_states as states

    wanted = select(states.c.number).where(
        states.c.predicate == predicate, states.c.status.in_(HELD), states.c.superseded_by.is_(None)
    )
    numbers = list(db.scalars(wanted.order_by(states.c.number).limit(most)))
    claims = numbered(db, numbers)
    return [claims[number] for number in numbers]


def labels(db: Connection, claims: Iterable[Claim]) -> dict[str, Entity]:
    """Everybody whom the claims name."""
    return entities(db, {e for c in claims for e in (c.subject, c.object_entity, c.said_by) if e})


def links(db: Connection, claims: Iterable[Claim]) -> list[Link]:
    """Relations from and to the claims."""
    from sqlalchemy import select, union

    from floodwatch.casebook.tables import claim_relations as table

    columns = [table.c[name] for name in Link._fields]
    found: set[Link] = set()
    for part in chunks(sorted({claim.claim_id for claim in claims})):
        either = (select(*columns).where(end.in_(part)) for end in (table.c.claim_id, table.c.other_claim))
        found.update(Link(*row) for row in db.execute(union(*either)))
    return sorted(found, key=lambda link: link.number)


def confirmations(db: Connection, claims: Iterable[Claim]) -> dict[str, int]:
    """Numbers of the decisions by which confirmed claims stand: each can be undone."""
    from floodwatch.casebook.rows import lines_of
    from floodwatch.casebook.states import standing as left

    ids = sorted({claim.claim_id for claim in claims if claim.status == "confirmed"})
    told = lines_of(db, ids)
    return {
        name: max(line.number for line in left(lines) if line.what == "confirmed")
        for name, lines in told.items()
    }


def sources(db: Connection, claims: Iterable[Claim]) -> Sources:
    """Titles of the documents of the claims, and what they retell."""
    texts = sorted({claim.source_document for claim in claims if claim.source_document})
    ids = {text: document_id(text) for text in texts}
    retold = _retold(db, list(ids.values()))
    named = entities(db, {*ids.values(), *retold, *retold.values()})
    titles = {text: named[name].label for text, name in ids.items() if name in named}
    return Sources(titles, {text: _origin(name, retold) for text, name in ids.items()})


def _origin(name: str, retold: Mapping[str, str]) -> str:
    """What is retold at last; claims may say that two retell one another, so the way is followed only so far."""
    way = [name]
    while (behind := retold.get(way[-1])) and len(way) < DEPTH and behind not in way:
        way.append(behind)
    return way[-1]


def _retold(db: Connection, ids: Sequence[str]) -> dict[str, str]:
    """What each text retells, as far as it is said; of several the first that was recorded."""
    found: dict[str, str] = {}
    ahead = list(ids)
    for _ in range(DEPTH):
        rows = [row for part in chunks(ahead) for row in _retelling(db, part)]
        for subject, behind in rows:
            found.setdefault(subject, behind)
        ahead = sorted({behind for _, behind in rows} - set(found))
        if not ahead:
            break
    return found


def _retelling(db: Connection, ids: Sequence[str]) -> list[tuple[str, str]]:
    from sqlalchemy import select

    from floodwatch.casebook.tables import claim_states as states
    from floodwatch.casebook.tables import claims as table

    stands = states.c.status.in_(HELD) & states.c.superseded_by.is_(None)
    wanted = select(table.c.subject, table.c.object_entity).where(
        table.c.subject.in_(ids), table.c.predicate == "derived_from", table.c.polarity == "asserted",
        table.c.number == states.c.number, stands,
    )  # fmt: skip
    return [(subject, behind) for subject, behind in db.execute(wanted.order_by(table.c.number))]


def about(db: Connection, ids: Collection[str]) -> list[Claim]:
    """Every claim that stands about the entities, in the order in which they were recorded."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claim_states as states
    from floodwatch.casebook.tables import claims as table

    stands = states.c.status.in_(HELD) & states.c.superseded_by.is_(None)
    numbers: set[int] = set()
    for part in chunks(sorted(ids)):
        for end in (table.c.subject, table.c.object_entity):
            wanted = select(table.c.number).where(end.in_(part), table.c.number == states.c.number, stands)
            numbers.update(db.scalars(wanted))
    claims = numbered(db, sorted(numbers))
    return [claims[number] for number in sorted(claims)]


def of_kind(db: Connection, kind: str, most: int) -> list[str]:
    """Ids of the entities of a kind that are in use."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import entities as table

    wanted = select(table.c.entity_id).where(table.c.kind == kind, table.c.retired_at.is_(None))
    return list(db.scalars(wanted.order_by(table.c.entity_id).limit(most)))
