"""Drawings for documents. For paper, the colours that a page gives by its style sheet are put inside the SVG."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from xml.etree import ElementTree as Tree

from floodwatch.model.drawing import SVG
from floodwatch.outputs.fonts import ARABIC, SANS
from floodwatch.outputs.glyphs import Missing, boxed
from floodwatch.outputs.text import clean

INK, SOFT, LINE, ACCENT, PAPER = "#111111", "#4d5155", "#cccccc", "#0b4f61", "#ffffff"
KINDS = {"covert": "#8d1a2d", "overt": "#175744", "unclear": "#654700"}
SHADES = ("#efefea", "#cfe1e5", "#a0c7d0", "#66a3b1", "#2f7a8c", "#0b4a5c")
LETTERS = 10.5
NAMED = ("id", "role", "tabindex", "focusable")
FAMILIES = f"'{SANS}', '{ARABIC}'"


def printed(svg: str, missing: Sequence[Missing] = ()) -> str:
    """The drawing with its colours, and its letters cleaned."""
    top = _still(svg)
    for element in top.iter():
        element.text, element.tail = (_shown(t, missing) for t in (element.text, element.tail))
    style = Tree.Element(f"{{{SVG}}}style")
    style.text = _style()
    top.insert(0, style)
    return _written(top)


def still(svg: str) -> str:
    """The drawing as it stands on a page under an alternative text: nothing in it can be reached or is named."""
    return _written(_still(svg))


def _still(svg: str) -> Tree.Element:
    """Without names, roles and what only a pointer shows."""
    top = Tree.fromstring(svg)  # noqa: S314  a document checks its drawings
    for element in top.iter():
        element.tag = f"{{{SVG}}}{element.tag.rsplit('}', 1)[-1]}"
        for name in [n for n in element.attrib if n in NAMED or n.startswith(("aria-", "data-"))]:
            del element.attrib[name]
    for parent in list(top.iter()):
        for child in [c for c in parent if c.tag in (f"{{{SVG}}}title", f"{{{SVG}}}desc")]:
            parent.remove(child)
    return top


def _written(top: Tree.Element) -> str:
    Tree.register_namespace("", SVG)
    return Tree.tostring(top, "unicode")


def _shown(text: str | None, missing: Sequence[Missing]) -> str | None:
    return boxed(clean(text), missing) if text else text


@cache
def _style() -> str:
    """Rules without variables, since what prints knows none."""
    rules = [
        f"text {{ font-family: {FAMILIES}; font-size: {LETTERS}px; fill: {SOFT} }}",
        f"text.name {{ fill: {INK}; font-size: 12px }}",
        f".bar {{ fill: {SHADES[4]} }} .pushed, .sum {{ fill: {INK} }} .against {{ fill: {SHADES[2]} }}",
        f".axis {{ stroke: {SOFT} }} .grid {{ stroke: {LINE} }} .span {{ stroke: {SHADES[3]}; stroke-width: 2 }}",
        f".expected {{ fill: {PAPER}; stroke: {SOFT}; stroke-width: 2 }} .observed {{ fill: {ACCENT} }}",
        *(f".shade{number} {{ fill: {colour} }}" for number, colour in enumerate(SHADES)),
    ]
    for kind, colour in KINDS.items():
        rules.append(
            f".{kind} .links {{ stroke: {colour}; stroke-width: .8; fill: none; stroke-opacity: .3 }}"
        )
        rules.append(f".{kind} .links.crowded {{ stroke-opacity: .1 }}")
        rules.append(f".{kind} .node {{ fill: {colour}; stroke: {PAPER}; stroke-width: 1 }}")
        rules.append(f".{kind} .tag {{ fill: {colour}; font-size: 13px; font-weight: 600 }}")
    return "\n".join(rules)
