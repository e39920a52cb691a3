"""The posts behind the edges of networks: the strongest, the weakest, and some drawn by a stated rule."""

from __future__ import annotations

from typing import Any

from floodwatch.model import refs
from floodwatch.model.dossier import Edge, Evidence, Example, Post, Rows
from floodwatch.model.units import Parameter
from floodwatch.views.mask import Mask, mask, web_address
from floodwatch.views.unit import Reader, View, grouped, literal, literals, rows
from floodwatch.views.what import label, masked

RULE = (
    "Example edges are not chosen by hand: within each network the edges are ordered by the MD5 of the seed "
    "({seed}), the behaviour and the two accounts, and the first {drawn} are shown, with the strongest "
    "(lowest q, then most shared objects) and the weakest edge. Of each edge the object with the smallest "
    "lag is shown."
)
TEXT_LENGTH = 600
_KEY = "behaviour, source_platform, source_id, target_platform, target_id"
_STRONG = f"q_value, shared_objects DESC, p_value, {_KEY}"
_WEAK = f"q_value DESC, shared_objects, p_value DESC, {_KEY}"

EDGES = f"""
WITH inside AS (
  SELECT a.network_id, e.* FROM edges e
  JOIN members a ON a.platform = e.source_platform AND a.account_id = e.source_id
  JOIN members b ON b.platform = e.target_platform AND b.account_id = e.target_id
    AND b.network_id = a.network_id
  WHERE a.network_id IN ({{ids}})),
ranked AS (
  SELECT *, row_number() OVER (PARTITION BY network_id ORDER BY {_STRONG}) AS strong_place,
    row_number() OVER (PARTITION BY network_id ORDER BY {_WEAK}) AS weak_place,
    row_number() OVER (PARTITION BY network_id ORDER BY
      md5(concat_ws('/', {{seed}}, {_KEY})), {_KEY}) AS drawn_place
  FROM inside),
picked AS (SELECT * FROM ranked WHERE strong_place <= {{most}} OR weak_place = 1 OR drawn_place <= {{drawn}})
"""
PICKED = "SELECT * FROM picked ORDER BY network_id, strong_place"
POSTS = """,
behind AS (
  SELECT k.network_id, k.strong_place, v.*,
    count(*) OVER (PARTITION BY k.network_id, k.strong_place) AS total,
    row_number() OVER (PARTITION BY k.network_id, k.strong_place
      ORDER BY abs(v.lag_s), v.object_id, v.source_post, v.target_post) AS place
  FROM edge_evidence v JOIN picked k ON v.behaviour = k.behaviour AND v.source_platform = k.source_platform
    AND v.source_id = k.source_id AND v.target_platform = k.target_platform AND v.target_id = k.target_id)
SELECT b.*, s.text AS source_text, s.permalink AS source_link,
  t.text AS target_text, t.permalink AS target_link
FROM behind b
LEFT JOIN posts s ON s.platform = b.source_platform AND s.post_id = b.source_post
LEFT JOIN posts t ON t.platform = b.target_platform AND t.post_id = b.target_post
WHERE b.place <= {rows} ORDER BY b.network_id, b.strong_place, b.place"""


def view(
    reader: Reader, ids: tuple[str, ...], seed: int = 0, most: int = 20, drawn: int = 3, per_edge: int = 4,
    known: Mask | None = None,
) -> dict[str, tuple[tuple[Edge, ...], tuple[Example, ...]]]:  # fmt: skip
    """Per network its strongest edges and the weakest, with the posts behind them, and the example posts."""
    hidden = known or mask(reader)
    chosen = EDGES.format(ids=literals(ids), seed=literal(str(seed)), most=most, drawn=drawn)
    posts = rows(reader, chosen + POSTS.format(rows=per_edge))
    behind = grouped([r | {"edge": f"{r['network_id']} {r['strong_place']}"} for r in posts], "edge")
    out = {}
    for network, found in grouped(rows(reader, chosen + PICKED)).items():
        edges = [(r, edge(r, behind.get(f"{network} {r['strong_place']}", []), hidden)) for r in found]
        shown = tuple(edge for r, edge in edges if r["strong_place"] <= most or r["weak_place"] == 1)
        out[network] = (shown, _examples(edges, drawn))
    return out


def edge(row: dict[str, Any], behind: Rows, hidden: Mask) -> Edge:
    """A link with the posts behind it, from its row and theirs."""
    evidence = tuple(_evidence(row["behaviour"], r, hidden) for r in behind)
    return Edge(
        behaviour=row["behaviour"],
        source=hidden.accounts[row["source_platform"], row["source_id"]],
        target=hidden.accounts[row["target_platform"], row["target_id"]],
        shared_objects=row["shared_objects"], co_actions=row["co_actions"], window_s=row["window_s"],
        median_lag_s=row["median_lag_s"], expected=row["expected"], p_value=row["p_value"],
        q_value=row["q_value"], evidence=evidence, evidence_total=behind[0]["total"] if behind else 0,
    )  # fmt: skip


def _evidence(behaviour: str, row: dict[str, Any], hidden: Mask) -> Evidence:
    return Evidence(
        label=label(behaviour, row["object_id"], row["source_text"], hidden, row["source_platform"]),
        source=_post(row, "source", hidden),
        target=_post(row, "target", hidden),
        lag_s=int(row["lag_s"] or 0),
    )


def _post(row: dict[str, Any], side: str, hidden: Mask) -> Post:
    platform = row[f"{side}_platform"]
    text, was_cut = masked(row[f"{side}_text"], hidden, TEXT_LENGTH, platform)
    return Post(
        ref=refs.post(platform, row[f"{side}_post"]),
        account=hidden.accounts[platform, row[f"{side}_id"]],
        created_at=row[f"{side}_at"],
        text=text,
        cut=was_cut,
        permalink=web_address(row[f"{side}_link"]),
    )


def _examples(edges: list[tuple[dict[str, Any], Edge]], drawn: int) -> tuple[Example, ...]:
    """Strongest, weakest, then the drawn ones; an edge is shown once, under its first reason."""
    reasons = (
        ("strongest edge", "strong_place", 1),
        ("weakest edge", "weak_place", 1),
        ("drawn", "drawn_place", drawn),
    )
    shown: dict[int, Example] = {}
    for why, key, last in reasons:
        for row, edge in sorted((e for e in edges if e[0][key] <= last), key=lambda e: e[0][key]):
            if edge.evidence:
                shown.setdefault(row["strong_place"], Example(why, edge, edge.evidence[0]))
    return tuple(shown.values())


EVIDENCE = View(
    "evidence",
    "The posts behind the edges of networks",
    view,
    needs=("edges", "edge_evidence", "members", "posts", "accounts"),
    parameters=(
        Parameter("ids", (), "which networks"),
        Parameter("seed", 0, "seed of the drawing rule"),
        Parameter("most", 20, "strongest edges per network"),
        Parameter("drawn", 3, "edges drawn by the rule per network"),
        Parameter("per_edge", 4, "pairs of posts per edge"),
    ),
)
