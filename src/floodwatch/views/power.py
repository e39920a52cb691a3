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
FLOOR = (
    "Smaller or slower operations can be missed. This is a floor: only the tests on pairs were run on the "
    "planted operations, and the tests on groups find more."
)


def view(reader: Reader) -> Rows:
    """One row per kind of planted operation, with the share that was found."""
    found = rows(reader, SQL)
    return [r | {"power": r["found"] / r["planted"] if r["planted"] else None} for r in found]


def smallest(power: Rows) -> str:
    """Per behaviour, over all languages, the smallest operation found with 80% power, or what to think.

    It counts only when every larger or more active one planted within the same time was found as well.
    """
    overall = [r for r in power if not r["language"]] or power
    if not overall:
        return NOT_MEASURED
    found: list[str] = []
    missed: list[str] = []
    for trace in sorted({r["trace"] for r in overall}):
        best = _least([r for r in overall if r["trace"] == trace])
        (found if best else missed).append(_words(best) if best else said(trace))
    largest = max(overall, key=lambda r: (r["members"], r["actions_each"]))
    sentences = (
        [f"Found in at least 80% of cases, as was everything larger: {'; '.join(found)}."] if found else []
    )
    if missed:
        size = f"{largest['members']} accounts with {largest['actions_each']} joint actions each"
        sentences.append(
            f"Not found in 80% of cases at any planted size (up to {size}): {', '.join(missed)}."
        )
    return " ".join([*sentences, FLOOR])


def _least(rows_of_trace: Rows) -> dict[str, Any] | None:
    """The smallest operation that was found often enough together with all that dominate it."""
    enough = [
        r for r in rows_of_trace if all((x["power"] or 0) >= ENOUGH for x in rows_of_trace if _covers(x, r))
    ]
    return min(enough, key=lambda r: (r["members"], r["actions_each"], -r["spread_s"]), default=None)


def _covers(larger: dict[str, Any], row: dict[str, Any]) -> bool:
    sizes = all(larger[k] >= row[k] for k in ("members", "actions_each"))
    return bool(sizes and larger["spread_s"] == row["spread_s"])


def _words(row: dict[str, Any]) -> str:
    return (
        f"by {said(row['trace'])}, {row['members']} accounts with {row['actions_each']} joint actions each "
        f"within {row['spread_s']:,} seconds ({row['found']} of {row['planted']} found, "
        f"95% interval {row['power_low']:.0%} to {row['power_high']:.0%})"
    )


POWER = View("power", "The smallest operation that would have been found", view, needs=("power",))
