"""PDF: tagged as PDF/UA wants it, the same bytes each time, texts stay texts, limits hold."""

from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import replace

import pypdfium2 as pdfium
import pytest

from floodwatch.model.document import Figure, Heading, Paragraph, Quote
from floodwatch.model.errors import DocumentError, GlyphError, PrintError
from floodwatch.model.runs import words
from floodwatch.outputs import pdf
from tests.outputs import made_document as made
from tests.outputs.pdf_reading import Reader

pytest.importorskip("typst")


def bare(text):
    """Without white space, which a line's end may stand for."""
    return re.sub(r"[\s\ufeff\u200b]", "", text)


@pytest.fixture(scope="module")
def document():
    return made.document()


@pytest.fixture(scope="module")
def data(document):
    return pdf.render(document)


@pytest.fixture(scope="module")
def read(data):
    return Reader(data)


def test_it_says_that_it_is_accessible_and_what_it_is_called(read, document):
    root = read.root
    assert root.MarkInfo.Marked
    assert str(root.Lang) == "en"
    assert root.ViewerPreferences.DisplayDocTitle
    about = root.Metadata.read_bytes().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert f">{document.title}</rdf:li>" in about
    assert "2026-03-04T06:00:00" in about


def test_headings_are_tagged_in_order_and_are_bookmarks(read, document):
    tagged = [(t.name, t.text()) for t in read.top.all() if re.fullmatch(r"H\d", t.name)]
    own = [(f"H{b.level}", b.text[0].text) for b in document.blocks if isinstance(b, Heading)]
    assert tagged == [("H1", "Contents"), *own, ("H1", "Evidence")]
    levels = [int(name[1]) for name, _ in tagged]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    with read.pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Summary", "Method", "Evidence"]
    assert [t.text() for t in read.top.all("Title")] == [document.title]


def test_figures_tables_lists_and_quotes_are_tagged_as_such(read, document):
    figures = [t.alt for t in read.top.all("Figure")]
    assert figures == [b.alt for b in document.blocks if isinstance(b, Figure)]
    networks, evidence = read.top.all("Table")
    heads = [t for t in networks.all("TH")]
    assert [t.text() for t in heads] == ["Network", "Members", "Address"]
    assert {t.scope for t in heads} == {"/Column"}
    assert len(list(networks.all("TD"))) == 15
    assert "Networks by size" in next(networks.all("Caption")).text()
    assert evidence.text().count("a post, as collected") == len(document.appendix)
    assert len(list(read.top.all("BlockQuote"))) == len(made.LANGUAGES)
    assert [t.text() for t in read.top.all("LBody")][:3] == ["one", "below one", "two"]
    assert any(t.text().startswith("1How it was counted.") for t in read.top.all("Note"))


def test_what_is_read_aloud_comes_in_the_order_of_the_document(read, document):
    spoken = bare(read.text())
    places = []
    for block in document.blocks:
        if isinstance(block, Quote) and block.language.split("-")[0] in (
            *made.RIGHT_TO_LEFT,
            "km",
            "th",
            "lo",
        ):
            continue
        first = next((bare(run.text) for run in block.runs() if bare(run.text)), "")[:40]
        if first and not isinstance(block, Figure) and "\x00" not in first:
            places.append(spoken.index(first, places[-1] if places else spoken.rindex("SummaryObserved")))
    assert len(places) > 30
    assert places == sorted(places)


def test_each_quote_says_its_language(read):
    spoken = {language.split("-")[0] for language, _ in read.top.spoken("en")}
    assert {language.split("-")[0] for language in made.LANGUAGES} <= spoken


@pytest.mark.parametrize("language", [x for x in made.LANGUAGES if x not in made.RIGHT_TO_LEFT])
def test_every_script_can_be_copied_back(read, language):
    assert bare(made.LANGUAGES[language]) in bare(read.text())


@pytest.mark.parametrize("language", made.RIGHT_TO_LEFT)
def test_what_is_written_from_the_right_is_copied_too(read, language):
    lines = ["".join(reversed(list(quote.units()))) for quote in read.top.all("BlockQuote")]
    assert bare(made.LANGUAGES[language]) in map(bare, lines)


def test_every_font_says_what_its_letters_are_and_is_inside(read):
    fonts = read.fonts().values()
    assert len(fonts) > 20
    for font in fonts:
        assert "/ToUnicode" in font
        (inner,) = font.DescendantFonts
        assert {"/FontFile2", "/FontFile3"} & set(inner.FontDescriptor.keys())


