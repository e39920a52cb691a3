"""The office that a text gives a person: before the name, or behind it after a comma, with the district."""

from __future__ import annotations

from floodwatch.knowledge.reading.shapes import state_at, title_at
from floodwatch.knowledge.reading.tokens import Token, Tokens
from floodwatch.knowledge.reading.wordlists import grammar, listed_words

REACH = 12
DISTRICT = frozenset({"for", "from"})


def office_at(row: Tokens, first: int, last: int) -> dict[str, str]:
    """Office and district of the person whose name are the words `first` to `last`; nothing where none is given."""
    return _behind(row, last) or _before(row, first)


def _before(row: Tokens, first: int) -> dict[str, str]:
    """A title right before the name: Sheriff, Prime Minister, chief executive."""
    if first > 1 and row[first - 1].text == "," and row[first - 2].word:
        first -= 1
    for start in range(max(0, first - 4), first):
        width = title_at(row, start, first, small=True)
        if width and start + width == first and row[start].text not in listed_words("people", "honorifics"):
            return {"office": _text(row, start, first)}
    return {}


def _behind(row: Tokens, last: int) -> dict[str, str]:
    """ ", candidate for mayor of Bergen," and "(Member of Parliament for Ely East)"."""
    if last + 1 >= len(row) or row[last].text not in (",", "(", "–", "—"):
        return {}
    start = last + 1
    owned = next((n + 1 for n in range(start, min(start + 5, len(row))) if row[n].low == "'s"), start)
    start = owned
    while start < len(row) and row[start].low in grammar("offices_leading"):
        start += 1
    here = start
    while here < len(row) and here - start < 8 and row[here].low not in grammar("offices_ends"):
        width = title_at(row, here, len(row), small=True)
        if width:
            return _with_field(row, start, here + width)
        here += 1
    return {}


def _with_field(row: Tokens, start: int, end: int) -> dict[str, str]:
    """An office, the words "of …" that belong to it, and the district behind "for"."""
    while end < len(row) and title_at(row, end, len(row), small=True):
        end += title_at(row, end, len(row), small=True)
    office_end, here = end, end
    if here < len(row) and row[here].low in ("of", "for") and not _place_behind(row, here):
        here = office_end = _phrase_end(row, here + 1)
    found = {"office": _text(row, start, office_end)}
    if here + 1 < len(row) and row[here].low in DISTRICT and row[here + 1].cap:
        found["district"] = _text(row, here + 1, _phrase_end(row, here + 1))
    return found


def _place_behind(row: Tokens, here: int) -> bool:
    """Whether the state, a number or a district follows, which is no part of the office."""
    nouns = here + 1
    while nouns < len(row) and row[nouns].low == "the":
        nouns += 1
    if nouns >= len(row):
        return True
    counted = (
        row[nouns].low in ("two", "three", "four", "five", "several", "some", "one", "many")
        or row[nouns].text[0].isdigit()
    )
    seat = row[here].low == "for" and row[nouns].cap
    return counted or seat or state_at(row, nouns, len(row)) > 0


def _phrase_end(row: Tokens, start: int) -> int:
    here = start
    while here < len(row) and here - start < REACH and row[here].low not in grammar("offices_ends"):
        here += 1
    return here


def _text(row: Tokens, start: int, end: int) -> str:
    return "".join(
        ("" if t.glued or n == 0 else " ") + t.text for n, t in enumerate(_tokens(row, start, end))
    )


def _tokens(row: Tokens, start: int, end: int) -> tuple[Token, ...]:
    return row[start:end]
