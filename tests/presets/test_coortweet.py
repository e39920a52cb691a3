"""The rule of CooRTweet: its published outputs row for row, and a small set by hand."""

import csv
import json
import re

import pytest

from floodwatch.detectors.coordination.presets_coortweet import coordinate
from floodwatch.detectors.coordination.shares import is_shares_file, read_file
from floodwatch.engine import DuckDB
from tests.presets.shares import DATA, GOLDEN, REFERENCE, table, with_references

RUSSIAN, GERMAN = DATA / "russian_coord_tweets.parquet", DATA / "german_elections.parquet"


def pairs(rows, **settings):
    with DuckDB(threads=1) as engine:
        found = coordinate(engine, table(rows), **settings).pairs.to_pylist()
    return [tuple(row.values()) for row in found]


def test_the_window_is_inclusive_and_pairs_stand_in_time():
    assert pairs(GOLDEN, window=60, min_participation=1) == [
        ("o1", "c1", "c2", 10, "ann", "bob"),
        ("o1", "c2", "c3", 51, "bob", "cat"),
        ("o2", "c4", "c5", 0, "ann", "bob"),
        ("o5", "c10", "c11", 60, "fay", "ann"),
    ]


def test_either_side_must_take_part_often_enough():
    """Ann and Bob have two rows in pairs, Fay one row at all, Cat one."""
    assert pairs(GOLDEN, window=60, min_participation=2) == [
        ("o1", "c1", "c2", 10, "ann", "bob"),
        ("o2", "c4", "c5", 0, "ann", "bob"),
    ]
    assert pairs(GOLDEN, window=60, min_participation=3) == []


def test_loops_keep_what_is_else_dropped():
    found = pairs(GOLDEN, window=60, min_participation=1, keep_loops=True)
    assert ("o3", "c6", "c7", 5, "ann", "ann") in found
    assert ("o2", "c5", "c5", 0, "bob", "bob") in found
    assert ("o4", "c9", "c9", 10, "dan", "eve") in found
    assert ("c1", "c8", "c1", 1, "dan", "eve") in found


def test_edges_and_summary():
    with DuckDB(threads=1) as engine:
        found = coordinate(engine, table(GOLDEN), window=60, min_participation=1, edge_weight=0.5)
        edges, summary = found.edges.to_pylist(), found.summary
    assert edges[0] == {
        "from": "ann",
        "to": "bob",
        "weight": 2,
        "avg_time_delta": 5.0,
        "n_content_id": 2,
        "n_content_id_y": 2,
        "edge_symmetry_score": 1.0,
        "object_ids": "o1,o2",
        "weight_threshold": 1,
    }
    assert {k: summary[k] for k in ("pairs", "objects", "accounts", "nodes", "edges", "components")} == {
        "pairs": 4,
        "objects": 3,
        "accounts": 4,
        "nodes": 4,
        "edges": 3,
        "components": 1,
    }
    assert (summary["edges_kept"], summary["weight_sum_kept"], summary["weight_max_kept"]) == (1, 2, 2)


def test_symmetry_belongs_to_the_right_account():
    rows = [("o", "zoe", "c1", 0), ("o", "zoe", "c2", 5), ("o", "abe", "c3", 6)]
    with DuckDB(threads=1) as engine:
        edge = coordinate(engine, table(rows), window=60, min_participation=1).edges.to_pylist()[0]
    assert (edge["from"], edge["n_content_id"], edge["n_content_id_y"], edge["edge_symmetry_score"]) == (
        "abe",
        1,
        2,
        0.5,
    )


def test_nothing_in_nothing_out(tmp_path):
    with DuckDB(threads=1) as engine:
        found = coordinate(engine, table(GOLDEN[:1]), window=60, min_participation=1)
        found.write(tmp_path)
    assert len((tmp_path / "pairs.csv").read_text().splitlines()) == 1
    assert json.loads((tmp_path / "summary.json").read_text())["weight_max"] == 0


def test_several_kinds_of_objects_are_stacked(tmp_path):
    file = tmp_path / "posts.csv"
    file.write_text("account_id,post_id,url_id,phash_id,timestamp\na,1,7,7,0\nb,2,7,7,5\nc,3,7,,9\n")
    with DuckDB(threads=1) as engine:
        assert is_shares_file(engine, file)
        read_file(engine, file, ("url", "image"))
        found = coordinate(engine, window=60, min_participation=1)
        assert sorted(p["object_id"] for p in found.pairs.to_pylist()) == [
            "image_7",
            "url_7",
            "url_7",
            "url_7",
        ]
        assert found.edges.to_pylist()[0]["weight"] == 2


