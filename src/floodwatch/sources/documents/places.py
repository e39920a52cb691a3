"""Where the words of a document stand in its file: line and column, for files that are text themselves."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from floodwatch.model.documents import Document
from floodwatch.sources.documents.base import Given
from floodwatch.sources.documents.html import web_text

TEXTUAL = frozenset({"text", "markdown", "html"})
"""Forms whose files a person opens in an editor."""
RUN = 3
"""Words in a row that show where reading goes on after something that was left out."""
_WORD = re.compile(r"\w+")
_MARKUP = re.compile(r"<(?:script|style)\b.*?</(?:script|style)\s*>|<[^<>]*>|&#?\w{1,12};", re.S | re.I)
_LINE = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Places:
    """For the words of a document's text: where each begins there and in the file (-1 where it was not found)."""

    starts: Sequence[int]
    found: Sequence[int]
    raw: str

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(end.end() for end in _LINE.finditer(self.raw))]

    @cached_property
    def _known(self) -> list[int]:
        """For each word the last one up to it that was found, -1 where none was."""
        numbers = (n if there >= 0 else -1 for n, there in enumerate(self.found))
        return list(accumulate(numbers, max))

    def of(self, place: int) -> tuple[int, int]:
        """Line and column in the file, from 1, of a character of the document's text."""
        word = bisect_right(self.starts, place) - 1
        known = self._known[word] if word >= 0 else -1
        at = 0 if known < 0 else self.found[known] + (place - self.starts[known] if known == word else 0)
        line = bisect_right(self._lines, at)
        return line, at - self._lines[line - 1] + 1


def places(document: Document, given: Given) -> Places | None:
    """Where the words stand, None for a form that is no text."""
    if document.form not in TEXTUAL:
        return None
    raw = web_text(given.data) if document.form == "html" else given.text()
    plain = _MARKUP.sub(lambda m: re.sub(r"[^\r\n]", " ", m.group()), raw) if document.form != "text" else raw
    starts, words = _words(document.text)
    return Places(starts, _found(words, *_words(plain)), raw)


def _words(text: str) -> tuple[list[int], list[str]]:
    found = list(_WORD.finditer(text))
    return [m.start() for m in found], [unicodedata.normalize("NFKC", m.group()).casefold() for m in found]


def _found(words: Sequence[str], starts: Sequence[int], there: Sequence[str]) -> list[int]:
    """For each word its place in the file: the next one there, or where the next words stand in a row."""
    runs: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number in range(len(there)):
        runs[tuple(there[number : number + RUN])].append(number)
    found, at = [-1] * len(words), 0
    for number, word in enumerate(words):
        if at >= len(there) or there[at] != word:
            known = runs.get(tuple(words[number : number + RUN]), [])
            ahead = bisect_left(known, at)
            if ahead == len(known):
                continue
            at = known[ahead]
        found[number] = starts[at]
        at += 1
    return found
