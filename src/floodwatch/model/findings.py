"""What comes out: the columns of the finding tables, exactly as the CSV exports carry them.

Tables of the lake may carry more columns; the exports write these, in this order, then the rest.
"""

from __future__ import annotations

NETWORKS = (
    "network_id", "kind", "members", "posts", "platforms", "behaviours", "first_seen", "last_seen",
    "q_value", "summary",
)  # fmt: skip
MEMBERS = ("network_id", "platform", "account_id", "score", "behaviours", "route")
EDGES = (
    "behaviour", "source_platform", "source_id", "target_platform", "target_id", "shared_objects",
    "co_actions", "window_s", "median_lag_s", "expected", "p_value", "q_value",
)  # fmt: skip
SIGNALS = (
    "subject_kind", "subject_id", "signal", "value", "unit", "baseline", "p_value", "evidence",
    "explanation",
)  # fmt: skip
LEFT_OUT = ("behaviour", "object_id", "accounts", "actions", "window_s", "co_actions", "expected", "share")
REJECTS = ("file", "line", "reason")

EXPORTS: dict[str, tuple[str, ...]] = {
    "networks": NETWORKS,
    "members": MEMBERS,
    "edges": EDGES,
    "signals": SIGNALS,
    "left_out_objects": LEFT_OUT,
}

KINDS = ("covert", "overt", "unclear")
ROUTES = ("pair", "growth")
WINDOWS_S = (10, 60, 300, 3600, 21600)
"""The windows that every trace is tested at, in seconds."""
