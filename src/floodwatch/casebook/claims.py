"""Reads entities and claims: of whom, of which kind, where they stand, what was decided when, and where words occur."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.read import Decision, decisions_about
from floodwatch.casebook.rows import chunks, claim_of, entity_of, lines_of, select_claims
from floodwatch.casebook.searching import named, phrases, quoted
from floodwatch.casebook.states import Line, standing
from floodwatch.casebook.store import Book, connected
from floodwatch.model.claims import Claim, Entity, document_id
from floodwatch.vocabulary.kinds import claim_kinds

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select
    from sqlalchemy.sql.selectable import SelectBase

PAGE = 200
"""Claims or entities that one question gives unless it asks for more."""
HELD = ("suggested", "confirmed")
"""Claims that stand beside others; refused and withdrawn ones are history."""


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a claim's history, and whether it still stands."""

    line: Line
    stands: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """How one claim stands to another, who says so and since when; `number` undoes it."""

    claim_id: str
    relation: str
    other_claim: str
    number: int
    author: str
    recorded_at: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Where words were found: in a name of an entity (`claim` is the one that gives it), or in a claim about it."""

    found_in: str
    entity: Entity
    claim: Claim | None


def entity(book: Book, entity_id: str) -> Entity | None:
    """One entity, None where there is none."""
    with connected(book) as db:
        return _entities(db, [entity_id]).get(entity_id)


def entities(book: Book, kind: str = "", after: str = "", limit: int = PAGE) -> list[Entity]:
    """Entities by id, of one kind or all, those after an id."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import entities as table

    wanted = select(table).where(table.c.entity_id > after).order_by(table.c.entity_id).limit(limit)
    with connected(book) as db:
        return [entity_of(row) for row in db.execute(wanted.where(table.c.kind == kind) if kind else wanted)]


def claim(book: Book, claim_id: str) -> Claim | None:
    """One claim as it stands, None where there is none."""
    from floodwatch.casebook.tables import claims as table

    with connected(book) as db:
        return next(map(claim_of, db.execute(select_claims(table.c.claim_id == claim_id))), None)


def claims(
    book: Book,
    *,
    subject: str = "",
    object_entity: str = "",
    predicate: str = "",
    status: str = "",
    document: str = "",
    superseded: bool = False,
    after: str = "",
    limit: int = PAGE,
) -> list[Claim]:
    """Claims that fit all that is given, in the order in which they were recorded.

    Those whose place another took are left out unless asked for. `after` is the last claim of the page before.
    """
    from floodwatch.casebook.tables import claims as table

    ends = {table.c.subject: subject, table.c.object_entity: object_entity, table.c.source_document: document}
    where = [column == value for column, value in ends.items() if value]
    numbers = _by_status(where, predicate, status) if status else _by_content(where, predicate)
    with connected(book) as db:
        return _page(db, numbers, superseded, after, limit)


def by_document(book: Book) -> dict[str, tuple[str, dict[str, int]]]:
    """Of every document that claims are from, what it is called and how many of its claims have which status."""
    from sqlalchemy import func, select

    from floodwatch.casebook.tables import claim_states as s
    from floodwatch.casebook.tables import claims as c

    wanted = select(c.c.source_document, s.c.status, func.count()).join(s, s.c.claim_id == c.c.claim_id)
    wanted = wanted.where(c.c.source_document != "").group_by(c.c.source_document, s.c.status)
    found: dict[str, dict[str, int]] = {}
    with connected(book) as db:
        for document, status, number in db.execute(wanted):
            found.setdefault(str(document), {})[str(status)] = int(number)
        named = _entities(db, [document_id(one) for one in found])
    titles = {one: named.get(document_id(one)) for one in found}
    return {one: (title.label if title else "", found[one]) for one, title in titles.items()}


def about(book: Book, entity_id: str, after: str = "", limit: int = PAGE) -> list[Claim]:
    """Claims of which an entity is the subject or the object, in the order in which they were recorded."""
    from sqlalchemy import select, union

    from floodwatch.casebook.tables import claims as table

    either = (
        select(table.c.number).where(end == entity_id) for end in (table.c.subject, table.c.object_entity)
    )
    with connected(book) as db:
        return _page(db, union(*either), False, after, limit)


def side_by_side(book: Book, subject: str, predicate: str, limit: int = 5 * PAGE) -> list[tuple[Claim, ...]]:
    """What is said of one matter, one group for each thing that is said, the earliest first.

    Nothing is weighed; of the first `limit` claims only what was refused, withdrawn or superseded is left out.
    """
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for one in claims(book, subject=subject, predicate=predicate, limit=limit):
        if one.status in HELD:
            groups.setdefault(_said(one), []).append(one)
    return [tuple(group) for group in groups.values()]


