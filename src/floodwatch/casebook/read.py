"""Reads what people decided about findings, and the audit log. Claims: `casebook/claims.py`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.store import Book, connected

if TYPE_CHECKING:
    from sqlalchemy import Connection


def cases(casebook: Book) -> list[str]:
    """Names of the cases, sorted."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import cases

    with connected(casebook) as db:
        return list(db.scalars(select(cases.c.case_name).order_by(cases.c.case_name)))


def audit(casebook: Book) -> list[dict[str, Any]]:
    """Who did and saw what, oldest first."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import audit

    names = ("done_at", "actor", "verb", "case_name", "settings", "outcome", "kind", "place", "refs")
    with connected(casebook) as db:
        rows = db.execute(select(*(audit.c[name] for name in names)).order_by(audit.c.number))
        return [dict(row._mapping) for row in rows]


def audit_lines(casebook: Book, who: str, verb: str, since: str, limit: int) -> list[dict[str, Any]]:
    """The latest lines of the log that fit, newest first."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import audit as table

    names = (
        "number",
        "done_at",
        "actor",
        "verb",
        "case_name",
        "settings",
        "outcome",
        "kind",
        "place",
        "refs",
    )
    wanted = select(*(table.c[name] for name in names)).order_by(table.c.number.desc()).limit(limit)
    fits = [table.c.actor == who] if who else []
    fits += [table.c.verb == verb] if verb else []
    fits += [table.c.done_at >= since] if since else []
    with connected(casebook) as db:
        return [dict(row._mapping) for row in db.execute(wanted.where(*fits))]


def translations(casebook: Book, case: str) -> list[dict[str, Any]]:
    """Translations of a case's posts, oldest first; `sha256` is that of the text that was translated."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import translations

    names = ("number", "ref", "sha256", "target", "text", "made_by", "author", "made_at")
    wanted = select(*(translations.c[name] for name in names)).where(translations.c.case_name == case)
    with connected(casebook) as db:
        return [dict(row._mapping) for row in db.execute(wanted.order_by(translations.c.number))]


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that a person (or, for `seen_as`, the machine) decided about an entity; nothing is ever deleted."""

    number: int
    entity_id: str
    what: str
    content: Mapping[str, Any]
    reason: str
    decided_at: str
    decided_by: str
    undone: bool


@dataclass(frozen=True, slots=True)
class Entity:
    """What lasts of a finding: its id, the refs and scores seen when it was made, and all decisions about it."""

    entity_id: str
    made_at: str
    anchors: Mapping[str, float]
    decisions: tuple[Decision, ...]

    def standing(self, what: str) -> tuple[Decision, ...]:
        """Decisions of one sort that stand, oldest first."""
        return tuple(d for d in self.decisions if d.what == what and not d.undone)


def entities(casebook: Book, case: str, kind: str) -> tuple[Entity, ...]:
    """The entities of a kind in a case, in the order of their ids."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import entities

    wanted = select(entities.c.entity_id, entities.c.created_at).where(
        entities.c.case_name == case, entities.c.kind == kind
    )
    with connected(casebook) as db:
        made = db.execute(wanted.order_by(entities.c.entity_id)).all()
        return tuple(Entity(name, at, _anchors(db, name), decisions_about(db, name)) for name, at in made)


def _anchors(db: Connection, entity_id: str) -> dict[str, float]:
    from sqlalchemy import select

    from floodwatch.casebook.tables import anchors

    wanted = select(anchors.c.ref, anchors.c.score).where(anchors.c.entity_id == entity_id)
    return {ref: score for ref, score in db.execute(wanted.order_by(anchors.c.ref))}


def decisions_about(db: Connection, entity_id: str) -> tuple[Decision, ...]:
    """Every decision about an entity, oldest first."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import decisions

    wanted = select(
        decisions.c.number, decisions.c.entity_id, decisions.c.what, decisions.c.content, decisions.c.reason,
        decisions.c.decided_at, decisions.c.decided_by, decisions.c.undone_at.is_not(None),
    ).where(decisions.c.entity_id == entity_id)  # fmt: skip
    return tuple(
        Decision(number, name, what, json.loads(content), reason, at, by, bool(undone))
        for number, name, what, content, reason, at, by, undone in db.execute(
            wanted.order_by(decisions.c.number)
        )
    )
