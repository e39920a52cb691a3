"""The verb forecast with a base rate: offered from history, kept, shown, scored by, published and passed on."""

from __future__ import annotations

import json
import re

import pytest

from floodwatch.casebook import judging
from floodwatch.centre.handles import Centre
from floodwatch.cli.judged import judged
from floodwatch.cli.main import run
from floodwatch.model.errors import JudgementError
from tests.casebook.judged import asked
from tests.casebook.told import LEDGER, say, told, who

SURE = {"confidence": "low", "because": "few such cases", "by": "ada", "rule": "as a vendor reports it"}
NEW = {"probability": "35%", "horizon": "2999-01-01", "topic": "thefts", **SURE}
PAST = {"history": "incidents", "actor": "Storm-9001", "since": "2023-01-01", "stretch": 30}


@pytest.fixture
def centre(tmp_path):
    made = Centre.init(tmp_path / "centre")
    made.judge()
    told(made.casebook, *LEDGER)
    return made


def lines(result):
    return "\n".join(re.sub("\x1b\\[[0-9;]*m", "", line) for line in judged(result))


def kept(made):
    return made["judgements"][0]["base_rate"]


def test_a_rate_is_offered_kept_and_shown_without_a_number_typed(centre):
    offered = centre.forecast("base", horizon="2999-01-01", **PAST)["base_rate"]
    made = centre.forecast("new", "Will there be a theft?", **PAST, **NEW)
    rate = kept(made)
    assert rate == offered
    assert [one["name"] for one in rate["counted"]] == ["The theft of July"]  # June's is Harbour Flood's
    assert rate["reference"] == "stretches of 30 days with at least 1 incident (actor Storm-9001)"
    shown = centre.forecast("show", made["judgements"][0]["judgement"])
    assert kept(shown) == rate
    assert f"base rate: {rate['sentence']}" in lines(shown)
    assert "came: The theft of July" in lines(shown)


def test_what_comes_later_does_not_change_a_rate_that_was_kept(centre):
    made = centre.forecast("new", "Will there be a theft?", **PAST, **NEW)
    late = who("The theft of August", "incident")
    more = (
        say(late, "occurred_on", as_of_from="2023-08-02", as_of_to="2023-08-02", precision="day"),
        say(late, "attributed_to", who("Storm-9001")),
    )
    from floodwatch.casebook import record

    record.add(centre.casebook, [late], more)
    assert kept(centre.forecast("show", made["judgements"][0]["judgement"])) == kept(made)
    now = centre.forecast("base", horizon="2999-01-01", **PAST)["base_rate"]
    assert now["hits"] == kept(made)["hits"] + 1


def test_no_rate_is_kept_where_none_is_wanted_or_there_is_no_history(centre):
    assert kept(centre.forecast("new", "Will it?", **{**NEW, "history": "none"})) is None
    made = centre.forecast("new", "Will it be?", **NEW)
    assert kept(made) is None
    assert "base rate: none was kept" in lines(made)
    with pytest.raises(JudgementError, match="no history to count"):
        centre.forecast("base")
    with pytest.raises(JudgementError, match="Nobody goes by the name"):
        centre.forecast("base", history="incidents", country="Atlantis", horizon="2999-01-01")
    with pytest.raises(JudgementError, match="YYYY-MM-DD"):
        centre.forecast("base", history="incidents", since="last year", horizon="2999-01-01")


def test_a_forecast_is_marked_like_what_its_rate_was_counted_from(centre):
    secret = who("The secret theft", "incident")
    dated = say(
        secret,
        "occurred_on",
        as_of_from="2023-09-01",
        as_of_to="2023-09-01",
        precision="day",
        tlp="TLP:AMBER",
    )
    from floodwatch.casebook import record

    record.add(centre.casebook, [secret], [dated])
    everything = {**PAST, "actor": ""}
    strict = centre.forecast("new", "Will there be one?", **everything, **NEW)
    assert strict["judgements"][0]["markings"] == ["TLP:AMBER"]
    clear = centre.forecast("new", "Will there be one too?", **everything, **NEW, tlp="clear")
    assert clear["judgements"][0]["markings"] == ["TLP:CLEAR"]
    assert kept(clear)["hits"] == kept(strict)["hits"] - 1, "nothing stricter is counted"


