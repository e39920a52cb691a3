"""What surrounds a text and is none of it, told by its words: patterns of `vocabulary/documents`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from floodwatch.vocabulary.load import load

LONGEST, CHARACTERS = 60, 800
"""Words and characters of the longest block that may be furniture by its words alone."""
_BARS = re.compile(r"\s[|·•»]\s|\s/\s(?=\S+\s/\s)")
_ENDED = re.compile(r"[.!?…](?:\s|$)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern at the beginning of a block, what the block must hold besides, and how many words it may have."""

    match: re.Pattern[str]
    needs: re.Pattern[str] | None
    words: int
    web: bool

    def fits(self, text: str, words: int, web: bool) -> bool:
        """Whether a block of so many words is one of these."""
        if words > self.words or (self.web and not web) or not self.match.match(text):
            return False
        return self.needs is None or self.needs.search(text) is not None


@cache
def words() -> Mapping[str, Any]:
    """The lists of the vocabulary."""
    found: Mapping[str, Any] = load("documents/boilerplate.yaml")
    return found


@cache
def _phrases() -> tuple[Phrase, ...]:
    return tuple(
        Phrase(
            _pattern(p["match"]),
            _pattern(p["needs"]) if "needs" in p else None,
            p["words"],
            p.get("web", False),
        )
        for p in words()["phrases"]
    )


@cache
def _listed(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(_pattern(p) for p in words()[name])


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def is_furniture(text: str, web: bool = False) -> bool:
    """Whether a block is navigation, a banner, a byline, a contact line, an advertisement or the like.

    On a web page it may also be the label of a button.
    """
    count = len(text.split()) if len(text) <= CHARACTERS else 0
    if not 0 < count <= LONGEST:
        return False
    return is_bar(text, count) or any(phrase.fits(text, count, web) for phrase in _phrases())


def is_bar(text: str, count: int) -> bool:
    """Whether it is a row of short labels, as in `Home | News | Weather`."""
    parts = [part.strip() for part in _BARS.split(text)]
    labels = len(parts) > 2 and count <= 5 * len(parts) and all(part[:1].isalnum() for part in parts)
    return labels and not any(map(_ENDED.search, parts[:-1]))


def heads_furniture(text: str, web: bool = False) -> bool:
    """Whether a heading is that of a box of other articles or, on a web page, of a form or of comments."""
    patterns = (*_listed("sections"), *(_listed("web_sections") if web else ()))
    return len(text) <= 80 and any(p.match(text) for p in patterns)


def introduces_quote(line: str) -> bool:
    """Whether a line of an e-mail says who wrote what is quoted below it."""
    return len(line) <= 320 and any(p.match(line) for p in _listed("attributions"))


def prefix(text: str) -> int:
    """How many characters at the beginning are a dateline, as in `PARIS, 3 May (AFP) - `."""
    head = text[:160]
    ends = (found.end() for p in _listed("prefixes") if (found := p.match(head)))
    return next(ends, 0)
