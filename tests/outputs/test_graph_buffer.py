"""The graph's buffer: what is written is read back, whatever the labels, links and numbers are."""

from __future__ import annotations

import itertools
import struct
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.model.dossier import Graph
from floodwatch.outputs import graph_parts as parts
from floodwatch.outputs.graph_buffer import MAGIC, VERSION, Links, graph_buffer, read, shown

HOSTILE = (
    "</script><script>alert(1)</script>", "\u202etxt.exe", "a\x00b\nc\td", "\ud800",
    "👩‍👩‍👧‍👦" * 60, "x" * 100_000, "=1+1", "",
)  # fmt: skip
NAMES = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12))
TRACES = st.lists(st.sampled_from(["url", "text", "repost", "image"]), unique=True, max_size=3)
MOMENTS = st.none() | st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))


@st.composite
def graphs(draw):
    count = draw(st.integers(0, 12))
    nodes = [
        {
            "ref": f"account:x/{i}", "account_id": str(i), "handle": draw(NAMES),
            "network_id": draw(st.sampled_from(["n-a", "n-b", ""])),
            "kind": draw(st.sampled_from(["covert", None, "odd"])),
        }
        for i in range(count)
    ]  # fmt: skip
    end = st.integers(0, count + 1).map(lambda i: f"account:x/{i}")
    edges = st.fixed_dictionaries(
        {"source": end, "target": end, "behaviours": TRACES, "shared_objects": st.integers(0, 10**6)},
        optional={
            "q_value": st.none() | st.floats(0, 1), "window_s": st.none() | st.integers(0, 10**12),
            "first_seen": MOMENTS, "last_seen": MOMENTS,
        },
    )  # fmt: skip
    return Graph(nodes, draw(st.lists(edges, max_size=30)))


def named(buffer, i):
    """Traces of an edge by their bits."""
    return {n for bit, n in enumerate(buffer.meta["traces"]) if buffer.arrays["edge_traces"][i] >> bit & 1}


def second(value):
    return parts.UNKNOWN if value is None else min(max(int(value.timestamp()), 0), parts.UNKNOWN - 1)


def row(edge):
    q, window = edge.get("q_value"), edge.get("window_s")
    return (
        edge["source"], edge["target"], edge["shared_objects"], frozenset(edge["behaviours"]),
        None if q is None else float(np.float32(q)),
        parts.UNKNOWN if window is None else min(window, parts.UNKNOWN - 1),
        (second(edge.get("first_seen")), second(edge.get("last_seen"))),
    )  # fmt: skip


def rows(buffer):
    """The edges of a buffer as the rows that they were made of."""
    a, refs = buffer.arrays, buffer.texts["node_refs"]
    for i, (source, target) in enumerate(a["edge_ends"].reshape(-1, 2)):
        q = a["edge_q"][i]
        times = tuple(int(t) for t in a["edge_times"].reshape(-1, 2)[i])
        yield (
            refs[source], refs[target], int(a["edge_weight"][i]), frozenset(named(buffer, i)),
            None if np.isnan(q) else float(q), int(a["edge_window"][i]), times,
        )  # fmt: skip


@settings(max_examples=150)
@given(graphs())
def test_a_decoder_reads_back_what_was_written(graph):
    buffer = read(
        graph_buffer(graph, links=Links("/a/{ref}", "/e?a={source}&b={target}", "/n/{ref}"), seed=3)
    )
    nodes = {n["ref"]: n for n in graph.nodes}
    assert sorted(buffer.texts["node_refs"]) == sorted(nodes)
    kinds = buffer.meta["kinds"]
    for i, ref in enumerate(buffer.texts["node_refs"]):
        node = nodes[ref]
        assert buffer.texts["node_labels"][i] == shown(
            f"@{node['handle']}" if node["handle"] else node["account_id"]
        )
        assert kinds[buffer.arrays["node_kind"][i]] == (node["kind"] or "")
        assert buffer.texts["group_refs"][buffer.arrays["node_group"][i]] == f"network:{node['network_id']}"
    wanted = [
        row(e) for e in graph.edges if {e["source"], e["target"]} <= set(nodes) and e["source"] != e["target"]
    ]
    assert sorted(rows(buffer), key=repr) == sorted(wanted, key=repr)
    assert buffer.meta["left_out"] == len(graph.edges) - len(wanted)
    assert buffer.meta["links"] == {
        "node": "/a/{ref}",
        "edge": "/e?a={source}&b={target}",
        "group": "/n/{ref}",
    }


