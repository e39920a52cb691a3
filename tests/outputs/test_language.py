"""The report that Floodwatch writes keeps to the rules by which it checks the reports of others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import floodwatch
from floodwatch.centre.lint import lint
from floodwatch.model.units import quiet
from floodwatch.outputs import html
from floodwatch.views import dossier
from tests.views.made_case import case, nothing

PACKAGE = Path(floodwatch.__file__).parent
TEMPLATES = sorted((PACKAGE / "outputs" / "templates").glob("*.j2"))
SHOWN = sorted(
    path
    for folder in ("kinds", "rules", "watching", "resemblance")
    for path in (PACKAGE / "vocabulary" / folder).rglob("*.yaml")
)
"""Vocabularies whose sentences reports and alerts show."""


def mended(page, folder, name="report.html"):
    """What is to be mended in a page: rule and words."""
    (folder / name).write_text(page, "utf-8")
    (document,) = lint(None, quiet, (str(folder / name),))["documents"]
    return [(row["rule"], row["words"]) for row in document["findings"]]


@pytest.mark.parametrize("made", [case, nothing])
def test_the_report_is_clean(made, tmp_path):
    one = made()
    page = html.render(dossier.build(one.engine(), one.manifest, one.prevalence))
    assert mended(page, tmp_path) == []


def test_what_would_be_wrong_in_a_report_is_found(tmp_path):
    one = nothing()
    page = html.render(dossier.build(one.engine(), one.manifest, one.prevalence))
    wrong = '</h1><p>It may be a state.</p><img alt="Russia is behind the pages">'
    assert {rule for rule, _ in mended(page.replace("</h1>", wrong, 1), tmp_path)} == {
        "outside_vocabulary", "attribution_as_fact",
    }  # fmt: skip


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_what_templates_say_holds_no_word_of_doubt(path, tmp_path):
    text = re.sub(r"\{%.*?%\}|\{#.*?#\}", "", path.read_text("utf-8"), flags=re.S)
    told = re.sub(r"\{\{.*?\}\}", "X", text, flags=re.S)
    page = f"<!doctype html><html lang='en'><body>{told}</body></html>"
    found = [one for one in mended(page, tmp_path) if one[0] != "bare_figure"]
    assert found == [], "figures are filled in, and the page says whose they are"


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_sentences_that_vocabularies_lend_hold_no_word_of_doubt(path, tmp_path):
    said = [one for one in _texts(yaml.safe_load(path.read_text("utf-8"))) if len(one.split()) > 4]
    found = mended("\n\n".join(said) or "x", tmp_path, "said.md")
    assert [one for one in found if one[0] not in ("bare_figure", "no_evidence", "mixed_rows")] == []


def _texts(held):
    if isinstance(held, str):
        yield held
    for part in held.values() if isinstance(held, dict) else held if isinstance(held, list) else ():
        yield from _texts(part)
