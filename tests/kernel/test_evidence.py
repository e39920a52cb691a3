"""Behind every edge stand its posts: one pair per object, the nearest, inside the edge's window."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from floodwatch.detectors.coordination.evidence import EDGE_EVIDENCE
from floodwatch.detectors.coordination.kernel import CO_ACTION
from floodwatch.engine import DuckDB

ZERO = datetime(2024, 1, 1, tzinfo=UTC)


def evidence(actions, window, **parameters):
    """Evidence rows for one edge between accounts a and b in the trace url."""
    rows = [
        {
            "trace": "url",
            "platform": "x",
            "account_id": a,
            "object_id": o,
            "acted_at": ZERO + timedelta(seconds=s),
            "post_id": p,
        }
        for a, o, s, p in actions
    ]
    edge = {
        "behaviour": "url",
        "source_platform": "x",
        "source_id": "a",
        "target_platform": "x",
        "target_id": "b",
    }
    edges = pa.Table.from_pylist([{**edge, "account_a": 0, "account_b": 1}])
    edges = edges.append_column("window_s", pa.array([window], pa.int64()))
    with DuckDB(threads=1) as engine:
        engine.register("actions", pa.Table.from_pylist(rows))
        CO_ACTION.run(engine, parameters)
        engine.register("edges", edges)
        EDGE_EVIDENCE.run(engine, parameters)
        return engine.arrow("SELECT * FROM edge_evidence ORDER BY object_id").to_pylist()


ACTIONS = [
    ("a", "o1", 0, "p1"),
    ("a", "o1", 500, "p2"),
    ("b", "o1", 490, "p3"),
    ("a", "o2", 1000, "p4"),
    ("b", "o2", 1030, "p5"),
    ("a", "o3", 0, "p6"),
    ("b", "o3", 4000, "p7"),
]


def test_the_nearest_posts_of_each_object_within_the_window():
    found = evidence(ACTIONS, 60)
    assert [(r["object_id"], r["source_post"], r["target_post"], r["lag_s"]) for r in found] == [
        ("o1", "p2", "p3", -10),
        ("o2", "p4", "p5", 30),
    ]
    assert found[0]["source_at"] == ZERO + timedelta(seconds=500)


def test_without_a_window_every_rare_object_counts():
    assert [r["object_id"] for r in evidence(ACTIONS, None)] == ["o1", "o2", "o3"]
    crowd = [(f"c{i}", "o3", i, f"q{i}") for i in range(5)]
    assert [r["object_id"] for r in evidence(ACTIONS + crowd, None, rare_cap=3)] == ["o1", "o2"]


@pytest.mark.parametrize("which", [0, 1], ids=["fires", "silent"])
def test_examples(which):
    example = EDGE_EVIDENCE.examples()[which]
    with DuckDB(threads=1) as engine:
        for name, rows in example.tables.items():
            engine.register(name, pa.Table.from_pylist(list(rows)))
        EDGE_EVIDENCE.run(engine, {})
        assert bool(engine.arrow("SELECT * FROM edge_evidence").num_rows) is example.fires
