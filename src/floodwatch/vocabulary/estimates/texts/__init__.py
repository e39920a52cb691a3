"""What texts are looked at for: words of likelihood, levels of confidence, what was looked for in vain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from floodwatch.vocabulary.estimates import place, words
from floodwatch.vocabulary.load import load
from floodwatch.vocabulary.reading import either

RULES = "estimates/texts/own.yaml"
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_LAST = re.compile(r"([^\W_][\w'’-]*)[\W_]*\Z")
_NEXT = re.compile(r"[\W_]*([^\W_][\w'’-]*)")


class Word(NamedTuple):
    """A word of likelihood in a text: its place, how it stands there and in its vocabulary, and its row there."""

    start: int
    end: int
    words: str
    known: str
    row: int


def likelihoods(text: str, vocabulary: str) -> Iterator[Word]:
    """The words of a vocabulary in a text; of one within another only the longer, and none that means another thing."""
    for found in _words(vocabulary).finditer(text):
        known = " ".join(found.group().casefold().replace("-", " ").split())
        here = place(known, vocabulary)
        if here is not None and _estimates(text, found, known):
            yield Word(found.start(), found.end(), found.group(), known, here.row)


def likely(text: str, vocabulary: str) -> tuple[str, ...]:
    """The words of likelihood in a text, as its vocabulary has them."""
    return tuple(found.known for found in likelihoods(text, vocabulary))


def confidence(text: str) -> str:
    """The first level of confidence in a text, empty where there is none."""
    return _found(_any("levels", "confidence"), text)


def level(text: str) -> re.Match[str] | None:
    """The first level of confidence in a report: not the confidence that voters lose or the interval of a number."""
    return _any("levels").search(text)


def negative(text: str) -> str:
    """The first words in a text by which something was looked for in vain, empty where there are none."""
    return _found(_any("negative"), text)


def mixed(text: str, vocabulary: str) -> str:
    """The first sentence of a text that holds both a likelihood and a level of confidence."""
    sentences = (one for one in _SENTENCE.split(text) if confidence(one) and likely(one, vocabulary))
    return next(sentences, "")


def _estimates(text: str, found: re.Match[str], known: str) -> bool:
    """Whether the word judges something here: no remote village, no probable cause, not the less likely of two."""
    rules, following = load(RULES), _NEXT.match(text, found.end())
    ahead = _LAST.search(text[max(0, found.start() - 60) : found.start()])
    before, behind = (one.group(1).casefold() if one else "" for one in (ahead, following))
    if known == "remote":
        return behind in rules["chance"]
    if known in ("certain", "impossible"):
        return before in rules["claimed"]
    return before not in rules["compared"] and not (known == "probable" and behind in rules["law"])


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group() if found else ""


@cache
def _any(*names: str) -> re.Pattern[str]:
    return _whole(part for name in names for part in load(RULES)[name])


@cache
def _words(vocabulary: str) -> re.Pattern[str]:
    return _whole([either(words(vocabulary))])


def _whole(parts: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-]\w|\w)", re.I)
