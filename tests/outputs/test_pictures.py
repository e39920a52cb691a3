"""Charts, layout and the network picture."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.model.dossier import Graph, Network
from floodwatch.outputs import charts
from floodwatch.outputs import picture as pictures
from floodwatch.outputs.layout import layout


def parsed(svg: str) -> Xml.Element:
    return Xml.fromstring(svg)


def network(name: str, kind: str, members: int) -> Network:
    return Network(name, kind, members, 0, (), (), None, None, None, "")


def node(i: int, group: str) -> dict:
    return {
        "ref": f"account:x/{i}",
        "network_id": group,
        "platform": "x",
        "account_id": str(i),
        "handle": None,
    }


def edge(a: int, b: int, q: float = 0.01) -> dict:
    return {"source": f"account:x/{a}", "target": f"account:x/{b}", "q_value": q, "shared_objects": 2}


@st.composite
def graphs(draw):
    groups = sorted(draw(st.lists(st.integers(0, 5), min_size=1, max_size=60)))
    ends = st.integers(0, len(groups) - 1)
    return groups, draw(st.lists(st.tuples(ends, ends), max_size=80))


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_nodes_stay_in_the_disc_of_their_group_and_discs_do_not_meet(given_graph):
    groups, edges = given_graph
    spots = layout(groups, edges, seed=1, rounds=20)
    assert spots.shape == (len(groups), 2) and np.isfinite(spots).all()
    kinds = np.array(groups)
    for name in set(groups):
        inside, others = spots[kinds == name], spots[kinds != name]
        reach = np.sqrt(len(inside)) + 0.8
        assert np.ptp(inside, axis=0).max() <= 2 * reach
        if len(others):
            assert np.linalg.norm(inside[:, None] - others[None], axis=2).min() > 0.5


def test_layout_is_the_same_for_the_same_seed():
    groups, edges = [0] * 30 + [1] * 10, [(i, i + 1) for i in range(29)]
    assert np.array_equal(layout(groups, edges, 3), layout(groups, edges, 3))
    assert not np.array_equal(layout(groups, edges, 3), layout(groups, edges, 4))


def test_linked_nodes_end_nearer_than_others():
    ring = [(i, (i + 1) % 40) for i in range(40)]
    spots = layout([0] * 40, ring, seed=2)
    apart = np.linalg.norm(spots[:, None] - spots[None], axis=2)
    linked = np.mean([apart[a, b] for a, b in ring])
    assert linked < 0.3 * apart[~np.eye(40, dtype=bool)].mean()


def test_a_layout_of_nothing_is_empty():
    assert layout([], [], 1).shape == (0, 2)


def test_the_picture_says_what_it_leaves_out(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_NODES", 6)
    monkeypatch.setattr(pictures, "MOST_EDGES", 1)
    nodes = [node(i, "a" if i < 4 else "b") for i in range(9)]
    made = pictures.picture(
        Graph(nodes, [edge(0, 1, 0.04), edge(1, 2, 0.01), edge(5, 6)]),
        [network("a", "covert", 4), network("b", "overt", 5)],
        1,
    )
    assert (made.nodes, made.nodes_total, made.edges, made.edges_total, made.networks) == (4, 9, 1, 3, 1)


def test_a_network_keeps_the_number_that_the_report_gives_it(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_NODES", 5)
    nodes = [node(i, "abc"[(i > 1) + (i > 11)]) for i in range(14)]
    found = [network(n, "covert", 2) for n in "abc"]
    root = parsed(pictures.picture(Graph(nodes, []), found, 1).svg)
    assert [g.get("data-number") for g in root.iter("g")] == ["1", "3"]


def test_one_huge_network_is_drawn_in_part(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_NODES", 5)
    made = pictures.picture(Graph([node(i, "a") for i in range(50)], []), [network("a", "covert", 50)], 1)
    assert (made.nodes, made.nodes_total) == (5, 50)


@pytest.mark.parametrize(("kind", "mark"), [("covert", "circle"), ("overt", "rect"), ("unclear", "polygon")])
def test_kinds_differ_by_shape_not_by_colour_alone(kind, mark):
    made = pictures.picture(Graph([node(1, "a"), node(2, "a")], []), [network("a", kind, 2)], 1)
    root = parsed(made.svg)
    assert len(list(root.iter(mark))) == 2
    assert root.find("g").get("aria-label") == f"Network 1, {kind}, 2 accounts"


def test_a_picture_of_nothing_is_nothing():
    assert pictures.picture(Graph([], []), [], 1).svg == ""


@given(st.lists(st.lists(st.integers(0, 10**6), min_size=24, max_size=24), min_size=7, max_size=7))
def test_a_heat_map_is_well_formed_and_has_a_cell_per_hour(table):
    root = parsed(charts.rhythm(table))
    cells = [r.get("class") for r in root.iter("rect")]
    assert len(cells) == 168
    assert [c == "shade0" for c in cells] == [n == 0 for row in table for n in row]


def test_a_heat_map_says_itself_in_words():
    table = [[0] * 24 for _ in range(7)]
    assert charts.rhythm_in_words(table) == "No posts."
    table[2][14] = 9
    table[4][15] = 1
    assert "Busiest: Wed 14:00 with 9." in charts.rhythm_in_words(table)
    assert "100% fall between" in charts.rhythm_in_words(table)


def test_a_timeline_without_posts_says_so():
    assert "No posts." in charts.timeline([], "day")


@given(st.lists(st.tuples(st.text(max_size=5), st.floats(0, 1e9), st.floats(0, 1e9)), max_size=6))
def test_dots_stand_inside_the_chart(rows):
    root = parsed(charts.against_chance(rows))
    width = float(root.get("viewBox").split()[2])
    assert all(0 <= float(c.get("cx")) <= width for c in root.iter("circle"))


def test_more_observed_stands_further_right():
    root = parsed(charts.against_chance([("link", 0.5, 40.0)]))
    expected, observed = (float(c.get("cx")) for c in root.iter("circle"))
    assert expected < observed
