"""What the text of a judgement is looked at for: levels of confidence, likelihoods, what was looked for in vain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from floodwatch.vocabulary.estimates import words
from floodwatch.vocabulary.load import load

RULES = "estimates/texts/own.yaml"
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")


def confidence(text: str) -> str:
    """The first level of confidence in a text, empty where there is none."""
    return _found(_any("confidence"), text)


def negative(text: str) -> str:
    """The first words in a text by which something was looked for in vain, empty where there are none."""
    return _found(_any("negative"), text)


def likely(text: str, vocabulary: str) -> tuple[str, ...]:
    """The words of a vocabulary in a text; of one within another only the longer, and none that means another thing."""
    return tuple(found.group().casefold() for found in _words(vocabulary).finditer(text))


def mixed(text: str, vocabulary: str) -> str:
    """The first sentence of a text that holds both a likelihood and a level of confidence."""
    sentences = (one for one in _SENTENCE.split(text) if confidence(one) and likely(one, vocabulary))
    return next(sentences, "")


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group() if found else ""


@cache
def _any(name: str) -> re.Pattern[str]:
    return _whole(load(RULES)[name])


@cache
def _words(vocabulary: str) -> re.Pattern[str]:
    rules = load(RULES)
    chance = "|".join(rules["chance"])
    listed = sorted(words(vocabulary), key=lambda one: (-len(one), one))
    return _whole(
        rf"{one}(?= (?:{chance})\b)" if one in rules["ambiguous"] else re.escape(one) for one in listed
    )


def _whole(parts: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-]\w|\w)", re.I)
