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


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
