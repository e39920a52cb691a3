"""What was tested and how, and what the same tests accept when the labels are shuffled."""

from __future__ import annotations

from floodwatch.model.dossier import Rows
from floodwatch.views.unit import Reader, View, parts, rows

TESTED = """
SELECT trace, accounts, actions, objects, pairs_possible, resolution_s, windows, windows_skipped, edges,
  affinity_k, note
FROM tested ORDER BY trace"""
CALIBRATION = """
SELECT * FROM calibration ORDER BY trace, CASE shuffle WHEN 'hour' THEN 1 WHEN 'day' THEN 2 ELSE 3 END, shuffle"""


def view(reader: Reader) -> tuple[Rows, Rows]:
    """One row per trace, and one per trace and named shuffle; windows as tuples of seconds."""
    found = rows(reader, TESTED)
    for row in found:
        row["windows"] = parts(row["windows"])
        row["windows_skipped"] = parts(row["windows_skipped"])
    shuffled = [row | {"windows": parts(row.get("windows"))} for row in rows(reader, CALIBRATION)]
    return found, shuffled


TESTED_VIEW = View(
    "tested", "What was tested, in which windows, and the false discovery rate under each shuffle", view,
    needs=("tested", "calibration"),
)  # fmt: skip