def resolved(centre, base, outcomes=("yes", "no", "no")):
    late = "2026-05-04T00:00:00+00:00"
    for place, outcome in enumerate(outcomes):
        name = judging.add(
            centre.casebook, asked(f"Forecast {place}", 0.3, topic="thefts", base_rate=base if place else None,
                                   basis=(), about=())
        )  # fmt: skip
        judging.resolve(centre.casebook, name, outcome, "2026-05-03", "cy", "by its rule", late)


@pytest.fixture
def rate(centre):
    from dataclasses import replace

    from floodwatch.assessment.history import reckoned
    from floodwatch.views.history import Sought, incidents

    found = incidents(centre.casebook, Sought(as_of="2026-01-31", until="2026-03-02", since="2023-01-01"))
    return replace(reckoned(found), notes=())


def test_skill_is_over_the_rates_that_were_kept_and_says_so(centre, rate, tmp_path):
    resolved(centre, rate)
    found = centre.forecast("score")
    everything = found["scores"]["all"]
    assert (everything["reference"], everything["compared"], everything["count"]) == ("history", 2, 3)
    base = rate.probability
    assert everything["skill"] == pytest.approx(1 - 0.3**2 / base**2)
    assert "against the base rates kept with 2 of them" in lines(found)
    written = centre.forecast("record", out=str(tmp_path))
    page = (tmp_path / "record.html").read_text("utf-8")
    assert "over the 2 of 3 that kept one" in page
    assert rate.sentence in page
    assert written["forecasts"]["resolved"][1]["base_rate"]["tries"] == rate.tries


def test_hindsight_is_called_so_where_no_rate_was_kept(centre, tmp_path):
    resolved(centre, None)
    found = centre.forecast("score")
    assert found["scores"]["all"]["reference"] == "hindsight"
    assert "known in hindsight alone: no base rate was kept" in lines(found)
    centre.forecast("record", out=str(tmp_path))
    assert "known in hindsight alone" in (tmp_path / "record.html").read_text("utf-8")


def test_forecasts_on_the_topic_are_the_history_where_no_other_is_named(centre):
    resolved(centre, None)
    made = kept(centre.forecast("new", "And this?", **{**NEW, "topic": "Thefts"}))
    assert (made["hits"], made["tries"]) == (1, 3)
    assert made["reference"] == "forecasts of this centre on the topic Thefts that came true"


def test_a_rate_goes_out_with_its_forecast_without_refs_of_this_casebook(centre, tmp_path):
    made = centre.forecast("new", "Will there be a theft?", **PAST, **NEW)
    for form in ("jsonl", "stix"):
        centre.knowledge("export", format=form, out=str(tmp_path / form))
    (line,) = [
        one for one in map(json.loads, (tmp_path / "jsonl").read_text("utf-8").splitlines())
        if one.get("judgement", {}).get("question") == "Will there be a theft?"
    ]  # fmt: skip
    out = line["judgement"]["base_rate"]
    assert out == {k: v for k, v in kept(made).items() if k in out}
    assert "counted" not in out
    assert {"probability", "low", "high", "hits", "tries", "reference", "as_of", "sentence"} <= set(out)
    assert f"Base rate as of {out['as_of']}" in (tmp_path / "stix").read_text("utf-8")


def test_the_command_line_offers_a_rate(centre, capsys):
    words = ["forecast", "base", "--history", "incidents", "--since", "2023-01-01", "--horizon", "2999-01-01"]
    assert run([*words, "--stretch", "30", "--centre", str(centre.path)]) == 0
    said = capsys.readouterr().out
    assert "base rate: " in said
    assert "The theft of June" in said
    assert run([*words, "--method", "count", "--stretch", "400", "--centre", str(centre.path)]) == 2
    assert "counts need 6 cases or more" in capsys.readouterr().err
