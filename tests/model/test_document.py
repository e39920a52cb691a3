"""Documents: what lacks something is refused when it is made, in words that say what to do."""

from __future__ import annotations

from datetime import datetime

import pytest

from floodwatch.model.document import (
    Block,
    Bullets,
    Callout,
    Document,
    Evidence,
    Facts,
    Figure,
    Heading,
    Item,
    Judged,
    Note,
    Paragraph,
    Quote,
    Table,
)
from floodwatch.model.drawing import drawing, png
from floodwatch.model.errors import DocumentError
from floodwatch.model.runs import Run, direction, words
from tests.outputs import made_document as made

SVG = '<svg viewBox="0 0 9 9">{}</svg>'
ONE = words("one")


@pytest.mark.parametrize(
    ("tag", "way"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("az-Arab", "rtl"),
        ("ur-Latn", "ltr"),
        ("zh-Hant-TW", "ltr"),
    ],
)
def test_a_language_says_its_direction(tag, way):
    assert direction(tag) == way


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Run("x", "not a tag"), "no tag of a language"),
        (lambda: Run("x", direction="up"), "no direction 'up'"),
        (lambda: Block(voice="whispered"), "no voice"),
        (lambda: Block(voice="observed", by="me"), "Only what is reported"),
        (lambda: Heading(5, ONE), "no heading of level 5"),
        (lambda: Heading(1, words(" ")), "A heading is empty"),
        (lambda: Bullets(()), "no entry"),
        (lambda: Bullets((Item(ONE, (Item(ONE, (Item(ONE, (Item(ONE, (Item(ONE),)),)),)),)),)), "deep"),
        (lambda: Quote("", "en"), "A quote is empty"),
        (lambda: Quote("x", "en", translation="y"), "who made it"),
        (lambda: Table((ONE, words("")), (), "c"), "no heading"),
        (lambda: Table((ONE,), ((ONE,), (ONE, ONE)), "c"), "Row 2 of a table has 2 cells and not 1"),
        (lambda: Table((ONE,) * 25, (), "c"), "25 columns"),
        (lambda: Table((ONE, ONE), (), "c", ("end",)), "how they are aligned"),
        (lambda: Table((ONE,), (), " "), "caption of a table is empty"),
        (lambda: Figure("", svg=SVG.format("")), "alternative text of a figure is empty"),
        (lambda: Figure("x"), "either a drawing or a picture"),
        (lambda: Figure("x", png=b"GIF89a"), "not a PNG"),
        (lambda: Judged(ONE, "likely", 0.9, 0.5, "high"), "between 0 and 1"),
        (lambda: Judged(ONE, "likely", 0.9, None, "high"), "one end"),
        (lambda: Judged(ONE, "likely", 0.5, 0.8, "sure"), "no confidence"),
        (lambda: Callout("", ()), "A note is empty"),
        (lambda: Facts((("", ONE),)), "name of a fact"),
        (lambda: Evidence("post:x/1", "abc", "x"), "no SHA-256"),
        (lambda: made.short(title=" "), "title of a document is empty"),
        (lambda: made.short(language=""), "no language"),
        (lambda: made.short(made_at=datetime(2026, 1, 1)), "no zone"),
        (lambda: made.short(markings=("TLP:PINK",)), "no marking"),
        (lambda: made.short(markings=("TLP:RED", "TLP:CLEAR")), "two markings of one scheme"),
        (lambda: made.short(Heading(2, ONE)), "level 2 stands below one of level 0"),
        (lambda: made.short(Paragraph((Run("x", note="a"),))), "no note 'a' .block 1 .paragraph"),
        (lambda: made.short(notes=(Note("a", ONE),)), "Nothing refers"),
        (lambda: made.short(Paragraph((Run("x", note="a"),)), notes=(Note("a", (Run("y", note="a"),)),)), "to a note"),
        (lambda: made.short(Paragraph((Run("x", note="a"),)), notes=(Note("a", ONE),) * 2), "same key"),
    ],
)  # fmt: skip
def test_what_lacks_something_is_refused(make, said):
    with pytest.raises(DocumentError, match=said):
        make()


@pytest.mark.parametrize(
    ("svg", "said"),
    [
        (SVG.format("<script>1</script>"), "element script"),
        (SVG.format("<foreignObject/>"), "element foreignObject"),
        (SVG.format("<style>a</style>"), "element style"),
        (SVG.format("<image/>"), "element image"),
        (SVG.format('<rect onclick="x"/>'), "onclick, which could act"),
        (SVG.format('<rect fill="url(https://x.example)"/>'), "fill, which could act"),
        (SVG.format('<rect style="a"/>'), "style"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, "declaration"),
        (SVG.format("<rect>"), "not well-formed"),
        ("<svg/>", "viewBox"),
        ('<svg viewBox="0 0 0 9"/>', "no size"),
    ],
)
def test_a_drawing_that_could_act_is_refused(svg, said):
    with pytest.raises(DocumentError, match=said):
        drawing(svg)


def test_a_picture_too_large_to_be_opened_is_refused():
    assert png(made.picture(7, 5)) == (7, 5)
    huge = made.picture()[:16] + (100_000).to_bytes(4) * 2 + made.picture()[24:]
    with pytest.raises(DocumentError, match="100,000 × 100,000 pixels"):
        png(huge)


def test_every_text_of_a_document_is_found_with_its_place():
    whole = made.document()
    assert isinstance(whole, Document)
    places = dict.fromkeys(place for place, _ in whole.runs())
    assert {"the title page", "block 2 (paragraph)", "note a", "the appendix"} <= set(places)
    texts = {run.text for _, run in whole.runs()}
    assert {
        *made.LANGUAGES.values(),
        *made.HOSTILE,
        "network 1",
        "below one",
        "Intent.",
        "the platform",
    } <= texts
