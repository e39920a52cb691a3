"""The smallest operation that would have been found: planted operations and how many of them came out."""

from __future__ import annotations

from typing import Any

from floodwatch.model.dossier import Rows, said
from floodwatch.views.unit import Reader, View, rows

SQL = """
SELECT trace, language, members, actions_each, spread_s, planted, found, power_low, power_high
FROM power ORDER BY trace, language, members, actions_each, spread_s"""
ENOUGH = 0.8
NOT_MEASURED = (
    "The smallest operation that this data could have shown was not measured in this run. "
    "Where nothing was found, read “not looked for”, not “not there”."
)


def view(reader: Reader) -> Rows:
    """One row per kind of planted operation, with the share that was found."""
    found = rows(reader, SQL)
    return [r | {"power": r["found"] / r["planted"] if r["planted"] else None} for r in found]


def smallest(power: Rows) -> str:
    """The smallest operation found with 80% power, in a sentence; what to think when there is none."""
    if not power:
        return NOT_MEASURED
    enough = [r for r in power if (r["power"] or 0) >= ENOUGH]
    if not enough:
        return (
            f"None of the {sum(r['planted'] for r in power):,} operations planted into these data was of a "
            "kind that is found in 80% of cases: the absence of a finding says little here."
        )
    return _sentence(min(enough, key=lambda r: (r["members"], r["actions_each"], -r["spread_s"], r["trace"])))


def _sentence(row: dict[str, Any]) -> str:
    kind = f"{said(row['trace'])}, language {row['language']}" if row["language"] else said(row["trace"])
    return (
        f"The smallest planted operation that was found in at least 80% of cases: {row['members']} accounts "
        f"with {row['actions_each']} joint actions each ({kind}) "
        f"within {row['spread_s']:,} seconds; {row['found']} of {row['planted']} found "
        f"(95% interval {row['power_low']:.0%} to {row['power_high']:.0%}). Smaller ones can be missed."
    )


POWER = View("power", "The smallest operation that would have been found", view, needs=("power",))
