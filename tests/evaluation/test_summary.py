"""From counts to tables: intervals, promises, calibration, staleness."""

import json

import numpy as np
import pytest
import yaml

from evaluation.calibrate import calibration, write_calibration
from evaluation.measures import MEASURES, Measure, difference, estimate, weights
from evaluation.one import OURS
from evaluation.report import markdown, plain
from evaluation.stale import MATTERS, ROOT, WRITTEN, code_hash, verdict
from evaluation.summary import summarise
from floodwatch.assessment.prevalence import kinds

SHARE = Measure("share", lambda w: w["hits"], lambda w: w["of"])
MEAN = Measure("mean", lambda w: w["value"], better=-1)


def test_a_ratio_of_sums_weighs_large_worlds_more_and_a_mean_does_not():
    worlds = [{"hits": 1, "of": 1, "value": 1.0}, {"hits": 0, "of": 9, "value": 0.0}]
    drawn = weights(2, 1)
    assert estimate(SHARE, worlds, drawn).value == pytest.approx(0.1)
    assert estimate(MEAN, worlds, drawn).value == pytest.approx(0.5)


def test_worlds_without_a_value_are_left_out_and_none_gives_none():
    drawn = weights(2, 1)
    assert estimate(MEAN, [{"value": None}, {"value": 0.4}], drawn).value == pytest.approx(0.4)
    assert estimate(MEAN, [{"value": None}] * 2, drawn).value is None
    assert difference(MEAN, [{"value": None}] * 2, [{"value": 1.0}] * 2, drawn).value is None


def test_the_interval_is_near_that_of_theory_and_equal_worlds_have_none():
    values = np.random.default_rng(3).random(400)
    found = estimate(MEAN, [{"value": v} for v in values], weights(400, 1))
    half = 1.96 * values.std() / 20
    assert found.low == pytest.approx(values.mean() - half, abs=0.2 * half)
    assert found.high == pytest.approx(values.mean() + half, abs=0.2 * half)
    same = estimate(MEAN, [{"value": 0.3}] * 5, weights(5, 1))
    assert same.low == same.high == pytest.approx(0.3)


def test_a_lead_is_paired_and_turned_so_that_more_is_better():
    ours = [{"value": 0.1 * i} for i in range(10)]
    theirs = [{"value": 0.1 * i + 0.05} for i in range(10)]
    lead = difference(MEAN, ours, theirs, weights(10, 1))
    assert (lead.value, lead.low, lead.high) == tuple(pytest.approx(0.05) for _ in range(3))


def test_every_world_is_drawn_as_often_as_there_are_worlds():
    drawn = weights(7, 5)
    assert (drawn.sum(axis=1) == 7).all()
    assert (weights(7, 5) == drawn).all()


def group(**changes):
    row = {
        "group_id": "g", "role": "operation", "template": "flood", "strength": "medium", "evasion": "none",
        "expected": "covert", "coordinated": True, "deceptive": True, "members": 10, "held": 8, "found": True,
        "found_as": "covert", "touched": True, "called": ["covert"],
    }  # fmt: skip
    return row | changes


def counts(groups=(), covert=0, recall=0.9):
    return {
        "accounts": {
            "coordinated": 10, "innocent": 100, "operation": 10, "flagged": 9, "flagged_coordinated": 8,
            "flagged_innocent": 1, "covert": 9, "covert_operation": 8, "covert_innocent": 1,
            "recall_at_1": recall, "operations_at_1": recall, "hidden_at_1": recall,
        },
        "edges": {
            "edges": 10, "false": 1, "by_behaviour": {}, "pairs": 10, "pairs_true": 9, "pairs_to_find": 45,
        },
        "networks": {
            "networks": 1, "false": 0, "covert": covert, "covert_false": 0, "weighted": 8.1, "weight": 9,
        },
        "groups": list(groups),
    }  # fmt: skip


def world(suite, groups=(), covert=0):
    people = {"language": {"de": [1, 50], "fr": [0, 50]}}
    methods = {OURS: counts(groups, covert), "random": counts((), 0, 0.01)}
    return {"suite": suite, "posts": 1000, "cpu_s": 1.0, "people": people, "methods": methods}


OUTLETS = {"role": "control", "template": "outlets", "expected": "overt", "deceptive": False}
WORLDS = [
    world("null"),
    world("null", covert=1),
    world("operation", [group()]),
    world("operation", [group(found=False, found_as="", called=[])]),
    world("control", [group(**OUTLETS, found_as="overt", called=["overt"])]),
    world(
        "mixed", [group(strength="weak"), group(**OUTLETS, found_as="unclear", called=["covert", "unclear"])]
    ),
]


