"""A document's sentences, and the clause of a sentence in which a word stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from floodwatch.model.documents import Document
from floodwatch.tools.sentences import cut

_LONGEST = 600
"""Characters of a clause on either side of a word."""
_CLAUSE = re.compile(
    r"; | – | — |—|: |, (?=(?:and|but|or|so|nor|yet|while|although|though|whereas|which|who|whose|because|since|as|if"
    r"|unless|until|when|where|after|before)\b)"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or a heading, item or cell without a full stop, and its place in the document's text."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=4)
def sentences(document: Document) -> tuple[Sentence, ...]:
    """The sentences that are read, in order; none crosses from one block to the next."""
    return tuple(
        Sentence(block.start + start, block.start + end, text[start:end])
        for block, text in document.said()
        for start, end in cut(text)
    )


def clause(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Place, in the document, of the part of a sentence in which the characters `start` to `end` stand."""
    first, last = start - sentence.start, end - sentence.start
    left, right = max(0, first - _LONGEST), min(len(sentence.text), last + _LONGEST)
    for found in _CLAUSE.finditer(sentence.text, left, right):
        if found.end() <= first:
            left = found.end()
        elif found.start() >= last:
            right = found.start()
            break
    return sentence.start + left, sentence.start + right
