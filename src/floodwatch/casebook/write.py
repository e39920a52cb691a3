"""Writes the casebook. Only the centre imports this."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from floodwatch.casebook.tables import connected


def add_case(casebook: Path, name: str) -> None:
    """Note a case, once."""
    with connected(casebook) as db:
        db.execute("INSERT OR IGNORE INTO cases VALUES (?, ?)", (name, _now()))


def log(casebook: Path, actor: str, verb: str, case: str, settings: Mapping[str, Any], outcome: str) -> None:
    """Add one line to the audit log."""
    row = (_now(), actor, verb, case, json.dumps(dict(settings), default=str, sort_keys=True), outcome)
    with connected(casebook) as db:
        db.execute(
            "INSERT INTO audit (done_at, actor, verb, case_name, settings, outcome) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            row,
        )


def add_translation(
    casebook: Path, case: str, ref: str, sha256: str, target: str, text: str, made_by: str, author: str
) -> None:
    """Keep a translation of a post: `made_by` is human or machine, `author` the person's or the engine's name."""
    row = (case, ref, sha256, target, text, made_by, author, _now())
    with connected(casebook) as db:
        db.execute(
            "INSERT INTO translations (case_name, ref, sha256, target, text, made_by, author, made_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )


def add_entity(
    casebook: Path, entity_id: str, kind: str, case: str, anchors: Mapping[str, float], by: str
) -> None:
    """Note an entity with the refs and scores by which it will be known again; once, whoever asks first."""
    with connected(casebook) as db:
        made = db.execute(
            "INSERT OR IGNORE INTO entities VALUES (?, ?, ?, ?, ?)", (entity_id, kind, case, _now(), by)
        )
        if made.rowcount:
            rows = [(entity_id, ref, score) for ref, score in sorted(anchors.items())]
            db.executemany("INSERT INTO anchors VALUES (?, ?, ?)", rows)


def decide(
    casebook: Path, entity_id: str, what: str, content: Mapping[str, Any], by: str, reason: str = ""
) -> int:
    """Add a decision about an entity; gives its number, by which it can be undone."""
    row = (entity_id, what, json.dumps(dict(content), sort_keys=True), reason, _now(), by)
    with connected(casebook) as db:
        made = db.execute(
            "INSERT INTO decisions (entity_id, what, content, reason, decided_at, decided_by) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            row,
        )
        return int(made.lastrowid or 0)


def undo(casebook: Path, number: int, by: str) -> bool:
    """Mark a decision as undone; false when there is none that stands. The decision itself stays on record."""
    with connected(casebook) as db:
        found = db.execute(
            "UPDATE decisions SET undone_at = ?, undone_by = ? WHERE number = ? AND undone_at IS NULL",
            (_now(), by, number),
        )
        return found.rowcount == 1


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
