"""The fused network as one block of bytes that the graph of the workbench draws without further work.

Little-endian. A head of 32 bytes: the mark `FWGB`, version and number of sections (16 bit each), then the length
of the whole, nodes, edges, groups, edges of the backbone, and bridges (32 bit each). A table of sections follows:
number, offset and length in bytes (32 bit each), then the sections, each beginning at a multiple of four.
Docs: docs/workbench-islands.md.
"""

from __future__ import annotations

import itertools
import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from floodwatch.model.dossier import Graph, Network
from floodwatch.outputs import graph_parts as parts
from floodwatch.outputs.layout import discs, layout
from floodwatch.outputs.text import clean

MAGIC, VERSION = b"FWGB", 1
HEAD, ENTRY = struct.Struct("<4sHHIIIIII"), struct.Struct("<III")
SECTIONS: tuple[tuple[str, str], ...] = (
    ("meta", "json"),
    ("node_xy", "<f4"),
    ("node_size", "<f4"),
    ("node_group", "<u4"),
    ("node_kind", "u1"),
    ("group_circle", "<f4"),
    ("group_kind", "u1"),
    ("group_nodes", "<u4"),
    ("bridge_ends", "<u4"),
    ("bridge_weight", "<f4"),
    ("edge_ends", "<u4"),
    ("edge_weight", "<f4"),
    ("edge_traces", "<u4"),
    ("edge_window", "<u4"),
    ("edge_q", "<f4"),
    ("edge_times", "<u4"),
    ("backbone_groups", "<u4"),
    ("rest_groups", "<u4"),
    ("node_labels", "text"),
    ("node_refs", "text"),
    ("group_labels", "text"),
    ("group_refs", "text"),
)
"""Names of the sections, numbered from 1 in this order, and what they hold."""
LONGEST_LABEL, LONGEST_REF = 80, 512
EVEN = 0.85
Array: TypeAlias = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Links:
    """Where a click leads: paths on this server; "" is nowhere.

    They may hold `{ref}`, or `{id}` for what follows its kind; for an edge the refs `{source}` and `{target}`.
    """

    node: str = ""
    edge: str = ""
    group: str = ""


NOWHERE = Links()


@dataclass(frozen=True, slots=True)
class Buffer:
    """What a block of bytes says, read back: arrays and texts by the names of their sections."""

    version: int
    backbone: int
    arrays: Mapping[str, Array] = field(default_factory=dict)
    texts: Mapping[str, list[str]] = field(default_factory=dict)
    meta: Mapping[str, Any] = field(default_factory=dict)


def graph_buffer(
    graph: Graph, networks: Sequence[Network] = (), *, links: Links = NOWHERE, seed: int = 0
) -> bytes:
    """Place the graph and write it: groups in the order of `networks`, then those that it does not name by size.

    Edges between accounts that are no nodes, or from an account to itself, are left out and counted in the meta data.
    """
    groups = parts.groups(graph.nodes, networks)
    nodes = sorted(graph.nodes, key=lambda n: groups[n["network_id"]].place)
    edges = parts.edges(graph.edges, {n["ref"]: i for i, n in enumerate(nodes)})
    group = np.array([groups[n["network_id"]].place for n in nodes], np.int64)
    edges = edges.ordered(group, len(groups))
    held = list(groups.values())
    kinds = parts.kinds(nodes, [g.kind for g in held])
    arrays = _nodes(nodes, group, edges, kinds, seed) | _groups(group, held, kinds) | _edges(edges)
    meta = {
        "traces": edges.names,
        "kinds": list(kinds),
        "links": {"node": links.node, "edge": links.edge, "group": links.group},
        "left_out": len(graph.edges) - len(edges.ends),
    }
    texts = {
        "node_labels": [shown(_label(n)) for n in nodes],
        "node_refs": [_ref(n["ref"]) for n in nodes],
        "group_labels": [shown(g.label) for g in held],
        "group_refs": [_ref(g.ref) for g in held],
    }
    return _packed(meta, arrays, texts, edges.backbone)


def shown(label: object) -> str:
    """A label as plain text on one line: no control characters, at most 80 characters, an ellipsis where cut."""
    whole = str(label if label is not None else "")
    line = " ".join(clean(whole[: 4 * LONGEST_LABEL]).split())
    cut = len(line) > LONGEST_LABEL or len(whole) > 4 * LONGEST_LABEL
    return line[:LONGEST_LABEL] + "…" if cut else line


def _ref(ref: object) -> str:
    """A ref for a link; one that no address could hold is left out."""
    text = str(ref)
    return text.encode("utf-8", "replace").decode("utf-8") if len(text) <= LONGEST_REF else ""


def _label(node: Mapping[str, Any]) -> str:
    return f"@{node['handle']}" if node.get("handle") else str(node["account_id"])


