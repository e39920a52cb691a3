"""A matrix that is kept stands in the casebook's log, can be taken back, and is as strictly marked as what it names."""

from __future__ import annotations

import click
import pytest

from floodwatch.casebook import record
from floodwatch.casebook.ceiling import up_to
from floodwatch.casebook.read import decisions_about
from floodwatch.casebook.store import connected
from floodwatch.casebook.weighings import LOG, undo, weighings
from floodwatch.centre.handles import Centre, weigh
from floodwatch.cli.weighing import explained
from floodwatch.model.errors import JudgementError
from floodwatch.model.markings import Marking
from tests.casebook.told import ACTOR, EVERYBODY, STORM, say, told

MATRIX = """
question: Who runs it?
asks: operator
about: [{about}]
prior: {{north: 0.6, organic: 0.1, commercial: 0.1, other_state: 0.1, false_flag: 0.1}}
hypotheses:
  north: {{text: A ministry of North, kind: state}}
evidence:
  - name: hours
    kind: behaviour
    copied: [hours]
    refs: [{refs}]
    cells: {{north: C, organic: I, commercial: C, other_state: I, false_flag: C}}
    chances: {{north: 0.9, organic: 0.05, commercial: 0.1, other_state: 0.1, false_flag: 0.1}}
  - name: phrases
    kind: content
    sources: ["finding:elsewhere/n1"]
    cells: {{north: C, organic: I, commercial: I, other_state: I, false_flag: C}}
    chances: {{north: 0.9, organic: 0.05, commercial: 0.1, other_state: 0.1, false_flag: 0.1}}
"""


@pytest.fixture
def centre(tmp_path):
    made = Centre.init(tmp_path / "centre")
    told(made.casebook, *ACTOR)
    return made


def matrix(tmp_path, about="", refs=""):
    file = tmp_path / "m.yaml"
    file.write_text(MATRIX.format(about=about, refs=refs), "utf-8")
    return file


def said(result):
    return "\n".join(click.unstyle(line) for line in explained(result))


def test_what_came_of_it_is_on_record_once_and_can_be_taken_back(centre, tmp_path):
    file, keep = matrix(tmp_path, about=STORM.label), {"keep": str(centre.path), "by": "ada"}
    made = weigh(file, reason="for the report", **keep)
    assert f"--undo {made['decision']} takes back" in said(made)
    assert weigh(file, **keep)["decision"] == made["decision"], "once as long as it stands"
    (one,) = weighings(centre.casebook)
    assert (one.by, one.reason, one.ref, one.undone) == ("ada", "for the report", made["ref"], False)
    assert one.content["about"] == [STORM.entity_id]
    assert one.content["question_of"] == "operator"
    assert one.content["leaders"] == list(made["against"]["leaders"])
    (north,) = [s for s in one.content["stated"] if s["hypothesis"] == "north"]
    assert north["capped"]
    assert "easily copied" in north["why"]
    undone = weigh("", undo=made["decision"], keep=str(centre.path), by="bo")
    assert "(taken back)" in said(undone)
    assert weighings(centre.casebook) == []
    assert (centre.path / "evidence" / made["ref"][7:9] / made["ref"][7:]).is_file(), "evidence stays"
    assert weigh(file, **keep)["decision"] > made["decision"]
    with connected(centre.casebook) as db:
        assert [(d.what, d.decided_by, d.undone) for d in decisions_about(db, LOG)] == [
            ("weighed", "ada", True), ("weighed", "ada", False),
        ]  # fmt: skip
    with pytest.raises(JudgementError, match=f"No kept matrix {made['decision']} stands"):
        undo(centre.casebook, made["decision"], "bo")


def test_a_centre_lists_what_it_keeps(centre, tmp_path):
    assert "No matrix is kept." in said(weigh("", keep=str(centre.path)))
    weigh(matrix(tmp_path), keep=str(centre.path), by="ada")
    assert "Who runs it?" in said(weigh("", keep=str(centre.path)))


def test_what_it_is_about_must_be_there_and_what_its_items_name_need_not(centre, tmp_path):
    weigh(matrix(tmp_path), keep=str(centre.path))
    for about, says in (
        ("Nobody at all", "Nobody goes by the name"),
        ('"finding:main/n1"', "There is no finding"),
    ):
        with pytest.raises(JudgementError, match=says):
            weigh(matrix(tmp_path, about=about), keep=str(centre.path))
    assert len(weighings(centre.casebook)) == 1, "nothing is kept of what is refused"


def test_nothing_stricter_than_a_ceiling_is_read(centre, tmp_path):
    amber = say(STORM, "described_as", value="a secret", tlp="TLP:AMBER", quote="q")
    record.add(centre.casebook, EVERYBODY, [amber])
    weigh(matrix(tmp_path, refs=f'"claim:{amber.claim_id}"'), keep=str(centre.path))
    weigh(matrix(tmp_path), keep=str(centre.path), tlp="green")
    assert [one.marking.tlp for one in weighings(centre.casebook)] == ["TLP:AMBER", "TLP:GREEN"]
    with up_to(Marking("TLP:GREEN")):
        assert [one.marking.tlp for one in weighings(centre.casebook)] == ["TLP:GREEN"]
    with up_to(Marking("TLP:CLEAR")):
        assert weighings(centre.casebook) == []
