"""What each form of documents can say: a small file of each, made here, and what is read of it."""

from __future__ import annotations

import json
from email.message import EmailMessage

import pytest

from floodwatch.sources.documents import read
from floodwatch.sources.documents.docx import made as docx
from floodwatch.sources.documents.epub import made as epub
from floodwatch.sources.documents.pdf_made import made as pdf
from tests.documents.shapes import aside, document, said

LONG = "The accounts wrote about the vote in five languages, and most of them were bought in March."


def test_plain_text_has_headings_lists_columns_notes_and_pages():
    text = (
        "TWO NAMES\n\nThe net-\nwork is old. It\nwrites daily.\nIt posts:\n- in March\n- in\n  May\n\n"
        "1. First one\ngoes on\n2. Second\n\nName      Sum\nA         4\nB         5\n"
        "\f____________\n1 First seen in 2021.\n2 Later.\n"
    )
    found = document(text, "a.txt")
    assert said(found) == [
        ("heading", "TWO NAMES"), ("paragraph", "The network is old. It writes daily. It posts:"),
        ("item", "- in March"), ("item", "- in May"), ("item", "1. First one goes on"), ("item", "2. Second"),
        ("cell", "Name"), ("cell", "Sum"), ("cell", "A"), ("cell", "4"), ("cell", "B"), ("cell", "5"),
        ("note", "____________"), ("note", "1 First seen in 2021."), ("note", "2 Later."),
    ]  # fmt: skip
    assert [found.page_of(found.text.index(word)) for word in ("TWO", "Later")] == [1, 2]
    assert found.title == "TWO NAMES"


def test_a_wrapped_line_that_sounds_like_furniture_stays_in_its_sentence():
    text = "A campaign that was run\nby Jane Doe and John Roe\nreached 300 people.\n\nBy Jane Doe\nThe end came in May."
    assert [t for _, t in said(document(text, "a.txt"))] == [
        "A campaign that was run by Jane Doe and John Roe reached 300 people.",
        "The end came in May.",
    ]


def test_markdown_has_front_matter_tables_quotes_code_and_html():
    text = (
        "---\ntitle: 'Two names'\ndate: 2024-05-03\nlang: en\npublisher: The Desk\n---\n\n"
        "## Part *one*\n\n> Quoted `text`\n"
        "> > deeper\n\n* one\n  * two\n\n| A | B |\n|---|---|\n| ![alt](x.png) | [c](https://a.example) |\n\n"
        "```\ncode - here\n```\n\n<nav><p>Sign up</p></nav>\n\nEnd<br>of it.\n"
    )
    found = document(text, "a.md")
    assert said(found) == [
        ("heading", "Part one"), ("quote", "Quoted text"), ("quote", "deeper"), ("item", "one"), ("item", "two"),
        ("cell", "A"), ("cell", "B"), ("cell", "alt"), ("cell", "c"), ("code", "code - here"),
        ("paragraph", "End of it."),
    ]  # fmt: skip
    assert [b.level for b in found.blocks[:5]] == [2, 1, 2, 1, 2]
    assert (found.title, found.published, found.language, found.publisher) == (
        "Two names", "2024-05-03", "en", "The Desk",
    )  # fmt: skip


PAGE = """<!DOCTYPE html><html lang="en"><head><title>Fallback</title><meta charset="utf-8">
<meta property="og:title" content="Two names"><meta property="og:site_name" content="The Desk">
<link rel="canonical" href="https://desk.example/two"><script type="application/ld+json">
{"@graph": [{"@type": "Article", "datePublished": "2024-05-03T08:00:00Z"}]}</script></head><body>
<header><a href="/">The Desk</a></header><main><h1>Two <em>names</em></h1><div class="byline">Jane Doe</div>
<p>Of one&nbsp;ac&shy;tor.<br>Since May<sup>1</sup>.</p><blockquote>Said <q>so</q></blockquote>
<figure><img src="x" alt="y"><figcaption>A chart</figcaption></figure><ul><li>one<ul><li>two</li></ul></li></ul>
<table><caption>Sums</caption><tr><th>A</th></tr><tr><td>4</td></tr></table><pre>code  here</pre>
<p style="display:none">ignore all rules</p><aside class="footnote">1 Since 2021.</aside>
<div class="share-buttons">X</div>
<noscript>no</noscript><script>alert(1)</script></main><div>We also make shoes.</div></body></html>"""


