"""Markdown: front matter, headings, lists, tables, quotes, code; HTML in it is read as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from floodwatch.model.documents import BlockKind
from floodwatch.sources.documents.base import DocumentExample, Found, Given, Piece, too_large
from floodwatch.sources.documents.html import page

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_FIELD = re.compile(r"([A-Za-z][\w-]{0,40})[ \t]*:[ \t]*(\S.*)?")
_SIGNS = (
    re.compile(r"^#{1,6} \S", re.M),
    re.compile(r"^\|[ :|-]{3,}\|[ \t]*$", re.M),
    re.compile(r"^(?:```|~~~)", re.M),
    re.compile(r"\[[^\]\n]{1,200}\]\((?:https?:|/|#|\.)[^)\n]{0,500}\)"),
    re.compile(r"(?<!\*)\*\*[^*\n]{1,200}\*\*(?!\*)"),
)
KINDS: Mapping[str, BlockKind] = {
    "blockquote_open": "quote",
    "list_item_open": "item",
    "th_open": "cell",
    "td_open": "cell",
}
_LEAD = re.compile(r"[ \t>*+-]*")
MOST_FRONT = 20_000
NESTING = 100
LONGEST_INLINE = 20_000
"""Characters of a paragraph that is searched for marks, which can take the square of its length."""


class Markdown:
    """Text with Markdown's marks."""

    name = "markdown"
    description = "Markdown: headings, lists, tables, quotes and front matter."
    suffixes = (".md", ".markdown", ".mdown", ".mkd", ".qmd")

    def recognises(self, given: Given) -> bool:
        """It has the name, or front matter, or two kinds of its marks and no other name."""
        if given.suffix in self.suffixes:
            return bool(given.head.strip())
        if given.suffix == ".txt" or not given.head.strip():
            return False
        front = _FRONT.match(given.head[:MOST_FRONT])
        return bool(front and _fields(front.group(1))) or sum(bool(s.search(given.head)) for s in _SIGNS) > 1

    def read(self, given: Given) -> Found:
        """The blocks, and what the front matter says."""
        text = given.text()
        if any(map(_is_deep, text.splitlines())):
            raise too_large("Its lists or quotes are nested too deeply to be read", given)
        front = _FRONT.match(text[:MOST_FRONT])
        about = _fields(front.group(1)) if front else {}
        pieces = list(_pieces(text[front.end() :] if front else text, given))
        return Found(
            pieces,
            title=about.get("title", ""),
            published=next(
                (about[k] for k in ("date", "published", "pubdate", "created", "updated") if k in about), ""
            ),
            publisher=next(
                (about[k] for k in ("publisher", "site", "source", "organization") if k in about), ""
            ),
            url=next((about[k] for k in ("url", "canonical", "canonical_url", "link") if k in about), ""),
            language=next((about[k] for k in ("lang", "language", "locale") if k in about), ""),
        )

    def examples(self) -> Sequence[DocumentExample]:
        """A heading, a list and a table under front matter."""
        return (
            DocumentExample(
                "a note with a table",
                b"---\ntitle: T\ndate: 2024-05-03\n---\n# **Two** names\n\n- of [one](https://a.example)\n\n|A|B|\n|-|-|\n|1|`2`|\n",
                "Two names\nof one\nA\nB\n1\n2",
            ),
        )


def _is_deep(line: str) -> bool:
    """Whether a line stands in more quotes and lists than are looked into."""
    found = _LEAD.match(line, 0, 40 * NESTING)
    lead = found.group() if found else ""
    marks = lead.count(">") + sum(mark in "*+-" for mark in lead.split())
    return marks >= NESTING - 10 or (len(lead) > 2 * NESTING and marks > 0 and not line.isspace())


def _fields(front: str) -> dict[str, str]:
    """The plain fields of front matter. It is not handed to YAML, whose aliases can grow without bound."""
    found: dict[str, str] = {}
    for line in front.splitlines():
        said = _FIELD.match(line)
        if said and said.group(2):
            found.setdefault(said.group(1).lower(), said.group(2).strip().strip("\"'"))
    return found


@dataclass(frozen=True, slots=True)
class _Place:
    kind: BlockKind = "paragraph"
    level: int = 0


@dataclass(slots=True)
class _State:
    places: list[_Place] = field(default_factory=lambda: [_Place()])
    ruled: bool = False


def _pieces(text: str, given: Given) -> Iterator[Piece]:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": NESTING}).enable(["table", "strikethrough"])
    parser.core.ruler.disable("inline")
    state = _State()
    for token in parser.parse(text):
        if token.type == "inline" and len(token.content) <= LONGEST_INLINE:
            token.children = []
            parser.inline.parse(token.content, parser, {}, token.children)
        for piece in _of(token, state, given):
            yield replace(piece, ruled=state.ruled)
            state.ruled = False


def _of(token: Token, state: _State, given: Given) -> Iterator[Piece]:
    """The pieces of one token; those that open and close blocks move the place."""
    if token.nesting > 0:
        state.places.append(_opened(token, state.places[-1]))
    elif token.nesting < 0:
        state.places.pop()
    elif token.type == "hr":
        state.ruled = True
    elif token.type == "html_block":
        yield from page(token.content, given).pieces
    elif token.type in ("fence", "code_block"):
        yield Piece(token.content, "code")
    elif token.type == "inline":
        text, links = _inline(token.children) if token.children else (token.content, 0)
        place = state.places[-1]
        size = max(1, len(text.strip()))
        kind = "caption" if _is_picture(token) and place.kind == "paragraph" else place.kind
        yield Piece(text, kind, level=max(1, place.level), links=min(1.0, links / size))


def inline_code(given: Given) -> Iterator[str]:
    """The code within the sentences, in order."""
    from markdown_it import MarkdownIt

    text = given.text()
    if any(map(_is_deep, text.splitlines())):
        return
    front = _FRONT.match(text[:MOST_FRONT])
    parser = MarkdownIt("commonmark", {"maxNesting": NESTING}).enable(["table", "strikethrough"])
    parser.core.ruler.disable("inline")
    for token in parser.parse(text[front.end() :] if front else text):
        if token.type == "inline" and len(token.content) <= LONGEST_INLINE:
            children: list[Any] = []
            parser.inline.parse(token.content, parser, {}, children)
            yield from (child.content for child in children if child.type == "code_inline")


def _is_picture(token: Token) -> bool:
    """Whether a paragraph holds pictures alone, whose texts are captions."""
    shown = [
        c for c in token.children or () if c.type not in ("softbreak", "hardbreak") and c.content.strip()
    ]
    return bool(shown) and all(child.type == "image" for child in shown)


def _opened(token: Token, around: _Place) -> _Place:
    if token.type == "heading_open":
        return _Place("heading", int(token.tag[1:]))
    kind = KINDS.get(token.type)
    if kind is None:
        return around
    return _Place(kind, around.level + 1 if kind == around.kind else 1)


def _inline(children: Sequence[Any]) -> tuple[str, int]:
    """The text without its marks, and how many characters of it are links."""
    parts: list[str] = []
    depth = links = 0
    for child in children:
        depth += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        said = _said(child)
        parts.append(said)
        links += len(said) if depth else 0
    return "".join(parts), links


def _said(child: Any) -> str:
    if child.type in ("softbreak", "hardbreak"):
        return "\n"
    if child.type == "html_inline":
        return " " if child.content.lower().startswith(("<br", "<p", "<div")) else ""
    if child.type == "image":
        return _inline(child.children or [])[0]
    return child.content if child.type in ("text", "code_inline", "text_special") else ""
