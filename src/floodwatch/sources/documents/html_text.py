"""The blocks of a page: a walk over its tree that notes where text stands and what its elements say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from floodwatch.model.documents import BlockKind
from floodwatch.sources.documents.base import Piece
from floodwatch.sources.documents.furniture import words
from floodwatch.sources.documents.html_tree import local

if TYPE_CHECKING:
    from lxml.etree import _Element

UNREAD = frozenset((
    "script", "style", "noscript", "template", "svg", "iframe", "object", "audio", "video", "canvas",
    "title",
))  # fmt: skip
INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
))  # fmt: skip
KINDS: dict[str, BlockKind] = {
    "li": "item", "dd": "item", "td": "cell", "th": "cell", "blockquote": "quote", "figcaption": "caption",
    "caption": "caption", "pre": "code",
}  # fmt: skip
MAIN = frozenset(("main", "article"))
SHORT = 60
"""Words of an element up to which the weaker words of its class count."""
MOST_SHARE = 0.5
"""Share of a page that no element may hold to be left out for its class."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?!\.?[1-9])|opacity\s*:\s*0(?:\.0+)?(?:;|$)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Place:
    """What the elements around some text make of it."""

    kind: BlockKind = "paragraph"
    level: int = 1
    aside: bool = False
    inside: bool = False
    linked: bool = False
    unread: bool = False


class _Walk:
    """Collects text until an element ends or begins that parts blocks."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.parts: list[str] = []
        self.linked = self.breaks = 0
        self.ruled = False
        self.place = Place()

    def text(self, text: str | None, place: Place) -> None:
        if not text or place.unread:
            return
        if not self.parts or not self.place_holds_text():
            self.place = place
        if text.strip():
            self.breaks = 0
        self.parts.append(text)
        self.linked += len(text.strip()) if place.linked else 0

    def place_holds_text(self) -> bool:
        return any(part.strip() for part in self.parts)

    def line_break(self) -> None:
        """One parts words; two in a row part paragraphs."""
        self.breaks += 1
        if self.breaks > 1:
            self.flush()
        else:
            self.parts.append("\n")

    def flush(self) -> None:
        text = "".join(self.parts)
        size = len(text.strip())
        if size:
            place, share = self.place, self.linked / size
            self.pieces.append(
                Piece(text, place.kind, None, place.level, place.aside, place.inside, share, self.ruled)
            )
            self.ruled = False
        self.parts, self.linked, self.breaks = [], 0, 0


def pieces_of(root: _Element) -> list[Piece]:
    """The blocks of a page in their order."""
    walk, places = _Walk(), [Place()]
    asides = _asides(root)
    for event, element in _walked(root):
        tag = local(element)
        if event == "start":
            places.append(_within(places[-1], element, tag, element in asides))
            _begin(walk, tag)
            walk.text(element.text, places[-1])
        else:
            places.pop()
            if tag not in INLINE and tag != "br":
                walk.flush()
            walk.text(element.tail, places[-1])
    walk.flush()
    return walk.pieces


def _walked(root: _Element) -> Iterator[tuple[str, Any]]:
    from lxml import etree

    return iter(etree.iterwalk(root, events=("start", "end")))


def _begin(walk: _Walk, tag: str) -> None:
    if tag == "br":
        walk.line_break()
    elif tag not in INLINE:
        walk.flush()
        walk.ruled = walk.ruled or tag == "hr"


def _within(around: Place, element: _Element, tag: str, aside: bool) -> Place:
    unread = around.unread or tag in UNREAD
    main = tag in MAIN or element.get("role") in ("main", "article")
    place = replace(around, unread=unread, aside=around.aside or aside, inside=around.inside or main)
    if tag == "a" and element.get("href"):
        return replace(place, linked=True)
    if tag in KINDS:
        nested = KINDS[tag] == around.kind
        return replace(place, kind=KINDS[tag], level=around.level + 1 if nested else 1)
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        return replace(place, kind="heading", level=int(tag[1]))
    if element.get("role") == "doc-footnote" or _WORDS_OF_NOTES & classes(element):
        return replace(place, kind="note", level=1)
    if tag == "p" and around.kind == "cell":
        return replace(place, kind="paragraph")
    return place


_WORDS_OF_NOTES = frozenset(("footnote", "footnotes", "endnote", "endnotes"))


def classes(element: _Element) -> frozenset[str]:
    """The words of an element's class and id, in lower case, also without what parts them."""
    said = f"{element.get('class', '')} {element.get('id', '')}"[:500]
    if said == " ":
        return frozenset()
    whole = {re.sub(r"[^a-z]", "", one.lower()) for one in said.split()}
    return frozenset({w.lower() for w in _WORD.findall(said)} | whole)


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(words()["containers"][name])


def _asides(root: _Element) -> set[Any]:
    """The elements that are no part of the text by their name, role, class or because they are hidden."""
    sizes = _sizes(root)
    total = max(1, sizes.get(root, 0))
    holds = _holding(root)
    return {e for e in sizes if _is_aside(e, local(e), sizes[e], sizes[e] / total, e in holds)}


def _is_aside(element: _Element, tag: str, count: int, share: float, holds_text: bool) -> bool:
    if tag in ("html", "body", "main", "article") or holds_text:
        return False
    said = classes(element)
    if _hidden(element) or said & _listed("kept"):
        return _hidden(element)
    role = element.get("role", "").lower() in _listed("roles")
    if role or tag in _listed("tags") or (tag == "header" and not _in_main(element)):
        return tag != "form" or share < MOST_SHARE
    if share > MOST_SHARE or tag in ("h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "tr"):
        return False
    return bool(said & _listed("plain")) or (count <= SHORT and bool(said & _listed("short")))


def _in_main(element: _Element) -> bool:
    return next(element.iterancestors("main", "article"), None) is not None


def _hidden(element: _Element) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden", "").lower() == "true":
        return True
    return bool(_HIDDEN.search(element.get("style", "")[:1000]))


def _sizes(root: _Element) -> dict[Any, int]:
    """Words of each element with all that it holds, but for what is not read."""
    sizes: dict[Any, int] = {}
    open_: list[int] = [0]
    skipped = 0
    for event, element in _walked(root):
        unread = local(element) in UNREAD
        if event == "start":
            skipped += unread
            open_.append(0 if skipped else len((element.text or "").split()))
        else:
            skipped -= unread
            size = open_.pop()
            sizes[element] = size
            open_[-1] += size + (0 if skipped else len((element.tail or "").split()))
    return sizes


def _holding(root: _Element) -> set[Any]:
    """The elements around a main part or around the first heading of the first order."""
    found: set[Any] = set()
    for start in (*root.iter("main", "article"), *list(root.iter("h1"))[:1]):
        for above in start.iterancestors():
            if above in found:
                break
            found.add(above)
    return found
