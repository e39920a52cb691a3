"""Names, adjectives, peoples and capitals of states, from Babel and `vocabulary/reading/countries.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from floodwatch.knowledge.reading.wordlists import Phrases
from floodwatch.vocabulary.reading import words_of

Meaning = tuple[str, str]
"""Code of ISO 3166-1 with three letters, and form: noun, adjective, capital."""


@cache
def state_words() -> Phrases[Meaning]:
    """Every word for a state and what it stands for; a name wins over an adjective, both over a capital."""
    found: dict[str, Meaning] = {}
    for form, phrase, code in sorted(_all(), key=lambda one: ("noun", "adjective", "capital").index(one[0])):
        found.setdefault(phrase, (code, form))
        if form == "noun" and len(phrase) > 3:
            found.setdefault(phrase.upper(), (code, form))
    return Phrases(found.items())


@cache
def codes() -> frozenset[str]:
    """The states that are known."""
    return frozenset(words_of("countries")["states"])


def _all() -> Iterator[tuple[str, str, str]]:
    for code, told in words_of("countries")["states"].items():
        yield from (("noun", name, code) for name in told.get("names", ()))
        yield from (("adjective", name, code) for name in told.get("words", ()))
        yield from (("capital", name, code) for name in told.get("capital", ()))
    yield from _of_cldr()


def _of_cldr() -> Iterator[tuple[str, str, str]]:
    from babel import Locale
    from babel.core import get_global

    longer = {
        str(short): code
        for code, others in get_global("territory_aliases").items()
        for short in others
        if len(code) == 3 and code.isalpha() and len(others) == 1 and code in codes()
    }
    for short, name in Locale("en").territories.items():
        if short in longer:
            yield "noun", str(name), longer[short]
            if "&" in str(name):
                yield "noun", str(name).replace("&", "and"), longer[short]
