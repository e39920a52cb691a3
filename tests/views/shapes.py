"""Columns of the finding tables, as the views need them."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa

from floodwatch.model import findings

START = datetime(2024, 3, 4, 6, tzinfo=UTC)

FINDINGS: dict[str, dict[str, pa.DataType]] = {
    "actions/url": dict.fromkeys(("trace", "platform", "account_id", "object_id", "post_id"), pa.string())
    | {"acted_at": pa.timestamp("us", tz="UTC")},
    "post_links": dict.fromkeys(("platform", "post_id", "account_id", "url", "domain"), pa.string())
    | {"created_at": pa.timestamp("us", tz="UTC"), "position": pa.int64(), "is_share": pa.bool_()},
    "tested": dict.fromkeys(("trace", "windows", "windows_skipped", "note"), pa.string())
    | dict.fromkeys(("accounts", "actions", "objects", "resolution_s", "edges"), pa.int64())
    | dict.fromkeys(("pairs_possible", "affinity_k"), pa.float64()),
    "calibration": {
        "trace": pa.string(),
        "shuffle": pa.string(),
        "rounds": pa.int64(),
        "edges_observed": pa.int64(),
        "edges_shuffled": pa.float64(),
        "fdr": pa.float64(),
        "windows": pa.string(),
    },
    "left_out_objects": dict.fromkeys(("behaviour", "object_id"), pa.string())
    | dict.fromkeys(("accounts", "actions", "window_s", "co_actions"), pa.int64())
    | dict.fromkeys(("expected", "share"), pa.float64()),
    "networks": dict.fromkeys(findings.NETWORKS, pa.string())
    | {"members": pa.int64(), "posts": pa.int64(), "q_value": pa.float64()}
    | dict.fromkeys(("first_seen", "last_seen"), pa.timestamp("us", tz="UTC")),
    "networks_found": {"network_id": pa.string(), "members": pa.int64()}
    | dict.fromkeys(("q_value", "p_value", "expected", "observed"), pa.float64()),
    "members": dict.fromkeys(findings.MEMBERS, pa.string())
    | {"score": pa.float64(), "account_key": pa.int64()},
    "edges": dict.fromkeys(findings.EDGES, pa.string())
    | dict.fromkeys(("shared_objects", "co_actions", "window_s"), pa.int64())
    | dict.fromkeys(("median_lag_s", "expected", "p_value", "q_value"), pa.float64()),
    "edge_evidence": dict.fromkeys(
        (*findings.EDGES[:5], "object_id", "source_post", "target_post"), pa.string()
    )
    | dict.fromkeys(("source_at", "target_at"), pa.timestamp("us", tz="UTC"))
    | {"lag_s": pa.int64()},
    "growth": dict.fromkeys(("network_id", "platform", "account_id"), pa.string())
    | dict.fromkeys(("shared", "round"), pa.int64())
    | dict.fromkeys(("expected", "p_value", "q_value"), pa.float64()),
    "robustness": dict.fromkeys(("network_id", "dropped_kind", "dropped"), pa.string())
    | {"p_value": pa.float64(), "survives": pa.bool_()},
    "signals": dict.fromkeys((*findings.SIGNALS, "network_id"), pa.string())
    | dict.fromkeys(("value", "baseline", "p_value"), pa.float64()),
    "network_kinds": dict.fromkeys(
        (
            "network_id",
            "kind",
            "summary",
            "positive_signs",
            "deception_signs",
            "innocent_account",
            "tell_apart",
            "rules",
        ),
        pa.string(),
    ),
    "rejects": {"file": pa.string(), "line": pa.int64(), "reason": pa.string()},
    "power": dict.fromkeys(("trace", "language"), pa.string())
    | dict.fromkeys(("members", "actions_each", "spread_s", "planted", "found"), pa.int64())
    | dict.fromkeys(("power_low", "power_high"), pa.float64()),
}
FINDINGS["actions"] = FINDINGS.pop("actions/url")
