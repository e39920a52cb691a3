"""States: their names, adjectives and peoples, and capitals that stand for a government."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from floodwatch.knowledge.reading.georgia import is_american, score
from floodwatch.knowledge.reading.metonyms import stands_for_government
from floodwatch.knowledge.reading.spans import closed
from floodwatch.knowledge.reading.states import state_words
from floodwatch.knowledge.reading.tokens import Tokens, tokens
from floodwatch.knowledge.reading.wordlists import grammar, listed_words, phrases
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, Reader, ReadingExample
from floodwatch.vocabulary.reading import words_of


class Countries:
    """Every word for a state outside names, with its code and form."""

    name = "countries"
    description = "States by name, adjective, people or capital; no languages, cities or names of bodies."
    makes: tuple[str, ...] = ("country",)
    needs: tuple[str, ...] = ()

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterable[Mention]:
        """The places of every state."""
        return _read(document)

    def examples(self) -> Sequence[ReadingExample]:
        """Sentences with and without states."""
        return (
            ReadingExample("A Russia-linked group wrote to American voters.", ("Russia", "American")),
            ReadingExample("Beijing rejected the report.", ("Beijing",)),
            ReadingExample("The posts were in Russian, from an office in Beijing.", ()),
            ReadingExample("The Bank of Estonia answered from Tallinn.", ()),
        )


def _read(document: Document) -> Iterator[Mention]:
    rows = tokens(document)
    covered = {(span.row, place) for span in closed(document) for place in range(span.first, span.last)}
    everywhere = cache(lambda: sum(map(score, rows)))
    for number, row in enumerate(rows):
        place = 0
        while place < len(row):
            width, code, form = _at(row, place)
            taken = any((number, n) in covered for n in range(place, place + width))
            if (
                width
                and not taken
                and not (code == "GEO" and form == "noun" and is_american(rows, number, place, everywhere))
            ):
                start, end = row[place].start, row[place + width - 1].end
                yield Mention("country", start, end, document.text[start:end], {"code": code, "form": form})
            place += width or 1


def _at(row: Tokens, place: int) -> tuple[int, str, str]:
    """How many words from here are a state, with code and form; 0 where they are none."""
    token = row[place]
    found = state_words().at(row, place) if token.word and not token.code else None
    if not found or (token.glued and place and row[place - 1].text in "@#/_."):
        return 0, "", ""
    width, (code, form) = found
    longer = phrases("names", "none", "places").at(row, place)
    if (longer and longer[0] > width) or not _free(row, place, width):
        return 0, "", ""
    if form == "adjective" and (_language(row, place, width) or _currency(row, place, width)):
        return 0, "", ""
    if form == "capital":
        return (width, code, "metonym") if stands_for_government(row, place, width) else (0, "", "")
    return width, code, form


def _free(row: Tokens, place: int, width: int) -> bool:
    """Whether nothing around the words makes something else of them: New Mexico, South China Sea, contact us."""
    rules, text = words_of("countries"), " ".join(t.text for t in row[place : place + width])
    before = row[place - 1] if place else None
    behind = row[place + width] if place + width < len(row) else None
    if before and before.text in rules["not_after"].get(text, ()):
        return False
    if behind and behind.text in listed_words("countries", "not_before"):
        return False
    if text in rules["only_alone"]:
        return (
            bool(before)
            and before is not None
            and before.low == "the"
            and not (behind and behind.low == "of")
        )
    if behind and behind.glued and behind.text == "$":
        return False
    return not (
        text == "US"
        and row[place].loud
        and before is not None
        and before.low in ("contact", "about", "with", "join")
    )


def _language(row: Tokens, place: int, width: int) -> bool:
    """ "in Russian", "Russian-language", "translated from Chinese into French"."""
    if width != 1 or row[place].text not in listed_words("countries", "languages"):
        return False
    behind = [t for t in row[place + 1 : place + 4] if t.text != "-"]
    if behind and behind[0].low in grammar("countries_spoken"):
        return True
    start = place
    while start and (
        row[start - 1].text in listed_words("countries", "languages")
        or row[start - 1].low in (",", "and", "or", "both")
    ):
        start -= 1
    spoken = start > 0 and row[start - 1].low in (
        "in",
        "into",
        "from",
        "speak",
        "speaks",
        "spoke",
        "speaking",
        "fluent",
        "native",
        "broken",
        "learn",
    )
    follows = row[place + 1] if place + 1 < len(row) else None
    return spoken and (follows is None or not follows.word or follows.low in grammar("countries__no_noun"))


def _currency(row: Tokens, place: int, width: int) -> bool:
    """A currency inside a sum: "3 million Swiss francs"."""
    behind = row[place + width].low if place + width < len(row) else ""
    if behind not in listed_words("countries", "currencies"):
        return False
    before = row[place - 1].low if place else ""
    return before[:1].isdigit() or before in grammar("countries__multiples")


COUNTRIES: Reader = Countries()
