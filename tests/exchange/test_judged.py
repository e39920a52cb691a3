"""Judgements and forecasts of others' reports and of one's own, as STIX and MISP hold them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import stix2

from floodwatch.casebook import judging
from floodwatch.casebook.exports import log_export
from floodwatch.centre.starting import ready
from floodwatch.model.judgements import Likelihood
from floodwatch.outputs.knowledge import FORMATS, judged, misp, stix
from floodwatch.views.exchange import Wanted, view
from floodwatch.vocabulary.estimates import band, likelihoods, words
from floodwatch.vocabulary.knowledge.starting.judged import judged as entered
from tests.casebook.judged import asked, number
from tests.casebook.judged import judged as made
from tests.casebook.told import ACTOR, told
from tests.exchange.made import EVERYTHING, brought, out

GREEN = Wanted(ceiling="TLP:GREEN", author="The heron desk")
COUNTED = "a judgement or forecast, which stays that of whoever sends it"


def objects(data, kind):
    return [one for one in json.loads(data)["objects"] if one["type"] == kind]


def notes(data):
    return [one for one in objects(data, "note") if one.get("abstract")]


def test_what_reports_judged_goes_out_as_theirs_and_parses_strictly(book):
    ready(book)
    found = notes(out(book, stix.render))
    assert len(found) == len(entered().judgements)
    for one in found:
        assert stix2.parse(one, version="2.1").type == "note"
        assert one["authors"]
        assert "cited" in one["labels"]
        assert "confidence" not in one, "a likelihood is no confidence"
    said = {one["content"].splitlines()[0] for one in found}
    first = "“almost certainly” (95% to 99% as ICD 203 has it): Russian actors will spread false claims"
    assert any(line.startswith(first) for line in said)
    assert any(line.startswith("“could”, a word without a number") for line in said)
    assert sum(line.startswith("not looked for, so far as it says") for line in said) == 2


def test_ones_own_has_its_confidence_on_the_scale_of_stix_and_its_likelihood_in_words(book):
    told(book, *ACTOR)
    name = judging.add(book, made())
    judging.review(book, name, "disagree", "bo the colleague", "the dates differ")
    bundle = out(book, stix.render)
    (note,), (opinion,) = notes(bundle), objects(bundle, "opinion")
    low, high = band("medium", "stix_none_low_med_high")
    assert low <= note["confidence"] / 100 <= high
    assert note["content"].splitlines()[:2] == [
        "likely (55% to 80%, ICD 203): Storm-9001 runs these accounts", "Confidence: moderate, two sources that agree",
    ]  # fmt: skip
    assert opinion["opinion"] == "disagree"
    assert opinion["object_refs"] == [note["id"]]
    assert {one["type"] for one in map(stix2.parse, (note, opinion))} == {"note", "opinion"}
    assert "colleague" not in json.dumps(json.loads(bundle))
    assert "ada" not in json.dumps([note, opinion])


def test_levels_of_confidence_are_numbers_within_the_bands_of_stix():
    scale = {"low": "low", "moderate": "medium", "high": "high"}
    for level, number_ in judged.SURE.items():
        low, high = band(scale[level], "stix_none_low_med_high")
        assert low <= number_ / 100 <= high


def test_a_forecast_goes_out_with_its_history_and_outcome(book):
    told(book, *ACTOR)
    name = judging.add(book, asked())
    judging.estimate(book, name, number(0.6), "bo", "", "2026-03-01T00:00:00+00:00")
    judging.resolve(book, name, "yes", "2026-03-09", "bo", "named in a report", "2026-03-09T10:00:00+00:00")
    (note,) = notes(out(book, stix.render))
    assert note["content"].startswith("likely (60%, ICD 203): Storm-9001 will aim at the vote")
    assert "Came out: yes on 2026-03-09, named in a report" in note["content"]
    (told_,) = [e["judgement"] for e in note["extensions"].values() if "judgement" in e]
    assert [one["low"] for one in told_["history"]] == [0.3, 0.6]
    assert note["created"] < note["modified"]


@pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)
def test_nothing_stricter_goes_out_nor_is_it_counted(form, book):
    told(book, *ACTOR)
    before = form.render(view(book, GREEN)), [*form.lost(view(book, GREEN))]
    judging.add(book, made("A heron of secrecy", tlp="TLP:RED"))
    assert (form.render(view(book, GREEN)), [*form.lost(view(book, GREEN))]) == before
    assert b"heron of secrecy" not in form.render(view(book, GREEN))


def test_what_rests_on_findings_of_a_case_stays(book):
    told(book, *ACTOR)
    judging.add(book, made(basis=("finding:main/ab",)))
    assert notes(out(book, stix.render)) == []


def test_one_that_was_taken_back_goes_out_as_revoked_without_its_words(book):
    told(book, *ACTOR)
    name = judging.add(book, made())
    log_export(book, "ada", {}, [], [], [name])
    judging.retract(book, name, "ada", "wrong")
    bundle = out(book, stix.render)
    (gone,) = [one for one in objects(bundle, "note") if one["id"] == judged.note_id(name)]
    assert gone["revoked"] is True
    assert stix2.parse(gone, version="2.1").revoked
    assert "runs these accounts" not in bundle.decode()
    event = json.loads(out(book, misp.render))["Event"]
    (dead,) = [one for one in event["Object"] if one["name"] == "floodwatch-judgement"]
    assert dead["deleted"] is True


@pytest.mark.parametrize(("form", "name"), [(stix, "bundle.json"), (misp, "event.json")])
def test_an_import_leaves_judgements_with_their_sender_and_says_so(form, name, book, other, tmp_path):
    told(book, *ACTOR)
    judging.add(book, made())
    _, batch = brought(other, tmp_path, out(book, form.render, EVERYTHING), name)
    assert batch.left[COUNTED] == 1
    assert not any("judgement" in reason for reason in batch.rejected)


def test_tags_of_misp_are_those_of_the_taxonomies(book):
    told(book, *ACTOR)
    judging.add(book, made())
    event = json.loads(out(book, misp.render))["Event"]
    (one,) = [one for one in event["Object"] if one["name"] == "floodwatch-judgement"]
    tags = {tag["name"] for tag in one["Attribute"][0]["Tag"]}
    assert tags >= {
        'estimative-language:likelihood-probability="likely"',
        'estimative-language:confidence-in-analytic-judgment="moderate"',
    }


@pytest.mark.parametrize(
    ("word", "vocabulary", "tag"),
    [
        ("probable", "icd_203", 'estimative-language:likelihood-probability="likely"'),
        ("nearly certain", "icd_203", 'estimative-language:likelihood-probability="almost-certain"'),
        ("almost certainly", "", 'estimative-language:likelihood-probability="almost-certain"'),
        ("vraisemblable", "french", 'vocabulaire-des-probabilites-estimatives:degré-de-probabilité="probable"'),
        ("likely", "nato", ""), ("probable", "kent", ""), ("could", "", ""),
    ],
)  # fmt: skip
def test_a_word_has_the_tag_of_its_step_and_none_of_another_vocabulary(word, vocabulary, tag):
    assert judged.likelihood_tag(Likelihood(word=word, vocabulary=vocabulary)) == tag


def test_a_number_has_the_tag_of_the_step_that_it_falls_into_and_a_range_none():
    assert judged.likelihood_tag(number(0.45)).endswith('"roughly-even-chance"')
    assert judged.likelihood_tag(number(0.995)) == ""
    assert judged.likelihood_tag(replace(number(0.5), high=0.7)) == ""
    every = {judged.likelihood_tag(Likelihood(word=one, vocabulary="icd_203")) for one in words("icd_203")}
    assert len(every) == 7
    assert "icd_203" in likelihoods()
