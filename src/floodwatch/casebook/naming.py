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
BEGINNING = 4
"""Letters at the beginning or end of a name that a near one holds too."""


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
    """Entities with a name like this one, those of some kinds first, then the most alike."""
    from sqlalchemy import or_

    from floodwatch.casebook.tables import names

    whole = searchable(name)
    ends = {end for end in (whole[:BEGINNING], whole[-BEGINNING:]) if len(end.replace(" ", "")) > 2}
    if not ends:
        return []
    held = or_(*(names.c.folded.like(f"%{end}%") for end in sorted(ends)))
    found: dict[str, tuple[float, Called]] = {}
    for folded_name, one in _named(db, _select(held).limit(LOOKED_AT)):
        alike = _alike(whole, folded_name)
        if alike >= ALIKE and alike > found.get(one.entity_id, (0.0,))[0]:
            found[one.entity_id] = (alike, one)
    best = sorted(
        found.values(),
        key=lambda pair: (pair[1].kind not in kinds, -pair[0], pair[1].label, pair[1].entity_id),
    )
    return [one for _, one in best[:MOST_NEAR]]


def _alike(one: str, other: str) -> float:
    """How alike two names are, 0 to 1; cheaply where they cannot be."""
    matcher = difflib.SequenceMatcher(None, one, other)
    return matcher.ratio() if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= ALIKE else 0.0


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


def like(db: Connection, names: Sequence[str], kind: str, ids: Sequence[str]) -> list[tuple[Called, str]]:
    """Other entities of a kind that go by one of the names, each with that name."""
    from floodwatch.casebook.tables import entities
    from floodwatch.casebook.tables import names as table

    mine = {searchable(name): name for name in names}
    theirs = _select(table.c.folded.in_(sorted(mine)), table.c.entity_id.not_in(ids), entities.c.kind == kind)
    return [(one, mine[name]) for name, one in _named(db, theirs.limit(LOOKED_AT))]
