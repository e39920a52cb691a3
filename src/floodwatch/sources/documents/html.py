"""HTML: what a browser would show, block by block, and what the page's structure says of each block."""

from __future__ import annotations

import re
from collections.abc import Sequence

from floodwatch.sources.documents.base import DocumentExample, Found, Given, within
from floodwatch.sources.documents.html_data import about
from floodwatch.sources.documents.html_text import pieces_of
from floodwatch.sources.documents.html_tree import parsed
from floodwatch.sources.encodings import sniff

_SIGNS = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|article)\b",
    re.I | re.S,
)
_TAGS = re.compile(r"</(?:p|div|h[1-6]|ul|li|table|td|span|a|section)>", re.I)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.I)
_KNOWN = re.compile(
    r"(?:windows-|cp)\d+|iso-?(?:8859-?\d+|2022-jp)|latin\d|koi8-[ru]|utf-?8|us-ascii|ascii|gb\w{1,6}|big5\S{0,6}|shift[_-]?jis"
    r"|sjis|euc-?(?:jp|kr)|ks_c_5601\S{0,5}|mac\w{0,12}|tis-620",
    re.I,
)
"""Encodings that a file may name. Others of Python's are no encodings of text, or take the square of its length."""
_AS_BROWSERS = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
}


class Html:
    """A web page."""

    name = "html"
    description = (
        "HTML: a web page, without navigation, banners and footers; nothing is fetched, no script runs."
    )
    suffixes = (".html", ".htm", ".xhtml")

    def recognises(self, given: Given) -> bool:
        """It begins like a page, or has its name and tags, or many tags."""
        head = given.head
        tags = len(_TAGS.findall(head[:16384]))
        return bool(_SIGNS.match(head[:8192])) or tags > (0 if given.suffix in self.suffixes else 5)

    def read(self, given: Given) -> Found:
        """The blocks, and what the page says of itself."""
        return page(within(web_text(given.data), given), given)

    def examples(self) -> Sequence[DocumentExample]:
        """An article between a menu and a footer."""
        return (
            DocumentExample(
                "a page",
                b"<!doctype html><title>T</title><nav>Home | News</nav><h1>Two <b>names</b></h1><p>Of one"
                b"<br>actor.<footer>&copy; 2024 Desk</footer>",
                "Two names\nOf one actor.",
                "Home | News\n© 2024 Desk",
            ),
        )


def page(text: str, given: Given) -> Found:
    """What is read of the text of a page."""
    root = parsed(text, given)
    if root is None:
        return Found([])
    found = about(root)
    found.pieces = pieces_of(root)
    return found


def web_text(data: bytes, named: str = "") -> str:
    """The text of a page or a mail: valid UTF-8 is that, then the encoding that it names, then statistics."""
    said = _CHARSET.search(data[:4096])
    name = (named or (said.group(1).decode("ascii") if said else "")).strip().lower()
    guess = sniff(data)
    if _KNOWN.fullmatch(name) and (not guess.startswith("utf") or name == "iso-2022-jp"):
        try:
            return data.decode(_AS_BROWSERS.get(name, name), "replace").lstrip("\ufeff")
        except LookupError:
            pass
    return data.decode(guess, "replace").lstrip("\ufeff")
