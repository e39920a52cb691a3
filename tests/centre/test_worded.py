"""The words of judgements and forecasts: refused, warned of, entered anyway with the warning, checked later."""

from __future__ import annotations

import json
import shutil

import pytest

from floodwatch.casebook import judging
from floodwatch.casebook.judgements import judgement
from floodwatch.centre.handles import Centre
from floodwatch.centre.lint import lint
from floodwatch.cli.main import run
from floodwatch.model.errors import JudgementError, SettingError
from floodwatch.model.judgements import Wording
from floodwatch.model.units import quiet

SURE = {"likelihood": "likely", "confidence": "low", "because": "one list", "by": "ada"}
FORECAST = {
    "probability": "35%", "horizon": "2999-01-01", "rule": "yes when a vendor says so", "confidence": "low",
    "because": "few to go by", "by": "ada",
}  # fmt: skip


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A centre to copy, which knows what every centre knows from the start."""
    made = Centre.init(tmp_path_factory.mktemp("begun") / "centre")
    made.judge()
    return made.path


@pytest.fixture
def centre(begun, tmp_path):
    return Centre.open(shutil.copytree(begun, tmp_path / "centre"))


def own(centre):
    return [one for one in centre.judge()["judgements"] if not one["said_by"]]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"statement": "It runs them, and our confidence is moderate"}, "never stand in one sentence"),
        ({"because": "It is likely old, with medium confidence"}, "stand in one sentence"),
        ({"assumption": ("it is highly probable that the list is whole",)}, "of two rows of words"),
        ({"statement": "It is probable that it runs them"}, "one row of words"),
    ],
)
def test_what_contradicts_the_record_is_refused_whoever_insists(centre, settings, says):
    asked = {**SURE, "statement": "It runs them", **settings}
    with pytest.raises(JudgementError, match=says):
        centre.judge("new", asked.pop("statement"), anyway=True, **asked)
    assert own(centre) == []


@pytest.mark.parametrize(
    ("settings", "rule"),
    [
        ({"statement": "It may run them"}, "statement:4: outside_vocabulary: «may»"),
        ({"statement": "Highly likely that it runs them"}, "It is a word of NATO"),
        ({"statement": "Iran is behind the pages"}, "attribution_as_fact: «Iran is behind»"),
        ({"statement": "The posts swayed the vote"}, "effect: «swayed the vote»"),
        ({"statement": "Bots pushed it"}, "bots: «Bots»"),
        ({"statement": "It reached 3 million people"}, "summed_reach"),
        ({"because": "there is no sign of payment"}, "reason of the confidence:10: no_evidence"),
        ({"alternative": ("a bot army of fans",)}, "alternative:3: bots"),
    ],
)
def test_other_words_are_refused_with_place_and_remedy_until_somebody_insists(centre, settings, rule):
    asked = {**SURE, "statement": "It runs them", **settings}
    statement = asked.pop("statement")
    with pytest.raises(JudgementError, match="are to be mended") as problem:
        centre.judge("new", statement, **asked)
    assert rule in str(problem.value)
    assert "--anyway" in str(problem.value)
    assert own(centre) == []
    (one,) = centre.judge("new", statement, anyway=True, reason="the client's words", **asked)["judgements"]
    (kept, *_) = one["wording"]
    assert kept["rule"] in rule or "NATO" in rule
    assert (kept["entered_by"], kept["reason"]) == ("ada", "the client's words")
    assert any(kept["words"] in text for text in one["warnings"])


def test_what_other_fields_answer_is_no_fault_of_the_words(centre):
    claim = centre.actor("Storm-1376")["found"][0]["numbers"][0]["claim"]
    for statement in (
        "China runs the pages",
        "The network has 3,400 accounts",
        "The page is linked to a party",
    ):
        (one,) = centre.judge("new", statement, basis=(claim,), **SURE)["judgements"]
        assert one["wording"] == []
    looked = {"scope": "posts", "period": "May 2024", "collection": "an export", "power": "80% of such"}
    centre.judge("new", "No sign of payment", **looked, **SURE)
    centre.judge("new", "A plain thing", alternative=("a reseller may run it", "Iran runs it"), **SURE)
    assert len(own(centre)) == 5


def test_the_words_of_others_stay_as_they_are(centre):
    (one,) = centre.judge("new", "It may be bots", likelihood="could", said_by="Microsoft", by="ada")[
        "judgements"
    ]
    assert one["wording"] == []


def test_what_takes_the_place_of_another_is_checked_too_and_warnings_cannot_be_taken_back(centre):
    (one,) = centre.judge("new", "It runs them", **SURE)["judgements"]
    with pytest.raises(JudgementError, match="outside_vocabulary"):
        centre.judge("supersede", one["judgement"], "It possibly runs them", **SURE)
    after = centre.judge("supersede", one["judgement"], "It possibly runs them", anyway=True, **SURE)
    (line,) = [line for line in after["history"] if line["what"] == "warned"]
    assert line["content"]["wording"][0]["words"] == "possibly"
    with pytest.raises(JudgementError, match="stays with it"):
        centre.judge(undo=line["number"], by="bo")


def test_questions_and_rules_of_forecasts_are_checked(centre):
    with pytest.raises(JudgementError, match="rule:14: outside_vocabulary: «may»"):
        centre.forecast("new", "Will it return?", **{**FORECAST, "rule": "yes where it may be back"})
    (one,) = centre.forecast("new", "Could it return?", **FORECAST)["judgements"]
    assert one["wording"] == []


@pytest.mark.parametrize(
    ("vocabulary", "word", "other"),
    [
        ("icd_203", "likely", "highly likely"), ("kent", "probable", "very likely"), ("nato", "likely", "very likely"),
        ("french", "probable", "quasi certain, pourrait"),
    ],
)  # fmt: skip
def test_every_vocabulary_has_its_words_and_not_those_of_others(centre, vocabulary, word, other):
    asked = {**SURE, "likelihood": word, "vocabulary": vocabulary}
    centre.judge("new", "Un client, a client", **asked)
    with pytest.raises(JudgementError):
        centre.judge("new", f"Il est {other} que", **asked)
    assert len(own(centre)) == 1


def test_a_casebook_kept_before_warnings_is_checked_by_lint(centre, tmp_path, capsys):
    from tests.casebook.judged import judged

    one = judged("It may be bots", basis=(), about=())
    name = judging.add(centre.casebook, one)
    assert judgement(centre.casebook, name).wording == ()
    (document,) = centre.lint(casebook=True)["documents"]
    assert [(row["part"], row["rule"], row["words"]) for row in document["findings"]] == [
        ("statement", "outside_vocabulary", "may"), ("statement", "bots", "bots"),
    ]  # fmt: skip
    assert run(["lint", "--casebook", "--centre", str(centre.path)]) == 0
    assert f"judgement {name[:8]}: statement:4: warning outside_vocabulary: «may»" in capsys.readouterr().out
    judging.retract(centre.casebook, name, "ada", "badly said")
    assert centre.lint(casebook=True)["documents"] == []
    with pytest.raises(SettingError, match="no centre"):
        lint(None, quiet, casebook=True)


def test_the_command_line_refuses_warns_and_enters(centre, capsys):
    words = [
        "judge",
        "new",
        "It may run them",
        "--likelihood",
        "likely",
        "--confidence",
        "low",
        "--because",
        "one list",
    ]
    where = ["--by", "ada", "--centre", str(centre.path)]
    assert run([*words, *where]) == 2
    shown = capsys.readouterr().err
    assert "  statement:4: outside_vocabulary: «may»." in shown
    assert "Say how likely it is with a word of the vocabulary" in shown
    assert run([*words, "--anyway", *where]) == 0
    assert "mind: It says «may» (statement)." in capsys.readouterr().out
    assert run([*words, "--anyway", "--json", *where]) == 0
    assert json.loads(capsys.readouterr().out)["judgements"][0]["wording"][0]["rule"] == "outside_vocabulary"


def test_a_warning_comes_back_from_the_casebook_as_it_was_said(centre):
    from tests.casebook.judged import judged

    said = Wording("statement", "may", "outside_vocabulary", "It has no number.", "Say it.")
    name = judging.add(centre.casebook, judged("It may", basis=(), about=()), [said], "asked to")
    (kept,) = judgement(centre.casebook, name).wording
    assert kept == Wording(
        "statement", "may", "outside_vocabulary", "It has no number.", "Say it.", "ada", "asked to"
    )
