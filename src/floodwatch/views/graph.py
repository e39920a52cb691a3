"""The fused network: members as nodes, one edge per pair of accounts over all behaviours."""

from __future__ import annotations

from floodwatch.model import refs
from floodwatch.model.dossier import Graph
from floodwatch.model.units import Parameter
from floodwatch.views.unit import Reader, View, parts, rows

NODES = """
SELECT m.network_id, n.kind, m.platform, m.account_id, m.score, m.behaviours, m.route, a.handle, a.name
FROM members m
LEFT JOIN networks n ON n.network_id = m.network_id
LEFT JOIN accounts a ON a.platform = m.platform AND a.account_id = m.account_id
ORDER BY m.platform, m.account_id, m.network_id"""
TIMED = """,
  min(e.window_s) AS window_s, min(t.first_seen) AS first_seen, max(t.last_seen) AS last_seen"""
TIMES = """
LEFT JOIN (SELECT behaviour, source_platform, source_id, target_platform, target_id,
    min(least(source_at, target_at)) AS first_seen, max(greatest(source_at, target_at)) AS last_seen
  FROM edge_evidence GROUP BY ALL) t
  ON t.behaviour = e.behaviour AND t.source_platform = e.source_platform AND t.source_id = e.source_id
  AND t.target_platform = e.target_platform AND t.target_id = e.target_id"""
EDGES = """
SELECT e.source_platform, e.source_id, e.target_platform, e.target_id,
  string_agg(e.behaviour, '|' ORDER BY e.behaviour) AS behaviours, sum(e.shared_objects) AS shared_objects,
  min(e.q_value) AS q_value, min(e.p_value) AS p_value{timed}
FROM edges e{times}
SEMI JOIN members a ON a.platform = e.source_platform AND a.account_id = e.source_id
SEMI JOIN members b ON b.platform = e.target_platform AND b.account_id = e.target_id
GROUP BY e.source_platform, e.source_id, e.target_platform, e.target_id
ORDER BY e.source_platform, e.source_id, e.target_platform, e.target_id"""


def view(reader: Reader, timed: bool = False) -> Graph:
    """Nodes and edges named by account refs; an account in two networks is one node of its first network.

    `timed` edges also say in which window they were found, and when their evidence begins and ends.
    """
    sql = EDGES.format(timed=TIMED if timed else "", times=TIMES if timed else "")
    more = ("window_s", "first_seen", "last_seen") if timed else ()
    nodes: dict[str, dict[str, object]] = {}
    for row in rows(reader, NODES):
        node = refs.account(row["platform"], row["account_id"])
        nodes.setdefault(node, row | {"ref": node, "behaviours": parts(row["behaviours"])})
    edges = [
        {
            "source": refs.account(r["source_platform"], r["source_id"]),
            "target": refs.account(r["target_platform"], r["target_id"]),
            "behaviours": parts(r["behaviours"]),
            "shared_objects": int(r["shared_objects"] or 0),
            "q_value": r["q_value"],
            "p_value": r["p_value"],
            **{name: r[name] for name in more},
        }
        for r in rows(reader, sql)
    ]
    return Graph(list(nodes.values()), edges)


GRAPH = View(
    "graph",
    "Nodes and edges of the fused network",
    view,
    needs=("members", "networks", "accounts", "edges", "edge_evidence"),
    parameters=(Parameter("timed", False, "with windows and times of the edges"),),
)
