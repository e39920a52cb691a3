"""Who is cited behind a word: "according to …", "claimed by …", "…", said …; and who speaks with somebody."""

from __future__ import annotations

from collections.abc import Iterator

from floodwatch.knowledge.reading.phrases import Phrase, behind, capital_ending, ending_at, is_definite
from floodwatch.knowledge.reading.shapes import title_at
from floodwatch.knowledge.reading.spans import ByPlace
from floodwatch.knowledge.reading.tokens import Tokens


def cited_behind(spans: ByPlace, row: Tokens, number: int, place: int) -> Phrase | None:
    """The noun phrase that begins at a place, with the name that follows it: "its analyst, Dr Igor Lis"."""
    found = behind(spans, row, number, place)
    if found is None or found.kind != "noun" or not is_definite(row, found):
        return found
    here = found.last
    if here + 1 >= len(row) or row[here].text != ",":
        return found
    name = here + 1
    while (
        name < min(len(row), here + 4) and (number, name) not in spans and title_at(row, name, len(row), True)
    ):
        name += title_at(row, name, len(row), True)
    span = spans.get((number, name))
    ends = span is not None and (span.last >= len(row) or not row[span.last].word or found.first > place)
    if span is None or span.kind not in ("person", "organisation") or span.first != name or not ends:
        return found
    return Phrase(found.first, span.last, span.last - 1, "name")


def joined(spans: ByPlace, row: Tokens, number: int, found: Phrase, verb: int) -> Iterator[Phrase]:
    """Who follows with "and" and does the same: "The X and the Y looked at it and reported …"."""
    here = found.last
    if found.kind != "name" or here + 2 >= verb or row[here].low != "and":
        return
    here += 1 + (row[here + 1].low == "the")
    span = spans.get((number, here))
    if span is not None and span.kind == "organisation" and span.last < verb and row[span.last].low != "'s":
        yield Phrase(found.last + 1, span.last, span.last - 1, "name")


def beside(spans: ByPlace, row: Tokens, number: int, found: Phrase) -> Iterator[Phrase]:
    """Who else is the subject: "The FBI, CISA and the BSI say"."""
    link = "and"
    while found.kind in ("name", "capital") and found.first > 1 and row[found.first - 1].low in ("and", link):
        here = found.first - 2
        here -= row[here].text == "," and link == "and"
        other = ending_at(spans, row, number, here) if here >= 0 else None
        if other is None and found.kind == "capital" and here >= 0:
            other = capital_ending(row, here)
        if other is None or other.kind not in ("name", "capital"):
            return
        yield other
        found, link = other, ","
