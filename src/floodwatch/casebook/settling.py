"""Keeps beside the log what stands by it: states and relations of claims. Only `record` and `adding` use this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.rows import chunks, lines_of, state_row
from floodwatch.casebook.states import Line, relations, state
from floodwatch.model.errors import ClaimError

if TYPE_CHECKING:
    from sqlalchemy import Connection

WITHOUT_CIRCLES = ("part_of", "derived_from")
"""A sum is no part of its part, and no retelling comes before what it retells."""


def settle(db: Connection, claim_ids: Sequence[str]) -> None:
    """Bring what stands of the claims into line with their histories (ClaimError where that would be a circle)."""
    for part in chunks(list(dict.fromkeys(claim_ids))):
        lines = lines_of(db, part)
        _states(db, lines)
        _relations(db, lines)
        for claim_id, told in lines.items():
            _no_circle(db, claim_id, told)


def _states(db: Connection, lines: Mapping[str, Sequence[Line]]) -> None:
    from sqlalchemy import bindparam, update

    from floodwatch.casebook.tables import claim_states

    rows = [{**state_row(state(told)), "key": one} for one, told in lines.items()]
    db.execute(update(claim_states).where(claim_states.c.claim_id == bindparam("key")), rows)


def _relations(db: Connection, lines: Mapping[str, Sequence[Line]]) -> None:
    from sqlalchemy import delete

    from floodwatch.casebook.tables import claim_relations

    db.execute(delete(claim_relations).where(claim_relations.c.claim_id.in_(list(lines))))
    rows = [_relation_row(line) for told in lines.values() for line in relations(told).values()]
    if rows:
        db.execute(claim_relations.insert(), rows)


def _relation_row(line: Line) -> dict[str, Any]:
    return {
        "claim_id": line.claim_id, "relation": line.what, "other_claim": line.other_claim, "number": line.number,
        "author": line.decided_by, "recorded_at": line.decided_at,
    }  # fmt: skip


def _no_circle(db: Connection, claim_id: str, lines: Sequence[Line]) -> None:
    """Follow what stands from a claim onwards; it must not come back."""
    kinds = {kind for kind, _ in relations(lines) if kind in WITHOUT_CIRCLES}
    if state(lines).superseded_by:
        kinds.add("superseded")
    for kind in sorted(kinds):
        seen: set[str] = set()
        ahead = [claim_id]
        while ahead:
            ahead = [one for one in _next(db, kind, ahead) if one not in seen]
            if claim_id in ahead:
                raise ClaimError(
                    f"Claims cannot be {kind.replace('_', ' ')} one another in a circle", where=claim_id
                )
            seen.update(ahead)


def _next(db: Connection, kind: str, ids: Sequence[str]) -> list[str]:
    from sqlalchemy import select

    from floodwatch.casebook.tables import claim_relations, claim_states

    found: list[str] = []
    for part in chunks(ids):
        if kind == "superseded":
            here, there = claim_states.c.claim_id, claim_states.c.superseded_by
            wanted = select(there).where(here.in_(part), there.is_not(None))
        else:
            there = claim_relations.c.other_claim
            wanted = select(there).where(
                claim_relations.c.claim_id.in_(part), claim_relations.c.relation == kind
            )
        found += [str(one) for one in db.scalars(wanted)]
    return sorted(set(found))