def test_a_summary_counts_groups_null_worlds_and_people():
    summary = summarise(WORLDS, "abc", "dev", "smoke")
    assert summary["null"][OURS]["covert"] == [1, 2]
    assert summary["worlds"] == {"control": 1, "mixed": 1, "null": 2, "operation": 2}
    flood = summary["operations by template"]["flood"]
    assert (flood["groups"], flood["found"], flood["deceptive_found"], flood["deceptive_covert"]) == (
        3,
        2,
        2,
        2,
    )
    outlets = summary["controls"]["outlets"]
    assert (outlets["called_covert"], outlets["overt_found"], outlets["overt_as_overt"]) == (1, 2, 1)
    assert outlets["covert_at_most"] == pytest.approx(0.9747, abs=1e-4)
    assert summary["people"]["language"] == {"de": [6, 300], "fr": [0, 300]}
    assert json.loads(json.dumps(summary)) == summary


def test_promises_hold_or_fail_by_what_was_measured():
    held = {row["what"]: row["holds"] for row in summarise(WORLDS, "abc", "dev", "smoke")["targets"]}
    assert held["null worlds with a covert network"] is False
    assert held["edge false discovery rate"] is False
    assert held["network false discovery rate"] is True
    assert held["operations of medium strength found"] is False
    assert held["found operations with a deception sign called covert"] is True
    assert held["found openly organised controls called overt"] is False
    assert held["recall at 1% false positives, accounts: lead over random"] is True
    assert held["weighted precision of networks: lead over random"] is False


def test_a_method_that_is_silent_where_something_is_planted_has_no_precision_there():
    silent = counts()
    silent["networks"] |= {"networks": 0, "weighted": 0.0, "weight": 0.0}
    worlds = [world("operation", [group()]) for _ in range(4)]
    worlds[0]["methods"]["random"] = silent
    measured = summarise(worlds, "abc", "dev", "smoke")["methods"]["planted"]["random"]
    assert measured["weighted precision of networks"][0] == pytest.approx(0.9)
    assert measured["… mean of worlds, silence as 0"][0] == pytest.approx(0.9 * 3 / 4)


def test_nothing_measured_is_said_and_still_printed():
    summary = summarise([], "abc", "dev", "smoke")
    assert {row["holds"] for row in summary["targets"]} == {None}
    assert "not measured" in plain(summary)


def test_both_tables_hold_every_measure_and_method():
    summary = summarise(WORLDS, "abc", "dev", "smoke")
    for text in (plain(summary), markdown(summary)):
        assert all(measure.name in text for measure in MEASURES)
        assert "random" in text
        assert "outlets" in text
    rows = [line for line in markdown(summary).splitlines() if line.startswith("|")]
    assert all(row.endswith("|") for row in rows)


def test_the_calibration_file_is_read_back_as_prevalence_tables(tmp_path):
    summary = summarise(WORLDS, "abc", "test", "full")
    write_calibration(summary, tmp_path / "kinds.yaml")
    found = yaml.safe_load((tmp_path / "kinds.yaml").read_text("utf-8"))
    assert found == calibration(summary)
    assert found["kinds"]["covert"]["recall"] == {"hits": 2, "of": 3}
    assert found["kinds"]["covert"]["false_positives"] == {"hits": 1, "of": 2}
    assert kinds(found)["covert"][0].right == pytest.approx(0.001 * 2 / 3 / (0.001 * 2 / 3 + 0.999 / 2))


def test_results_are_stale_when_code_or_rules_that_matter_changed(tmp_path):
    unit = tmp_path / "src" / "floodwatch" / "detectors" / "one.py"
    rules = tmp_path / "src" / "floodwatch" / "vocabulary" / "rules" / "kinds.yaml"
    written = tmp_path / min(WRITTEN)
    for path in (unit, rules, written):
        path.parent.mkdir(parents=True)
        path.write_text("a: 1\n")
    results = tmp_path / "results"
    assert "No results" in verdict(results, tmp_path)
    results.mkdir()
    (results / "summary.json").write_text(json.dumps({"code": code_hash(tmp_path)}))
    written.write_text("a: 2\n")
    assert "were measured with this code" in verdict(results, tmp_path)
    rules.write_text("a: 2\n")
    assert verdict(results, tmp_path).startswith("STALE")
    rules.write_text("a: 1\n")
    unit.unlink()
    assert verdict(results, tmp_path).startswith("STALE")


def test_everything_that_matters_exists():
    assert all((ROOT / name).exists() for name in (*MATTERS, *WRITTEN))
