"""From a draft to a release: blocks, evidence, the gate, and what a killed process leaves."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

from floodwatch.model.errors import InputError, ReportError, SettingError
from floodwatch.model.reports import canonical, fingerprint
from tests.studio.conftest import begun, gate, passed


def folder(case, report, version=1):
    return case.folder.publications / report / str(version)


def test_a_report_is_written_frozen_and_released(case, text):
    report = begun(case, text)
    shown = case.report("show", report)
    assert shown["missing"] == []
    assert "has 8 accounts" in shown["shown"]
    assert "over 175 websites" in shown["shown"]
    passed(case, report)
    frozen = case.report("freeze", report, by="annabel")
    made = folder(case, report)
    names = {p.relative_to(made).as_posix() for p in made.rglob("*") if p.is_file()}
    assert {
        "report.html",
        "report.md",
        "figures.csv",
        "bundle.stix.json",
        "event.misp.json",
        "manifest.json",
    } <= names
    assert frozen["files"] == len(names) - 1
    done = case.report("release", report, to=("A partner", "Another"), by="evelyn")
    assert len(done["handed"]) == 2
    handed = {one["to"]: one for one in case.centre.dissemination()["handed"]}
    assert handed["A partner"]["files"]["manifest.json"]
    assert json.loads((made.parent / "state.json").read_text())["versions"] == {"1": "released"}


def test_a_changed_row_is_found_and_named(case, text):
    report = begun(case, text)
    case.report("freeze", report, by="annabel")
    made = folder(case, report)
    assert case.centre.verify("report", made)["problems"] == []
    evidence = next(made.glob("evidence/*-network.jsonl"))
    lines = evidence.read_text("utf-8").splitlines()
    row = json.loads(lines[3])
    row["row"]["posts"] += 1
    evidence.write_text("\n".join([*lines[:3], canonical(row), *lines[4:]]) + "\n", "utf-8")
    found = case.centre.verify("report", made / "manifest.json")
    assert not found["whole"]
    told = [one["where"] + " " + one["says"] for one in found["problems"]]
    assert f"evidence/{evidence.name}, line 4 {row['ref']} is not the row that was frozen" in told
    assert any("posts was 96, the evidence gives 97" in one for one in told)


def test_a_changed_row_with_its_own_hash_changed_too_is_found(case, text):
    report = begun(case, text)
    case.report("freeze", report, by="annabel")
    made = folder(case, report)
    evidence = next(made.glob("evidence/*-claim.jsonl"))
    row = json.loads(evidence.read_text("utf-8"))
    row["row"]["low"] = 1.0
    row["sha256"] = fingerprint(row["row"])
    evidence.write_text(canonical(row) + "\n", "utf-8")
    found = case.centre.verify("report", made)["problems"]
    assert {one["what"] for one in found} == {"file", "rows", "figure"}
    assert any(one["says"] == "was 175.0, the evidence gives 1.0" for one in found)


def test_a_zip_of_the_folder_is_checked_too(case, text, tmp_path):
    report = begun(case, text)
    case.report("freeze", report, by="annabel")
    packed = shutil.make_archive(str(tmp_path / "report"), "zip", folder(case, report).parent, "1")
    found = case.centre.verify("report", packed)
    assert (found["whole"], found["figures"] > 10, found["problems"]) == (True, True, [])
    assert found["manifest"] == frozen_line(case, report)["manifest"]


def frozen_line(case, report):
    return next(one["content"] for one in case.report("show", report)["lines"] if one["what"] == "frozen")


def test_what_is_no_report_is_refused(case, tmp_path):
    with pytest.raises(InputError, match="no frozen report"):
        case.centre.verify("report", tmp_path)


def test_the_gate_names_what_is_left_and_nothing_passes_before(case, text):
    report = begun(case, text.replace("It posted", "It may have posted"))
    before = gate(case, report)
    left = {name for name, one in before.items() if not one["passes"]}
    assert left == {"frozen", "wording", "questions", "review"}
    comment = case.report("comment", report, text="Says who?", quote="in November 2023", by="bertrand")
    assert [one["number"] for one in gate(case, report)["comments"]["left"]] == [comment["number"]]
    case.report("freeze", report, by="annabel")
    with pytest.raises(
        ReportError, match=r"not released\. Left to do: .*mended or answered.*Every comment is resolved"
    ):
        case.report("release", report, by="evelyn")
    assert case.centre.dissemination()["handed"] == []
    case.report("resolve", report, number=comment["number"], by="annabel")
    passed(case, report)
    assert case.report("release", report, by="evelyn")["released"] == 1


def test_whoever_wrote_it_does_not_review_it(case, text):
    report = begun(case, text)
    with pytest.raises(SettingError, match="does not review"):
        case.report("review", report, by="annabel")
    case.report("review", report, verdict="objects", text="The second sentence.", by="bertrand")
    assert gate(case, report)["review"]["left"] == ["bertrand: The second sentence."]


def test_a_comment_follows_its_words(case, text):
    report = begun(case, text)
    case.report("comment", report, text="When?", quote="in November 2023", by="bertrand")
    before = case.report("show", report)["comments"][0]["stands_at"]
    case.report("edit", report, text="# Before\n\nNew words.\n\n" + text, by="annabel")
    after = case.report("show", report)["comments"][0]["stands_at"]
    assert after == before + len("# Before\n\nNew words.\n\n")
    case.report("edit", report, text="# Nothing\n\nelse", by="annabel")
    assert case.report("show", report)["comments"][0]["stands_at"] == -1


def test_dissent_is_printed_and_stays(case, text):
    report = begun(case, text)
    case.report("dissent", report, text="It could be one newsroom.", by="bertrand")
    case.report("edit", report, text=text, by="annabel")
    shown = case.report("show", report)["shown"]
    assert "## Dissent" in shown
    assert "assessed: It could be one newsroom." in shown


KILLED = """
import os, signal
from floodwatch.casebook import dissemination, reports
from floodwatch.centre.handles import Centre
case = Centre.open({centre!r}).case("main")
def die(*args, **more):
    os.kill(os.getpid(), signal.SIGKILL)
{patch}
case.report({action!r}, {report!r}, by="evelyn")
"""


def killed(case, report, action, patch):
    told = KILLED.format(centre=str(case.centre.path), patch=patch, action=action, report=report)
    done = subprocess.run(
        [sys.executable, "-c", told], env={**os.environ, "PYTHONPATH": ":".join(sys.path)}, check=False
    )
    assert done.returncode == -9


def test_a_process_that_is_killed_while_releasing_leaves_nothing_half_released(case, text):
    report = begun(case, text)
    passed(case, report)
    case.report("freeze", report, by="annabel")
    # After the hand-over was written and before the line that says released: one transaction holds both.
    killed(case, report, "release", "was = reports._say\nreports._say = lambda db, a, d, what, *r: die()")
    assert case.report("list")["reports"][0]["state"] == "frozen"
    assert case.centre.dissemination()["handed"] == []
    assert case.report("release", report, by="evelyn")["handed"]


def test_a_process_that_is_killed_while_freezing_leaves_no_half_of_it(case, text):
    report = begun(case, text)
    killed(case, report, "freeze", "reports.freeze = die")
    assert case.report("list")["reports"][0]["state"] == "draft"
    case.report("freeze", report, by="annabel")
    assert case.centre.verify("report", folder(case, report))["whole"]
    assert [p.name for p in folder(case, report).parent.iterdir()] == ["1"]


def test_what_was_frozen_and_then_changed_is_not_released(case, text):
    report = begun(case, text)
    passed(case, report)
    case.report("freeze", report, by="annabel")
    (folder(case, report) / "report.html").write_text("other", "utf-8")
    with pytest.raises(ReportError, match=r"is not what was frozen: report\.html"):
        case.report("release", report, by="evelyn")
