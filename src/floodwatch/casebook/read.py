"""Reads the casebook."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from floodwatch.casebook.tables import connected


def cases(casebook: Path) -> list[str]:
    """Names of the cases, sorted."""
    with connected(casebook) as db:
        return [name for (name,) in db.execute("SELECT case_name FROM cases ORDER BY case_name")]


def audit(casebook: Path) -> list[dict[str, str]]:
    """Who did what, oldest first."""
    names = ("done_at", "actor", "verb", "case_name", "settings", "outcome")
    with connected(casebook) as db:
        rows = db.execute(f"SELECT {', '.join(names)} FROM audit ORDER BY number")
        return [dict(zip(names, row, strict=True)) for row in rows]


def translations(casebook: Path, case: str) -> list[dict[str, Any]]:
    """Translations of a case's posts, oldest first; `sha256` is that of the text that was translated."""
    names = ("number", "ref", "sha256", "target", "text", "made_by", "author", "made_at")
    with connected(casebook) as db:
        rows = db.execute(
            f"SELECT {', '.join(names)} FROM translations WHERE case_name = ? ORDER BY number", (case,)
        )
        return [dict(zip(names, row, strict=True)) for row in rows]


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


def entities(casebook: Path, case: str, kind: str) -> tuple[Entity, ...]:
    """The entities of a kind in a case, in the order of their ids."""
    with connected(casebook) as db:
        made = db.execute(
            "SELECT entity_id, made_at FROM entities WHERE case_name = ? AND kind = ? ORDER BY entity_id",
            (case, kind),
        ).fetchall()
        return tuple(Entity(name, at, _anchors(db, name), _decisions(db, name)) for name, at in made)


def _anchors(db: sqlite3.Connection, entity_id: str) -> dict[str, float]:
    found = db.execute("SELECT ref, score FROM anchors WHERE entity_id = ? ORDER BY ref", (entity_id,))
    return dict(found.fetchall())


def _decisions(db: sqlite3.Connection, entity_id: str) -> tuple[Decision, ...]:
    found = db.execute(
        "SELECT number, entity_id, what, content, reason, decided_at, decided_by, undone_at IS NOT NULL "
        "FROM decisions WHERE entity_id = ? ORDER BY number",
        (entity_id,),
    )
    return tuple(
        Decision(number, name, what, json.loads(content), reason, at, by, bool(undone))
        for number, name, what, content, reason, at, by, undone in found
    )
