"""Rows of `robustness`: does a network survive without a trace, its busiest accounts, or a day?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from floodwatch.detectors.coordination.groups import Layer, layers, test_group
from floodwatch.detectors.coordination.margins import DAY_S
from floodwatch.model.units import Engine

Ints = npt.NDArray[np.int64]

SCHEMA = pa.schema([
    ("network_id", pa.string()), ("dropped_kind", pa.string()), ("dropped", pa.string()),
    ("p_value", pa.float64()), ("survives", pa.bool_()),
])  # fmt: skip
MOST_DAYS = 60
"""Networks that act on more days are tested without each of the 60 days on which they act most."""


def make(engine: Engine, level: float) -> pa.Table:
    """Test every network again without each trace, without the busiest tenth of accounts, without each day."""
    table = engine.arrow(
        "SELECT network_id FROM networks_found SEMI JOIN members USING (network_id) ORDER BY network_id"
    )
    networks = table.column("network_id").to_pylist()
    if not networks:
        return SCHEMA.empty_table()
    found = layers(engine)
    members = _members(engine)
    busiest = busy(found)
    rows: list[dict[str, object]] = []
    for network in networks:
        group = members[network]
        for kind, name, p in _variants(found, group, busiest):
            row = {"network_id": network, "dropped_kind": kind, "dropped": name, "p_value": p}
            rows.append({**row, "survives": p <= level})
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _members(engine: Engine) -> dict[str, Ints]:
    rows = engine.arrow("SELECT network_id, account_key FROM members ORDER BY network_id, account_key")
    groups: dict[str, list[int]] = {}
    for row in rows.to_pylist():
        groups.setdefault(row["network_id"], []).append(row["account_key"])
    return {name: np.array(group, dtype=np.int64) for name, group in groups.items()}


def busy(found: Sequence[Layer]) -> Ints:
    """The most active tenth of the accounts, actions of all traces together (ties by key)."""
    total = np.sum([layer.margins.actions_of for layer in found], axis=0)
    acting = np.flatnonzero(total > 0)
    order = acting[np.lexsort((acting, -total[acting]))]
    return np.sort(order[: max(1, acting.size // 10)])


def _variants(found: Sequence[Layer], group: Ints, busiest: Ints) -> list[tuple[str, str, float]]:
    """What was dropped and the p-value without it: (kind, name, p)."""
    rows = []
    for place, layer in enumerate(found):
        if (layer.margins.actions_of[group] > 0).sum() >= 2:
            rows.append(("trace", layer.name, test_group(found, group, without_layer=place).p))
    rest = np.setdiff1d(group, busiest)
    rows.append(("active_tenth", f"{group.size - rest.size} of {group.size} members", _p(found, rest)))
    for day in days_of(found, group):
        name = datetime.fromtimestamp(day * DAY_S, UTC).date().isoformat()
        rows.append(("day", name, test_group(found, group, without_day=day).p))
    return rows


def _p(found: Sequence[Layer], group: Ints) -> float:
    return test_group(found, group).p if group.size >= 2 else 1.0


def days_of(found: Sequence[Layer], group: Ints) -> list[int]:
    """Days on which the group acted on shared objects, at most the 60 busiest, in order."""
    times = [layer.margins.time_s[np.isin(layer.margins.account, group)] // DAY_S for layer in found]
    days, counts = np.unique(np.concatenate(times), return_counts=True)
    chosen = days[np.lexsort((days, -counts))][:MOST_DAYS]
    return sorted(int(day) for day in chosen)
