"""A document as a page: hostile texts stay text, nothing is fetched, languages and voices are told."""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape

import pytest

from floodwatch.model.document import Heading, Paragraph
from floodwatch.model.runs import Run, words
from floodwatch.outputs import document_html
from tests.outputs import made_document as made
from tests.outputs.test_html import Tags


@pytest.fixture(scope="module")
def page():
    return document_html.render(made.document())


@pytest.fixture(scope="module")
def tags(page):
    return Tags(page).tags


def test_it_is_well_formed_and_names_each_thing_once(page, tags):
    assert Tags(page).broken == []
    ids = [told["id"] for _, told in tags if "id" in told]
    assert len(ids) == len(set(ids))
    targets = {told["href"][1:] for name, told in tags if name == "a" and told["href"].startswith("#")}
    assert targets <= set(ids)


def test_its_policy_allows_its_own_style_and_nothing_else(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page).group(1)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL).group(1)
    own = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{own}'" in unescape(policy)
    assert "default-src 'none'" in unescape(policy)
    assert "<script" not in page
    assert not re.search(r"\son\w+=|\sstyle=|javascript:", re.sub(r"&lt;.*?&gt;", "", page))


@pytest.mark.parametrize("text", made.HOSTILE)
def test_a_text_that_tries_to_be_markup_is_shown_as_it_is(page, text):
    assert text in unescape(page)


def test_controls_are_shown_and_cannot_turn_the_text(page):
    assert "bell � [right-to-left override]txt.exe" in page
    assert "\u202e" not in page
    assert "\x00" not in page


@pytest.mark.parametrize("language", made.LANGUAGES)
def test_each_quote_says_its_language_and_direction(page, language):
    way = "rtl" if language in made.RIGHT_TO_LEFT else "ltr"
    assert f'<blockquote lang="{language}" dir="{way}">{made.LANGUAGES[language]}</blockquote>' in page


def test_voices_are_told_to_people_and_to_machines(page):
    assert (
        'data-voice="reported" data-by="the platform"><p class="whose">Reported by <bdi>the platform' in page
    )
    assert 'data-voice="assessed"><p class="whose">Assessed</p>' in page
    assert "<strong>very likely</strong> (80% to 95%)" in page
    assert '<a href="#evidence-1">E1</a>, <a href="#evidence-2">E2</a>, <code>post:x/99</code>' in page


def test_headings_are_one_below_the_title_and_pictures_say_what_they_show(tags):
    heads = [name for name, _ in tags if re.fullmatch(r"h\d", name)]
    assert heads == ["h1", "h2", "h3", "h3", "h2", "h3", "h4", "h2", "h2"]
    shown = [told["aria-label"] for _, told in tags if told.get("role") == "img"]
    assert shown == ["Posts per day, most on day 11"]
    assert [told["alt"] for name, told in tags if name == "img"] == ["A grey field"]
    assert [told.get("scope") for name, told in tags if name == "th"][:3] == ["col"] * 3


def test_links_lead_outside_only_when_they_are_live(page, tags):
    outside = [told["href"] for name, told in tags if name == "a" and not told["href"].startswith("#")]
    assert outside == ["https://example.org/x"]
    assert "A site (hxxps://evil[.]example[.]org/path)" in page
    odd = document_html.render(
        made.short(Paragraph((Run("x", link="javascript:alert(1)", live=True, code=True),)))
    )
    assert "<code>x (javascript:alert(1))</code>" in odd


def test_the_marking_is_at_the_head_and_on_every_printed_page(page):
    assert '<strong class="tlp-label tlp-amber-strict" dir="ltr">TLP:AMBER+STRICT</strong>' in page
    assert '@top-right { content: "TLP:AMBER+STRICT"' in page
    assert "@top-right" not in document_html.render(made.short(Heading(1, words("x"))))


def test_a_page_from_the_right_says_so():
    page = document_html.render(made.short(Paragraph(words("نص"), voice="observed"), language="ar"))
    assert '<html lang="ar" dir="rtl"' in page
    assert re.search(r'<p class="aside" lang="en" dir="ltr">A word at the side', page)
