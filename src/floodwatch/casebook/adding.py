"""Checks entities and claims against the lists and against what is there, and inserts them. Only `record` uses this."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.rows import SAID, chunks, claim_of, claim_row, select_claims, state_row
from floodwatch.casebook.searching import index_quotes, searchable
from floodwatch.casebook.states import State
from floodwatch.casebook.write import now
from floodwatch.model.claims import Claim, Entity, checked, checked_entity
from floodwatch.model.errors import ClaimError
from floodwatch.vocabulary.kinds import claim_kinds, entity_kinds, wrong

if TYPE_CHECKING:
    from sqlalchemy import Connection

FEW = 50
"""Rows up to which PostgreSQL gets them one by one."""
ROWS = 2000
"""Rows that go into one statement."""


@dataclass(frozen=True, slots=True)
class Found:
    """Claims that were not there, and ids of those that were."""

    new: tuple[Claim, ...]
    known: tuple[str, ...]
    refused: tuple[str, ...]
    differing: tuple[str, ...]


def checked_entities(entities: Iterable[Entity]) -> dict[str, Entity]:
    """The entities by id; each of a kind on the list, none twice with two kinds."""
    found: dict[str, Entity] = {}
    for one in entities:
        if checked_entity(one).kind not in entity_kinds():
            raise ClaimError(f"There is no kind of entity {one.kind!r}", where=one.label)
        if found.setdefault(one.entity_id, one).kind != one.kind:
            raise ClaimError(
                f"One entity cannot be {one.kind} and {found[one.entity_id].kind}", where=one.label
            )
    return found


def insert_entities(db: Connection, given: Mapping[str, Entity]) -> int:
    """Insert those that are not there, each with its name as the first decision about it; gives how many."""
    from floodwatch.casebook.tables import decisions, entities, names

    there = kinds_of(db, given)
    clash = next((one for one in given.values() if there.get(one.entity_id, one.kind) != one.kind), None)
    if clash:
        raise ClaimError(
            f"The entity {clash.entity_id} is there as {there[clash.entity_id]}, not {clash.kind}"
        )
    new = [one for one in given.values() if one.entity_id not in there]
    _insert(db, entities, [_entity_row(one) for one in new])
    _insert(db, decisions, [row for one in new for row in _first_decisions(one)])
    _insert(db, names, [_name(one.entity_id, None, one.label) for one in new])
    return len(new)


def kinds_of(db: Connection, ids: Collection[str]) -> dict[str, str]:
    """Kinds of the entities that are there."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import entities

    found: dict[str, str] = {}
    for part in chunks(list(ids)):
        wanted = select(entities.c.entity_id, entities.c.kind).where(entities.c.entity_id.in_(part))
        found |= {name: kind for name, kind in db.execute(wanted)}
    return found


def checked_claims(db: Connection, claims: Collection[Claim]) -> None:
    """Refuse claims that the schema or the lists forbid, or about what is not there."""
    ends = {end for c in claims for end in (c.subject, c.object_entity, c.said_by) if end}
    kinds, predicates = kinds_of(db, ends), claim_kinds()
    for claim in claims:
        checked(claim)
        missing = [e for e in (claim.subject, claim.object_entity, claim.said_by) if e and e not in kinds]
        if missing:
            raise ClaimError(
                f"A claim names an entity that nobody entered: {missing[0]}", where=claim.claim_id
            )
        problem = wrong(
            claim.predicate, kinds[claim.subject], kinds.get(claim.object_entity), claim.value
        ) or _undated(claim, predicates[claim.predicate].dated)
        if problem:
            raise ClaimError(problem, where=claim.claim_id)
        if claim.status == "confirmed" and not claim.decided_by.strip():
            raise ClaimError("A claim that is confirmed says by whom", where=claim.claim_id)


def insert_claims(db: Connection, given: Mapping[str, Claim]) -> Found:
    """Insert those that are not there; those that are stay as they are, refused ones refused."""
    from sqlalchemy import func, select

    from floodwatch.casebook.tables import claims

    there = _there(db, list(given))
    new = [claim for claim_id, claim in given.items() if claim_id not in there]
    last = int(db.scalar(select(func.max(claims.c.number))) or 0)
    at = now()
    for start in range(0, len(new), ROWS):
        _insert_part(db, new[start : start + ROWS], last + start + 1, at)
    if len(new) >= ROWS:
        db.exec_driver_sql("ANALYZE")  # so that the next question is planned for what is there now
    return Found(
        tuple(new),
        tuple(there),
        tuple(name for name, one in there.items() if one.status == "refused"),
        tuple(name for name, one in there.items() if _differs(one, given[name])),
    )


