"""What the figures of one network in a report rest on: every member, link and day, so that each can be recounted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from floodwatch.model import refs
from floodwatch.model.units import Parameter
from floodwatch.views import graph, networks, who
from floodwatch.views.network import NOBODY
from floodwatch.views.unit import Reader, View, literal, rows

DAYS = """
SELECT p.platform, p.account_id, CAST(floor(epoch(p.created_at) / 86400) AS BIGINT) AS day_number, count(*) AS posts
FROM posts p JOIN members m ON m.platform = p.platform AND m.account_id = p.account_id
WHERE m.network_id = {one} GROUP BY ALL ORDER BY ALL"""
SHOWN = ("platform", "account_id", "handle", "score", "route", "behaviours", "posts", "part")


def view(reader: Reader, network: str = "", roles: Mapping[str, str] = NOBODY) -> dict[str, Any]:
    """The network, its members with posts and part, the links between them, and posts by member and day (UTC).

    Everything is empty where there is no such network.
    """
    found = [one for one in networks.view(reader, (network,)) if one.network_id == network]
    if not found:
        return {"network": None, "members": [], "links": [], "days": []}
    members = who.members(reader, literal(network), roles).get(network, [])
    inside = {row["account"].ref for row in members}
    links = [e for e in graph.view(reader).edges if e["source"] in inside and e["target"] in inside]
    return {
        "network": found[0],
        "members": [{"ref": row["account"].ref, **{name: row[name] for name in SHOWN}} for row in members],
        "links": links,
        "days": [_day(row) for row in rows(reader, DAYS.format(one=literal(network)))],
    }


def _day(row: Mapping[str, Any]) -> dict[str, Any]:
    told = refs.account(row["platform"], row["account_id"])
    return {"ref": told, "day_number": row["day_number"], "posts": row["posts"]}


BASIS = View(
    "basis",
    "What the figures of one network rest on: members, links, days",
    view,
    needs=("networks", "members", "accounts", "edges", "posts"),
    parameters=(Parameter("network", "", "Id of a network."),),
)