@settings(max_examples=100)
@given(graphs())
def test_the_backbone_holds_together_what_the_edges_do_and_groups_are_ranges(graph):
    buffer = read(graph_buffer(graph))
    a = buffer.arrays
    ends, group = a["edge_ends"].reshape(-1, 2), a["node_group"]
    count = len(group)
    assert joined(ends[: buffer.backbone], count) == joined(ends, count)
    assert buffer.backbone == count - len(set(joined(ends, count))), "and no edge more than that takes"
    inside = np.where(group[ends[:, 0]] == group[ends[:, 1]], group[ends[:, 0]], len(a["group_kind"]))
    for name, start, stop in (
        ("backbone_groups", 0, buffer.backbone),
        ("rest_groups", buffer.backbone, len(ends)),
    ):
        limits = [*a[name], stop]
        assert limits[0] == start
        for g, (first, last) in enumerate(itertools.pairwise(limits)):
            assert set(inside[first:last]) <= {g}
    assert list(np.repeat(np.arange(len(a["group_kind"])), np.diff(a["group_nodes"]))) == list(group)
    assert a["bridge_weight"].sum() == (inside == len(a["group_kind"])).sum()
    circles = a["group_circle"].reshape(-1, 3)[group]
    away = np.linalg.norm(a["node_xy"].reshape(-1, 2) - circles[:, :2], axis=1)
    assert (away <= circles[:, 2] + 1e-3).all()


def joined(ends, count):
    """For every node the least node that hangs together with it."""
    least = list(range(count))
    for _ in range(count):
        for a, b in ends:
            least[a] = least[b] = min(least[a], least[b])
    return least


def node(number, network="n-a", kind="covert", handle=""):
    return {
        "ref": f"account:x/{number}",
        "account_id": str(number),
        "handle": handle,
        "network_id": network,
        "kind": kind,
    }


def edge(a, b, **more):
    ends = {"source": f"account:x/{a}", "target": f"account:x/{b}"}
    return {**ends, "behaviours": ("url",), "shared_objects": 1, "q_value": 0.01, **more}


def test_labels_are_short_plain_text():
    assert shown("x" * 100_000) == "x" * 80 + "…"
    assert shown("\u202etxt.exe") == "[right-to-left override]txt.exe"
    assert shown("a\x00\nb\t c") == "a� b c"
    assert shown(None) == ""
    buffer = read(graph_buffer(Graph([node(i, handle=h) for i, h in enumerate(HOSTILE)], [])))
    assert all("\u202e" not in t and "\n" not in t and len(t) < 120 for t in buffer.texts["node_labels"])


def test_a_ref_that_no_address_could_hold_leads_nowhere():
    long = node(1) | {"ref": "account:x/" + "9" * 600}
    assert read(graph_buffer(Graph([long], []))).texts["node_refs"] == [""]


def test_the_strongest_edges_are_the_backbone():
    triangle = [edge(0, 1, shared_objects=9), edge(1, 2, shared_objects=5), edge(0, 2, shared_objects=2)]
    buffer = read(graph_buffer(Graph([node(i) for i in range(3)], triangle)))
    assert buffer.backbone == 2
    assert sorted(buffer.arrays["edge_weight"][:2]) == [5, 9]


def test_the_same_graph_gives_the_same_bytes_and_another_seed_another_picture():
    graph = Graph([node(i, f"n-{i % 3}") for i in range(30)], [edge(i, (i * 7 + 3) % 30) for i in range(30)])
    assert graph_buffer(graph, seed=1) == graph_buffer(graph, seed=1)
    assert graph_buffer(graph, seed=1) != graph_buffer(graph, seed=2)


def test_more_traces_than_bits_share_the_last_one():
    edges = [edge(0, 1, behaviours=tuple(f"t{i:02}" for i in range(n))) for n in range(1, 41)]
    buffer = read(graph_buffer(Graph([node(0), node(1)], edges)))
    assert buffer.meta["traces"] == [*(f"t{i:02}" for i in range(31)), "other"]
    assert max(buffer.arrays["edge_traces"]) == 0xFFFFFFFF


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda b: b"", "no graph"),
        (lambda b: b"GIF8" + b[4:], "no graph"),
        (lambda b: MAGIC + struct.pack("<H", VERSION + 1) + b[6:], f"version {VERSION + 1}"),
        (lambda b: b[:-4], "should have"),
    ],
)
def test_what_is_no_graph_is_refused(spoil, words):
    with pytest.raises(ValueError, match=words):
        read(spoil(graph_buffer(Graph([node(0)], []))))
