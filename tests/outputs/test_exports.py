"""CSV, GEXF, GraphML and STIX: exact columns, stable bytes, readable by the programs they are made for."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import networkx
import pyarrow as pa
import pytest
import stix2

from floodwatch.model import findings
from floodwatch.model.units import sql_name
from floodwatch.outputs import OUTPUTS, graph, stix, tables
from floodwatch.views import dossier
from tests.views.made_case import case, nothing


@pytest.fixture(scope="module")
def engine():
    return case().engine()


@pytest.fixture(scope="module")
def found(engine):
    made = case()
    return dossier.build(engine, made.manifest, made.prevalence)


def rendered(engine, dossier_):
    return {
        o.file: o.render(
            dossier_ if o.reads == "dossier" else engine.arrow(f"SELECT * FROM {sql_name(o.reads)}")
        )
        for o in OUTPUTS
    }


def test_every_output_renders_and_twice_the_same(engine, found):
    first, again = rendered(engine, found), rendered(engine, found)
    assert all(first.values()) and first == again
    assert len({o.name for o in OUTPUTS}) == len({o.file for o in OUTPUTS}) == len(OUTPUTS)


def test_an_empty_case_leaves_every_file_with_its_header():
    made = nothing()
    empty = made.engine()
    files = rendered(empty, dossier.build(empty, made.manifest))
    for name, columns in findings.EXPORTS.items():
        header = files[f"findings/{name}.csv"].decode().splitlines()
        assert len(header) == 1 and tuple(header[0].split(",")[: len(columns)]) == columns
    assert files["rejects.csv"].decode() == "file,line,reason\n"


@pytest.mark.parametrize("name", sorted(findings.EXPORTS))
def test_promised_columns_come_first_and_rows_are_sorted(engine, name):
    rows = list(csv.reader(io.StringIO(tables.table(name, engine.arrow(f"SELECT * FROM {name}")).decode())))
    columns = findings.EXPORTS[name]
    assert tuple(rows[0][: len(columns)]) == columns
    keys = [[row[rows[0].index(k)] for k in tables.KEYS[name]] for row in rows[1:]]
    assert keys == sorted(keys)


def test_row_order_of_the_table_does_not_matter(engine):
    edges = engine.arrow("SELECT * FROM edges")
    assert tables.table("edges", edges) == tables.table(
        "edges", edges.take(list(range(edges.num_rows))[::-1])
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""), (True, "true"), (0.1 + 0.2, "0.3"), (1e-30, "1e-30"), (12345678.9, "1.23457e+07"),
        (7, "7"),
        (datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC), "2024-01-02T03:04:05Z"),
        (datetime(2024, 1, 2, 3, 4, 5, 120000, tzinfo=UTC), "2024-01-02T03:04:05.12Z"),
        (["a", "b"], "a|b"), ([], ""), ("=1", "=1"),
    ],
)  # fmt: skip
def test_cells(value, shown):
    assert tables.cell(value) == shown


def test_free_text_is_defused_and_ids_stand_verbatim():
    rows = pa.table(
        {"network_id": ["=n"], "platform": ["-x"], "account_id": ["+1"], "summary": ["=cmd|' /C calc'!A0"]}
    )
    written = list(csv.reader(io.StringIO(tables.write(rows.column_names, rows).decode())))
    assert written[1] == ["=n", "-x", "+1", "'=cmd|' /C calc'!A0"]


def test_gexf_and_graphml_are_read_back_with_their_attributes(found):
    nodes, edges = found.graph.nodes, found.graph.edges
    gexf = networkx.read_gexf(io.BytesIO(graph.gexf(nodes, edges)))
    graphml = networkx.read_graphml(io.BytesIO(graph.graphml(nodes, edges)))
    for read in (gexf, graphml):
        assert set(read.nodes) == {n["ref"] for n in nodes}
        assert {frozenset(e) for e in read.edges} == {frozenset((e["source"], e["target"])) for e in edges}
    one = nodes[0]
    assert gexf.nodes[one["ref"]]["kind"] == graphml.nodes[one["ref"]]["kind"] == one["kind"]
    assert gexf.nodes[one["ref"]]["score"] == pytest.approx(one["score"])
    pair = edges[0]
    assert gexf.edges[pair["source"], pair["target"]]["weight"] == pair["shared_objects"]


def test_graph_files_survive_characters_that_xml_forbids():
    bad = {
        "ref": "account:x/1",
        "platform": "x",
        "account_id": "1\x00",
        "handle": "\ud800\x08<&>",
        "network_id": "n",
    }
    read = networkx.read_gexf(io.BytesIO(graph.gexf([bad], [])))
    assert list(read.nodes) == ["account:x/1"]


def test_a_graph_of_nothing_is_a_graph():
    assert len(networkx.read_gexf(io.BytesIO(graph.gexf([], [])))) == 0
    assert len(networkx.read_graphml(io.BytesIO(graph.graphml([], [])))) == 0


def test_the_bundle_parses_and_names_covert_accounts_only(found):
    bundle = stix2.parse(stix.bundle(found))
    accounts = {o["user_id"] for o in bundle.objects if o["type"] == "user-account"}
    covert = {n["account_id"] for n in found.graph.nodes if n["kind"] == "covert"}
    assert accounts == covert
    text = stix.bundle(found)
    assert not [
        n["account_id"] for n in found.graph.nodes if n["kind"] != "covert" and f'"{n["account_id"]}"' in text
    ]


def test_everything_that_has_labels_is_marked_machine_suggested(found):
    objects = json.loads(stix.bundle(found))["objects"]
    made = [o for o in objects if o["type"] in ("identity", "grouping", "note")]
    assert {o["type"] for o in made} == {"identity", "grouping", "note"}
    assert all("machine-suggested" in o["labels"] for o in made)


def test_markings_are_the_objects_of_tlp_2(found):
    objects = json.loads(stix.bundle(found))["objects"]
    (mark,) = [o for o in objects if o["type"] == "marking-definition"]
    assert mark["id"] == "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"
    assert all(o["object_marking_refs"] == [mark["id"]] for o in objects if o is not mark)
    assert not [
        o
        for o in json.loads(stix.bundle(replace(found, markings=())))["objects"]
        if "object_marking_refs" in o
    ]


def test_other_labels_become_statements_that_parse(found):
    bundle = stix2.parse(stix.bundle(replace(found, markings=("TLP:RED", "PAP:AMBER"))))
    marks = [o for o in bundle.objects if o["type"] == "marking-definition"]
    assert marks[1]["definition"]["statement"] == "PAP:AMBER"
    assert all(o["object_marking_refs"] == [m["id"] for m in marks] for o in bundle.objects if o not in marks)


def later(found):
    counts = {**found.overview.counts, "last_post": found.as_of + timedelta(days=1)}
    return replace(found, overview=replace(found.overview, counts=counts))


def renamed(found):
    networks = [replace(n, summary=f"{n.summary} Other rules.") for n in found.networks]
    return replace(found, networks=tuple(networks))


def smaller(found):
    return replace(found, graph=replace(found.graph, nodes=found.graph.nodes[1:]))


@pytest.mark.parametrize("change", [later, renamed, smaller, lambda d: replace(d, markings=())])
def test_an_object_that_says_something_else_has_another_id(found, change):
    before, after = (json.loads(stix.bundle(d))["objects"] for d in (found, change(found)))
    assert before != after
    known = {o["id"]: o for o in before if o["type"] != "user-account"}
    assert all(known[o["id"]] == o for o in after if o["id"] in known)
    kept = {o["type"] for o in after if o["id"] in known}
    assert "grouping" not in kept


def test_account_ids_follow_from_what_stix_says_contributes():
    told = {"platform": "x", "account_id": "42", "handle": "name", "name": "Shown"}
    ours = stix._account(told)
    theirs = stix2.v21.UserAccount(
        account_type="twitter", user_id="42", account_login="name", display_name="Other"
    )
    assert ours["id"] == theirs["id"]


def test_no_covert_network_still_makes_a_bundle():
    made = nothing()
    bundle = stix2.parse(stix.bundle(dossier.build(made.engine(), made.manifest)))
    assert {o["type"] for o in bundle.objects} == {"identity", "note"}
