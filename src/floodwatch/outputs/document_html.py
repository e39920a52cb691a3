"""A document as one page that opens offline: no script, nothing fetched, every text in its language and direction."""

from __future__ import annotations

import base64
from functools import cache
from importlib.resources import files

from floodwatch.model.document import Document, Heading
from floodwatch.model.runs import direction, plain
from floodwatch.outputs import document_words
from floodwatch.outputs.drawings import still
from floodwatch.outputs.html import page

COLOURS = {
    "TLP:CLEAR": "#ffffff",
    "TLP:GREEN": "#33ff00",
    "TLP:AMBER": "#ffc000",
    "TLP:AMBER+STRICT": "#ffc000",
    "TLP:RED": "#ff2b2b",
}
"""Of TLP 2.0, on black."""


def render(document: Document) -> str:
    """The page."""
    heads = [(n, b.level, plain(b.text)) for n, b in enumerate(document.blocks) if isinstance(b, Heading)]
    return page(
        "document.html.j2",
        also=_style() + _margins(document),
        d=document,
        heads=heads,
        groups=document_words.voiced(document),
        evidence=document_words.numbered(document),
        notes=_Notes(document),
        words=document_words,
        towards=direction,
        kind=lambda block: type(block).__name__.lower(),
        still=still,
        encoded=lambda data: base64.b64encode(data).decode("ascii"),
    )


class _Notes:
    """Numbers of the notes, and of each place that refers to one."""

    def __init__(self, document: Document) -> None:
        self.numbers = {note.key: number for number, note in enumerate(document.notes, 1)}
        self.places = dict.fromkeys(self.numbers, 0)

    def refer(self, key: str) -> tuple[int, int]:
        """The number of a note, and how often it was referred to so far."""
        self.places[key] += 1
        return self.numbers[key], self.places[key]


@cache
def _style() -> str:
    return files("floodwatch.outputs").joinpath("templates", "document.css").read_text("utf-8")


def _margins(document: Document) -> str:
    """The marking at the head and foot of each printed page, where a browser can."""
    if not document.tlp:
        return ""
    shown = f'content: "{document.tlp}"; font: 700 12pt sans-serif; color: {COLOURS[document.tlp]}; background: #000'
    return f"@page {{ @top-right {{ {shown} }} @bottom-right {{ {shown} }} }}\n"
