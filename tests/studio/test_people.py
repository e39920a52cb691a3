"""Who may do what with a report over the network, and whose name stands there."""

from __future__ import annotations

import pytest

from floodwatch.centre.call import call
from floodwatch.model.acting import Acting
from floodwatch.model.errors import NotAllowed
from tests.studio.conftest import begun, gate

QUESTIONS = ("right_of_reply", "notices", "legal", "bystanders", "operators_work")


def person(name, role):
    return Acting(name, name.title(), role, alias=f"{role} {name[0]}", cases=("main",))


def test_an_editor_releases_what_an_analyst_wrote_and_another_reviewed(case, text):
    ann, bob, eve = (person(*one) for one in (("ann", "analyst"), ("bob", "analyst"), ("eve", "editor")))
    report = call("report", case, acting=ann, action="new", title="Links", tlp="clear", text=text)["report"]
    for question in QUESTIONS:
        call("report", case, acting=ann, action="answer", report=report, question=question, text="Looked at.")
    for row in gate(case, report)["wording"]["left"]:
        call(
            "report",
            case,
            acting=ann,
            action="answer",
            report=report,
            finding=row["finding"],
            text="Meant so.",
        )
    call("report", case, acting=bob, action="review", report=report)
    call("report", case, acting=ann, action="freeze", report=report)
    for who in (ann, bob):
        with pytest.raises(NotAllowed, match="for the role editor"):
            call("report", case, acting=who, action="release", report=report)
    call("report", case, acting=eve, action="release", report=report, to=("A partner",))
    (line,) = case.centre.dissemination()["handed"]
    assert line["by"] == "editor e"
    assert {one["author"] for one in case.report("show", report)["versions"]} == {"analyst a"}


def test_a_reader_reads_and_changes_nothing(case, text):
    reader = person("rea", "reader")
    report = begun(case, text)
    assert call("report", case, acting=reader, action="show", report=report)["state"] == "draft"
    for action, more in (("edit", {"text": "x"}), ("comment", {"text": "x"}), ("freeze", {})):
        with pytest.raises(NotAllowed):
            call("report", case, acting=reader, action=action, report=report, **more)
    with pytest.raises(NotAllowed, match="for the role editor"):
        call("withdraw", case.centre, acting=reader, ref="account:x/a3", reason="x")
