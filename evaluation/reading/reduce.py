"""From a file to its reading text: what a person would read, as one line, without mark-up and boilerplate."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

UNREAD = frozenset({"head", "script", "style", "noscript", "template"})
INLINE = frozenset(
    {"a", "abbr", "b", "cite", "code", "em", "i", "mark", "q", "s", "small", "span", "strong", "sup", "u"}
)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
BROKEN = re.compile(r"(?<=[a-z])-[ \t]*\n[ \t]*(?=[a-z])")
MARKDOWN = (
    (re.compile(r"\A---\n.*?\n---\n", re.S), ""),
    (re.compile(r"^\|[-| :]+\|$", re.M), ""),
    (re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)"), r"\1"),
    (re.compile(r"^[ \t]*(?:#+|>|[-*]|\d+\.)[ \t]+", re.M), ""),
    (re.compile(r"\||\*\*|`|(?<!\w)_(?=\w)|(?<=\S)_(?!\w)|(?<!\w)\*(?=\w)|(?<=\S)\*(?!\w)"), " "),
    (re.compile(r" (?=[,.;:)!?])"), ""),
)
QUOTED = re.compile(r"^(?:>[ \t]?)+", re.M)


class Missing(ValueError):
    """A piece of boilerplate that its file does not hold."""


def reading(path: Path, boilerplate: Iterable[str] = ()) -> str:
    """The reading text of a file: reduced to plain text, less the listed pieces of boilerplate, in their order."""
    return without(plain(path.read_bytes(), path.suffix), boilerplate)


def without(text: str, boilerplate: Iterable[str]) -> str:
    """Cut each piece out at its first place behind the one before; a piece that is not there is an error."""
    kept, position = [], 0
    for piece in boilerplate:
        start = text.find(piece, position)
        if start < 0:
            raise Missing(piece)
        kept.append(text[position:start])
        position = start + len(piece)
    return " ".join(" ".join([*kept, text[position:]]).split())


def plain(raw: bytes, suffix: str) -> str:
    """All text of a file in one line; `suffix` tells its form (.txt, .md, .html, .eml)."""
    return cleaned(marked_down(*decoded(raw, suffix)))


def decoded(raw: bytes, suffix: str) -> tuple[str, str]:
    """The text of a file and the form of its mark-up: the body of an e-mail, any other as it is."""
    if suffix != ".eml":
        return raw.decode("utf-8"), suffix
    message = BytesParser(EmailMessage, policy=default).parsebytes(raw)
    body = message.get_body(("plain", "html"))
    if body is None:
        return "", suffix
    return str(body.get_content()), ".html" if body.get_content_type() == "text/html" else suffix


def marked_down(text: str, suffix: str) -> str:
    """Text without the mark-up of its form."""
    if suffix == ".html":
        return html_text(text)
    if suffix == ".eml":
        return QUOTED.sub("", text)
    if suffix == ".md":
        for pattern, put in MARKDOWN:
            text = pattern.sub(put, text)
    return text


def cleaned(text: str) -> str:
    """Compatible characters made plain, invisible ones removed, words broken at a line's end joined, one line."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).replace("\r\n", "\n")
    return " ".join(BROKEN.sub("", text).split())


def html_text(text: str) -> str:
    """What a browser would show; a tag that is not inline parts words."""
    parser = Shown()
    parser.feed(text)
    parser.close()
    return "".join(parser.parts)


class Shown(HTMLParser):
    """Collects the text of a page; `between` stands where a tag parts words."""

    between = " "

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unread += tag in UNREAD
        self.parts.append("" if tag in INLINE else self.between)

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag in UNREAD
        self.parts.append("" if tag in INLINE else self.between)

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.parts.append(data)
