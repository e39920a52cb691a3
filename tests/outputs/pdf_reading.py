"""Reads a tagged PDF as a screen reader does: along the structure tree, by ToUnicode and ActualText."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field

import pikepdf

_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")
_RANGE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


@dataclass
class Tag:
    """An element of the structure tree."""

    name: str
    alt: str = ""
    language: str = ""
    headers: bool = False
    scope: str = ""
    below: list = field(default_factory=list)

    def text(self):
        return "".join(one if isinstance(one, str) else one.text() for one in self.below)

    def units(self):
        """What each mark on the page stands for, in the order of drawing: from the left, whatever the script."""
        for one in self.below:
            yield from one.units() if isinstance(one, Tag) else one.units

    def all(self, name=""):
        for one in self.below:
            if isinstance(one, Tag):
                if not name or one.name == name:
                    yield one
                yield from one.all(name)

    def spoken(self, language):
        """Texts with the language that holds for them."""
        language = self.language or language
        for one in self.below:
            if isinstance(one, str):
                yield language, one
            else:
                yield from one.spoken(language)


class Piece(str):
    """A marked text, and what each of its marks stands for."""

    units: list[str]

    @classmethod
    def of(cls, units):
        made = cls("".join(units))
        made.units = units
        return made


class Reader:
    """A PDF opened for reading."""

    def __init__(self, data):
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.root = self.pdf.Root
        self.pieces = {page.objgen: _marked(page) for page in self.pdf.pages}
        (top,) = _listed(self.root.StructTreeRoot.K)
        self.top = self._tag(top, None)

    def text(self):
        return self.top.text()

    def _tag(self, element, page):
        page = element.get("/Pg", page)
        attributes = [a for a in _listed(element.get("/A", [])) if isinstance(a, pikepdf.Dictionary)]
        scope = next((str(a["/Scope"]) for a in attributes if "/Scope" in a), "")
        made = Tag(
            str(element.S)[1:], str(element.get("/Alt", "")), str(element.get("/Lang", "")), scope=scope
        )
        for kid in _listed(element.get("/K", [])):
            if isinstance(kid, int):
                made.below.append(Piece.of(self.pieces[page.objgen].get(kid, [])))
            elif kid.get("/Type") == "/MCR":
                made.below.append(Piece.of(self.pieces[kid.get("/Pg", page).objgen].get(int(kid.MCID), [])))
            elif "/S" in kid:
                made.below.append(self._tag(kid, page))
        return made

    def fonts(self):
        """Fonts of all pages, those inside drawings too."""
        found = {}
        for page in self.pdf.pages:
            found |= _fonts(page.get("/Resources", {}))
        return found


def _fonts(resources):
    found = {str(font.objgen): font for font in resources.get("/Font", {}).values()}
    for thing in resources.get("/XObject", {}).values():
        if thing.get("/Subtype") == "/Form":
            found |= _fonts(thing.get("/Resources", {}))
    return found


def _listed(value):
    return list(value) if isinstance(value, (pikepdf.Array, list)) else [value]


def unicodes(font):
    """What each code of a font means."""
    data = font.ToUnicode.read_bytes()
    made = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", data, re.DOTALL):
        made |= {int(a, 16): bytes.fromhex(b.decode()).decode("utf-16-be") for a, b in _PAIR.findall(block)}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", data, re.DOTALL):
        for low, high, first in _RANGE.findall(block):
            begin = int(first, 16)
            made |= {c: chr(begin + c - int(low, 16)) for c in range(int(low, 16), int(high, 16) + 1)}
    return made


def _marked(page):
    """Text of each marked piece of a page."""
    maps = {name: unicodes(font) for name, font in page.get("/Resources", {}).get("/Font", {}).items()}
    pieces, stack, font = {}, [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            about = operands[1] if name == "BDC" and isinstance(operands[1], pikepdf.Dictionary) else {}
            stack.append((about.get("/MCID"), about.get("/ActualText")))
            if "/ActualText" in about:
                _add(pieces, stack[:-1], str(about["/ActualText"]))
        elif name == "EMC":
            stack.pop()
        elif name == "Tf":
            font = maps[str(operands[0])]
        elif name in ("Tj", "TJ") and not any(actual is not None for _, actual in stack):
            shown = operands[0] if name == "TJ" else [operands[0]]
            for part in shown:
                if isinstance(part, pikepdf.String):
                    codes = bytes(part)
                    pairs = (codes[i : i + 2] for i in range(0, len(codes), 2))
                    for pair in pairs:
                        _add(pieces, stack, font[int.from_bytes(pair, "big")])
    return pieces


def _add(pieces, stack, text):
    for number, _ in reversed(stack):
        if number is not None:
            pieces.setdefault(int(number), []).append(text)
            return
