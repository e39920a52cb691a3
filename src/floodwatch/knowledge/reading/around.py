"""The words around a place where a name may stand, and what single nouns say of a class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from floodwatch.knowledge.reading.candidates import Candidate
from floodwatch.knowledge.reading.shapes import title_at
from floodwatch.knowledge.reading.tokens import Token, Tokens
from floodwatch.knowledge.reading.wordlists import by_word, grammar, ordinary

Vote = tuple[str, float, str]
"""Class, points, and the reason."""
QUOTES = frozenset("\"'“”‘’«»")
REACH = 8
BEFORE = 4
BEHIND = 5


@dataclass(frozen=True, slots=True)
class Around:
    """A candidate with the small-letter words before it, nearest last, and the tokens behind it without adverbs."""

    row: Tokens
    one: Candidate
    left: Sequence[str]
    right: Sequence[Token]

    @property
    def plain(self) -> bool:
        """Whether the candidate is one ordinary word."""
        return self.one.last - self.one.first == 1 and ordinary(self.row[self.one.first].low)

    @property
    def line_before(self) -> str:
        """The words of the sentence before it, up to twice as far as phrases reach, without quote marks."""
        words = self.row[max(0, self.one.first - 2 * REACH) : self.one.first]
        return " ".join(token.low for token in words if token.text not in QUOTES)

    @property
    def near(self) -> str:
        """The word right before, or nothing."""
        return self.left[-1] if self.left else ""

    @property
    def before(self) -> str:
        """The word before that one, or nothing."""
        return self.left[-2] if len(self.left) > 1 else ""

    @property
    def word(self) -> str:
        """The word right behind, or nothing."""
        return self.right[0].low if self.right else ""

    @property
    def after(self) -> str:
        """The word behind that one, or nothing."""
        return self.right[1].low if len(self.right) > 1 else ""


def around(row: Tokens, one: Candidate) -> Around:
    """What stands around a candidate."""
    left = [
        t.low for t in row[max(0, one.first - BEFORE) : one.first] if t.text not in QUOTES and t.text != "-"
    ]
    right = [t for t in row[one.last : one.last + BEHIND] if t.text not in QUOTES]
    while len(right) > 1 and right[0].low in grammar("cues_adverbs"):
        right = right[1:]
    return Around(row, one, left, right)


def head_kind(row: Tokens, start: int) -> str:
    """The class of the noun that a phrase is about: "a security firm in …" → organisation."""
    article = start < len(row) and row[start].low in grammar("cues_articles")
    head, here = "", start + article
    while here < len(row) and here - start < REACH:
        token = row[here]
        if token.low in grammar("cues_stops") and not (token.word and _tied(row, here)):
            return _of_accounts(row, here, head)
        width = title_at(row, here, len(row), small=True)
        if width and kind_of(token.low) in ("", "person"):
            return "person"
        if token.cap and not article:
            return head
        kind = kind_of(token.low)
        if kind and (article or head or kind == "person" or token.low.endswith(("ware", "door"))):
            head = kind
        here += 1
    return head


def _tied(row: Tokens, here: int) -> bool:
    """Whether a hyphen ties the word to the one before or behind: influence-for-hire."""
    return row[here].glued or (here + 1 < len(row) and row[here + 1].text == "-" and row[here + 1].glued)


def _of_accounts(row: Tokens, here: int, head: str) -> str:
    """A group of accounts is a campaign."""
    after = row[here + 1].low if here + 1 < len(row) else ""
    if head == "actor" and row[here].low == "of" and by_class().get(after) == "campaign":
        return "campaign"
    return head


def kind_of(word: str) -> str:
    """The class that a noun in small letters names, or nothing."""
    if word in by_word("people", "offices") and word not in by_class():
        return "person"
    return by_class().get(word, "")


@cache
def by_class() -> Mapping[str, str]:
    """Noun -> class of the things that it is said of."""
    return by_word("names", "kinds")
