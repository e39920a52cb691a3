"""Words by which reports are checked: hedges, speakers, accusers, effects …; one YAML file per group of rules."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from floodwatch.vocabulary.load import load
from floodwatch.vocabulary.reading import either


def words_of(name: str) -> Any:
    """The content of one file of this folder, such as `words_of("hedges")`. Callers must not change it."""
    return load(f"linting/{name}.yaml")


@cache
def word_set(name: str, key: str) -> frozenset[str]:
    """A list of a file as a set."""
    return frozenset(str(word) for word in words_of(name)[key])


@cache
def listed(name: str, *keys: str) -> str:
    """A pattern that matches any word or phrase of some lists of a file, the longest first."""
    found: Iterable[Any] = (word for key in keys for word in words_of(name)[key])
    return either(found)
