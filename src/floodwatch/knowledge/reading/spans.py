"""The places of a document's names, people and platforms: longest first, none within another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from floodwatch.knowledge.reading.cast import cast
from floodwatch.knowledge.reading.platform_words import platform_at
from floodwatch.knowledge.reading.tokens import Tokens, tokens
from floodwatch.knowledge.reading.wordlists import Phrases, ordinary, phrases
from floodwatch.model.documents import Document


@dataclass(frozen=True, slots=True)
class Closed:
    """A place whose words are one name: of a class of names, a person or a platform. Words by sentence and number."""

    start: int
    end: int
    kind: str
    row: int
    first: int
    last: int
    text: str


@lru_cache(maxsize=4)
def closed(document: Document) -> tuple[Closed, ...]:
    """Every such place, in order."""
    known = cast(document)
    names = Phrases((text, one.kind) for text, one in known.items())
    loud = Phrases(
        (text.upper(), one.kind)
        for text, one in known.items()
        if len(text) > 3 and not (len(one.words) == 1 and ordinary(text.lower()))
    )
    return tuple(
        span
        for number, row in enumerate(tokens(document))
        for span in _in_row(document, row, number, names, loud)
    )


def _in_row(
    document: Document, row: Tokens, number: int, names: Phrases[str], loud: Phrases[str]
) -> Iterator[Closed]:
    place = 0
    while place < len(row):
        width, kind = _at(row, place, names, loud)
        if width:
            start, end = row[place].start, row[place + width - 1].end
            yield Closed(start, end, kind, number, place, place + width, document.text[start:end])
        place += width or 1


def _at(row: Tokens, place: int, names: Phrases[str], loud: Phrases[str]) -> tuple[int, str]:
    """The longest of what is known that begins here."""
    token = row[place]
    if token.code or not token.word or (place and row[place - 1].text in "#@" and token.glued):
        return 0, ""
    service = platform_at(row, place)
    found = [(service, "platform") if service else None, names.at(row, place)]
    found.append(loud.at(row, place) if token.loud else None)
    other = phrases("names", "none", "places").at(row, place)
    best = max((one for one in found if one), key=lambda one: one[0], default=(0, ""))
    if other and other[0] > best[0]:
        return 0, ""
    return best


ByPlace = Mapping[tuple[int, int], Closed]
"""The name that holds a word, by its sentence and number."""


@lru_cache(maxsize=4)
def by_place(document: Document) -> ByPlace:
    """The name, person or platform that holds each word."""
    return {(span.row, place): span for span in closed(document) for place in range(span.first, span.last)}
