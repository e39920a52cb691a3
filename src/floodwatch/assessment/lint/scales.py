"""The words of a vocabulary of estimates in a sentence, and levels of confidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from floodwatch.assessment.lint.base import before, behind
from floodwatch.vocabulary.estimates import vocabularies
from floodwatch.vocabulary.reading import either, word_set

_LEVEL = "(?:very |fairly |rather )?(?:low|moderate|medium|high|limited|little|full|strong|great)"
CONFIDENCE = re.compile(
    rf"(?<![\w-])(?:{_LEVEL}(?:[- ]to[- ](?:low|moderate|medium|high))?[ -]confidence"
    rf"|confidence(?: in (?:this|it|that)(?: \w+)?)?(?: level)?(?: is|:| was| remains) {_LEVEL}"
    r"|(?:highly|moderately|fairly|very|quite|reasonably|somewhat) confident)(?![\w-])",
    re.I,
)
"""A level of confidence, not the confidence that voters lose or the interval of a number."""


class Word(NamedTuple):
    """A word of likelihood in a text: its place, and the row of its vocabulary that it belongs to."""

    start: int
    end: int
    words: str
    row: int


def likelihoods(text: str, vocabulary: str) -> Iterator[Word]:
    """The words of a vocabulary in a text, the longest at each place."""
    rows = rows_of(vocabulary)
    for found in _pattern(vocabulary).finditer(text):
        words = " ".join(found.group().lower().replace("-", " ").split())
        if _estimates(text, found, words):
            yield Word(found.start(), found.end(), found.group(), rows[words])


def is_likely(text: str, vocabulary: str) -> bool:
    """Whether a text says of something how likely it is."""
    return next(likelihoods(text, vocabulary), None) is not None


@cache
def rows_of(vocabulary: str) -> dict[str, int]:
    """Every word of a vocabulary and its row, counted from 0."""
    terms = vocabularies()[vocabulary].terms
    return {word.lower(): n for term in terms for n, row in enumerate(term.rows) for word in row}


def of_others(vocabulary: str) -> tuple[str, ...]:
    """Words of likelihood that other vocabularies have and this one has not."""
    own = rows_of(vocabulary)
    return tuple(sorted({word for name in USED for word in rows_of(name) if word not in own | _COMMON}))


USED = ("icd_203", "kent")
"""The vocabularies whose words are words of likelihood wherever they stand."""
_COMMON = {"certain": 0, "impossible": 0, "remote": 0}


@cache
def _pattern(vocabulary: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{either(rows_of(vocabulary))})(?![\w-])", re.I)


def _estimates(text: str, found: re.Match[str], words: str) -> bool:
    """Whether the word judges something here: no remote village, no probable cause, not the less likely of two."""
    following, ahead = behind(text, found.end(), 1), before(text, found.start(), 1)
    if words == "remote":
        return bool(following) and following[0] in word_set("estimates", "remote")
    if words in ("certain", "impossible"):
        return bool(ahead) and ahead[0] in ("is", "was", "it", "are", "be", "seems")
    if words == "probable":
        return following[:1] not in (["cause"], ["causes"])
    return ahead[:1] not in (["most"], ["more"], ["less"], ["highly"], ["extremely"], ["quite"], ["equally"])
