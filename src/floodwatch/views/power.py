"""The smallest operation that would have been found: planted operations and how many of them came out."""

from __future__ import annotations

from typing import Any

from floodwatch.model.dossier import Rows, Smallest, said
from floodwatch.views.unit import Reader, View, rows

SQL = """
SELECT trace, language, members, actions_each, spread_s, planted, found, power_low, power_high
FROM power ORDER BY trace, language, members, actions_each, spread_s"""
ENOUGH = 0.8
NOT_MEASURED = (
    "The smallest operation that this data would have shown was not measured in this run. "
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


def smallest(power: Rows) -> Smallest:
    """Per behaviour, over all languages, the smallest operation found with 80% power, and what to think.

    It counts only when every larger or more active one planted within the same time was found as well.
    """
    overall = [r for r in power if not r["language"]] or power
    if not overall:
        return Smallest([], NOT_MEASURED)
    best = {t: _least([r for r in overall if r["trace"] == t]) for t in sorted({r["trace"] for r in overall})}
    missed = [said(trace) for trace, row in best.items() if row is None]
    largest = max(overall, key=lambda r: (r["members"], r["actions_each"]))
    sentences: list[str] = []
    if missed:
        size = f"{largest['members']} accounts with {largest['actions_each']} joint actions each"
        sentences.append(
            f"Not found in 80% of cases at any planted size (up to {size}): {', '.join(missed)}."
        )
    return Smallest([row for row in best.values() if row], " ".join([*sentences, FLOOR]))


def _least(rows_of_trace: Rows) -> dict[str, Any] | None:
    """The smallest operation that was found often enough together with all that dominate it."""
    enough = [
        r for r in rows_of_trace if all((x["power"] or 0) >= ENOUGH for x in rows_of_trace if _covers(x, r))
    ]
    return min(enough, key=lambda r: (r["members"], r["actions_each"], -r["spread_s"]), default=None)


def _covers(larger: dict[str, Any], row: dict[str, Any]) -> bool:
    sizes = all(larger[k] >= row[k] for k in ("members", "actions_each"))
    return bool(sizes and larger["spread_s"] == row["spread_s"])


POWER = View("power", "The smallest operation that would have been found", view, needs=("power",))