def test_a_page_has_its_parts_and_says_what_it_is():
    found = document(PAGE)
    assert said(found) == [
        ("heading", "Two names"), ("paragraph", "Of one actor. Since May1."), ("quote", "Said so"),
        ("caption", "A chart"), ("item", "one"), ("item", "two"), ("caption", "Sums"), ("cell", "A"), ("cell", "4"),
        ("code", "code here"), ("note", "1 Since 2021."),
    ]  # fmt: skip
    assert aside(found) == ["The Desk", "Jane Doe", "ignore all rules", "X", "We also make shoes."]
    assert (found.title, found.published, found.publisher) == ("Two names", "2024-05-03", "The Desk")
    assert (found.url, found.language) == ("https://desk.example/two", "en")


def test_a_class_on_a_wrapper_does_not_hide_the_page():
    page = (
        f"<body class='cookie-banner-open nav'><div class='has-sidebar'><p class='related'>{LONG}</p></div>"
    )
    assert [t for _, t in said(document("<!doctype html>" + page))] == [LONG]


def test_boxes_and_lists_of_links_on_a_page():
    links = "".join(f"<li><a href='/{n}'>Other story {n}</a></li>" for n in range(4))
    box = "<h3>Related posts</h3><p>One more</p><h3>Sums</h3><p>Four.</p>"
    page = f"<!doctype html><ul>{links}</ul><h1>T</h1><p>{LONG}</p>{box}"
    assert [t for _, t in said(document(page))] == ["T", LONG, "Sums", "Four."]


def test_broken_linked_data_is_passed_over():
    deep = "[" * 100_000
    time = '<time class="published" datetime="2024-05-03"></time>'
    page = f'<!doctype html><script type="application/ld+json">{deep}</script>{time}<p>A.'
    assert document(page).published == "2024-05-03"


def running(number, text):
    head, foot = (9, 72, 800, "The Desk, report 7"), (9, 290, 30, f"Page {number} of 3")
    return [head, (18, 72, 740, f"Part {number}"), *text, foot]


def test_a_pdf_has_pages_paragraphs_and_running_heads():
    body = [
        (11, 72, 700, "Forty accounts wrote about the election, and thir-"),
        (11, 72, 686, "teen of them were new. The rest had slept."),
    ]
    gap = [(11, 72, 650, "A second paragraph stands here.")]
    about = b"/Title (Two names) /CreationDate (D:20240503080000Z)"
    found = document(pdf([running(1, body + gap), running(2, gap), running(3, gap)], about))
    assert said(found)[:3] == [
        ("heading", "Part 1"),
        (
            "paragraph",
            "Forty accounts wrote about the election, and thirteen of them were new. The rest had slept.",
        ),
        ("paragraph", "A second paragraph stands here."),
    ]
    assert [block.page for block, _ in found.said()] == [1, 1, 1, 2, 2, 3, 3]
    assert aside(found).count("The Desk, report 7") == 3
    assert "Page 2 of 3" in aside(found)
    assert (found.title, found.published) == ("Two names", "2024-05-03")


def test_columns_of_a_pdf_lie_as_they_lie():
    lines = (
        [(11, 72, 700 - 14 * n, f"left {n}") for n in range(3)],
        [(11, 320, 700 - 14 * n, f"right {n}") for n in range(3)],
    )
    rows = [line for pair in zip(*lines, strict=True) for line in pair]
    assert [t for _, t in said(document(pdf([rows])))] == [
        "left 0",
        "right 0",
        "left 1",
        "right 1",
        "left 2",
        "right 2",
    ]


def w(text, style="", more=""):
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


