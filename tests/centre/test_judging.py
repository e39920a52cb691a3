"""The verbs judge and forecast: what can be asked, what is refused in a sentence, what the record says."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from floodwatch.casebook import judging, record
from floodwatch.casebook.judgements import history
from floodwatch.centre.handles import Centre
from floodwatch.cli.judged import judged
from floodwatch.cli.main import run
from floodwatch.model.errors import FloodwatchError, JudgementError
from floodwatch.vocabulary.knowledge.starting.judged import judged as entered
from tests.casebook.judged import asked
from tests.casebook.told import ACTOR, LAB, say, told

SURE = {"confidence": "moderate", "because": "two lists that agree", "by": "ada"}
ASKED = {
    "probability": "35%", "rule": "yes when a vendor says so in a report", "horizon": "2999-01-01", **SURE,
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


@pytest.fixture
def claim(centre):
    return centre.actor("Storm-1376")["found"][0]["numbers"][0]["claim"]


def new(centre, claim, statement="Storm-1376 runs more than 100 sites", **settings):
    given = {
        "likelihood": "very likely",
        "basis": (claim[:10],),
        "about": ("Storm-1376",),
        **SURE,
        **settings,
    }
    (one,) = centre.judge("new", statement, **given)["judgements"]
    return one


def lines(result):
    return "\n".join(re.sub("\x1b\\[[0-9;]*m", "", line) for line in judged(result))


def test_what_reports_judged_is_listed_with_whose_it_is(centre):
    found = centre.judge()["judgements"]
    assert len(found) == len(entered().judgements)
    assert all(one["said_by"] and one["basis"] and one["source"] for one in found)
    assert {one["kind"] for one in found} == {"judgement", "forecast"}
    told_ = lines({"judgements": found})
    assert "says National Intelligence Council" in told_
    assert "not looked for, so far as it says" in told_


def test_a_judgement_is_entered_shown_reviewed_superseded_and_taken_back(centre, claim):
    one = new(centre, claim, alternative=("a reseller runs them",), topic="size")
    assert one["says"] == "very likely (80% to 95%, ICD 203): Storm-1376 runs more than 100 sites"
    assert one["basis"][0]["ref"] == f"claim:{claim}"
    assert one["about"] == ["Storm-1376"]
    name = one["judgement"]
    centre.judge("review", name[:8], verdict="disagree", by="bo", reason="the list is old")
    shown = centre.judge("show", name[:8])
    assert [r["verdict"] for r in shown["judgements"][0]["reviews"]] == ["disagree"]
    assert "bo: disagree: the list is old" in lines(shown)
    after = centre.judge("supersede", name[:8], "It runs fewer", likelihood="likely", basis=(claim,), **SURE)
    assert centre.judge("list", topic="size")["judgements"] == []
    assert len(centre.judge("list", topic="size", all=True)["judgements"]) == 1
    undone = centre.judge(undo=after["decided"][0]["number"], by="ada")
    assert name in {row["judgement"] for row in undone["judgements"]}
    centre.judge("retract", name, reason="wrong", by="ada")
    assert name not in {row["judgement"] for row in centre.judge()["judgements"]}


def test_confidence_never_stands_in_the_line_of_a_likelihood(centre, claim):
    for line in lines(centre.judge("show", new(centre, claim)["judgement"])).splitlines()[:-1]:
        assert not ("confidence" in line and "likely" in line)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"likelihood": "possible"}, "'possible' is no word of the vocabulary"),
        ({"likelihood": "likely", "vocabulary": "kent"}, "'likely' is no word of the vocabulary"),
        ({"likelihood": ""}, "how likely it is"),
        ({"statement": "We have high confidence that it runs them"}, "never stand in one sentence"),
        ({"statement": "It was not observed elsewhere"}, "scope, period, collection and power"),
        ({"basis": ("0123456789",)}, "no claim whose id begins"),
        ({"basis": ("finding:main/ab",)}, "There is no finding"),
        ({"about": ("Nobody at all",)}, "Nobody goes by the name"),
        ({"because": ""}, "needs a reason"),
    ],
)
def test_what_is_wrong_is_refused_in_a_sentence(centre, claim, settings, says):
    before = len(centre.judge()["judgements"])
    with pytest.raises(FloodwatchError, match=says):
        new(centre, claim, **settings)
    assert len(centre.judge()["judgements"]) == before


@pytest.mark.parametrize(
    ("told_", "shown"),
    [
        ("70%", "likely (70%, ICD 203)"), ("0.7", "likely (70%, ICD 203)"), ("99.5%", "99.5%"),
        ("50%-60%", "roughly even chance to likely (50% to 60%, ICD 203)"),
        ("Highly  Probable", "highly probable (80% to 95%, ICD 203)"),
    ],
)  # fmt: skip
def test_a_likelihood_is_a_word_a_number_or_a_range(centre, claim, told_, shown):
    assert new(centre, claim, likelihood=told_)["likelihood"] == shown


@pytest.mark.parametrize(
    ("vocabulary", "shown"),
    [
        ("kent", "probable (70%, Kent)"),
        ("nato", "likely (70%, NATO)"),
        ("french", "probable (70%, vocabulaire français)"),
    ],
)
def test_another_vocabulary_may_be_chosen(centre, claim, vocabulary, shown):
    assert new(centre, claim, likelihood="70%", vocabulary=vocabulary)["likelihood"] == shown


def test_one_that_rests_on_retellings_of_one_source_says_so(centre, claim):
    assert new(centre, claim)["warnings"] == ["It rests only on retellings of one source, in 1 text."]
    other = centre.actor("Taizi Flood")["found"][0]["sponsor"][0]["claim"]
    assert new(centre, claim, "Another", basis=(claim, other))["warnings"] == []
    assert new(centre, claim, "A third", basis=())["warnings"] == ["It rests on nothing that is named."]


def test_claims_that_were_refused_since_are_told(centre, claim):
    name = new(centre, claim)["judgement"]
    record.decide(centre.casebook, [claim], "refused", "bo", "wrong")
    (one,) = centre.judge("show", name)["judgements"]
    assert "Of the claims that it rests on 1 was refused." in one["warnings"]


def test_somebody_elses_judgement_is_entered_with_its_words_as_they_stand(centre, claim):
    (one,) = centre.judge(
        "new", "It could grow", likelihood="could", said_by="Microsoft", basis=(claim,), by="ada"
    )["judgements"]
    assert (one["said_by"], one["author"]) == ("Microsoft", "ada")
    assert one["says"] == "“could”, a word without a number: It could grow"


def test_a_forecast_is_made_updated_reminded_of_and_shown(centre, claim):
    made = centre.forecast("new", "Will it be named in a report?", basis=(claim,), topic="reports", **ASKED)
    (one,) = made["judgements"]
    assert one["says"] == "unlikely (35%, ICD 203): Will it be named in a report?"
    assert made["base_rate"] is None
    updated = centre.forecast("update", one["judgement"], probability="60%", by="bo", reason="a new site")
    assert [e["low"] for e in updated["judgements"][0]["history"]] == [0.35, 0.6]
    assert centre.forecast("due", on="2998-12-01")["judgements"] == []
    (due,) = centre.forecast("due", on="2998-12-25")["judgements"]
    assert due["judgement"] == one["judgement"]
    assert not due["overdue"]
    assert centre.forecast("due", on="2999-01-02")["judgements"][0]["overdue"]
    assert "overdue" in lines(centre.forecast("due", on="2999-01-02"))
    with pytest.raises(JudgementError, match="a range cannot be scored"):
        centre.forecast("update", one["judgement"], probability="likely")
    with pytest.raises(JudgementError, match="can still come true"):
        centre.forecast("resolve", one["judgement"], outcome="no", reason="nothing yet")


def test_forecasts_of_others_are_not_reminded_of_nor_scored(centre):
    assert len(centre.forecast()["judgements"]) > 10
    assert centre.forecast("due", on="9999-12-31")["judgements"] == []
    assert centre.forecast("score")["scores"]["all"] is None
    assert "nothing to score" in lines(centre.forecast("score"))


@pytest.fixture
def judged_centre(centre):
    """A centre with made-up claims, four resolved forecasts of two authors, and one that was taken back."""
    told(centre.casebook, *ACTOR)
    late = "2026-05-04T00:00:00+00:00"
    for place, (share, outcome, author) in enumerate(
        [(0.9, "yes", "ada"), (0.2, "no", "ada"), (0.7, "no", "bo")]
    ):
        one = asked(f"Forecast {place}", share, author=author, topic="elections")
        name = judging.add(centre.casebook, one)
        if outcome:
            judging.resolve(centre.casebook, name, outcome, "2026-05-04", "cy", "by its rule", late)
    gone = judging.add(centre.casebook, asked("Taken back", 0.99, author="bo", topic="elections"))
    judging.retract(centre.casebook, gone, "bo", "I was wrong")
    judging.resolve(centre.casebook, gone, "no", "2026-05-04", "cy", "by its rule", late)
    void = judging.add(centre.casebook, asked("Undecidable", 0.5, author="bo"))
    judging.resolve(centre.casebook, void, "void", "2026-05-04", "cy", "the report never came out", late)
    return centre


def test_forecasts_are_scored_by_what_was_said_last_and_taking_one_back_does_not_help(judged_centre):
    found = judged_centre.forecast("score")
    everything = found["scores"]["all"]
    assert everything["count"] == 4
    assert everything["brier"] == pytest.approx((0.1**2 + 0.2**2 + 0.7**2 + 0.99**2) / 4)
    assert set(found["scores"]["author"]) == {"ada", "bo"}
    assert found["scores"]["author"]["ada"]["brier"] == pytest.approx((0.01 + 0.04) / 2)
    assert (found["void"], found["open"]) == (1, 0)


def test_a_base_rate_is_offered_from_forecasts_on_the_same_topic(judged_centre, claim):
    made = judged_centre.forecast("new", "And this?", basis=(claim,), topic="Elections", **ASKED)
    assert (made["base_rate"]["hits"], made["base_rate"]["tries"]) == (1, 4)
    assert "base rate: " in lines(made)


def test_the_record_is_a_page_and_a_table_without_names_of_colleagues(judged_centre, tmp_path):
    told_ = judged_centre.forecast("record", out=str(tmp_path / "record"))
    page, data = ((tmp_path / "record" / name).read_text("utf-8") for name in ("record.html", "record.json"))
    kept = json.loads(data)
    assert kept["scores"]["all"]["count"] == len(told_["forecasts"]["resolved"]) == 4
    assert set(kept["scores"]["author"]) == {"author 1", "author 2"}
    assert "ada" not in page.split("<body>")[1]
    assert '"ada"' not in data
    assert "Brier score" in page
    assert "<script" not in page
    named = judged_centre.forecast("record", out=str(tmp_path / "record"), names=True)
    assert set(named["scores"]["author"]) == {"ada", "bo"}
    assert [(row["kind"], row["held"], row["overturned"]) for row in kept["judgements"]] == [
        ("forecast", 5, 1)
    ]


def test_the_record_counts_what_people_overturned_and_what_they_refused_of_machines(judged_centre, tmp_path):
    book = judged_centre.casebook
    suggested = [
        say(LAB, "described_as", value=word, status="suggested", decided_by="") for word in ("a", "b", "c")
    ]
    record.add(book, claims=suggested)
    ids = [one.claim_id for one in suggested]
    record.decide(book, ids[:2], "confirmed", "ada")
    record.decide(book, ids[1:], "refused", "bo", "wrong")
    told_ = judged_centre.forecast("record", out=str(tmp_path))
    assert told_["suggestions"] == [{"unit": "reader", "accepted": len(ACTOR) + 1, "refused": 2}]
    (row,) = [row for row in told_["claims"] if row["overturned"]]
    assert (row["kind"], row["held"], row["overturned"]) == ("described_as", 2, 1)
    assert told_["corrections"]["count"] == 2


def test_what_is_stricter_is_in_no_count_of_the_public_record(judged_centre, tmp_path):
    before = judged_centre.forecast("record", out=str(tmp_path))["forecasts"]
    name = judging.add(judged_centre.casebook, asked("A secret", 0.5, tlp="TLP:AMBER"))
    judging.resolve(
        judged_centre.casebook, name, "yes", "2026-04-01", "cy", "so", "2026-04-02T00:00:00+00:00"
    )
    told_ = judged_centre.forecast("record", out=str(tmp_path))
    assert told_["forecasts"] == before
    assert "A secret" not in (tmp_path / "record.html").read_text("utf-8")
    assert judged_centre.forecast("record", out=str(tmp_path), tlp="amber")["scores"]["all"]["count"] == 5


def test_the_command_line_enters_and_answers_in_json(centre, claim, capsys):
    where = ["--centre", str(centre.path)]
    words = [
        "judge",
        "new",
        "It runs them",
        "--likelihood",
        "likely",
        "--confidence",
        "low",
        "--because",
        "one list",
    ]
    assert run([*words, "--basis", claim[:10], "--by", "ada", "--json", *where]) == 0
    (one,) = json.loads(capsys.readouterr().out)["judgements"]
    assert run(["judge", "show", one["judgement"][:8], *where]) == 0
    assert "likely (55% to 80%, ICD 203): It runs them" in capsys.readouterr().out
    assert run(["judge", "new", "It", "runs", *where]) == 2
    assert "as one text" in capsys.readouterr().err
    assert history(centre.casebook, one["judgement"]) == ()
