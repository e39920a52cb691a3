"""Networks, with what speaks for and against one operator who passes for many people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from floodwatch.detectors.personas.odds.curves import book
from floodwatch.detectors.personas.odds.network_scores import network_scores
from floodwatch.detectors.personas.rows import Finding, save
from floodwatch.detectors.personas.signals import SIGNALS as UNITS
from floodwatch.model.units import Engine, Example, Parameter, Rows, Value, sql_name
from floodwatch.tools.odds import in_words

TABLES = tuple(table for unit in UNITS for table in unit.makes if table.startswith("signals/"))
"""Tables of signals that may count; those of this unit and of outsiders do not."""
NETWORKS = "SELECT network_id FROM networks_found WHERE network_id IS NOT NULL ORDER BY network_id"
EACH = """
    SELECT network_id, signal, value, p_value FROM {table}
    WHERE network_id IS NOT NULL AND subject_kind = 'network'"""
SIGNALS = " UNION ALL ".join(EACH.format(table=sql_name(table)) for table in TABLES)
ORDERED = f"SELECT * FROM ({SIGNALS}) ORDER BY network_id, signal, value"
UNTESTED = "terms calibrated on synthetic worlds"
COLUMNS = ("network_id", "term", "log_lr", "surprise", "signal")


class NetworkOdds:
    """One row per network and dependence group, and one for openness, in natural log-odds."""

    name = "network_odds"
    description = "What speaks for and against one operator who passes for many people, by dependence group."
    version = 1
    parameters: tuple[Parameter, ...] = ()
    needs = ("networks_found", *TABLES)
    makes = ("network_odds", "signals/combined")
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `network_odds` (a group of which nothing was measured has a term of 0), and one signal per network."""
        import pyarrow as pa

        networks = [r["network_id"] for r in engine.arrow(NETWORKS).to_pylist()]
        rows = odds(networks, engine.arrow(ORDERED).to_pylist())
        kinds = {"log_lr": pa.float64(), "surprise": pa.float64()}
        schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
        engine.register("network_odds", pa.Table.from_pylist(rows, schema=schema))
        save(engine, "signals/combined", (combined(name, mine) for name, mine in by_network(networks, rows)))

    def examples(self) -> Sequence[Example]:
        """A network makes rows; no network makes none."""
        batch = {**_SIGNAL, "network_id": "n-1", "signal": "creation_burst", "p_value": 1e-4}
        tables: dict[str, Rows] = {name: [_SIGNAL] for name in TABLES}
        network: Rows = [{"network_id": "n-1"}]
        return (
            Example("a batch", True, {**tables, TABLES[0]: [batch], "networks_found": network}),
            Example(
                "no network", False, {**tables, TABLES[0]: [batch], "networks_found": [{"network_id": None}]}
            ),
        )


_SIGNAL = {"network_id": "n-0", "subject_kind": "network", "signal": "other", "value": 0.8, "p_value": 1.0}


def odds(networks: Sequence[str], signals: Sequence[Mapping[str, Any]]) -> Rows:
    """Terms of every network, the groups in the order of the rules."""
    scores = network_scores(networks, signals)
    terms = book("networks").terms(scores.groups)
    return [
        {
            "network_id": name,
            "term": group,
            "log_lr": round(float(terms[group][i]), 6),
            "surprise": None if np.isnan(found[i]) else round(float(found[i]), 6),
            "signal": scores.reasons[group][i] or None,
        }
        for i, name in enumerate(networks)
        for group, found in scores.groups.items()
        if group in terms
    ]


def by_network(networks: Sequence[str], rows: Rows) -> Iterator[tuple[str, Rows]]:
    """Every network with its own rows."""
    found: dict[str, Rows] = {name: [] for name in networks}
    for row in rows:
        found[row["network_id"]].append(row)
    yield from found.items()


def combined(network_id: str, mine: Rows) -> Finding:
    """The sum of a network's terms as a signal, with what speaks for, what against, and what that means."""
    total = sum(r["log_lr"] for r in mine)
    said = (
        "; ".join(filter(None, (_side("for", mine, 1), _side("against", mine, -1)))) or "nothing was measured"
    )
    return Finding(
        network_id, "combined_evidence", total, "log-odds (natural)",
        f"one operator who passes for many people: {said}. {in_words(total)}; colleagues, fans and associations that "
        "do not say what they are can look the same", untested=UNTESTED,
    )  # fmt: skip


def _side(side: str, rows: Rows, sign: int) -> str:
    """What speaks for, or against, with its terms, the greatest first."""
    chosen = sorted((r for r in rows if sign * r["log_lr"] >= 0.05), key=lambda r: -abs(r["log_lr"]))
    named = [f"{r['term']} {r['log_lr']:+.1f} ({words(r)})" for r in chosen]
    return f"{side}: {', '.join(named)}" if named else ""


def words(row: Mapping[str, Any]) -> str:
    """The signal behind a term, in words; without one, that nothing was unusual."""
    return str(row["signal"]).replace("_", " ") if row["signal"] and row["surprise"] else "nothing unusual"


NETWORK_ODDS = NetworkOdds()
