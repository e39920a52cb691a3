"""What a file says in place of its pictures, which its readable text leaves out: for HTML and Word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from floodwatch.sources.documents.base import Given
from floodwatch.sources.documents.cleaning import clean
from floodwatch.sources.documents.docx import BODY
from floodwatch.sources.documents.html import web_text
from floodwatch.sources.documents.html_tree import local, parsed, xml
from floodwatch.sources.documents.zips import Parts

MOST = 1_000
"""Texts of pictures of one file."""


class PictureText(NamedTuple):
    """A text in place of a picture, and its line in the file (0 where the file has none)."""

    text: str
    line: int


def picture_texts(given: Given, form: str) -> tuple[PictureText, ...]:
    """The texts in place of pictures, in their order; of Markdown they are part of its text already."""
    found = {"html": _of_page, "docx": _of_word}.get(form)
    if found is None:
        return ()
    told = (PictureText(clean(one.text), one.line) for one in found(given))
    return tuple(one for one, _ in zip((t for t in told if t.text), range(MOST), strict=False))


def _of_page(given: Given) -> Iterator[PictureText]:
    root = parsed(web_text(given.data), given)
    for element in () if root is None else root.iter():
        tag = local(element)
        said = (
            element.get("alt")
            if tag in ("img", "area")
            else element.get("aria-label")
            if tag == "svg"
            else None
        )
        if said:
            yield PictureText(str(said), int(element.sourceline or 0))


def _of_word(given: Given) -> Iterator[PictureText]:
    for element in xml(Parts(given).read(BODY), given).iter("{*}docPr"):
        said = element.get("descr") or ""
        if said:
            yield PictureText(str(said), 0)
