"""Letters whose marks stand higher or lower than they do are drawn in two pieces, and each piece says the whole letter.

Thai, Khmer, Arabic with vowel signs and others would be read aloud and copied twice there. The piece that holds nothing
but marks, which take no room, is told to say nothing. It imports nothing of the project, as its caller does not.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_PAIR = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>")
_RANGE = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>")


@dataclass(slots=True)
class Unit:
    """What is said at once: a glyph, or all glyphs under one replacing text; `room` is whether any takes some."""

    said: str
    height: float
    room: bool
    place: int
    length: int
    replaces: bool
    silent: bool = False


def mended(data: bytes) -> bytes:
    """The PDF with no letter said twice; the very same bytes where none was."""
    import pikepdf

    changed = False
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts: dict[tuple[int, int], Font] = {}
        for page in pdf.pages:
            known = _fonts(page, fonts)
            if any(font.joins for font in known.values()):
                changed |= _mend(pdf, page, known)
        if not changed:
            return data
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, fix_metadata_version=False)
        return out.getvalue()


@dataclass(slots=True)
class Font:
    """What the codes of a font say, and which take no room."""

    said: dict[int, str]
    widths: dict[int, float]
    usual: float

    @property
    def joins(self) -> bool:
        """Whether a code of it says more than one character."""
        return any(len(said) > 1 for said in self.said.values())

    def room(self, code: int) -> bool:
        """Whether a glyph takes room."""
        return self.widths.get(code, self.usual) > 0


def _fonts(page: Any, seen: dict[tuple[int, int], Font]) -> dict[str, Font]:
    known = {}
    for name, font in page.get("/Resources", {}).get("/Font", {}).items():
        if font.objgen not in seen:
            (inner,) = font.DescendantFonts
            widths = dict(_widths(list(inner.get("/W", []))))
            seen[font.objgen] = Font(
                _said(font.ToUnicode.read_bytes()), widths, float(inner.get("/DW", 1000))
            )
        known[name] = seen[font.objgen]
    return known


def _widths(listed: list[Any]) -> Iterator[tuple[int, float]]:
    """Widths by code, from the two forms in which a font lists them."""
    while listed:
        first, second = int(listed.pop(0)), listed.pop(0)
        if isinstance(second, int):
            width = float(listed.pop(0))
            yield from ((code, width) for code in range(first, second + 1))
        else:
            yield from ((first + i, float(width)) for i, width in enumerate(second))


def _said(table: bytes) -> dict[int, str]:
    said: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        said |= {int(code, 16): _text(text) for code, text in _PAIR.findall(block)}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for low, high, first in _RANGE.findall(block):
            begin = _text(first)
            said |= {
                code: begin[:-1] + chr(ord(begin[-1]) + code - int(low, 16))
                for code in range(int(low, 16), int(high, 16) + 1)
            }
    return said


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


def _mend(pdf: Any, page: Any, fonts: dict[str, Font]) -> bool:
    """Silence what is said again on a page; whether there was anything."""
    import pikepdf

    drawn: list[Any] = list(pikepdf.parse_content_stream(page))
    units = _units(drawn, fonts)
    _silence(units)
    found = {unit.place: unit for unit in units if unit.silent}
    if not found:
        return False
    made: list[Any] = []
    for place, (operands, operator) in enumerate(drawn):
        unit = found.get(place)
        if not unit:
            made.append((operands, operator))
        elif unit.replaces:
            made.append(_silent_span())
        else:
            made += _cut(operands, operator, unit.length)
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(made))
    return True


def _silent_span() -> Any:
    import pikepdf

    silent = pikepdf.Dictionary(ActualText=pikepdf.String(""))
    return ([pikepdf.Name.Span, silent], pikepdf.Operator("BDC"))


def _cut(operands: Any, operator: Any, length: int) -> Iterator[Any]:
    """A line of glyphs with its first one under a text that says nothing."""
    import pikepdf

    parts = list(operands[0]) if str(operator) == "TJ" else [operands[0]]
    at = next(i for i, part in enumerate(parts) if isinstance(part, pikepdf.String))
    codes = bytes(parts[at])
    first = [*parts[:at], pikepdf.String(codes[:length])]
    rest = [*([pikepdf.String(codes[length:])] if codes[length:] else []), *parts[at + 1 :]]
    yield _silent_span()
    yield ([pikepdf.Array(first)], pikepdf.Operator("TJ"))
    yield ([], pikepdf.Operator("EMC"))
    if rest:
        yield ([pikepdf.Array(rest)], pikepdf.Operator("TJ"))


class _Reading:
    """A page being read: the height, font and replacing text that hold where one is."""

    def __init__(self, fonts: dict[str, Font]) -> None:
        self.fonts, self.font, self.height = fonts, Font({}, {}, 1000), 0.0
        self.spans: list[bool] = []
        self.under: Unit | None = None
        self.units: list[Unit] = []

    def read(self, place: int, operands: Any, name: str) -> None:
        """One operator of the page."""
        if name == "cm":
            self.height = float(operands[5])
        elif name == "Tf":
            self.font = self.fonts[str(operands[0])]
        elif name == "BMC":
            self.spans.append(False)
        elif name == "BDC":
            self.begin(place, operands[1])
        elif name == "EMC":
            self.end()
        elif name in ("Tj", "TJ"):
            self.glyphs(place, _codes(operands, name))

    def begin(self, place: int, about: Any) -> None:
        """A span, which may have a text that replaces its glyphs."""
        text = about.get("/ActualText") if hasattr(about, "keys") else None
        self.spans.append(text is not None)
        if text is not None:
            self.under = Unit(str(text), self.height, False, place, 0, True)

    def end(self) -> None:
        """The end of a span."""
        if self.spans.pop() and self.under:
            self.units.append(self.under)
            self.under = None

    def glyphs(self, place: int, codes: list[int]) -> None:
        """Glyphs, each a unit of its own outside a replacing text; only the first of them can be told apart."""
        if self.under:
            self.under.height = self.height
            self.under.room = self.under.room or any(map(self.font.room, codes))
            return
        for number, code in enumerate(codes):
            said, room = self.font.said.get(code, ""), self.font.room(code)
            self.units.append(Unit(said, self.height, room, place if number == 0 else -1, 2, False))


def _units(drawn: list[Any], fonts: dict[str, Font]) -> list[Unit]:
    """What is said on a page, in the order of drawing."""
    reading = _Reading(fonts)
    for place, (operands, operator) in enumerate(drawn):
        reading.read(place, operands, str(operator))
    return reading.units


def _codes(operands: Any, name: str) -> list[int]:
    import pikepdf

    parts = operands[0] if name == "TJ" else [operands[0]]
    joined = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    return [int.from_bytes(joined[i : i + 2], "big") for i in range(0, len(joined), 2)]


def _silence(units: list[Unit]) -> None:
    """Of neighbours that say the same letter at different heights, let only what takes room speak."""
    start = 0
    for place in range(1, len(units) + 1):
        goes_on = place < len(units) and _again(units[place - 1], units[place])
        if goes_on:
            continue
        chain = units[start:place]
        if len(chain) > 1 and any(unit.room for unit in chain):
            for unit in chain:
                unit.silent = not unit.room and unit.place >= 0
        start = place


def _again(one: Unit, other: Unit) -> bool:
    same = len(one.said) > 1 and one.said == other.said and one.height != other.height
    return same and not (one.room and other.room)
