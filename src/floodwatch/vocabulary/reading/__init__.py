"""Words by which reports are read: numbers, units, months, hedges, techniques …; one YAML file per reader."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from floodwatch.vocabulary.load import load


def words_of(name: str) -> Any:
    """The content of one file of this folder, such as `words_of("numbers")`. Callers must not change it."""
    return load(f"reading/{name}.yaml")


@cache
def word_set(name: str, key: str) -> frozenset[str]:
    """A list of a file as a set."""
    return frozenset(str(word) for word in words_of(name)[key])


def either(words: Iterable[Any]) -> str:
    """A pattern that matches any of the words or phrases, the longest first.

    A space in one stands for a space or a hyphen, an apostrophe for both kinds.
    """
    longest = sorted({str(word) for word in words}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(_pattern, longest)) + ")"


def _pattern(word: str) -> str:
    return re.escape(word).replace("\\ ", "[ -]").replace("'", "['’]")
