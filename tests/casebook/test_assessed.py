"""What people made of a case, gathered for its report; on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

from floodwatch.casebook import alerts, judging
from floodwatch.casebook.ceiling import up_to
from floodwatch.casebook.weighings import keep, undo
from floodwatch.model.judgements import Likelihood
from floodwatch.model.markings import Marking
from floodwatch.model.watching import Alert
from floodwatch.views.assessed import view
from tests.casebook.judged import asked, judged
from tests.casebook.told import ACTOR, LAB, MINISTRY, STORM, say, told

REF = f"sha256:{'ab' * 32}"
FINDING = "finding:main/n1"


def content(**more):
    """A kept matrix in which a state that is named is held back."""
    stated = {"hypothesis": "north", "low": 0.4, "high": 0.54, "words": "roughly even chance", "capped": True,
              "why": "no item speaks for it"}  # fmt: skip
    share = {"hypothesis": "north", "prior": 0.2, "probability": 0.8, "low": 0.4, "high": 0.9}
    return {
        "file": "m.yaml", "ref": REF, "question": "Who runs it?", "asks": "Who runs it?", "question_of": "operator",
        "left_open": [], "hypotheses": [{"name": "north", "text": "A ministry", "kind": "state"}], "stated": [stated],
        "milestones": [], "vocabulary": "icd_203", "seed": 1, "leaders": ["north"], "flips": [], "refs": [FINDING],
        "about": [STORM.entity_id], "against": [], "shares": [share], "evidence": [], "tlp": "", "pap": "", **more,
    }  # fmt: skip


def alert(over, label):
    return Alert(
        alert_id=f"a-{over}", rule="r", severity="high", over=over, ref="network:n1", label=label, said=f"{label} grew",
        at=datetime(2026, 2, 1, tzinfo=UTC), values={}, chance="", innocent="fans", would_change="", evidence=(),
    )  # fmt: skip


def test_nothing_is_told_of_a_case_of_which_nothing_was_made(book):
    told(book, *ACTOR)
    judging.add(book, judged())  # about another matter
    found = view(book, "main")
    assert not any(found[name] for name in ("judgements", "forecasts", "weighings", "attributions", "alerts"))
    assert [one["weighed"] for one in found["questions"]] == [[]] * 6


def test_judgements_forecasts_and_matrices_come_with_the_networks_they_are_about(book):
    told(book, *ACTOR)
    keep(book, content(), "ada")
    direct = judging.add(book, judged("It is run by one firm", basis=(FINDING,), about=()))
    resting = judging.add(
        book, judged("North runs it", basis=(REF,), likelihood=Likelihood(0.8, 0.8, "", "icd_203"))
    )
    ahead = judging.add(book, asked(basis=(FINDING,)))
    judging.add(book, judged("Of another case", basis=("finding:other/n1",)))
    found = view(book, "main")
    assert [one["judgement"] for one in found["judgements"]] == [direct, resting]
    assert [one["networks"] for one in found["judgements"]] == [["n1"], ["n1"]]
    assert [one["judgement"] for one in found["forecasts"]] == [ahead]
    (weighed,) = found["weighings"]
    assert weighed["explained"][0]["stated"]["capped"]
    (operator,) = [one for one in found["questions"] if one["name"] == "operator"]
    assert operator["weighed"] == [weighed]
    assert [len(one["weighed"]) for one in found["questions"]].count(0) == 5
    over = [one for one in found["judgements"][1]["warnings"] if "lets be stated" in one]
    assert len(over) == 1
    assert "north" in over[0]
    assert found["judgements"][0]["warnings"] == []


def test_what_was_taken_back_is_not_told(book):
    told(book, *ACTOR)
    number = keep(book, content(), "ada")
    one = judging.add(book, judged(basis=(FINDING,)))
    judging.retract(book, one, "ada", "wrong")
    undo(book, number, "ada")
    found = view(book, "main")
    assert (found["judgements"], found["weighings"]) == ([], [])


def test_what_others_say_stands_side_by_side_with_denials(book):
    told(
        book,
        *ACTOR,
        say(STORM, "sponsored_by", MINISTRY, "shaped", said_by=LAB.entity_id, status="suggested"),
    )
    judging.add(book, judged(basis=(FINDING,)))
    (one,) = view(book, "main")["attributions"]
    assert one["of"] == STORM.label
    assert [c["predicate"] for c in one["said"]] == ["alias_of", "originates_from", "denies"]
    assert {c["said_by"] for c in one["said"]} == {"Microsoft", "A ministry"}
    assert all(c["status"] == "confirmed" for c in one["said"])


def test_alerts_about_accounts_are_counted_and_not_named(book):
    told(book)
    alerts.add(book, "main", [alert("networks", "network n1"), alert("accounts", "@somebody")], "watch@1")
    found = view(book, "main")
    assert [one["label"] for one in found["alerts"]] == ["network n1"]
    assert found["alerts_total"] == 2
    assert view(book, "other")["alerts_total"] == 0


def test_nothing_stricter_than_the_report_is_told(book):
    told(book, *ACTOR)
    keep(book, content(tlp="TLP:AMBER"), "ada")
    judging.add(book, judged(basis=(FINDING,), tlp="TLP:RED"))
    with up_to(Marking("TLP:GREEN")):
        found = view(book, "main")
    assert (found["judgements"], found["weighings"], found["attributions"]) == ([], [], [])
    assert len(view(book, "main")["weighings"]) == 1
