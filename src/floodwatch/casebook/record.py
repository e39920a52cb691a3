"""Records entities and claims, and what is decided about claims. Only the centre imports this.

Everything is added and nothing changed: a verdict, a relation and an undoing are lines of a log, from which follows
what stands. Each call is kept whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.adding import (
    ROWS,
    checked_claims,
    checked_entities,
    insert_claims,
    insert_entities,
)
from floodwatch.casebook.imports import log_import
from floodwatch.casebook.rows import chunks, lines_of
from floodwatch.casebook.settling import settle
from floodwatch.casebook.states import SUPERSEDED, UNDONE, VERDICTS, standing
from floodwatch.casebook.store import Book, connected, sees
from floodwatch.casebook.write import now
from floodwatch.model.batches import FROM, Batch
from floodwatch.model.claims import RELATIONS, Claim, Entity
from floodwatch.model.errors import ClaimError
from floodwatch.vocabulary.kinds import MACHINE, claim_kinds

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Added:
    """What became of what was given: new ones, and ids of claims that were there.

    `refused` are those that somebody refused before; they stay refused. `differing` say the same as one that is there
    and differ in what the id does not hold, such as the speaker; the one that is there stays.
    """

    entities: int
    claims: int
    known: tuple[str, ...]
    refused: tuple[str, ...]
    differing: tuple[str, ...]


def add(book: Book, entities: Iterable[Entity] = (), claims: Iterable[Claim] = ()) -> Added:
    """Add what is not there yet; one wrong claim and nothing is added (ClaimError)."""
    people = checked_entities(entities)
    said = {claim.claim_id: claim for claim in claims}
    with connected(book, writing=True) as db:
        made = insert_entities(db, people)
        checked_claims(db, said.values())
        found = insert_claims(db, said)
        settle(db, [one.claim_id for one in found.new if one.status != "suggested"])
    return Added(made, len(found.new), found.known, found.refused, found.differing)


def bring(
    book: Book,
    batch: Batch,
    claims: Sequence[Claim],
    lines: Sequence[tuple[str, str, str]],
    by: str,
    content: Mapping[str, Any],
) -> Added:
    """Add what a source says and take back what it says no longer, whole or not at all; one line of the log of imports.

    `lines` are decisions about claims: the claim, what is decided, and the other claim of a relation.
    """
    own = {**checked_entities(batch.entities), batch.entity.entity_id: batch.entity}
    said = {claim.claim_id: claim for claim in claims}
    with connected(book, writing=True) as db:
        made = insert_entities(db, own)
        checked_claims(db, said.values())
        found = insert_claims(db, said)
        settle(db, [one.claim_id for one in found.new if one.status != "suggested"])
        rows: list[dict[str, str | int | None]] = [
            {"claim_id": one, "what": what, "other_claim": other or None} for one, what, other in lines
        ]
        _append(db, rows, by, f"{FROM}{batch.label}")
        log_import(db, batch.entity.entity_id, by, content)
    return Added(made, len(found.new), found.known, found.refused, found.differing)


def decide(
    book: Book, claim_ids: Sequence[str], verdict: str, by: str, reason: str = "", *, machine: bool = False
) -> tuple[int, ...]:
    """Confirm, refuse or withdraw claims; gives the numbers by which that can be undone.

    A `machine` may decide only what its predicate leaves to machines.
    """
    if verdict not in VERDICTS:
        raise ClaimError(f"A claim cannot be {verdict!r}, only one of: {', '.join(VERDICTS)}")
    ids = list(dict.fromkeys(claim_ids))
    _there(book, ids)
    with connected(book, writing=True) as db:
        _known(db, ids, machine)
        return _append(db, [{"claim_id": claim_id, "what": verdict} for claim_id in ids], by, reason)


def supersede(book: Book, claim_id: str, other: str, by: str, reason: str = "") -> int:
    """Let another claim take the place of this one, which stays on record as it was; gives the number."""
    return _join(book, claim_id, SUPERSEDED, other, by, reason)


def relate(book: Book, claim_id: str, relation: str, other: str, by: str, reason: str = "") -> int:
    """Say how a claim stands to another: part_of, derived_from, contradicts, supports; gives the number."""
    if relation not in RELATIONS:
        raise ClaimError(f"Claims cannot be related by {relation!r}, only by: {', '.join(RELATIONS)}")
    return _join(book, claim_id, relation, other, by, reason)


def undo(book: Book, number: int, by: str, reason: str = "") -> int:
    """Take back one decision, also one that undid another: the state before it holds again."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claim_decisions

    there = sees(book, "claim_decisions", "number", [number])
    with connected(book, writing=True) as db:
        claim_id = db.scalar(select(claim_decisions.c.claim_id).where(claim_decisions.c.number == number))
        lines = lines_of(db, [claim_id])[claim_id] if claim_id is not None else []
        if not there or number not in {line.number for line in standing(lines)}:
            raise ClaimError(f"No decision {number} about a claim stands")
        return _append(db, [{"claim_id": claim_id, "what": UNDONE, "undoes": number}], by, reason)[0]


def _join(book: Book, claim_id: str, what: str, other: str, by: str, reason: str) -> int:
    if claim_id == other:
        raise ClaimError("A claim cannot stand to itself as to another", where=claim_id)
    _there(book, [claim_id, other])
    with connected(book, writing=True) as db:
        _known(db, [claim_id, other])
        return _append(db, [{"claim_id": claim_id, "what": what, "other_claim": other}], by, reason)[0]


def _there(book: Book, ids: Sequence[str]) -> None:
    """Refuse claims that whoever decides may not see, as if nobody had recorded them."""
    for claim_id in ids:
        if not sees(book, "claims", "claim_id", [claim_id]):
            raise ClaimError("There is no such claim", where=claim_id)


def _known(db: Connection, ids: Sequence[str], machine: bool = False) -> None:
    """Refuse ids of claims that nobody recorded, and what a machine may not decide."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claims

    found: dict[str, str] = {}
    for part in chunks(ids):
        wanted = select(claims.c.claim_id, claims.c.predicate).where(claims.c.claim_id.in_(part))
        found |= {claim_id: predicate for claim_id, predicate in db.execute(wanted)}
    missing = [claim_id for claim_id in ids if claim_id not in found]
    if missing:
        raise ClaimError("There is no such claim", where=missing[0])
    kinds = claim_kinds()
    barred = sorted({p for p in found.values() if machine and kinds[p].decided_by != MACHINE})
    if barred:
        raise ClaimError(f"Only a person decides about a claim of the predicate {barred[0]}")


def _append(
    db: Connection, lines: Sequence[dict[str, str | int | None]], by: str, reason: str
) -> tuple[int, ...]:
    """Add lines to the log and bring what stands into line with it."""
    from sqlalchemy import func, select

    from floodwatch.casebook.tables import claim_decisions

    if not by.strip():
        raise ClaimError("A decision needs somebody who decides")
    if not lines:
        return ()
    last = int(db.scalar(select(func.max(claim_decisions.c.number))) or 0)
    numbers = range(last + 1, last + 1 + len(lines))
    shared = {"other_claim": None, "undoes": None, "reason": reason, "decided_by": by, "decided_at": now()}
    rows = [{**shared, **line, "number": number} for number, line in zip(numbers, lines, strict=True)]
    db.execute(claim_decisions.insert(), rows)
    settle(db, [str(line["claim_id"]) for line in lines])
    if len(lines) >= ROWS:
        db.exec_driver_sql(
            "ANALYZE"
        )  # as after very many claims: the next question is planned for what is there
    return tuple(numbers)
