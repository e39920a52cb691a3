"""The clause that a hedge or a negation is about."""

from __future__ import annotations

import re
from functools import cache

from floodwatch.knowledge.reading.sentences import Sentence, clause
from floodwatch.vocabulary.reading import either, word_set

_EDGES = " \t\n\"'“”‘’.,;:!?…"


def judged(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """The clause around the characters `start` to `end`, without `X says that` in front of it."""
    first, last = clause(sentence, start, end)
    head = sentence.text[first - sentence.start : start - sentence.start]
    for found in _reported().finditer(head):
        first = max(first, start - len(head) + found.end())
    return trimmed(sentence, first, last)


def behind(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """What follows in the clause; all of the clause where nothing does."""
    first, last = clause(sentence, start, end)
    rest = trimmed(sentence, end, last)
    return rest if rest[0] < rest[1] else trimmed(sentence, first, last)


def trimmed(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """A span without marks and spaces at its ends."""
    piece = sentence.text[start - sentence.start : end - sentence.start]
    left = len(piece) - len(piece.lstrip(_EDGES))
    right = len(piece.rstrip(_EDGES))
    return (start + left, start + right) if left < right else (start, start)


@cache
def _reported() -> re.Pattern[str]:
    said = either(word_set("estimates", "saying"))
    behind_that = rf"(?<!\w){said}(?: (?!that )[\w’'-]+){{0,4}} that "
    cited = r"\A(?:According to|Contrary to) [^,]+(?:, [A-Z][^,]+)?, "
    return re.compile(rf"{behind_that}|{cited}", re.I)
