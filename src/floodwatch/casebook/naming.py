"""Finds who goes by a name, with case, width, accents, punctuation and spacing folded, and what is called nearly so."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.searching import searchable

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select

MOST_NEAR = 8
LOOKED_AT = 400
"""Names that are compared letter by letter to find near ones."""
ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Called:
    """An entity that goes by a name; `claim_id` gives it and stands so, both empty for its own label."""

    entity_id: str
    kind: str
    label: str
    claim_id: str
    status: str


def folded(name: str) -> str:
    """A name as it is compared: `Storm-1376`, `storm 1376` and `STORM1376` are one."""
    return searchable(name).replace(" ", "")


def called(db: Connection, name: str) -> list[Called]:
    """Who goes by the name: by label or by a claim that stands; spaces matter only where that tells two apart."""
    from sqlalchemy import func

    from floodwatch.casebook.tables import names

    whole = searchable(name)
    if not whole:
        return []
    found = _rows(db, _select(names.c.folded == whole))
    return found or _rows(db, _select(func.replace(names.c.folded, " ", "") == whole.replace(" ", "")))


def near(db: Connection, name: str, kinds: Sequence[str] = ()) -> list[Called]:
    """Entities of some kinds with a name like this one, the most alike first."""
    from sqlalchemy import or_

    from floodwatch.casebook.tables import entities, names

    whole = searchable(name)
    words = [word for word in (*whole.split(), whole[:4], whole[-4:]) if len(word) > 2]
    if not words:
        return []
    held = or_(*(names.c.folded.like(f"%{word}%") for word in sorted(set(words))))
    wanted = _select(held, *([entities.c.kind.in_(kinds)] if kinds else ()))
    found: dict[str, tuple[float, Called]] = {}
    for folded_name, one in _named(db, wanted.limit(LOOKED_AT)):
        alike = difflib.SequenceMatcher(None, whole, folded_name).ratio()
        if alike >= ALIKE and alike > found.get(one.entity_id, (0.0,))[0]:
            found[one.entity_id] = (alike, one)
    best = sorted(found.values(), key=lambda pair: (-pair[0], pair[1].label, pair[1].entity_id))
    return [one for _, one in best[:MOST_NEAR]]


def _select(*where: ColumnElement[bool]) -> Select[Any]:
    from sqlalchemy import func, or_, select

    from floodwatch.casebook.tables import claim_states as states
    from floodwatch.casebook.tables import entities, names

    status = func.coalesce(states.c.status, "")
    stands = or_(
        names.c.claim_id.is_(None),
        states.c.status.in_(("suggested", "confirmed")) & states.c.superseded_by.is_(None),
    )
    joined = names.join(entities, entities.c.entity_id == names.c.entity_id).outerjoin(
        states, states.c.claim_id == names.c.claim_id
    )
    columns = (
        entities.c.entity_id,
        entities.c.kind,
        entities.c.label,
        names.c.claim_id,
        status.label("status"),
    )
    return select(names.c.folded, *columns).select_from(joined).where(*where, stands).order_by(names.c.number)


def _rows(db: Connection, wanted: Select[Any]) -> list[Called]:
    return [one for _, one in _named(db, wanted)]


def _named(db: Connection, wanted: Select[Any]) -> list[tuple[str, Called]]:
    return [
        (row.folded, Called(row.entity_id, row.kind, row.label, row.claim_id or "", row.status))
        for row in db.execute(wanted)
    ]


def like(db: Connection, ids: Sequence[str]) -> list[tuple[Called, str]]:
    """Other entities that go by a name of these, each with that name; a name may be a label or said by a claim."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import entities, names

    kinds = {row.kind for row in db.execute(select(entities.c.kind).where(entities.c.entity_id.in_(ids)))}
    mine = {name for name, _ in _named(db, _select(names.c.entity_id.in_(ids)))}
    theirs = _select(
        names.c.folded.in_(sorted(mine)), names.c.entity_id.not_in(ids), entities.c.kind.in_(kinds)
    )
    return [(one, name) for name, one in _named(db, theirs.limit(LOOKED_AT))]
