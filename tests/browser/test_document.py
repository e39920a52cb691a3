"""A document in Chromium: no error, no request, accessible in light, dark, on a phone, and from right to left."""

from __future__ import annotations

import pytest

from floodwatch.outputs import document_html
from tests.browser.test_report import browser, opened, pytestmark, violations  # noqa: F401
from tests.outputs import made_document as made


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("document")
    for name, document in (("full", made.document()), ("right", made.document(language="ar", title="عنوان"))):
        (folder / f"{name}.html").write_text(document_html.render(document), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "size", "scheme"),
    [("full", "desk", "light"), ("full", "phone", "dark"), ("right", "desk", "light")],
)
def test_axe_finds_nothing_and_nothing_stands_out(opened, name, size, scheme):  # noqa: F811
    page = opened(name, size, color_scheme=scheme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_paper_the_marking_is_at_the_head_of_every_page(opened):  # noqa: F811
    import pypdfium2 as pdfium

    printed = pdfium.PdfDocument(opened().pdf(format="A4"))
    assert len(printed) > 3
    assert all("TLP:AMBER+STRICT" in page.get_textpage().get_text_bounded() for page in printed)