def _nodes(
    nodes: Sequence[Mapping[str, Any]], group: Array, edges: parts.Edges, kinds: Mapping[str, int], seed: int
) -> dict[str, Array]:
    """Positions, sizes by number of links, groups and kinds."""
    rounds = int(np.clip(1_000_000 // max(len(nodes), 1), 20, 100))
    degree = np.bincount(edges.ends.ravel(), minlength=len(nodes))
    return {
        "node_xy": layout(group, edges.ends, seed, rounds, even=EVEN),
        "node_size": np.minimum(0.16 + 0.05 * np.log2(1 + degree), 0.6),
        "node_group": group,
        "node_kind": np.array([kinds[str(n.get("kind") or "")] for n in nodes], np.uint8),
    }


def _groups(group: Array, held: Sequence[parts.Group], kinds: Mapping[str, int]) -> dict[str, Array]:
    """Discs, kinds, and where the nodes of each group begin."""
    sizes = np.bincount(group, minlength=len(held))
    centres, radii = discs(sizes)
    return {
        "group_circle": np.column_stack((centres, radii)),
        "group_kind": np.array([kinds[g.kind] for g in held], np.uint8),
        "group_nodes": np.concatenate(([0], np.cumsum(sizes))),
    }


def _edges(edges: parts.Edges) -> dict[str, Array]:
    return {
        "bridge_ends": edges.bridge_ends,
        "bridge_weight": edges.bridge_weight,
        "edge_ends": edges.ends,
        "edge_weight": edges.weight,
        "edge_traces": edges.traces,
        "edge_window": edges.window,
        "edge_q": edges.q,
        "edge_times": edges.times,
        "backbone_groups": edges.backbone_groups,
        "rest_groups": edges.rest_groups,
    }


def _packed(
    meta: object, arrays: Mapping[str, Array], texts: Mapping[str, list[str]], backbone: int
) -> bytes:
    made = [_section(name, form, meta, arrays, texts) for name, form in SECTIONS]
    start = HEAD.size + ENTRY.size * len(made)
    offsets = start + np.concatenate(([0], np.cumsum([_padded(len(m)) for m in made])))
    counts = (len(arrays["node_kind"]), len(arrays["edge_q"]), len(arrays["group_kind"]))
    head = HEAD.pack(
        MAGIC, VERSION, len(made), int(offsets[-1]), *counts, backbone, len(arrays["bridge_weight"])
    )
    table = [ENTRY.pack(i + 1, int(offsets[i]), len(m)) for i, m in enumerate(made)]
    return b"".join([head, *table, *(m.ljust(_padded(len(m)), b"\0") for m in made)])


def _padded(size: int) -> int:
    return -(-size // 4) * 4


def _section(
    name: str, form: str, meta: object, arrays: Mapping[str, Array], texts: Mapping[str, list[str]]
) -> bytes:
    if form == "json":
        return json.dumps(meta, ensure_ascii=False).encode("utf-8", "replace")
    if form != "text":
        return np.ascontiguousarray(arrays[name], dtype=form).tobytes()
    coded = [text.encode("utf-8") for text in texts[name]]
    ends = np.concatenate(([0], np.cumsum([len(c) for c in coded])))
    return ends.astype("<u4").tobytes() + b"".join(coded)


def read(data: bytes) -> Buffer:
    """Read such a block (ValueError when it is none, of another version, or cut short)."""
    if len(data) < HEAD.size or data[:4] != MAGIC:
        raise ValueError("these bytes are no graph of Floodwatch")
    _, version, sections, length, nodes, _, groups, backbone, _ = HEAD.unpack_from(data)
    if version != VERSION:
        raise ValueError(f"the graph is of version {version}, this program reads {VERSION}")
    if length != len(data):
        raise ValueError(f"the graph should have {length} bytes and has {len(data)}")
    entries = (ENTRY.unpack_from(data, HEAD.size + ENTRY.size * i) for i in range(sections))
    found = {number: data[offset : offset + size] for number, offset, size in entries}
    named = {name: (form, found[i]) for i, (name, form) in enumerate(SECTIONS, 1)}
    counts = {"node_labels": nodes, "node_refs": nodes, "group_labels": groups, "group_refs": groups}
    return Buffer(
        version,
        backbone,
        {n: np.frombuffer(part, form) for n, (form, part) in named.items() if form not in ("json", "text")},
        {name: list(_texts(named[name][1], count)) for name, count in counts.items()},
        json.loads(named["meta"][1]),
    )


def _texts(part: bytes, count: int) -> Iterator[str]:
    ends = np.frombuffer(part[: 4 * (count + 1)], "<u4")
    body = part[4 * (count + 1) :]
    for first, last in itertools.pairwise(ends):
        yield body[first:last].decode("utf-8")
