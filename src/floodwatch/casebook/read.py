"""Reads the casebook."""

from __future__ import annotations

from pathlib import Path

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
