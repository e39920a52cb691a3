"""Gathers what is said of some entities and of the sources that say it, within one reading of the casebook."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from floodwatch.casebook.resolution import entities
from floodwatch.casebook.rows import chunks, claim_of, select_claims
from floodwatch.model.claims import Claim, Entity, document_id

if TYPE_CHECKING:
    from sqlalchemy import Connection

HELD = ("suggested", "confirmed")
DEPTH = 8
"""Retellings of retellings that are followed."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Claims that stand, the confirmed and the newest of each predicate first, and how many there are of it."""

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
    from sqlalchemy import case, func, select, union

    from floodwatch.casebook.tables import claim_states as states
    from floodwatch.casebook.tables import claims as table

    ends = (table.c.subject, table.c.object_entity)
    here = union(*(select(table.c.number).where(end.in_(ids)) for end in ends)).subquery()
    stands = states.c.status.in_(HELD) & states.c.superseded_by.is_(None) & (states.c.predicate != "alias_of")
    first = (case((states.c.status == "confirmed", 0), else_=1), states.c.number.desc())
    ranked = (
        select(
            states.c.number,
            states.c.predicate,
            func.row_number().over(partition_by=states.c.predicate, order_by=first).label("place"),
            func.count().over(partition_by=states.c.predicate).label("held"),
        )
        .where(states.c.number == here.c.number, stands)
        .subquery()
    )
    wanted = select(ranked.c.number, ranked.c.predicate, ranked.c.held).where(ranked.c.place <= most)
    found = db.execute(wanted.order_by(ranked.c.predicate, ranked.c.place)).all()
    claims = _numbered(db, [row.number for row in found])
    return Gathered(
        tuple(claims[row.number] for row in found), {row.predicate: int(row.held) for row in found}
    )


def standing(db: Connection, predicate: str, most: int) -> list[Claim]:
    """Claims of one predicate that stand, in the order in which they were recorded."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claim_states as states

    wanted = select(states.c.number).where(
        states.c.predicate == predicate, states.c.status.in_(HELD), states.c.superseded_by.is_(None)
    )
    numbers = list(db.scalars(wanted.order_by(states.c.number).limit(most)))
    claims = _numbered(db, numbers)
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
    return Sources(titles, {text: _first(name, retold) for text, name in ids.items()})


def _first(name: str, retold: Mapping[str, str]) -> str:
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


def _numbered(db: Connection, numbers: Sequence[int]) -> dict[int, Claim]:
    from floodwatch.casebook.tables import claims as table

    return {
        row.number: claim_of(row)
        for part in chunks(numbers)
        for row in db.execute(select_claims(table.c.number.in_(part)))
    }


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
    claims = _numbered(db, sorted(numbers))
    return [claims[number] for number in sorted(claims)]


def of_kind(db: Connection, kind: str, most: int) -> list[str]:
    """Ids of the entities of a kind that are in use."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import entities as table

    wanted = select(table.c.entity_id).where(table.c.kind == kind, table.c.retired_at.is_(None))
    return list(db.scalars(wanted.order_by(table.c.entity_id).limit(most)))
