"""Claims and entities to rows of the casebook and back."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from floodwatch.casebook.states import Line, State
from floodwatch.model.claims import Claim, Consent, Entity

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Row, Select

Id = TypeVar("Id", str, int)
STATE = ("status", "decided_by", "decided_at", "reason", "superseded_by")
SAID = tuple(
    name for name in Claim.__dataclass_fields__ if name not in (*STATE, "recorded_at", "claim_id", "consent")
)
"""Fields that are stored as they are."""
NULLED = ("object_entity", "said_by")
"""Entities that need not be: null in the table, empty in the claim."""
CHUNK = 500
"""Ids that go into one query."""


def chunks(ids: Sequence[Id], size: int = CHUNK) -> Iterator[Sequence[Id]]:
    """The ids in pieces that both databases take."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def claim_row(claim: Claim, number: int, recorded_at: str) -> dict[str, Any]:
    """A claim as it is recorded, without what is decided about it."""
    row = {name: getattr(claim, name) for name in SAID}
    row |= {name: row[name] or None for name in NULLED}
    consent = json.dumps(claim.consent, ensure_ascii=False) if claim.consent else None
    recorded = claim.recorded_at or recorded_at
    return {**row, "consent": consent, "claim_id": claim.claim_id, "number": number, "recorded_at": recorded}


def claim_of(row: Row[Any]) -> Claim:
    """A claim from a row of `select_claims`."""
    told: dict[str, Any] = row._asdict()
    del told["number"]
    for name in (*NULLED, "superseded_by"):
        told[name] = told[name] or ""
    told["consent"] = Consent(*json.loads(told["consent"])) if told["consent"] else None
    return Claim(**told)


def select_claims(*where: ColumnElement[bool]) -> Select[Any]:
    """Claims with what stands of them, in no order."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claim_states, claims

    stored = (*SAID, "consent", "claim_id", "recorded_at", "number")
    columns = [*(claims.c[name] for name in stored), *(claim_states.c[name] for name in STATE)]
    joined = claims.join(claim_states, claim_states.c.number == claims.c.number)
    return select(*columns).select_from(joined).where(*where)


def numbered(db: Connection, numbers: Sequence[int]) -> dict[int, Claim]:
    """Claims by their numbers."""
    from floodwatch.casebook.tables import claims

    return {
        row.number: claim_of(row)
        for part in chunks(numbers)
        for row in db.execute(select_claims(claims.c.number.in_(part)))
    }


def entity_of(row: Row[Any]) -> Entity:
    """An entity from its row."""
    return Entity(**{name: getattr(row, name) or "" for name in Entity.__dataclass_fields__})


def entities(db: Connection, ids: Collection[str]) -> dict[str, Entity]:
    """Entities by id."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import entities as table

    return {
        row.entity_id: entity_of(row)
        for part in chunks(sorted(ids))
        for row in db.execute(select(table).where(table.c.entity_id.in_(part)))
    }


def lines_of(db: Connection, claim_ids: Sequence[str]) -> dict[str, list[Line]]:
    """All that was decided about each of the claims, oldest first."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claim_decisions

    found: dict[str, list[Line]] = {claim_id: [] for claim_id in claim_ids}
    columns = [claim_decisions.c[name] for name in Line.__dataclass_fields__]
    for part in chunks(list(found)):
        wanted = (
            select(*columns).where(claim_decisions.c.claim_id.in_(part)).order_by(claim_decisions.c.number)
        )
        for row in db.execute(wanted):
            line = Line(**{**row._mapping, "other_claim": row.other_claim or ""})
            found[line.claim_id].append(line)
    return found


def state_row(state: State) -> dict[str, Any]:
    """What stands of a claim, as it is kept for asking."""
    row = {name: getattr(state, name) for name in STATE}
    return {**row, "superseded_by": state.superseded_by or None}
