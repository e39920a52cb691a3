"""EPUB: the chapters of a book in the order of its spine, each read as HTML."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote

from floodwatch.sources.documents.base import DocumentExample, Found, Given, Piece, broken, too_large, within
from floodwatch.sources.documents.html import page, web_text
from floodwatch.sources.documents.html_tree import local, xml
from floodwatch.sources.documents.zips import Parts, is_zip, names_in

if TYPE_CHECKING:
    from lxml.etree import _Element

CONTAINER = "META-INF/container.xml"
LOCKS = "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html")


class Epub:
    """A book in EPUB 2 or 3."""

    name = "epub"
    description = "EPUB: the chapters of a book in their order, without its table of contents."
    suffixes = (".epub",)

    def recognises(self, given: Given) -> bool:
        """A zip archive with the container of a book."""
        return is_zip(given) and CONTAINER in names_in(given)

    def read(self, given: Given) -> Found:
        """The chapters, and what the package says."""
        parts = Parts(given)
        place = _package(parts, given)
        root = xml(parts.read(place), given)
        about = _about(root)
        pieces: list[Piece] = []
        for name in _chapters(root, place):
            _refuse_locked(parts, name, given)
            pieces += page(within(web_text(parts.read(name)), given), given).pieces
            if len(pieces) > given.bounds.pieces:
                raise too_large(f"It has more than {given.bounds.pieces:,} blocks of text", given)
        return Found(
            pieces,
            title=about.get("title", ""),
            published=about.get("date", ""),
            publisher=about.get("publisher", ""),
            url=about.get("source", "") if about.get("source", "").startswith("http") else "",
            language=about.get("language", ""),
        )

    def examples(self) -> Sequence[DocumentExample]:
        """A book of two chapters."""
        content = made("<h1>Two names</h1><p>Of one actor.</p>", "<p>The end.</p>")
        return (DocumentExample("a book", content, "Two names\nOf one actor.\nThe end."),)


def made(*chapters: str, about: str = "<title>T</title>") -> bytes:
    """A small book, for examples and tests: the bodies of its chapters, and its metadata as XML."""
    numbers = range(len(chapters))
    items = "".join(
        f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>' for n in numbers
    )
    order = "".join(f'<itemref idref="c{n}"/>' for n in numbers)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            CONTAINER, '<container><rootfiles><rootfile full-path="O/p.opf"/></rootfiles></container>'
        )
        archive.writestr(
            "O/p.opf",
            f"<package><metadata>{about}</metadata><manifest>{items}</manifest><spine>{order}</spine></package>",
        )
        for number, body in enumerate(chapters):
            archive.writestr(f"O/c{number}.xhtml", f"<html><body>{body}</body></html>")
    return out.getvalue()


def _package(parts: Parts, given: Given) -> str:
    files = xml(parts.read(CONTAINER), given).iter("{*}rootfile")
    place = next((str(e.get("full-path", "")) for e in files), "")
    if place not in parts.names:
        raise broken("The book does not say where its chapters are", given)
    return place


def _about(root: _Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for metadata in root.iter("{*}metadata"):
        for element in metadata.iter():
            if element.text and element.text.strip():
                found.setdefault(local(element), element.text.strip())
    return found


def _chapters(root: _Element, place: str) -> Iterator[str]:
    """Names of the chapters' parts; the page with the table of contents is none."""
    folder = posixpath.dirname(place)
    files: dict[str, str] = {}
    for item in root.iter("{*}item"):
        contents = "nav" in str(item.get("properties", "")).split()
        if item.get("media-type") in _PAGES and not contents:
            href = unquote(str(item.get("href", ""))).partition("#")[0]
            files[str(item.get("id", ""))] = posixpath.normpath(posixpath.join(folder, href))
    for reference in root.iter("{*}itemref"):
        name = files.pop(str(reference.get("idref", "")), "")
        if name:
            yield name


def _refuse_locked(parts: Parts, name: str, given: Given) -> None:
    """Fonts may be obfuscated; a chapter that is listed as encrypted cannot be read."""
    if LOCKS not in parts.names:
        return
    locked = xml(parts.read(LOCKS), given).iter("{*}CipherReference")
    if any(unquote(str(e.get("URI", ""))) == name for e in locked):
        raise broken("The book is locked by its seller (DRM)", given, "Give a copy without a lock.")
