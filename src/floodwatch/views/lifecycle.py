"""What was lost after each exposure or takedown beside matched controls, and who may have come after what was lost."""

from __future__ import annotations

from typing import Any

import numpy as np

from floodwatch.model.dossier import Rows
from floodwatch.model.units import Parameter
from floodwatch.tools.statistics import benjamini_hochberg
from floodwatch.views.mask import Mask, mask
from floodwatch.views.unit import Reader, View, has, parts, rows

NOTES = (
    "Loss is what was gone the last time it was reached; what could not be reached, or was not looked at, is neither "
    "lost nor alive. The cause is unknown unless a notice says it.",
    "q is p, the chance of as much beside controls, corrected for all tests of all groups and dates "
    "(Benjamini-Hochberg). It is empty where too little was looked at again to compare.",
    "A successor is a suggestion by likeness. It says nothing of who is behind either account.",
)
EVENTS = """
    SELECT event_id, title, kind, started_at, source FROM events
    WHERE lower(kind) IN ('exposure', 'takedown') ORDER BY started_at, event_id"""
LOSSES = """
    SELECT l.* FROM lifecycle l JOIN events e ON e.event_id = l.event_id
    JOIN (SELECT event_id, group_id, min(p_value) AS least FROM lifecycle GROUP BY event_id, group_id) g
        ON g.event_id = l.event_id AND g.group_id = l.group_id
    ORDER BY e.started_at, l.event_id, g.least NULLS LAST, l.group_id,
        CASE l.thing WHEN 'accounts' THEN 0 WHEN 'silence' THEN 1 WHEN 'posts' THEN 2
            WHEN 'activity' THEN 3 ELSE 4 END"""
WEEKS = "SELECT * FROM lifecycle_weeks ORDER BY event_id, group_id, week_no"
SUCCESSORS = "SELECT * FROM successors ORDER BY event_id, score DESC, lost_account, candidate_account"


def view(reader: Reader, most: int = 50, named: bool = False) -> dict[str, Any]:
    """Events, losses, posts by week, and suggested successors, as rows; empty lists where nothing was computed.

    `most`: so many successors at most (0 for all). `named`: also those that are in no network; they are hidden
    otherwise, and their number stays.
    """
    hidden = mask(reader) if has(reader, "members") else Mask(())
    found = rows(reader, SUCCESSORS) if has(reader, "successors") else []
    return {
        "events": rows(reader, EVENTS) if has(reader, "events") else [],
        "losses": _losses(rows(reader, LOSSES), hidden) if has(reader, "lifecycle") else [],
        "weeks": rows(reader, WEEKS) if has(reader, "lifecycle_weeks") else [],
        "successors": [_shown(row, hidden, named) for row in found[: most or None]],
        "suggested": len(found),
        "notes": list(NOTES),
    }


def _losses(found: Rows, hidden: Mask) -> Rows:
    """Losses with `q_value`, p corrected for every test that is here; whom notices name is masked."""
    tested = [row["p_value"] for row in found if row["p_value"] is not None]
    q_values = iter(benjamini_hochberg(np.array(tested, np.float64)).tolist())
    return [
        {
            **row,
            "q_value": None if row["p_value"] is None else next(q_values),
            "cause": hidden.text(row["cause"]),
        }
        for row in found
    ]


def _shown(row: dict[str, Any], hidden: Mask, named: bool) -> dict[str, Any]:
    """A suggestion; accounts outside the networks are named only where that was asked for."""
    who = {n: row[n] if named else hidden.ref(row[n]) for n in ("lost_account", "candidate_account")}
    return {**row, **who, "reasons": list(parts(row["reasons"]))}


LIFECYCLE = View(
    "lifecycle",
    "What was lost after each exposure or takedown, against matched controls, and who may have come after it",
    view,
    needs=("events", "lifecycle", "lifecycle_weeks", "successors", "members", "accounts"),
    parameters=(
        Parameter("most", 50, "so many suggested successors at most, 0 for all", "accounts"),
        Parameter("named", False, "name suggested successors that are in no network"),
    ),
)
