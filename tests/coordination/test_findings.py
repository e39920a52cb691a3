"""Whole cases: crowds of differing laws stay empty, planted operations are found, and runs repeat."""

import numpy as np
import pytest
from cases import analysed, rows, table_of
from crowds import LAWS, crowd, operation

from floodwatch.model.findings import EDGES as EDGE_COLUMNS
from floodwatch.model.findings import MEMBERS, ROUTES


@pytest.mark.parametrize("name", sorted(LAWS))
def test_a_crowd_is_no_network(name):
    engine = analysed(crowd(LAWS[name], 11))
    assert rows(engine, "edges") == []
    assert rows(engine, "networks_found") == []
    assert rows(engine, "members") == []


@pytest.mark.parametrize("name", ["audiences", "flash", "heavy", "sittings"])
def test_an_operation_is_found_and_nobody_else(name):
    law = LAWS[name]
    engine = analysed(crowd(law, 12), operation(15, 12, 60, 0.75, law.days, 12))
    members = [row["account_id"] for row in rows(engine, "members")]
    planted = [m for m in members if m >= "a010000"]
    assert len(planted) >= 8
    assert len(members) - len(planted) <= 1
    scores = {row["account_id"]: row["score"] for row in rows(engine, "members")}
    assert all(0 <= score < 1 for score in scores.values())


@pytest.fixture(scope="module")
def case():
    law = LAWS["audiences"]
    return analysed(crowd(law, 12), operation(15, 12, 60, 0.75, law.days, 12))


def test_columns_stand_in_the_promised_order(case):
    assert tuple(case.arrow("SELECT * FROM edges").column_names[: len(EDGE_COLUMNS)]) == EDGE_COLUMNS
    assert tuple(case.arrow("SELECT * FROM members").column_names[: len(MEMBERS)]) == MEMBERS


def test_edges_carry_what_chance_would_give(case):
    for edge in rows(case, "edges"):
        assert edge["shared_objects"] >= 2
        assert edge["shared_objects"] > edge["expected"] > 0
        assert 0 < edge["p_value"] <= edge["q_value"] <= 0.05
        assert (edge["source_platform"], edge["source_id"]) < (edge["target_platform"], edge["target_id"])
        assert edge["median_lag_s"] is None or edge["median_lag_s"] >= 0


def test_edges_are_counted_by_hand(case):
    table = case.arrow("SELECT * FROM actions").to_pylist()
    when = {}
    for act in table:
        when.setdefault((act["account_id"], act["object_id"]), []).append(act["acted_at"].timestamp())
    used = {}
    for account, thing in when:
        used.setdefault(account, set()).add(thing)
    for edge in rows(case, "edges")[:20]:
        a, b = edge["source_id"], edge["target_id"]
        near = [
            thing
            for thing in used[a] & used[b]
            if edge["window_s"] is None
            or min(abs(s - t) for s in when[a, thing] for t in when[b, thing]) <= edge["window_s"]
        ]
        assert edge["shared_objects"] <= len(near)
        if edge["window_s"] is not None:
            assert edge["shared_objects"] == len(near)


def test_networks_and_members_agree(case):
    networks = {row["network_id"]: row for row in rows(case, "networks_found")}
    members = rows(case, "members")
    for name, network in networks.items():
        own = [row for row in members if row["network_id"] == name]
        assert network["members"] == len(own) >= 2
        assert 0 < network["p_value"] <= network["q_value"] <= 0.05
        assert {row["route"] for row in own} <= set(ROUTES)
        assert all(row["behaviours"] for row in own)
    assert len({row["account_id"] for row in members}) == len(members)


def test_what_was_tested_is_said(case):
    (said,) = rows(case, "tested")
    assert said["trace"] == "url"
    assert said["windows"] == "10|60|300|3600|21600"
    assert said["pairs_possible"] == said["accounts"] * (said["accounts"] - 1) / 2
    assert said["edges"] == len(rows(case, "edges"))


def test_a_network_of_one_trace_does_not_survive_without_it(case):
    found = rows(case, "robustness")
    assert {row["dropped_kind"] for row in found} == {"trace", "active_tenth", "day"}
    assert not any(row["survives"] for row in found if row["dropped_kind"] == "trace")
    assert all(row["survives"] for row in found if row["dropped_kind"] == "day")


def test_shuffled_labels_leave_few_edges(case):
    found = rows(case, "calibration")
    assert {row["shuffle"] for row in found} == {"hour", "day", "global"}
    assert all(row["fdr"] <= 0.1 for row in found)


def test_two_runs_are_the_same(case):
    law = LAWS["audiences"]
    again = analysed(crowd(law, 12), operation(15, 12, 60, 0.75, law.days, 12))
    for table in ("edges", "tested", "networks_found", "members", "growth", "robustness", "calibration"):
        assert str(rows(case, table)) == str(rows(again, table))


def test_order_of_the_input_does_not_matter(case):
    law = LAWS["audiences"]
    parts = [crowd(law, 12), operation(15, 12, 60, 0.75, law.days, 12)]
    from crowds import actions

    table = actions(*parts)
    mixed = table.take(np.random.default_rng(0).permutation(table.num_rows))
    again = analysed(acts=mixed)
    for table in ("edges", "networks_found", "members"):
        assert str(rows(case, table)) == str(rows(again, table))


def test_a_group_proposed_by_identity_is_tested_and_another_is_refused():
    law = LAWS["independent"]
    slow = operation(8, 9, 2400, 0.5, law.days, 5)
    group = [("burst", "g1", "x", f"a{i:06d}") for i in range(10_000, 10_008)]
    crowd_of_it = [("burst", "g2", "x", f"a{i:06d}") for i in range(0, 8)]
    engine = analysed(crowd(law, 5), slow, seeds=[*group, *crowd_of_it])
    members = {row["account_id"] for row in rows(engine, "members")}
    assert len(members & {row[3] for row in group}) >= 4
    assert len(members & {row[3] for row in crowd_of_it}) <= 1


def test_a_clock_of_minutes_skips_the_shortest_window():
    law = LAWS["independent"]
    acts = crowd(law, 6)
    acts["second"] = acts["second"] // 60 * 60
    (said,) = rows(analysed(acts), "tested")
    assert (said["resolution_s"], said["windows_skipped"]) == (60, "10")
    assert "minutes" in said["note"]


EDGE_CASES = {
    "nothing": [],
    "one post": [("url", "a", "o", 5)],
    "one meeting": [("url", "a", "o", 5), ("url", "b", "o", 5)],
    "one account": [("url", "a", f"o{i}", i) for i in range(50)],
    "one second": [("url", f"a{i}", f"o{j}", 7) for i in range(20) for j in range(10)],
    "two accounts": [("url", f"a{i}", f"o{j}", 7 + j * 1000) for i in range(2) for j in range(10)],
    "a trace of one post": [
        *(("url", f"a{i}", f"o{j}", 7 + j * 1000) for i in range(5) for j in range(10)),
        ("text", "z", "q", 1),
    ],
    "before 1970": [("url", f"a{i}", f"o{j}", -7 - j * 100_000) for i in range(5) for j in range(10)],
}


TOGETHER = {"two accounts", "a trace of one post", "before 1970"}
"""Everybody does everything in the same second here: that they are found is right, or at least no error."""


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", sorted(EDGE_CASES))
def test_little_data_is_no_error(name):
    engine = analysed(acts=table_of(EDGE_CASES[name]))
    if name not in TOGETHER:
        assert rows(engine, "edges") == []
        assert rows(engine, "networks_found") == []
    assert len(rows(engine, "tested")) == len({row[0] for row in EDGE_CASES[name]})
