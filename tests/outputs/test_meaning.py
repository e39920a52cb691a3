"""What it means, in the report: what people judged and weighed, or plainly that nobody did."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from floodwatch.casebook import alerts, judging
from floodwatch.casebook.weighings import keep
from floodwatch.model.judgements import Likelihood
from floodwatch.outputs import html
from floodwatch.views import dossier
from floodwatch.views.assessed import view
from tests.casebook.judged import asked, judged
from tests.casebook.test_assessed import REF, alert, content
from tests.casebook.test_history import sought
from tests.casebook.told import ACTOR, CALENDAR, LEDGER, told
from tests.views.made_case import case

NETWORK = "n-aa11covert"
FINDING = f"finding:main/{NETWORK}"
HOSTILE = "<script>alert(1)</script>\u202e {{ 7*7 }}"


@pytest.fixture(scope="module")
def bare():
    made = case()
    return dossier.build(made.engine(), made.manifest, made.prevalence)


@pytest.fixture(scope="module")
def filled(bare, tmp_path_factory):
    """The dossier with everything that can be told of what it means."""
    from floodwatch.assessment.history import reckoned
    from floodwatch.views.history import incidents

    book = told(tmp_path_factory.mktemp("book") / "casebook.db", *ACTOR, *LEDGER, *CALENDAR)
    evidence = {"name": "hours", "text": "Office hours", "kind": "behaviour", "group": "", "sources": [],
                "copied": ["hours"], "not_independent": "is about behaviour"}  # fmt: skip
    keep(
        book, content(refs=[FINDING], evidence=[evidence], milestones=["A court rules"]), "ada the colleague"
    )
    resting = {
        "basis": (REF,),
        "likelihood": Likelihood(0.8, 0.8, "", "icd_203"),
        "author": "ada the colleague",
    }
    one = judging.add(book, judged("North runs it", **resting))
    judging.review(book, one, "disagree", "bo the colleague", "the hours are nobody's")
    judging.add(book, judged(f"It says {HOSTILE}", basis=(FINDING,)))
    judging.add(book, asked(basis=(FINDING,), base_rate=reckoned(incidents(book, sought()))))
    alerts.add(book, "main", [alert("networks", "network one"), alert("accounts", "@an_outsider")], "watch@1")
    impact = {
        "network": NETWORK, "problem": "",
        "spread": {"breakout": {"said": "category 2 as of 2026-01-01", "would_raise": ["media repeat it"],
                                "not_looked_for": ["media"]},
                   "uptake": {"said": "a third came from outside"}, "percentile": {"said": "not measurable"}},
    }  # fmt: skip
    return replace(bare, assessed={**view(book, "main"), "impact": [impact]})


def section(found):
    page = html.render(found)
    (part,) = re.findall(r'<section id="meaning">.*?</section>', page, re.S)
    return part


def words(found):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", section(found))).split())


def test_where_nothing_was_judged_the_report_says_so_and_how_to_do_it(bare):
    said = words(bare)
    assert "Nobody has judged, weighed or forecast anything about this case yet." in said
    assert "says nothing for or against anybody" in said
    for verb in ("floodwatch weigh FILE --keep", "floodwatch judge new", "floodwatch forecast new"):
        assert verb in said
    assert f'about: ["finding:{bare.case}/NETWORK"]' in said
    assert "Judgements" not in said
    assert 'href="#meaning"' in html.render(bare)


def test_likelihood_and_confidence_stand_apart_with_all_that_qualifies_them(filled):
    said = words(filled)
    assert "likely (80%, ICD 203): North runs it" in said.replace("very ", "")
    assert "Confidence: moderate, two sources that agree" in said
    for paragraph in re.findall(r"<p>.*?</p>", section(filled), re.S):
        assert not ("Confidence:" in paragraph and "ICD 203" in paragraph)
    assert "Assumes: the count is of one day" in said
    assert "Or else: a fan club" in said
    assert "Would change it: an owner is named" in said
    assert "A reviewer: disagree" in said
    assert "Nobody has judged" not in said


def test_the_questions_are_kept_apart_and_the_cap_is_shown_with_its_reason(filled):
    said = words(filled)
    for name in ("Actor", "Operator", "Vendor", "Beneficiary", "Sponsor"):
        assert f"{name}: " in said
    assert said.count("not weighed") == 5
    assert "north : roughly even chance (held back)" in said
    assert "no item speaks for it" in said
    assert "80.0% (40.0% to 90.0%)" in said, "what was computed stays in sight"
    assert "is not stated above roughly even without an independent item" in said
    assert "It is likelier than the matrix" in said, "a judgement that says more is marked"
    assert "not enough to name somebody: is about behaviour" in said
    assert "A court rules" in said
    assert "What people weighed:" in unescape(html.render(filled))


def test_what_others_say_forecasts_impact_and_alerts_stand_there(filled):
    said = words(filled)
    assert "A ministry" in said and "Microsoft" in said
    assert "not that it is so" in said
    assert "Will a report name Storm-9001 behind posts about the vote?" in said
    assert "2 of 12 like cases before" in said
    assert "category 2 as of 2026-01-01" in said and "media repeat it" in said
    assert "network one grew" in said
    assert "an_outsider" not in said
    assert "1 of 2 alerts are shown" in said


def test_names_of_colleagues_stay_here_and_what_is_hostile_is_shown(filled):
    page = html.render(filled)
    assert "colleague" not in page
    assert "<script>alert(1)" not in page
    assert "{{ 7*7 }}" in words(filled)


def test_every_link_of_the_section_leads_somewhere(filled):
    page = html.render(filled)
    ids = set(re.findall(r'id="([^"]+)"', page))
    links = re.findall(r'href="#([^"]+)"', section(filled))
    assert links
    assert set(links) <= ids
