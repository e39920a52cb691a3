"""The networks of a case: one summary each, covert ones first, then the others, larger ones first."""

from __future__ import annotations

from typing import Any

from floodwatch.model.dossier import Network
from floodwatch.model.units import Parameter
from floodwatch.views.mask import Mask, mask
from floodwatch.views.unit import Reader, View, literals, parts, rows

SQL = """
SELECT n.network_id, n.kind, n.members, n.posts, n.platforms, n.behaviours,
  CAST(n.first_seen AS TIMESTAMPTZ) AS first_seen, CAST(n.last_seen AS TIMESTAMPTZ) AS last_seen,
  n.q_value, n.summary, f.expected, f.observed, coalesce(e.edges, 0) AS edges,
  k.positive_signs, k.deception_signs, k.innocent_account, k.tell_apart, k.rules
FROM networks n
LEFT JOIN networks_found f ON f.network_id = n.network_id
LEFT JOIN network_kinds k ON k.network_id = n.network_id
LEFT JOIN (
  SELECT a.network_id, count(*) AS edges FROM edges e
  JOIN members a ON a.platform = e.source_platform AND a.account_id = e.source_id
  JOIN members b ON b.platform = e.target_platform AND b.account_id = e.target_id
    AND b.network_id = a.network_id
  GROUP BY a.network_id) e ON e.network_id = n.network_id
{where}
ORDER BY n.kind <> 'covert', n.members DESC, n.q_value, n.network_id"""


def view(reader: Reader, ids: tuple[str, ...] = ()) -> tuple[Network, ...]:
    """All networks, or those of `ids`; accounts outside them are masked in the sentences."""
    hidden = mask(reader)
    where = f"WHERE n.network_id IN ({literals(ids)})" if ids else ""
    return tuple(_network(row, hidden) for row in rows(reader, SQL.format(where=where)))


def _network(row: dict[str, Any], hidden: Mask) -> Network:
    detail: dict[str, Any] = {key: hidden.text(row.pop(key)) for key in ("innocent_account", "tell_apart")}
    row["summary"] = hidden.text(row["summary"])
    detail |= {key: parts(row.pop(key)) for key in ("positive_signs", "deception_signs", "rules")}
    row["platforms"], row["behaviours"] = parts(row["platforms"]), parts(row["behaviours"])
    row["members"], row["posts"] = int(row["members"] or 0), int(row["posts"] or 0)
    return Network(**row, kind_detail=detail)


NETWORKS = View(
    "networks",
    "Every network with its kind, size, behaviours, times and the reason for its kind",
    view,
    needs=("networks", "networks_found", "network_kinds", "edges", "members", "accounts"),
    parameters=(Parameter("ids", (), "only these networks"),),
)
