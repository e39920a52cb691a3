"""The kernel's tables, counted by hand for the few rows of an example."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import combinations
from statistics import median
from typing import Any

from floodwatch.model.findings import WINDOWS_S
from floodwatch.model.units import Rows

Act = tuple[str, str, datetime]
RARE_CAP = 50


def tables(trace: str, acts: Sequence[Act], platform: str = "x") -> dict[str, Rows]:
    """Every table of the co-action kernel for one trace of (account, object, time), by naive counting."""
    accounts = {name: key for key, name in enumerate(sorted({a for a, _, _ in acts}))}
    objects = {name: key for key, name in enumerate(sorted({o for _, o, _ in acts}))}
    actions: Rows = [
        {
            "trace_key": 0,
            "account_key": accounts[a],
            "object_key": objects[o],
            "acted_s": int(t.timestamp()),
            "post_id": f"p{i}",
        }
        for i, (a, o, t) in enumerate(acts)
    ]
    lags = _lags(actions)
    meetings = _meetings(lags)
    return {
        "keyed_traces": [{"trace_key": 0, "trace": trace}],
        "keyed_accounts": [
            {"account_key": k, "platform": platform, "account_id": a} for a, k in accounts.items()
        ],
        "keyed_objects": [{"trace_key": 0, "object_key": k, "object_id": o} for o, k in objects.items()],
        "keyed_actions": actions,
        "account_margins": _account_margins(actions),
        "object_margins": _object_margins(actions, lags),
        "co_actions": _repeated(meetings),
        "pairs": _pairs(actions, meetings),
    }


def _lags(actions: Rows) -> dict[tuple[int, int, int], list[int]]:
    """Signed lags (b minus a) of all action pairs by object and pair of accounts."""
    found: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for one, two in combinations(sorted(actions, key=lambda r: r["account_key"]), 2):
        if one["object_key"] == two["object_key"] and one["account_key"] != two["account_key"]:
            key = (one["object_key"], one["account_key"], two["account_key"])
            found[key].append(two["acted_s"] - one["acted_s"])
    return found


def _account_margins(actions: Rows) -> Rows:
    owned: dict[int, list[int]] = defaultdict(list)
    for row in actions:
        owned[row["account_key"]].append(row["object_key"])
    return [
        {"trace_key": 0, "account_key": k, "actions": len(v), "objects": len(set(v))}
        for k, v in sorted(owned.items())
    ]


def _object_margins(actions: Rows, lags: dict[tuple[int, int, int], list[int]]) -> Rows:
    users: dict[int, list[int]] = defaultdict(list)
    for row in actions:
        users[row["object_key"]].append(row["account_key"])
    apart: dict[int, list[int]] = defaultdict(list)
    for (thing, _, _), values in lags.items():
        apart[thing] += [abs(v) for v in values]
    return [
        {
            "trace_key": 0,
            "object_key": k,
            "actors": len(set(v)),
            "actions": len(v),
            "pairs_all": len(apart[k]),
        }
        | {f"pairs_{w}": sum(lag <= w for lag in apart[k]) for w in WINDOWS_S}
        for k, v in sorted(users.items())
    ]


def _meetings(lags: dict[tuple[int, int, int], list[int]]) -> Rows:
    rows: Rows = []
    for (thing, a, b), values in sorted(lags.items()):
        nearest = min(values, key=abs)
        row: dict[str, Any] = {"trace_key": 0, "object_key": thing, "account_a": a, "account_b": b}
        row |= {"nearest_s": abs(nearest), "lag_s": nearest}
        row |= {f"count_{w}": sum(abs(v) <= w for v in values) for w in WINDOWS_S}
        if abs(nearest) <= WINDOWS_S[-1]:
            rows.append(row)
    return rows


def _repeated(rows: Rows) -> Rows:
    """Meetings of pairs that share two objects or more within the widest window."""
    often: dict[tuple[int, int], int] = defaultdict(int)
    for row in rows:
        often[row["account_a"], row["account_b"]] += 1
    return [row for row in rows if often[row["account_a"], row["account_b"]] >= 2]


def _pairs(actions: Rows, meetings: Rows) -> Rows:
    by_pair: dict[tuple[int, int], Rows] = defaultdict(list)
    for row in meetings:
        by_pair[row["account_a"], row["account_b"]].append(row)
    used: dict[int, set[int]] = defaultdict(set)
    users: dict[int, set[int]] = defaultdict(set)
    for row in actions:
        used[row["account_key"]].add(row["object_key"])
        users[row["object_key"]].add(row["account_key"])
    rows: Rows = []
    for a, b in combinations(sorted(used), 2):
        ever = sum(len(users[o]) <= RARE_CAP for o in used[a] & used[b])
        met = by_pair[a, b]
        if ever < 2 and len(met) < 2:
            continue
        row = {"trace_key": 0, "account_a": a, "account_b": b, "shared_ever": ever}
        row |= {f"shared_{w}": sum(m["nearest_s"] <= w for m in met) for w in WINDOWS_S}
        row |= {f"count_{w}": sum(m[f"count_{w}"] for m in met) for w in WINDOWS_S}
        row["median_lag_s"] = float(median(m["nearest_s"] for m in met)) if met else None
        rows.append(row)
    return rows
