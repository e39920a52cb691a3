"""Did more of a network's accounts disappear after an exposure or takedown than of accounts like them?

Null and matching as in the table `lifecycle`; of several events the one that speaks loudest is told, its p times the
number of events. Accounts that nobody looked at, or that could not be reached, count neither way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from floodwatch.detectors.personas.lifecycle.groups import NO_CONTROLS
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs
from floodwatch.model.units import Engine, Example, Rows, Value

ROWS = """
    SELECT l.*, e.title FROM lifecycle l JOIN events e USING (event_id)
    WHERE l.thing = 'accounts' AND l.lost > 0
      AND l.group_id IN (SELECT network_id FROM persona_members)
    ORDER BY l.group_id, l.p_value IS NULL, l.p_value, l.event_id"""
GONE = """
    SELECT g.event_id, g.group_id, f.platform, f.account_id
    FROM lifecycle_fates f JOIN lifecycle_groups g ON g.event_id = f.event_id AND g.account_no = f.account_no
    WHERE f.fate = 'lost' ORDER BY g.event_id, g.group_id, f.account_no"""
NOT_MATCHED = "no account like them was looked at again: not tested"


class Disappearance(Signal):
    """Share of the network's accounts that were gone when they were looked at again, against matched controls."""

    name = "signals/disappearance"
    description = "Share of a network's accounts that were gone after an exposure or takedown."
    needs = ("persona_members", "events", "lifecycle", "lifecycle_fates", "lifecycle_groups")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network that lost any account after any event."""
        every: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in engine.arrow(ROWS).to_pylist():
            every[row["group_id"]].append(row)
        gone: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for row in engine.arrow(GONE).to_pylist():
            gone[row["event_id"], row["group_id"]].append((row["platform"], row["account_id"]))
        events = engine.arrow("SELECT count(DISTINCT event_id) AS n FROM lifecycle_groups")["n"][0].as_py()
        for network_id, rows in every.items():
            yield _finding(network_id, rows[0], gone[rows[0]["event_id"], network_id], events)

    def examples(self) -> Sequence[Example]:
        """A network with a lost account, and one of which nobody knows anything."""
        event = {"event_id": "r1", "title": "A report", "kind": "exposure"}
        row = {
            "event_id": "r1", "group_id": "n-1", "thing": "accounts", "before": 4, "checked": 4, "lost": 3,
            "expected": 0.2, "p_value": 0.001, "matched": 4, "statuses": "suspended 3", "cause": "unknown",
            "explanation": "3 of 4 accounts that were reached again were gone",
        }  # fmt: skip
        fate = {"event_id": "r1", "account_no": 0, "platform": "x", "account_id": "0000", "fate": "lost"}
        group = {"event_id": "r1", "group_id": "n-1", "account_no": 0}
        tables: dict[str, Rows] = {
            "persona_members": [{"network_id": "n-1", "account_no": 0}], "events": [event],
            "lifecycle_fates": [fate], "lifecycle_groups": [group],
        }  # fmt: skip
        return (
            Example("three of four", True, {**tables, "lifecycle": [row]}),
            Example("nobody gone", False, {**tables, "lifecycle": [{**row, "lost": 0}]}),
        )


def _finding(
    network_id: str, row: Mapping[str, Any], gone: Sequence[tuple[str, str]], events: int
) -> Finding:
    share = row["expected"] / row["matched"] if row["matched"] else None
    statuses = f" ({row['statuses']})" if row["statuses"] else ""
    said = f"after “{row['title']}”{statuses}, cause {row['cause']}: {_told(row['explanation'])}"
    return Finding(
        network_id, "disappearance", row["lost"] / row["checked"], "share of accounts reached again", said, share,
        None if row["p_value"] is None else min(1.0, row["p_value"] * max(events, 1)),
        account_refs([p for p, _ in gone], [i for _, i in gone]), untested=NOT_MATCHED,
    )  # fmt: skip


def _told(explanation: str) -> str:
    """What the table says, without its word that nothing was tested: the signal's own row says so at its end."""
    return explanation.replace(f" ({NO_CONTROLS})", "")


DISAPPEARANCE = Disappearance()
