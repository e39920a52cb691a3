"""What a file sets apart within its sentences: code, and the words of others."""

from __future__ import annotations

from collections.abc import Iterator

from floodwatch.model.documents import Document
from floodwatch.sources.documents.base import Given
from floodwatch.sources.documents.cleaning import clean
from floodwatch.sources.documents.html import web_text
from floodwatch.sources.documents.html_tree import local, parsed
from floodwatch.sources.documents.markdown import inline_code

SET_APART = frozenset({"code", "kbd", "q", "samp", "var"})
SAID = "said"
"""The class by which a report of Floodwatch marks the words of posts."""


def set_apart(document: Document, given: Given) -> tuple[tuple[int, int], ...]:
    """Places in the document's text of what HTML or Markdown sets apart, in order."""
    texts = {"html": _of_page, "markdown": inline_code}.get(document.form)
    found, at = [], 0
    for text in map(clean, texts(given)) if texts else ():
        start = document.text.find(text, at) if text else -1
        if start >= 0:
            at = start + len(text)
            found.append((start, at))
    return tuple(found)


def _of_page(given: Given) -> Iterator[str]:
    root = parsed(web_text(given.data), given)
    for element in () if root is None else root.iter():
        if local(element) in SET_APART or SAID in str(element.get("class", "")).split():
            yield "".join(map(str, element.itertext()))
