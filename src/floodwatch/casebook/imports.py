"""The log of imports, and what the casebook holds of a source."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.rows import chunks, entity_of
from floodwatch.casebook.store import Book, connected
from floodwatch.casebook.write import now
from floodwatch.model.claims import Entity

if TYPE_CHECKING:
    from sqlalchemy import Connection

IMPORTED = "imported"
CODE, ALIAS = "code", "alias_of"


@dataclass(frozen=True, slots=True)
class Import:
    """That a source was imported: which, by whom and when; `content` says from which file and with what result."""

    number: int
    source: str
    imported_at: str
    imported_by: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """A claim as far as an import must know it."""

    claim_id: str
    subject: str
    predicate: str
    object_entity: str
    value_low: float | None
    value_high: float | None
    unit: str
    value_text: str
    polarity: str
    status: str
    decided_by: str
    reason: str


def imports(book: Book, source: str = "") -> list[Import]:
    """Imports of one source or of all, oldest first."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import decisions as table

    wanted = select(table).where(table.c.what == IMPORTED).order_by(table.c.number)
    with connected(book) as db:
        rows = db.execute(wanted.where(table.c.entity_id == source) if source else wanted)
        return [
            Import(row.number, row.entity_id, row.decided_at, row.decided_by, json.loads(row.content)) for row in rows
        ]  # fmt: skip


def held(book: Book, documents: Collection[str]) -> dict[str, Held]:
    """Every claim that names one of the documents, as it stands."""
    from floodwatch.casebook.tables import claims

    found: dict[str, Held] = {}
    for part in chunks(sorted(documents)):
        found |= _held(book, claims.c.source_document.in_(part))
    return found


def known(book: Book, claim_ids: Collection[str]) -> dict[str, Held]:
    """Claims by their ids, as they stand."""
    from floodwatch.casebook.tables import claims

    found: dict[str, Held] = {}
    for part in chunks(sorted(claim_ids)):
        found |= _held(book, claims.c.claim_id.in_(part))
    return found


def refused(book: Book) -> dict[str, Held]:
    """Every claim that somebody refused, whatever its source."""
    from floodwatch.casebook.tables import claim_states

    return _held(book, claim_states.c.status == "refused")


def coded(book: Book) -> dict[str, Entity]:
    """Entities by the codes that claims give them, where those claims stand."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claim_states, claims, entities

    joined = claims.join(claim_states, claim_states.c.number == claims.c.number).join(
        entities, entities.c.entity_id == claims.c.subject
    )
    wanted = select(claims.c.value_text, *entities.c).select_from(joined)
    with connected(book) as db:
        rows = db.execute(wanted.where(claims.c.predicate == CODE, claim_states.c.status == "confirmed"))
        return {row.value_text: entity_of(row) for row in rows}


def joined(book: Book) -> list[tuple[str, str]]:
    """Pairs of entities that a person said are the same, without a hedge."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claim_states, claims

    states = claim_states.c.number == claims.c.number
    wanted = select(claims.c.subject, claims.c.object_entity).where(
        states, claim_states.c.status == "confirmed"
    )
    same = (
        claims.c.predicate == ALIAS,
        claims.c.value_text == "same",
        claims.c.polarity == "asserted",
        claims.c.hedge == "",
    )
    with connected(book) as db:
        return [(one, other) for one, other in db.execute(wanted.where(*same))]


def described(book: Book) -> set[str]:
    """Entities of which something is said, beside that they are a further name of another."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claim_states, claims

    states = claim_states.c.number == claims.c.number
    wanted = select(claims.c.subject).where(states, claim_states.c.status == "confirmed").distinct()
    with connected(book) as db:
        return set(db.scalars(wanted))


def related(book: Book, claim_ids: Collection[str]) -> set[tuple[str, str, str]]:
    """All relations that anybody ever stated of the claims, undone ones included."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claim_decisions as table

    found: set[tuple[str, str, str]] = set()
    with connected(book) as db:
        for part in chunks(sorted(claim_ids)):
            wanted = select(table.c.claim_id, table.c.what, table.c.other_claim)
            rows = db.execute(wanted.where(table.c.claim_id.in_(part), table.c.other_claim.is_not(None)))
            found.update((one, what, other) for one, what, other in rows)
    return found


def log_import(db: Connection, source: str, by: str, content: Mapping[str, Any]) -> None:
    """Note an import, as a decision about the source."""
    from floodwatch.casebook.tables import decisions

    told = json.dumps(dict(content), sort_keys=True, ensure_ascii=False)
    row = {"entity_id": source, "what": IMPORTED, "content": told, "reason": ""}
    db.execute(decisions.insert(), {**row, "decided_at": now(), "decided_by": by})


def _held(book: Book, where: Any) -> dict[str, Held]:
    from sqlalchemy import select

    from floodwatch.casebook.tables import claim_states, claims

    names = [name for name in Held.__dataclass_fields__ if name not in ("status", "decided_by", "reason")]
    columns = [claims.c[name] for name in names]
    states = [claim_states.c.status, claim_states.c.decided_by, claim_states.c.reason]
    joined = claims.join(claim_states, claim_states.c.number == claims.c.number)
    wanted = select(*columns, *states).select_from(joined).where(where)
    with connected(book) as db:
        return {row.claim_id: Held(**{**row._mapping, "object_entity": row.object_entity or ""})
                for row in db.execute(wanted)}  # fmt: skip
