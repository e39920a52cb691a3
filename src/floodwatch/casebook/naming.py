"""Finds who goes by a name, with case, width, accents, punctuation and spacing folded, and what is called nearly so."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from floodwatch.casebook.rows import entities
from floodwatch.casebook.searching import searchable

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

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
    squeezed = func.replace(names.c.folded, " ", "") == whole.replace(" ", "")
    found = _named(db, names.c.folded == whole) or _named(db, squeezed)
    return [one for _, one in found]


def near(db: Connection, name: str, kinds: Sequence[str] = ()) -> list[Called]:
    """Entities with a name that holds these words or is like them; of some kinds first, then the most alike."""
    from sqlalchemy import and_, or_

    from floodwatch.casebook.tables import names

    whole = searchable(name)
    ends = {end for end in (whole[:BEGINNING], whole[-BEGINNING:]) if len(end.replace(" ", "")) > 2}
    if not ends:
        return []
    words = whole.split()
    both = and_(*(names.c.folded.like(f"%{word}%") for word in words))
    held = or_(both, *(names.c.folded.like(f"%{end}%") for end in sorted(ends)))
    found: dict[str, tuple[float, Called]] = {}
    for folded_name, one in _named(db, held):
        alike = 1.0 if set(words) <= set(folded_name.split()) else _alike(whole, folded_name)
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


def like(db: Connection, names: Sequence[str], kind: str, ids: Sequence[str]) -> list[tuple[Called, str]]:
    """Other entities of a kind that go by one of the names, each with that name."""
    from floodwatch.casebook.tables import names as table

    mine = {searchable(name): name for name in names}
    theirs = _named(db, table.c.folded.in_(sorted(mine)), table.c.entity_id.not_in(ids))
    return [(one, mine[name]) for name, one in theirs if one.kind == kind]


def _named(db: Connection, *where: ColumnElement[bool]) -> list[tuple[str, Called]]:
    """Names that fit, of labels and of claims that stand, each with who has it; at most so many as are looked at.

    The tables are asked one after the other: joined, a database may read all that is known of every claim.
    """
    from sqlalchemy import select

    from floodwatch.casebook.tables import claim_states as states
    from floodwatch.casebook.tables import names

    wanted = select(names.c.folded, names.c.entity_id, names.c.claim_id).where(*where)
    found = db.execute(wanted.order_by(names.c.number).limit(LOOKED_AT)).all()
    if not found:
        return []
    people = entities(db, {row.entity_id for row in found})
    held = select(states.c.claim_id, states.c.status).where(
        states.c.claim_id.in_(sorted({row.claim_id for row in found if row.claim_id})),
        states.c.status.in_(("suggested", "confirmed")), states.c.superseded_by.is_(None),
    )  # fmt: skip
    standing = {"": "", **{claim_id: status for claim_id, status in db.execute(held)}}
    named = [(row.folded, people.get(row.entity_id), row.claim_id or "") for row in found]
    return [
        (name, Called(one.entity_id, one.kind, one.label, claim_id, standing[claim_id]))
        for name, one, claim_id in named
        if one and claim_id in standing
    ]