def refused_like(book: Book, one: Claim) -> list[Claim]:
    """Refused claims that say the same, from whatever source; for what holds both ways also the other way round."""
    kind = claim_kinds()[one.predicate]
    both = kind.symmetric is True or (kind.symmetric is not False and one.value_text in kind.symmetric)
    ends = [(one.subject, one.object_entity)]
    if both and one.object_entity:
        ends.append((one.object_entity, one.subject))
    found = [
        other
        for subject, object_entity in ends
        for other in claims(
            book, subject=subject, object_entity=object_entity, predicate=one.predicate, status="refused"
        )
    ]
    return [other for other in found if _said(other)[1:] == _said(one)[1:]]


def history(book: Book, claim_id: str) -> tuple[Change, ...]:
    """All that was decided about a claim, oldest first, what was undone included."""
    with connected(book) as db:
        lines = lines_of(db, [claim_id])[claim_id]
    left = {line.number for line in standing(lines)}
    return tuple(Change(line, line.number in left) for line in lines)


def entity_history(book: Book, entity_id: str) -> tuple[Decision, ...]:
    """All that was decided about an entity, its first name among it, oldest first."""
    with connected(book) as db:
        return decisions_about(db, entity_id)


def related(book: Book, claim_id: str) -> list[Relation]:
    """Relations of a claim that stand, from it and to it."""
    from sqlalchemy import or_, select

    from floodwatch.casebook.tables import claim_relations as table

    wanted = select(*(table.c[name] for name in Relation.__dataclass_fields__))
    either = or_(table.c.claim_id == claim_id, table.c.other_claim == claim_id)
    with connected(book) as db:
        return [Relation(**row._mapping) for row in db.execute(wanted.where(either).order_by(table.c.number))]


def search(book: Book, words: str, limit: int = 50) -> list[Hit]:
    """Entities whose names hold all the words, the closest first, then claims whose quote or text does, newest first.

    Case, accents, width and punctuation do not matter. A part of a name is enough, and of a quote the beginnings of
    its words. At most `limit` of either.
    """
    sought = phrases(words)
    if not sought:
        return []
    with connected(book) as db:
        names, said = named(db, sought, limit), quoted(db, sought, limit)
        told = _claims(db, [claim_id for _, claim_id in names if claim_id] + said)
        who = _entities(db, [name for name, _ in names] + [told[claim_id].subject for claim_id in said])
    hits = [Hit("name", who[name], told.get(claim_id)) for name, claim_id in names]
    return hits + [Hit("quote", who[told[one].subject], told[one]) for one in said]


def _by_content(where: Sequence[ColumnElement[bool]], predicate: str) -> Select[Any]:
    """Numbers of the claims of some subject, object, document or predicate."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claims as table

    return select(table.c.number).where(*where, *([table.c.predicate == predicate] if predicate else []))


def _by_status(where: Sequence[ColumnElement[bool]], predicate: str, status: str) -> Select[Any]:
    """Numbers of the claims that stand so; states know the predicate, so that a queue needs no look at claims."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claim_states as states
    from floodwatch.casebook.tables import claims as table

    wanted = select(states.c.number).where(states.c.status == status)
    if predicate:
        wanted = wanted.where(states.c.predicate == predicate)
    return wanted.where(states.c.number == table.c.number, *where) if where else wanted


def _page(db: Connection, numbers: SelectBase, superseded: bool, after: str, limit: int) -> list[Claim]:
    """A page of claims by their numbers, which are sorted before the claims themselves are fetched."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claim_states as states
    from floodwatch.casebook.tables import claims as table

    found = numbers.subquery()
    wanted = select(found.c.number).order_by(found.c.number).limit(limit)
    if not superseded:
        replaced = select(states.c.number).where(states.c.superseded_by.is_not(None))
        wanted = wanted.where(found.c.number.not_in(replaced))
    if after:
        last = select(table.c.number).where(table.c.claim_id == after).scalar_subquery()
        wanted = wanted.where(found.c.number > last)
    ids = list(db.scalars(wanted))
    return [
        claim_of(row)
        for part in chunks(ids)
        for row in db.execute(select_claims(table.c.number.in_(part)).order_by(table.c.number))
    ]


def _said(one: Claim) -> tuple[object, ...]:
    return (one.object_entity, one.value, one.qualifier, one.polarity)


def _claims(db: Connection, ids: Sequence[str]) -> dict[str, Claim]:
    from floodwatch.casebook.tables import claims as table

    return {
        row.claim_id: claim_of(row)
        for part in chunks(list(dict.fromkeys(ids)))
        for row in db.execute(select_claims(table.c.claim_id.in_(part)))
    }


def _entities(db: Connection, ids: Sequence[str]) -> dict[str, Entity]:
    from sqlalchemy import select

    from floodwatch.casebook.tables import entities as table

    return {
        row.entity_id: entity_of(row)
        for part in chunks(list(dict.fromkeys(ids)))
        for row in db.execute(select(table).where(table.c.entity_id.in_(part)))
    }