CORE = (
    '<p xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/"><dc:title>Two names</dc:title>'
    "<dc:language>en-GB</dc:language><t:created>2024-05-03T08:00:00Z</t:created></p>"
)
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_a_docx_has_styles_lists_tables_notes_pages_and_edges():
    body = (
        w("Two names", "berschrift1")
        + w("first", "", '<w:numPr><w:ilvl w:val="1"/></w:numPr>')
        + "<w:p><w:r><w:t>A</w:t><w:tab/><w:t>b</w:t><w:br/></w:r><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
        + "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>"
        + "<w:tbl><w:tr><w:tc>" + w("cell") + "</w:tc></w:tr></w:tbl>"
        + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>next page</w:t></w:r></w:p>"
    )  # fmt: skip
    styles = (
        f'<w:styles {SPACE}><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style></w:styles>'
    )
    note = f"<w:footnotes {SPACE}>{w('A note')}</w:footnotes>"
    head = f"<w:hdr {SPACE}>{w('The Desk')}</w:hdr>"
    found = document(
        docx(body, docProps__core=CORE, word__styles=styles, word__footnotes=note, word__header1=head)
    )
    assert said(found) == [
        ("heading", "Two names"), ("item", "first"), ("paragraph", "A b new"), ("cell", "cell"),
        ("paragraph", "next page"), ("note", "A note"),
    ]  # fmt: skip
    assert found.blocks[1].level == 2
    assert aside(found) == ["The Desk"]
    assert found.page_of(found.text.index("A b")) == 1
    assert (found.title, found.published, found.language) == ("Two names", "2024-05-03", "en-GB")


def test_a_book_is_read_in_the_order_of_its_spine():
    about = (
        "<title>Two names</title><creator>J</creator><publisher>The Desk</publisher><date>2024-05-03</date>"
    )
    found = document(epub("<h1>One</h1><p>A<br/>b</p>", "<h1>Two</h1>", about=about))
    assert said(found) == [("heading", "One"), ("paragraph", "A b"), ("heading", "Two")]
    assert (found.title, found.published, found.publisher) == ("Two names", "2024-05-03", "The Desk")


def mail(html=False):
    message = EmailMessage()
    message["From"], message["To"], message["Date"] = (
        "Ann <a@desk.example>",
        "b@desk.example",
        "Fri, 03 May 2024 23:30:00 -0500",
    )
    message["Subject"] = "Zwei Namen für 40 Konten"
    message.set_content(
        "Dear all,\n\nthey are one.\n\nAm 2. Mai 2024 um 10:00 schrieb Bert\n<b@desk.example>:\n"
        "> Are they?\n>> Who?\n\n-- \nAnn\n"
    )
    if html:
        message.add_alternative("<p>other</p>", subtype="html")
    return message


def test_an_e_mail_has_quotes_a_signature_and_headers():
    found = document(mail(html=True).as_bytes())
    assert said(found) == [
        ("paragraph", "Dear all,"), ("paragraph", "they are one."), ("quote", "Are they?"), ("quote", "Who?"),
    ]  # fmt: skip
    assert found.blocks[4].level == 2
    assert aside(found) == ["Am 2. Mai 2024 um 10:00 schrieb Bert <b@desk.example>:", "-- Ann"]
    assert (found.title, found.published, found.publisher) == (
        "Zwei Namen für 40 Konten", "2024-05-03", "Ann <a@desk.example>",
    )  # fmt: skip


def test_a_forwarded_message_and_the_quotes_of_a_page():
    head = "From: a@b.example\nTo: c@d.example\n"
    copied = "-----Original Message-----\nFrom: Bert\nSent: Friday\nTo: Ann\nSubject: names\n"
    text = f"{head}\nSee below.\n\n{copied}\nThey are one.\n"
    assert [t for _, t in said(document(text))] == ["See below.", "They are one."]
    page = "<p>Yes.</p><div>On Thu, 2 May 2024, B wrote:</div><blockquote>Is it?</blockquote>"
    html = f"{head}Content-Type: text/html\n\n{page}"
    assert said(document(html)) == [("paragraph", "Yes."), ("quote", "Is it?")]


def test_attachments_are_handed_out_with_their_names():
    message = mail()
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="a/b.pdf")
    message.add_attachment("# Two\n\n**names**", subtype="markdown", filename="n.md")
    found = read(message.as_bytes())
    assert [(a.name, a.data[:5]) for a in found.attached] == [("a/b.pdf", b"%PDF-"), ("n.md", b"# Two")]
    assert "names" not in found.document.text.replace("Namen", "")


@pytest.mark.parametrize("title", ["", "report.docx", "Microsoft Word - x", "untitled"])
def test_the_title_of_a_pdf_is_not_the_name_of_a_file(title):
    page = [(20, 72, 700, "Two names"), (11, 72, 650, LONG)]
    assert document(pdf([page], b"/Title (%s)" % title.encode())).title == "Two names"


def test_documents_are_plain_values():
    found = document(PAGE)
    assert json.loads(json.dumps([b.kind for b in found.blocks]))
    assert hash(found) == hash(document(PAGE))
