"""DOCX: paragraphs, headings, lists, tables and notes of a Word document, with its pages as they were last laid out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from floodwatch.model.documents import BlockKind
from floodwatch.sources.documents.base import DocumentExample, Found, Given, Piece
from floodwatch.sources.documents.html_tree import local, xml
from floodwatch.sources.documents.zips import Parts, is_zip, names_in

if TYPE_CHECKING:
    from lxml.etree import _Element

BODY = "word/document.xml"
_EDGES = re.compile(r"word/(?:header|footer)\d{0,4}\.xml$")
_SKIPPED = frozenset(
    ("del", "movefrom", "fallback", "ppr", "rpr", "instrtext", "sectpr", "tblpr", "tcpr", "trpr")
)
"""Elements that hold no visible text: what was deleted, moved away or is there a second time, and properties."""
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "nobreakhyphen": "-", "sym": " "}
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Docx:
    """A Word document."""

    name = "docx"
    description = "DOCX: text, tables and notes of a Word document; headers and footers are boilerplate."
    suffixes = (".docx", ".docm", ".dotx")

    def recognises(self, given: Given) -> bool:
        """A zip archive with the body of a Word document."""
        return is_zip(given) and BODY in names_in(given)

    def read(self, given: Given) -> Found:
        """The pieces, and what the document's properties say."""
        parts = Parts(given)
        pieces = list(_Body(_styles(parts, given)).pieces(xml(parts.read(BODY), given)))
        for name in ("word/footnotes.xml", "word/endnotes.xml"):
            pieces += _notes(parts, name, given)
        for name in sorted(filter(_EDGES.match, parts.names)):
            pieces += [Piece(p.text, aside=True) for p in _Body({}).pieces(xml(parts.read(name), given))]
        about = _properties(parts, given)
        return Found(
            pieces,
            title=about.get("title", ""),
            published=about.get("created", "") or about.get("modified", ""),
            publisher=about.get("company", "") or about.get("publisher", ""),
            language=about.get("language", ""),
        )

    def examples(self) -> Sequence[DocumentExample]:
        """A heading and a table."""
        text = (
            '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Two names</w:t></w:r></w:p>'
            "<w:p><w:r><w:t>Of one </w:t></w:r><w:del><w:r><w:delText>or two</w:delText></w:r></w:del>"
            "<w:r><w:t>actor.</w:t></w:r></w:p>"
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        )
        return (DocumentExample("a note with a table", made(text), "Two names\nOf one actor.\nA"),)


def made(body: str, **parts: str) -> bytes:
    """A small document, for examples and tests: the inside of its body, and other parts (`docProps__core` …) as XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(BODY, f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>')
        for name, text in parts.items():
            archive.writestr(f"{name.replace('__', '/')}.xml", text)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Style:
    kind: BlockKind
    level: int = 1


class _Body:
    """Walks over a part, noting the page on which each paragraph begins."""

    def __init__(self, styles: Mapping[str, _Style]) -> None:
        self.styles, self.page, self.paged = styles, 1, False

    def pieces(self, root: _Element) -> Iterator[Piece]:
        """The paragraphs in their order; in a table they are cells."""
        self.paged = any(local(e) == "lastrenderedpagebreak" for e in root.iter())
        for paragraph in root.iter("{*}p"):
            if local(paragraph) != "p" or _is_skipped(paragraph):
                continue
            style = _style(paragraph, self.styles)
            number = self.page if self.paged else None
            text = "".join(self._runs(paragraph))
            cell = next(paragraph.iterancestors("{*}tc"), None) is not None
            kind: BlockKind = "cell" if cell and style.kind == "paragraph" else style.kind
            yield Piece(text, kind, number, style.level)

    def _runs(self, paragraph: _Element) -> Iterator[str]:
        """The text of a paragraph, without that of text boxes within it, which are paragraphs of their own."""
        stack: list[Any] = list(reversed(paragraph))
        while stack:
            element = stack.pop()
            name = local(element)
            if name in _SKIPPED or name in ("p", "txbxcontent") or (name == "r" and _is_hidden(element)):
                continue
            if name == "lastrenderedpagebreak":
                self.page += 1
            elif name == "t":
                yield element.text or ""
            elif name in _SIGNS:
                yield _SIGNS[name]
            stack.extend(reversed(element))


def _is_skipped(paragraph: _Element) -> bool:
    return any(local(above) in ("fallback", "del", "movefrom") for above in paragraph.iterancestors())


def _is_hidden(run: _Element) -> bool:
    vanish = run.find("{*}rPr/{*}vanish")
    return vanish is not None and _value(vanish) not in ("0", "false")


def _value(element: _Element | None, name: str = "val") -> str:
    if element is None:
        return ""
    return next((str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), "")


def _style(paragraph: _Element, styles: Mapping[str, _Style]) -> _Style:
    named = _value(paragraph.find("{*}pPr/{*}pStyle"))
    outline = _value(paragraph.find("{*}pPr/{*}outlineLvl"))
    if outline.isdigit() and int(outline) < 9:
        return _Style("heading", int(outline) + 1)
    style = styles.get(named) or _of_name(named)
    listed = paragraph.find("{*}pPr/{*}numPr")
    if listed is not None and style.kind == "paragraph":
        level = _value(listed.find("{*}ilvl"))
        return _Style("item", int(level) + 1 if level.isdigit() and len(level) < 3 else 1)
    return style


def _of_name(name: str) -> _Style:
    """What a style is by its name, as Word's own styles are called."""
    plain = name.lower().replace(" ", "")
    level = re.fullmatch(r"heading([1-9])", plain)
    if level:
        return _Style("heading", int(level.group(1)))
    kinds: Mapping[str, BlockKind] = {
        "title": "heading", "subtitle": "heading", "quote": "quote", "intensequote": "quote", "caption": "caption",
        "listparagraph": "item", "listbullet": "item", "listnumber": "item", "footnotetext": "note",
    }  # fmt: skip
    return _Style(kinds.get(plain, "paragraph"))


def _styles(parts: Parts, given: Given) -> dict[str, _Style]:
    """Styles by their id, which other languages than English translate; their names and outlines are not."""
    data = parts.read("word/styles.xml")
    found: dict[str, _Style] = {}
    if not data:
        return found
    for element in xml(data, given).iter("{*}style"):
        outline = _value(element.find("{*}pPr/{*}outlineLvl"))
        by_name = _of_name(_value(element.find("{*}name")))
        known = _Style("heading", int(outline) + 1) if outline.isdigit() and int(outline) < 9 else by_name
        found[_value(element, "styleId")] = known
    return found


def _notes(parts: Parts, name: str, given: Given) -> Iterator[Piece]:
    data = parts.read(name)
    if data:
        yield from (Piece(p.text, "note") for p in _Body({}).pieces(xml(data, given)))


def _properties(parts: Parts, given: Given) -> dict[str, str]:
    """Fields of the core and the extended properties, by name in lower case."""
    found: dict[str, str] = {}
    for name in ("docProps/core.xml", "docProps/app.xml"):
        data = parts.read(name)
        if data:
            for element in xml(data, given):
                found.setdefault(local(element), (element.text or "").strip())
    return found
