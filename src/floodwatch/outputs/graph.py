"""The fused network for graph programs: GEXF 1.3 and GraphML, attributes included."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as Xml

from floodwatch.outputs.text import clean

Rows = Sequence[dict[str, Any]]
_TEXTS = ("network_id", "kind", "platform", "account_id", "handle", "name", "behaviours", "route")
NODE = {**dict.fromkeys(_TEXTS, "string"), "score": "double"}
EDGE = {"behaviours": "string", "shared_objects": "long", "q_value": "double"}


def gexf(nodes: Rows, edges: Rows) -> bytes:
    """GEXF 1.3, undirected; a node's id is its ref, an edge's weight its number of shared objects."""
    root = Xml.Element("gexf", {"xmlns": "http://gexf.net/1.3", "version": "1.3"})
    graph = Xml.SubElement(root, "graph", {"defaultedgetype": "undirected", "mode": "static"})
    for kind, columns in (("node", NODE), ("edge", EDGE)):
        about = Xml.SubElement(graph, "attributes", {"class": kind})
        for name, form in columns.items():
            Xml.SubElement(about, "attribute", {"id": f"{kind}_{name}", "title": name, "type": form})
    box = Xml.SubElement(graph, "nodes", {"count": str(len(nodes))})
    for node in nodes:
        made = Xml.SubElement(box, "node", {"id": _cell(node["ref"]), "label": _cell(_label(node))})
        _values(made, "node", NODE, node)
    box = Xml.SubElement(graph, "edges", {"count": str(len(edges))})
    for i, edge in enumerate(edges):
        ends = {"id": str(i), "source": _cell(edge["source"]), "target": _cell(edge["target"])}
        made = Xml.SubElement(box, "edge", ends | {"weight": str(edge["shared_objects"])})
        _values(made, "edge", EDGE, edge)
    return _bytes(root)


def _values(element: Xml.Element, kind: str, columns: dict[str, str], row: dict[str, Any]) -> None:
    box = Xml.SubElement(element, "attvalues")
    for name in columns:
        if row.get(name) is not None:
            Xml.SubElement(box, "attvalue", {"for": f"{kind}_{name}", "value": _cell(row[name])})


def graphml(nodes: Rows, edges: Rows) -> bytes:
    """GraphML, undirected; a node's id is its ref."""
    root = Xml.Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    for kind, columns in (("node", NODE), ("edge", EDGE)):
        for name, form in columns.items():
            about = {"id": f"{kind}_{name}", "for": kind, "attr.name": name, "attr.type": form}
            Xml.SubElement(root, "key", about)
    graph = Xml.SubElement(root, "graph", {"id": "floodwatch", "edgedefault": "undirected"})
    for node in nodes:
        _data(Xml.SubElement(graph, "node", {"id": _cell(node["ref"])}), "node", NODE, node)
    for edge in edges:
        ends = {"source": _cell(edge["source"]), "target": _cell(edge["target"])}
        _data(Xml.SubElement(graph, "edge", ends), "edge", EDGE, edge)
    return _bytes(root)


def _data(element: Xml.Element, kind: str, columns: dict[str, str], row: dict[str, Any]) -> None:
    for name in columns:
        if row.get(name) is not None:
            Xml.SubElement(element, "data", {"key": f"{kind}_{name}"}).text = _cell(row[name])


def _label(node: dict[str, Any]) -> str:
    return f"@{node['handle']}" if node.get("handle") else str(node["account_id"])


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    return clean("|".join(value) if isinstance(value, tuple | list) else value)


def _bytes(root: Xml.Element) -> bytes:
    Xml.indent(root, " ")
    made: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"
