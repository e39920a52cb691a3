"""A document's words with their places, sentence by sentence, and what their letters show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from floodwatch.knowledge.reading.sentences import sentences
from floodwatch.model.documents import Document

_PIECE = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:[A-Z]\b)?"  # U.S., a.k.a.
    r"|(?<=[A-Za-z]-)\d{2,}[A-Z]\b"  # the number of a name: Storm-2077X
    r"|\d+(?:[.,:/]\d+)*"
    r"|(?:Rp|Rs|KSh|Ksh|TSh|USh|NT|Kč|Ft|Fr|kr|AUD|CAD|CHF|CNY|EUR|GBP|HKD|IDR|INR|JPY|KES|KRW|MXN|MYR|NGN|NOK|PHP|PKR|PLN|RON|RUB|SEK|SGD|THB|TRY|UAH|USD|VND|ZAR)(?=\d)"
    r"|[^\W_]\w*\{\w+\}"  # the braces of a product's name
    r"|['’]s\b"
    r"|[A-Z][a-z]{3,}(?=\d\b)(?!\d-)"  # the mark of a footnote stands right behind a word
    r"|[^\W_](?:\w)*(?:(?:[.&]|['’](?!s\b))\w+)*"
    r"|[^\w\s]|_"
)
_CODE = re.compile(r"CVE-\d|://|\[\.\]|[@#\\]|\[:\]|\(dot\)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?")
_TECHNIQUE = re.compile(r"(?:T|TA|S|G|M|C)\d{4}(?:\.\d{3})?")
OPENING = frozenset("\"'“‘«([{-–—•*·…")
LONGEST = 300
"""Words of one sentence; what is longer is read in pieces, so that readers may look back and forth in a sentence."""
SHOUTED = 3
"""Words in capitals in a row from which capitals say nothing."""

LABEL = 9
"""Words and marks of the longest label of a turn."""
TITLES = frozenset({"Mr", "Mrs", "Ms", "Dr", "Sir", "Lord", "Lady", "Dame", "Professor", "Senator", "Judge"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark.

    `first` opens its sentence; `glued` has no space before; `code` is part of an address,
    handle or file; `loud` stands among words that are all in capitals; `tail` is glued to a number (the M of $5M).
    """

    start: int
    end: int
    text: str
    first: bool = False
    glued: bool = False
    code: bool = False
    loud: bool = False
    tail: bool = False

    @property
    def cap(self) -> bool:
        """Written with a capital, or with one inside (iOS, 8Base)."""
        return self.text[0].isupper() or (self.text[0].isalnum() and any(c.isupper() for c in self.text[1:]))

    @property
    def word(self) -> bool:
        """Of letters or digits."""
        return self.text[0].isalnum()

    @property
    def low(self) -> str:
        """In small letters, with plain apostrophes."""
        return self.text.lower().replace("’", "'")


Tokens = tuple[Token, ...]


@lru_cache(maxsize=4)
def tokens(document: Document) -> tuple[Tokens, ...]:
    """The words of each sentence that is read, in order."""
    headings = {block.start for block in document.blocks if block.kind == "heading"}
    rows = (cut_words(s.text, s.start, s.start in headings) for s in sentences(document))
    return tuple(row[start : start + LONGEST] for row in rows for start in range(0, len(row), LONGEST))


def pieces(text: str) -> Iterator[str]:
    """The words, numbers and marks of a text, without anything said of them."""
    return (piece.group() for piece in _PIECE.finditer(text))


def cut_words(text: str, offset: int = 0, heading: bool = False) -> Tokens:
    """The words of one sentence; places count from `offset`."""
    coded = [m.span() for m in re.finditer(r"\S+", text) if _CODE.search(m.group())]
    pieces = list(_PIECE.finditer(text))
    words = [m.group() for m in pieces]
    label = _label(words)
    loud = [False] * label + _loud(words[label:])
    found, opening, turn = [], True, 0
    for number, piece in enumerate(pieces):
        while turn < len(coded) and coded[turn][1] <= piece.start():
            turn += 1
        inside = turn < len(coded) and coded[turn][0] <= piece.start()
        word = piece.group()
        is_word = word[0].isalnum()
        found.append(
            Token(
                offset + piece.start(),
                offset + piece.end(),
                word,
                first=opening and is_word,
                glued=piece.start() > 0 and not text[piece.start() - 1].isspace(),
                code=inside or _file(word),
                loud=loud[number] or heading,
                tail=number > 0
                and pieces[number - 1].end() == piece.start()
                and pieces[number - 1].group()[-1].isdigit(),
            )
        )
        opening = (opening and not is_word) or word in ":•*" or (opening and word.isdigit())
    return tuple(found)


def _file(word: str) -> bool:
    """A file, a hash, an address or the id of a technique."""
    if len(word) > 24 or word[:2] == "0x" or _TECHNIQUE.fullmatch(word):
        return True
    return "." in word and word[0].isalpha() and not _INITIALS.fullmatch(word) and not word[0].isupper()


def _label(words: list[str]) -> int:
    """How many words are the label of a turn in capitals with somebody in it: MS JOSIE TRANTER: …"""
    colon = words.index(":") if ":" in words[:LABEL] else 0
    held = [word for word in words[:colon] if word[0].isalpha()]
    titled = bool(held) and (held[0].title() in TITLES or "(" in words[:colon])
    return colon if titled and len(held) <= LABEL // 2 and all(word.isupper() for word in held) else 0


def _loud(words: list[str]) -> list[bool]:
    """Which words stand in a row of at least three in capitals, marks and numbers between them not counted."""
    flags, run, count = [False] * len(words), 0, 0
    for number, word in enumerate([*words, "end"]):
        shouts = word.isupper() or not word[0].isalpha()
        if shouts:
            count += word.isupper() and len(word) > 1
            continue
        if count >= SHOUTED:
            flags[run:number] = [True] * (number - run)
        run, count = number + 1, 0
    return flags
