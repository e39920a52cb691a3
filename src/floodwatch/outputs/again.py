"""What was met before, as a table: one row per value and place."""

from __future__ import annotations

import io
from typing import Any

from floodwatch.outputs.tables import cell
from floodwatch.tools.cells import defuse, writer

COLUMNS = (
    "kind", "value", "refs", "accounts", "place", "says", "case", "released_by", "method", "first_seen",
    "last_seen", "accounts_there", "ref_there", "likeness", "controls", "control_accounts", "markings", "labels",
    "innocent",
)  # fmt: skip
FREE = ("value", "says", "released_by", "labels")
"""Columns that hold what strangers wrote."""


def table(rows: list[dict[str, Any]]) -> bytes:
    """The rows as CSV in UTF-8, header always, in the order in which hits are told."""
    out = io.StringIO()
    lines = writer(out)
    lines.writerow(COLUMNS)
    lines.writerows(
        [defuse(cell(row[name])) if name in FREE else cell(row[name]) for name in COLUMNS] for row in rows
    )
    return out.getvalue().encode("utf-8", "replace")
