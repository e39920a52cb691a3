"""The network picture: one SVG, static in print; the page's script makes it interactive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from floodwatch.model.dossier import Graph, Network
from floodwatch.outputs.layout import layout
from floodwatch.outputs.text import clean

MOST_NODES, MOST_EDGES = 1500, 4000
SCALE = 14.0
LEAST = (520.0, 120.0)
"""Width and height that the picture shows at least, so that a small network is not blown up."""
TINY, CROWDED = 4, 150
"""Members up to which a mark has room for a number only; links above which lines are drawn fainter."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The SVG, and how much of the graph it leaves out."""

    svg: str
    nodes: int
    nodes_total: int
    edges: int
    edges_total: int
    networks: int


def picture(graph: Graph, networks: Sequence[Network], seed: int) -> Picture:
    """Draw whole networks in the report's order until `MOST_NODES` is reached, then the strongest edges."""
    drawn, nodes = _nodes(graph, networks)
    place = {n["ref"]: i for i, n in enumerate(nodes)}
    inside = [e for e in graph.edges if e["source"] in place and e["target"] in place]
    inside.sort(
        key=lambda e: (
            1.0 if e["q_value"] is None else e["q_value"],
            -e["shared_objects"],
            e["source"],
            e["target"],
        )
    )
    kept = inside[:MOST_EDGES]
    order = {n.network_id: i for i, n in drawn}
    pairs = [(place[e["source"]], place[e["target"]]) for e in kept]
    spots = layout([order[n["network_id"]] for n in nodes], pairs, seed) * SCALE
    return Picture(
        _svg(drawn, nodes, kept, place, spots),
        len(nodes),
        len(graph.nodes),
        len(kept),
        len(graph.edges),
        len(drawn),
    )


def _nodes(
    graph: Graph, networks: Sequence[Network]
) -> tuple[list[tuple[int, Network]], list[dict[str, Any]]]:
    members: dict[str, list[dict[str, Any]]] = {}
    for node in graph.nodes:
        members.setdefault(node["network_id"], []).append(node)
    drawn: list[tuple[int, Network]] = []
    nodes: list[dict[str, Any]] = []
    for number, network in enumerate(networks, 1):
        found = members.get(network.network_id, [])
        if found and (not nodes or len(nodes) + len(found) <= MOST_NODES):
            drawn.append((number, network))
            nodes += found[:MOST_NODES]
    return drawn, nodes


def _svg(
    drawn: Sequence[tuple[int, Network]],
    nodes: list[dict[str, Any]],
    edges: list[dict[str, Any]],
    place: dict[str, int],
    spots: Any,
) -> str:
    if not nodes:
        return ""
    low, high = spots.min(axis=0) - 34, spots.max(axis=0) + 34
    spare = np.maximum(np.array(LEAST) - (high - low), 0) / 2
    low, high = low - spare, high + spare
    box = " ".join(f"{v:.0f}" for v in (*low, *(high - low)))
    lines: dict[str, list[str]] = {}
    for edge in edges:
        a, b = place[edge["source"]], place[edge["target"]]
        lines.setdefault(nodes[a]["network_id"], []).append(_line(spots[a], spots[b]))
    groups = [
        _group(i, n, [(m, spots[place[m["ref"]]]) for m in nodes if m["network_id"] == n.network_id],
               lines.get(n.network_id, []))
        for i, n in drawn
    ]  # fmt: skip
    said = f"Picture of {len(drawn)} networks: {len(nodes):,} accounts and {len(edges):,} links."
    return (
        f'<svg id="picture" class="picture" viewBox="{box}" data-box="{box}" role="group" '
        f'aria-label="{escape(said)}">{"".join(groups)}</svg>'
    )


def _line(a: Any, b: Any) -> str:
    return f"M{a[0]:.0f} {a[1]:.0f}L{b[0]:.0f} {b[1]:.0f}"


def _group(number: int, network: Network, members: list[tuple[dict[str, Any], Any]], lines: list[str]) -> str:
    """One network: its links as one path, its accounts as marks whose shape says the kind."""
    marks = "".join(_mark(network.kind, node, spot) for node, spot in members)
    x = sum(float(s[0]) for _, s in members) / len(members)
    y = max(float(s[1]) for _, s in members) + 22
    said = f"Network {number}, {network.kind}, {network.members:,} accounts"
    tag = f"{number} {network.kind}" if len(members) > TINY else str(number)
    crowd = " crowded" if len(lines) > CROWDED else ""
    return (
        f'<g class="net {network.kind}" tabindex="0" role="button" aria-label="{escape(said)}" '
        f'data-network="{escape(network.network_id)}" data-number="{number}" data-said="{escape(said)}">'
        f'<path class="links{crowd}" d="{"".join(lines)}"/>{marks}'
        f'<text class="tag" x="{x:.0f}" y="{y:.0f}" text-anchor="middle">{escape(tag)}</text></g>'
    )


def _mark(kind: str, node: dict[str, Any], spot: Any) -> str:
    name = clean(f"@{node['handle']}" if node.get("handle") else node["account_id"])
    title = f"<title>{escape(name)} ({escape(clean(node['platform']))})</title>"
    x, y, r = float(spot[0]), float(spot[1]), 4.5
    if kind == "overt":
        where = f'x="{x - r:.1f}" y="{y - r:.1f}" width="{2 * r:g}" height="{2 * r:g}"'
        return f'<rect class="node" {where}>{title}</rect>'
    if kind == "unclear":
        corners = f"{x:.1f},{y - r - 1:.1f} {x + r + 1:.1f},{y + r:.1f} {x - r - 1:.1f},{y + r:.1f}"
        return f'<polygon class="node" points="{corners}">{title}</polygon>'
    return f'<circle class="node" cx="{x:.1f}" cy="{y:.1f}" r="{r:g}">{title}</circle>'