def settings_of(label):
    """Window, participation, quantile and loops, read from a label of the published summaries."""
    number = {key: float(value) for key, value in re.findall(r"(tw|mp|ew)=([\d.]+)", label)}
    return {
        "window": int(number["tw"]),
        "min_participation": int(number["mp"]),
        "edge_weight": number["ew"],
        "keep_loops": "loops" in label,
    }


def kinds_of(label):
    """Kinds of objects of a label of the German summary."""
    if "combined" in label:
        return ("url", "hashtag", "domain", "image")
    return (
        ("url", "image")
        if "url+image" in label
        else ("url",)
        if label.startswith("fb")
        else (label.split()[0],)
    )


def published(name, separator):
    """Rows of a published summary by label, each with both graphs under our names."""
    rows = {}
    for row in csv.DictReader((REFERENCE / name).open()):
        label, graph = re.split(separator, row["label"])
        suffix = "" if graph == "0" else "_kept"
        for theirs, value in row.items():
            ours = theirs.removeprefix("g_")
            if ours in ("nodes", "edges", "components", "weight_sum", "weight_max"):
                rows.setdefault(label, {})[ours + suffix] = int(value)
            elif ours in ("pairs", "objects", "contents", "accounts", "sum_td"):
                rows.setdefault(label, {})[ours] = int(value)
    return rows


@with_references
def test_russian_summary():
    with DuckDB() as engine:
        read_file(engine, RUSSIAN)
        wanted = published("russian_summary.csv", r"\|subgraph")
        for label, row in wanted.items():
            found = coordinate(engine, **settings_of(label)).summary
            assert {k: found[k] for k in row} == row, label
        assert len(wanted) == 13


@with_references
def test_german_summary():
    wanted = published("german_summary.csv", r" subgraph")
    with DuckDB() as engine:
        for label, row in wanted.items():
            read_file(engine, GERMAN, kinds_of(label))
            if label.startswith("fb"):
                engine.run("DELETE FROM coordinate_shares WHERE NOT starts_with(account_id, 'fb_')")
            found = coordinate(engine, **settings_of(label)).summary
            assert {k: found[k] for k in row} == row, label
    assert len(wanted) == 11


def as_published(path):
    return list(csv.DictReader((REFERENCE / path).open()))


def unordered(row):
    """A pair, its sides in order where both acted in one second: the published order is arbitrary there."""
    sides = [
        (str(row["account_id"]), str(row["content_id"])),
        (str(row["account_id_y"]), str(row["content_id_y"])),
    ]
    return (
        row["object_id"],
        int(row["time_delta"]),
        *(sorted(sides) if int(row["time_delta"]) == 0 else sides),
    )


@with_references
@pytest.mark.parametrize(
    ("name", "file", "kinds", "window"),
    [
        ("russian_tw10_mp2_pairs.csv", RUSSIAN, (), 10),
        ("russian_tw60_mp2_pairs.csv", RUSSIAN, (), 60),
        ("german_url_tw30_mp2_pairs.csv", GERMAN, ("url",), 30),
    ],
)
def test_published_pairs(name, file, kinds, window):
    with DuckDB() as engine:
        read_file(engine, file, kinds)
        found = coordinate(engine, window=window).pairs.to_pylist()
    assert sorted(map(unordered, found)) == sorted(map(unordered, as_published(name)))


def edge(row):
    """What is compared of an edge: all but the columns with published faults, checked on their own."""
    return (
        *sorted((row["from"], row["to"])),
        int(row["weight"]),
        round(float(row["avg_time_delta"]), 9),
        tuple(sorted(row["object_ids"].split(","))),
        tuple(sorted((int(row["n_content_id"]), int(row["n_content_id_y"])))),
    )


@with_references
@pytest.mark.parametrize(("window", "graph"), [(10, 0), (60, 0), (60, 1)])
def test_published_edges(window, graph):
    with DuckDB() as engine:
        read_file(engine, RUSSIAN)
        found = coordinate(engine, window=window).edges.to_pylist()
    rows = as_published(f"russian_tw{window}_mp2_edges_subgraph{graph}.csv")
    kept = [r for r in found if graph == 0 or r["weight_threshold"] == 1]
    assert sorted(e[:5] for e in map(edge, kept)) == sorted(e[:5] for e in map(edge, rows))
    assert {e[:2]: r["weight_threshold"] for e, r in zip(map(edge, kept), kept, strict=True)} == {
        edge(r)[:2]: int(r["weight_threshold"]) for r in rows
    }
    different = set(map(edge, kept)) - set(map(edge, rows))
    assert len(different) <= 22, "more edges differ in their contents than the published tool gets wrong"
