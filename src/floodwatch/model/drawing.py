"""Pictures that may stand in a document: drawings of our own as SVG, and PNG. Anything that could act is refused."""

from __future__ import annotations

import re
import struct
from xml.etree import ElementTree as Tree

from floodwatch.model.errors import DocumentError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_SIDE, MOST_PIXELS, MOST_BYTES, MOST_UNITS = 16_000, 60_000_000, 20_000_000, 1e6
SVG = "http://www.w3.org/2000/svg"
SHAPES = frozenset(
    ("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title", "desc")
)  # fmt: skip
_NAME = re.compile(r"[a-zA-Z][\w:-]*")
_ACTS = re.compile(r"url\s*\(|javascript:|expression\s*\(|@import|https?:", re.IGNORECASE)


def drawing(svg: str) -> str:
    """The same SVG, when it only draws (DocumentError): known shapes, no script, no style sheet, no address."""
    if len(svg) > MOST_BYTES:
        raise DocumentError(f"A drawing is larger than {MOST_BYTES:,} characters", do="Draw less.")
    if "<!" in svg or "<?" in svg:
        raise DocumentError("A drawing holds a declaration", do="Give the element svg alone.")
    try:
        top = Tree.fromstring(svg)  # noqa: S314  no declaration, so no entity
    except (Tree.ParseError, ValueError) as problem:
        raise DocumentError(
            f"A drawing is not well-formed: {problem}", do="Give one element svg."
        ) from problem
    if _plain(top.tag) != "svg" or "viewBox" not in top.attrib:
        raise DocumentError("A drawing needs an element svg with a viewBox", do="Give one.")
    for element in top.iter():
        _must_only_draw(element)
    viewed(svg)
    return svg


def viewed(svg: str) -> tuple[float, float]:
    """Width and height of what a drawing shows, in its own units (DocumentError when it says none)."""
    top = Tree.fromstring(svg)  # noqa: S314  without a declaration, see above
    try:
        _, _, width, height = map(float, top.attrib["viewBox"].replace(",", " ").split())
    except ValueError:
        width = height = 0.0
    if not (0 < width < MOST_UNITS and 0 < height < MOST_UNITS):
        raise DocumentError("The viewBox of a drawing has no size", do="Give four numbers.")
    return width, height


def _must_only_draw(element: Tree.Element) -> None:
    name = _plain(element.tag)
    if name not in SHAPES:
        raise DocumentError(
            f"A drawing holds the element {name[:40]}", do=f"Use {', '.join(sorted(SHAPES))}."
        )
    for key, value in element.attrib.items():
        plain = _plain(key)
        if plain.lower().startswith("on") or plain in ("href", "style", "src") or _ACTS.search(value):
            raise DocumentError(f"A drawing holds {plain[:40]}, which could act", do="Leave it out.")
        if not _NAME.fullmatch(plain):
            raise DocumentError(f"A drawing holds an attribute {plain[:40]!r}", do="Leave it out.")


def _plain(name: str) -> str:
    return (
        name.removeprefix(f"{{{SVG}}}") if name.startswith(f"{{{SVG}}}") else name.rsplit("}", maxsplit=1)[-1]
    )


def png(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG (DocumentError when it is none, or too large to be opened safely)."""
    if len(data) > MOST_BYTES:
        raise DocumentError(f"A picture is larger than {MOST_BYTES:,} bytes", do="Give a smaller one.")
    if data[:8] != SIGNATURE or data[12:16] != b"IHDR" or len(data) < 33:
        raise DocumentError("A picture is not a PNG", do="Convert it first.")
    width, height = struct.unpack(">II", data[16:24])
    if not width or not height or max(width, height) > MOST_SIDE or width * height > MOST_PIXELS:
        raise DocumentError(
            f"A picture of {width:,} × {height:,} pixels cannot be printed", do="Give a smaller one."
        )
    return width, height