@pytest.mark.parametrize("text", made.HOSTILE)
def test_a_text_that_tries_to_be_markup_is_printed_as_it_is(read, text):
    assert bare(text).replace("\U000e0041", "") in bare(read.text()).replace("\U000e0041", "")


def test_controls_are_shown_and_cannot_turn_the_text(read):
    assert "nul � bell � [right-to-left override]txt.exe[pop directional formatting]" in read.text()


def test_no_file_can_be_reached(read):
    assert "root:" not in read.text()


def test_the_marking_stands_at_the_head_and_foot_of_every_page(data):
    for page in pdfium.PdfDocument(data):
        width, height = page.get_size()
        text = page.get_textpage()
        for low, high in ((0, 60), (height - 90, height)):
            assert "TLP:AMBER+STRICT" in text.get_text_bounded(0, low, width, high)


def test_nothing_is_printed_beyond_the_margin(data):
    for page in pdfium.PdfDocument(data):
        width, _ = page.get_size()
        text = page.get_textpage()
        boxes = [text.get_charbox(i) for i in range(text.count_chars())]
        assert min(box[0] for box in boxes if box[2] > box[0]) > 60
        assert max(box[2] for box in boxes) < width - 60


def test_links_can_be_followed_only_when_they_are_live(read):
    links = [
        str(a.A.URI) for page in read.pdf.pages for a in page.get("/Annots", []) if "/URI" in a.get("/A", {})
    ]
    assert links == ["https://example.org/x"]
    assert "A site (hxxps://evil[.]example[.]org/path)" in read.text()


def test_voices_are_told_in_words(read):
    text = read.text()
    assert "AssessedTwo have one operator.Likelihood: very likely (80% to 95%)" in text
    assert "Confidence in sources and reasoning: moderate" in text
    assert "Reported by the platformThe platform removed" in text
    assert "Evidence: E1, E2, post:x/99" in text


def test_the_same_document_gives_the_same_bytes(document, data):
    assert hashlib.sha256(pdf.render(document)).digest() == hashlib.sha256(data).digest()
    later = replace(document, made_at=document.made_at.replace(year=2027), blocks=document.blocks[:2])
    assert pdf.render(later) != data


def test_a_short_document_has_no_contents_and_may_stand_on_letter_paper():
    data = pdf.render(made.short(Heading(1, words("One"))), paper="us-letter")
    (page,) = pdfium.PdfDocument(data)
    assert page.get_size() == (612, 792)
    assert [t.text() for t in Reader(data).top.all("H1")] == ["One"]
    with pytest.raises(DocumentError, match="no paper"):
        pdf.render(made.short(), paper="napkin")


def test_a_document_from_the_right_is_laid_out_from_the_right():
    data = pdf.render(
        made.short(Paragraph(words("זה טקסט קצר")), title="כותרת", language="he", markings=("TLP:RED",))
    )
    page = pdfium.PdfDocument(data)[0]
    text = page.get_textpage()
    assert "RED" in text.get_text_bounded(0, page.get_height() - 90, 200, page.get_height())
    assert "זה טקסט קצר" in text.get_text_bounded(300, 0, page.get_width(), page.get_height())
    assert str(Reader(data).root.Lang) == "he"


def test_what_cannot_be_printed_is_refused_by_name_or_boxed_when_asked():
    odd = made.short(Heading(1, words("One")), Paragraph(words("private \ue000 and \ue000")))
    with pytest.raises(
        GlyphError, match=r"1 character: U\+E000 .* in block 2 \(paragraph\) \(no public font"
    ):
        pdf.render(odd)
    text = Reader(pdf.render(odd, missing="boxes")).text()
    assert "private □ and □" in text
    assert "1 kind of character has no glyph" in text


def test_a_document_that_takes_too_much_is_stopped_and_says_so():
    huge = made.short(*(Paragraph(words(f"word {i} " * 200)) for i in range(60)))
    with pytest.raises(PrintError, match="takes more than 120 s or 60 MiB"):
        pdf.render(huge, limits=pdf.Limits(memory=60 << 20))
    with pytest.raises(PrintError, match="more than 1,000 characters"):
        pdf.render(huge, limits=pdf.Limits(text=1000))
