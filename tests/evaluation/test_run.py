"""Suites are what they promise, one world is measured whole, and a run goes on where it stopped."""

import json

import pyarrow as pa
import pytest

import evaluation.run as runner
from evaluation.one import OURS, Job, measure
from evaluation.stale import code_hash
from evaluation.suites import jobs
from floodwatch.worlds import CONTROLS, EVASIONS, OPERATIONS, STRENGTHS, Recipe

NOTHING = {
    "networks": pa.table({"network_id": pa.array([], pa.string()), "kind": pa.array([], pa.string())}),
    "members": pa.table(
        {n: pa.array([], pa.string()) for n in ("network_id", "platform", "account_id", "score")}
    ),
    "edges": pa.table(
        {
            n: pa.array([], pa.string())
            for n in ("behaviour", "source_platform", "source_id", "target_platform", "target_id")
        }
    ),
}


def test_development_and_test_worlds_never_meet_and_no_world_comes_twice():
    dev, test = (jobs("full", seeds) for seeds in ("dev", "test"))
    assert not {j.recipe.seed for j in dev} & {j.recipe.seed for j in test}
    assert len({j.recipe.seed for j in test}) == len({j.name for j in test}) == len(test)


def test_the_full_suite_is_large_enough_for_what_it_claims():
    full = jobs("full", "test")
    assert sum(j.suite == "null" for j in full) >= 200
    assert all(
        sum(name in j.recipe.controls for j in full if j.suite == "control") >= 60 for name in CONTROLS
    )
    alone = [j.recipe for j in full if j.suite == "operation"]
    cells = {(r.operations, r.strength, r.evasion) for r in alone}
    assert cells >= {((o,), s, "none") for o in OPERATIONS for s in STRENGTHS}
    assert cells >= {((o,), "medium", e) for o in OPERATIONS for e in EVASIONS}
    assert all(not j.recipe.operations and not j.recipe.controls for j in full if j.suite == "null")


def test_the_smoke_suite_has_twenty_worlds_of_every_kind():
    smoke = jobs("smoke", "dev")
    assert len(smoke) == 20
    assert {j.suite for j in smoke} == {"null", "operation", "control", "mixed"}


@pytest.fixture(scope="module")
def measured():
    recipe = Recipe(seed=3, accounts=60, days=2, operations=("repost_ring",))
    return measure(Job("operation", "tiny", recipe), "abc", lambda tables, settings: NOTHING)


def test_one_world_is_measured_by_every_method_as_plain_values(measured):
    assert json.loads(json.dumps(measured)) == measured
    assert len(measured["methods"]) == 7
    assert measured["methods"][OURS]["edges"]["edges"] == 0
    assert [g["template"] for g in measured["methods"][OURS]["groups"]] == ["repost_ring"]
    innocent = measured["methods"][OURS]["accounts"]["innocent"]
    for bands in measured["people"].values():
        assert sum(of for _, of in bands.values()) == innocent


def test_a_run_goes_on_where_it_stopped_and_measures_again_after_a_change(tmp_path, monkeypatch):
    asked = []

    def fake(job, code):
        asked.append(job.name)
        if len(asked) == 3:
            raise KeyboardInterrupt
        return {"code": code, "recipe": repr(job.recipe), "name": job.name}

    monkeypatch.setattr(runner, "measure", fake)
    wanted = jobs("smoke", "dev")[:4]
    with pytest.raises(KeyboardInterrupt):
        list(runner.run(wanted, tmp_path, 1))
    assert len(list(tmp_path.iterdir())) == 2
    assert sorted(runner.run(wanted, tmp_path, 1)) == sorted(job.name for job in wanted)
    assert asked == [wanted[i].name for i in (0, 1, 2, 2, 3)]
    (tmp_path / f"{wanted[0].name}.json").write_text('{"code": "another"}')
    (tmp_path / f"{wanted[1].name}.json").write_text('{"code": ')
    list(runner.run(wanted, tmp_path, 1))
    assert asked[5:] == [wanted[0].name, wanted[1].name]
    assert all(json.loads(p.read_text())["code"] == code_hash() for p in tmp_path.iterdir())


def test_other_evaluations_bring_what_finishes_a_world_and_go_on_where_they_stopped(tmp_path):
    asked = []

    def finish(job, folder, code):
        asked.append(job.name)
        told = {"code": code, "recipe": repr(job.recipe)}
        runner.path_of(folder, job).write_text(json.dumps(told))

    wanted = jobs("smoke", "dev")[:3]
    list(runner.run(wanted[:2], tmp_path, 1, finish))
    assert list(runner.run(wanted, tmp_path, 1, finish)) == [job.name for job in wanted]
    assert asked == [job.name for job in wanted]


def test_suites_run_in_step():
    order = runner.interleaved(jobs("smoke", "dev"))
    assert {job.suite for job in order[:10]} == {"null", "operation", "control", "mixed"}
    assert sorted(job.name for job in order) == sorted(job.name for job in jobs("smoke", "dev"))


def test_what_is_measured_so_far_can_be_summed_up(tmp_path, monkeypatch, measured):
    monkeypatch.setattr(
        runner,
        "measure",
        lambda job, code: {**measured, "code": code, "recipe": repr(job.recipe), "suite": job.suite},
    )
    common = ["--suite", "smoke", "--seeds", "dev", "--out", str(tmp_path), "--processes", "1"]
    runner.main([*common, "--only", "mixed"])
    runner.main([*common, "--partial"])
    summary = json.loads((tmp_path / "dev-smoke" / "summary.json").read_text())
    assert set(summary["worlds"]) == {"mixed"}


def test_the_command_prints_the_table_and_leaves_summary_and_table(tmp_path, monkeypatch, capsys, measured):
    monkeypatch.setattr(
        runner,
        "measure",
        lambda job, code: {**measured, "code": code, "recipe": repr(job.recipe), "suite": job.suite},
    )
    runner.main(["--suite", "smoke", "--seeds", "dev", "--out", str(tmp_path), "--processes", "1"])
    assert "Promises" in capsys.readouterr().out
    folder = tmp_path / "dev-smoke"
    assert json.loads((folder / "summary.json").read_text())["code"] == code_hash()
    assert (folder / "table.md").read_text().startswith("# Evaluation: smoke suite, dev seeds")
