"""Reads the casebook."""

from __future__ import annotations

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
