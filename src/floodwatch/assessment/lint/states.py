"""Names of states, their adjectives, and their services, as patterns."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from floodwatch.vocabulary.linting import listed
from floodwatch.vocabulary.reading import either, words_of

_AMBIGUOUS = frozenset(
    {"Georgia", "Georgian", "Jersey", "Chad", "Jordan", "Guernsey", "World", "Victoria", "Georgetown"}
)
"""Names that are more often a person, a state of the United States, a shirt."""


@cache
def states() -> str:
    """Any word for a state."""
    return f"(?:{nouns()}|{adjectives()})"


@cache
def nouns() -> str:
    """Names of states, and capitals, which stand for a government."""
    from babel import Locale

    named = {str(n) for code, n in Locale("en").territories.items() if len(str(code)) == 2}
    own = set(_words("names", "capital"))
    return either({n for n in named | own | {"Washington", "U.S."} if "(" not in n} - _AMBIGUOUS)


@cache
def adjectives() -> str:
    """Adjectives and peoples."""
    return either(set(_words("words")) - _AMBIGUOUS)


@cache
def bodies() -> str:
    """Services, offices and seats of power."""
    return listed("accusing", "bodies")


def _words(*keys: str) -> Iterator[str]:
    for row in words_of("countries")["states"].values():
        for key in keys:
            yield from (str(word) for word in row.get(key, ()) if len(word) > 2)
