"""Where a profile says that its owner lives, and which languages it says that the owner speaks.

Places are those of the gazetteer of `detectors/personas/places.py`. The field for it counts whole; a bio counts
where a clause is a place and nothing else, or where a place follows a word such as "from". Flags in a bio are no
claim of a place: people show those of countries that they support.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from floodwatch.detectors.personas import places
from floodwatch.detectors.personas.cards.reading import clauses
from floodwatch.detectors.personas.cards.words import EVERYWHERE, folded, spoken
from floodwatch.tools.folding import is_unspaced
from floodwatch.tools.phrases import Phrases, accented
from floodwatch.vocabulary.load import load

LEAST = 4
"""Shortest name of a place, in letters, in a bio: `me`, `hi` and `or` are states too."""
ABBREVIATED = frozenset({"usa", "uk", "uae", "nyc", "us"})
MOST_WORDS = 4
LONGEST_PLACE = 60
_CODES = re.compile(r"(?<![\w/#@])[A-Z]{2}(?:\s*[/|,·&•+]\s*[A-Z]{2})+(?![\w/])")
_LETTERS = re.compile(r"[A-Z]{2}")


class Cue(NamedTuple):
    """A word after which a place or a language stands, and the language that it is of."""

    kind: str
    language: str


class Said(NamedTuple):
    """A value that a profile claims, and the words that say so."""

    value: str
    words: str


def located(location: str) -> list[Said]:
    """The country that the field for the place names (nothing where it is not recognised)."""
    text = " ".join(location.split())
    country = places.country_of(text)
    return [Said(country, text[:LONGEST_PLACE])] if country else []


def from_bio(bio: str, language: str = "") -> list[Said]:
    """Countries of places that a bio claims, in their order; Georgia directly behind a place in the US is the state."""
    found: dict[str, str] = {}
    before = ""
    for clause in clauses(bio or ""):
        name = next((n for n in _named(clause, spoken(language)) if places.country_of(n)), "")
        code = places.country_of(name)
        state = code in places.STATES and name == clause and places.country_of(before) == "US"
        if code and not state:
            found.setdefault(code, name)
        before = name
    return [Said(*item) for item in found.items()]


def _named(clause: str, language: str) -> Iterator[str]:
    """What may be the name of a place: the whole clause, and what follows a cue, longest first."""
    if _long_enough(clause) and len(clause.split()) <= MOST_WORDS:
        yield clause.strip("#")
    text = folded(clause)
    for cue in sorted(_cues().found(text), key=lambda c: c.last):
        if cue.meaning.kind == "from" and cue.meaning.language in (EVERYWHERE, language):
            yield from (name for name in _beginnings(text[cue.last :]) if _long_enough(name))


def _beginnings(text: str) -> Iterator[str]:
    """The first words of a text, most first; the first characters where a script has no spaces."""
    words = text.split()[:MOST_WORDS]
    yield from (" ".join(words[:n]).strip("#'\"") for n in range(len(words), 0, -1))
    if words and is_unspaced(words[0][0]):
        yield from (words[0][:n] for n in range(MOST_WORDS, 1, -1))


def _long_enough(name: str) -> bool:
    bare = name.strip("#. ").casefold()
    return len(bare) >= LEAST or bare in ABBREVIATED or (len(bare) > 1 and not bare.isascii())


def tongues(bio: str, language: str = "") -> list[Said]:
    """Languages that a bio says its owner speaks: by codes (EN/FR), or by name after a word such as "speak"."""
    found: dict[str, str] = {}
    for match in _CODES.finditer(bio or ""):
        codes = [c.lower() for c in _LETTERS.findall(match.group())]
        if all(c in places.LANGUAGES for c in codes):
            found |= {c: match.group() for c in codes if c not in found}
    for clause in clauses(bio or ""):
        for code, name in _tongues(folded(clause), spoken(language)):
            found.setdefault(code, name)
    return [Said(*item) for item in found.items()]


def _tongues(text: str, language: str) -> Iterator[tuple[str, str]]:
    hits = sorted(_cues().found(text), key=lambda h: (h.first, h.last))
    spoken_of = [
        h.last for h in hits if h.meaning.kind == "speaks" and h.meaning.language in (EVERYWHERE, language)
    ]
    for first, last, meant in hits:
        if meant.kind.startswith("tongue ") and any(place <= first for place in spoken_of):
            yield meant.kind.removeprefix("tongue "), text[first:last]


@cache
def _cues() -> Phrases[Cue]:
    """Cues of places and languages, and the names of languages in many languages (CLDR)."""
    given = [
        (phrase, Cue(kind, language))
        for kind, file in (("from", "guards"), ("speaks", "camps"))
        for language, phrases in load(f"personas/{file}.yaml")[kind].items()
        for phrase in phrases
    ]
    return Phrases(
        [*given, *((n, Cue(f"tongue {c}", "")) for n, c in sorted(tongue_names().items()))], accented
    )


@cache
def tongue_names() -> dict[str, str]:
    """Name of a language in any language -> its code; names that mean two are left out."""
    from babel import Locale

    seen: dict[str, set[str]] = {}
    for where in places.LANGUAGES:
        for code, name in Locale.parse(where).languages.items():
            if code in places.LANGUAGES and len(name) >= LEAST:
                seen.setdefault(accented(str(name)), set()).add(code)
    return {name: min(codes) for name, codes in seen.items() if len(codes) == 1 and name}
