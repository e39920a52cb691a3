"""What networks did that somebody confirmed: kept beside the confirmation, so that it outlasts the case's detection."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from floodwatch.casebook.ceiling import marks_in, seen
from floodwatch.casebook.ceiling import standing as marked
from floodwatch.casebook.read import Decision, decisions_about
from floodwatch.casebook.recurring import CLOSED, CONFIRMED, case_id
from floodwatch.model.habits import Feature
from floodwatch.model.refs import ref

if TYPE_CHECKING:
    from sqlalchemy import Connection

HABITS = "habits"


@dataclass(frozen=True, slots=True)
class Observed:
    """The features of a confirmed network, and the finding that it was."""

    ref: str
    features: frozenset[Feature]


def content(features: Iterable[Feature], name: str) -> dict[str, object]:
    """The habits of a network as a decision holds them."""
    return {"name": name, "features": [list(one) for one in sorted(features)]}


def observed(db: Connection, without: str = "") -> dict[str, Observed]:
    """Confirmed networks whose habits were kept, by entity; none of closed cases, nor of the case `without`.

    Under a ceiling those of cases that are marked stricter are left out.
    """
    from sqlalchemy import select

    from floodwatch.casebook.tables import decisions, entities

    kept = select(decisions.c.entity_id).where(decisions.c.what == HABITS, decisions.c.undone_at.is_(None))
    wanted = select(entities.c.entity_id, entities.c.case_name).where(
        entities.c.kind == "network", entities.c.entity_id.in_(kept), entities.c.case_name != without
    )
    rows = db.execute(wanted.order_by(entities.c.entity_id)).all()
    open_ = {case for case in {case for _, case in rows} if _may(db, case)}
    found = ((name, _observed(case, decisions_about(db, name))) for name, case in rows if case in open_)
    return {name: one for name, one in found if one}


def _observed(case: str, made: Iterable[Decision]) -> Observed | None:
    standing = [one for one in made if not one.undone]
    habits = [one for one in standing if one.what == HABITS]
    if not habits or CONFIRMED not in {one.what for one in standing}:
        return None
    told = habits[-1].content
    features = frozenset(Feature(group, value) for group, value in told["features"])
    return Observed(ref("finding", case, told["name"]), features)


def _may(db: Connection, case: str) -> bool:
    """Whether a case is open to everybody, and as its marking allows now."""
    if any(one.what == CLOSED and not one.undone for one in decisions_about(db, case_id(case))):
        return False
    source = marked(marks_in(db)).get(f"case:{case}")
    return seen(source.marking, [f"case:{case}"]) if source else True