def _insert_part(db: Connection, new: Sequence[Claim], first: int, at: str) -> None:
    from floodwatch.casebook.tables import claim_decisions, claim_states, claims, names, quotes

    numbered, start = list(enumerate(new, first)), state_row(State())
    named = {kind.predicate for kind in claim_kinds().values() if kind.names}
    _insert(db, claims, [claim_row(claim, number, at) for number, claim in numbered])
    _insert(
        db,
        claim_states,
        [{**start, "number": n, "claim_id": c.claim_id, "predicate": c.predicate} for n, c in numbered],
    )
    said = [{"number": n, "claim_id": claim.claim_id, "folded": _words(claim)} for n, claim in numbered]
    said = [row for row in said if row["folded"]]
    _insert(db, quotes, said)
    index_quotes(db, said)
    _insert(db, names, [_name(c.subject, c.claim_id, c.value_text) for c in new if c.predicate in named])
    _insert_decisions(db, claim_decisions, [claim for claim in new if claim.status == "confirmed"], at)


def _insert_decisions(db: Connection, table: Any, confirmed: Sequence[Claim], at: str) -> None:
    from sqlalchemy import func, select

    last = int(db.scalar(select(func.max(table.c.number))) or 0) if confirmed else 0
    shared = {"what": "confirmed", "other_claim": None, "undoes": None}
    rows = [
        {
            **shared, "number": number, "claim_id": claim.claim_id, "reason": claim.reason,
            "decided_by": claim.decided_by, "decided_at": claim.decided_at or at,
        }
        for number, claim in enumerate(confirmed, last + 1)
    ]  # fmt: skip
    _insert(db, table, rows)


def _insert(db: Connection, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    if db.dialect.name == "postgresql" and len(rows) > FEW:
        _copy(db, table, rows)
        return
    for start in range(0, len(rows), ROWS):
        db.execute(table.insert(), list(rows[start : start + ROWS]))


def _copy(db: Connection, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert by PostgreSQL's way for many rows, at half of the cost."""
    names = list(rows[0])
    driver: Any = db.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])


def _there(db: Connection, ids: Sequence[str]) -> dict[str, Claim]:
    from floodwatch.casebook.tables import claims

    found: dict[str, Claim] = {}
    for part in chunks(ids):
        for row in db.execute(select_claims(claims.c.claim_id.in_(part))):
            found[row.claim_id] = claim_of(row)
    return found


def _differs(one: Claim, other: Claim) -> bool:
    return any(
        getattr(one, name) != getattr(other, name) for name in (*SAID, "consent") if name != "suggested_by"
    )


def _undated(claim: Claim, dated: bool) -> str | None:
    missing = dated and not (claim.as_of_from or claim.as_of_to)
    return f"{claim.predicate} needs a date" if missing else None


def _words(claim: Claim) -> str:
    return searchable(f"{claim.quote} {claim.value_text}" if claim.value_text else claim.quote)


def _name(entity_id: str, claim_id: str | None, name: str) -> dict[str, Any]:
    return {"entity_id": entity_id, "claim_id": claim_id, "folded": searchable(name)}


def _entity_row(one: Entity) -> dict[str, Any]:
    return {
        "entity_id": one.entity_id, "kind": one.kind, "label": one.label, "case_name": one.case_name or None,
        "created_by": one.created_by, "created_at": one.created_at or now(), "retired_at": one.retired_at or None,
    }  # fmt: skip


def _first_decisions(one: Entity) -> Iterator[dict[str, Any]]:
    """What its label and retirement follow from, so that they hold again when later decisions are undone."""
    shared = {"entity_id": one.entity_id, "reason": "", "decided_by": one.created_by}
    rest = {"undone_at": None, "undone_by": None}
    told = json.dumps({"name": one.label}, sort_keys=True)
    yield {**shared, "what": "named", "content": told, "decided_at": one.created_at or now(), **rest}
    if one.retired_at:
        yield {**shared, "what": "retired", "content": "{}", "decided_at": one.retired_at, **rest}
