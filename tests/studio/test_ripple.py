"""What is withdrawn is found wherever it was used, and corrected there."""

from __future__ import annotations

import json

import pytest

from floodwatch.model.errors import ReportError, SettingError
from tests.studio.conftest import begun, claims, passed, released

OTHER = "# Else\n\nobserved: The network [[network:{n}]] was seen.\n\n```floodwatch network id={n}\n```\n"


def test_an_account_that_is_withdrawn_is_found_in_three_reports_and_two_publications(case, text, network):
    names = [released(case, text, "One"), released(case, text, "Two", to=("Second",)),
             released(case, OTHER.format(n=network), "Three")]  # fmt: skip
    untouched = released(case, "# Nothing\n\nNobody is named here.\n", "Four")
    numbers = [
        case.publish(format=("members",), out=str(case.folder.root / name), to=name)["handed"]
        for name in ("p1", "p2")
    ]
    told = case.centre.withdraw("account:x/a3", dry_run=True)
    assert {one["report"] for one in told["reports"]} == {*names}
    assert untouched not in {one["report"] for one in told["reports"]}
    assert {one["number"] for one in told["files"]} == {*numbers}
    assert set(told["recipients"]) == {"A partner", "Second", "p1", "p2"}
    first = next(one for one in told["reports"] if one["report"] == names[0])
    assert {one["kind"] for one in first["places"]} >= {"sentence", "figure", "picture"}
    assert next(one["words"] for one in first["places"] if one["kind"] == "sentence").endswith(
        "has 8 accounts."
    )
    done = case.centre.withdraw("account:x/a3", reason="It was somebody else.", by="annabel")
    assert {one["report"] for one in done["drafted"]} == {*names}
    for name in names:
        shown = case.report("show", name)
        assert (shown["version"], shown["state"]) == (2, "draft")
        assert "{withdrawn: account:x/a3}" in shown["text"]
    assert "has 7 {withdrawn: " in case.report("show", names[0])["shown"]


def test_a_correction_takes_the_place_of_what_it_corrects_and_tells_whoever_had_it(case, text):
    report = released(case, text)
    case.centre.withdraw("account:x/a3", reason="It was somebody else.", by="annabel")
    with pytest.raises(ReportError, match="what they rest on was withdrawn"):
        case.report("freeze", report, by="annabel")
    draft = case.report("show", report)["text"]
    mended = draft.replace(" {withdrawn: account:x/a3}", "").replace("{withdrawn: account:x/a3}\n\n", "")
    mended = mended.partition("```floodwatch quote")[0]
    case.report("edit", report, text=mended, by="annabel")
    passed(case, report)
    case.report("freeze", report, by="annabel")
    changed = case.report("changed", report)
    moved = {one["figure"].rpartition(": ")[2]: (one["before"], one["now"]) for one in changed["figures"]}
    assert moved["members"] == (8, 7)
    done = case.report("release", report, to=("Newcomer",), by="evelyn")
    assert done["owed"] == ["A partner"]
    states = {one["version"]: one["state"] for one in case.report("show", report)["versions"]}
    assert states == {1: "corrected", 2: "draft", 3: "released"}
    here = case.folder.publications / report
    assert json.loads((here / "state.json").read_text()) == {
        "versions": {"1": "corrected", "3": "released"}, "corrected_by": {"1": 3},
    }  # fmt: skip
    assert case.centre.verify("report", here / "1")["whole"], "the old issue stays as it was"
    html = (here / "3" / "report.html").read_text("utf-8")
    assert "Withdrawn: It was somebody else." in html
    assert "Issue 2" in html
    log = [(one["what"], one["to"]) for one in case.centre.dissemination()["handed"]]
    assert log == [("correction", "A partner"), ("report", "Newcomer"), ("report", "A partner")]


def test_shared_objects_of_a_withdrawn_claim_are_revoked(case, text):
    report = released(case, text)
    ref = f"claim:{claims()[0].claim_id}"
    told = case.centre.withdraw(ref, reason="The vendor retracted it.", by="annabel")
    places = told["reports"][0]["places"]
    assert {one["kind"] for one in places} == {"sentence", "object"}
    draft = case.report("show", report)["text"]
    mended = "\n".join(line for line in draft.split("\n") if "{withdrawn:" not in line)
    case.report("edit", report, text=mended, by="annabel")
    passed(case, report)
    case.report("freeze", report, by="annabel")
    here = case.folder.publications / report
    old, new = (json.loads((here / n / "bundle.stix.json").read_text())["objects"] for n in ("1", "3"))
    note = next(one for one in old if one["type"] == "note")
    revoked = [one for one in new if one.get("revoked")]
    assert [(one["id"], one["created"]) for one in revoked] == [(note["id"], note["created"])]
    event = json.loads((here / "3" / "event.misp.json").read_text())["Event"]["Attribute"]
    assert [one["deleted"] for one in event].count(True) == 1


def test_an_export_of_the_casebook_is_found_each_time_it_was_made(case):
    files = [case.centre.knowledge("export", "Marble Heron", tlp="TLP:CLEAR", to=to, out=str(case.folder.root / to))
             for to in ("first", "second")]  # fmt: skip
    case.centre.share("update", tlp="clear")
    told = case.centre.withdraw(f"claim:{claims()[0].claim_id}", dry_run=True)
    assert {one["collection"] for one in told["collections"]} == {"TLP:CLEAR"}
    assert [one["number"] for one in told["files"]] == [one["handed"] for one in files]
    assert told["recipients"] == ["first", "second"]


def test_a_withdrawal_needs_a_reason_and_can_be_taken_back(case, text):
    report = begun(case, text)
    with pytest.raises(SettingError, match="Why is it withdrawn"):
        case.centre.withdraw("account:x/a3")
    with pytest.raises(SettingError, match="cannot be withdrawn"):
        case.centre.withdraw("nonsense", reason="x")
    number = case.centre.withdraw("account:x/a3", reason="It was somebody else.", by="annabel")["number"]
    assert "has 7 accounts" in case.report("show", report)["shown"]
    with pytest.raises(ReportError, match="withdrawn already"):
        case.centre.withdraw("account:x/a3", reason="again")
    assert case.centre.withdraw(undo=number)["withdrawn"][0]["undone"]
    assert "has 8 accounts" in case.report("show", report)["shown"]
