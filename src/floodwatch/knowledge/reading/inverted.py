"""Names as lists of wanted people have them, a surname in capitals before a comma, and in letters without capitals."""

from __future__ import annotations

from floodwatch.knowledge.reading.shapes import state_at
from floodwatch.knowledge.reading.tokens import Token, Tokens
from floodwatch.knowledge.reading.wordlists import grammar, known_names, listed_words, ordinary

SURNAMES = 9
GIVEN = 5
"""Words and marks on either side of the comma at most."""


def inverted_at(row: Tokens, place: int) -> int:
    """How many words from here are SURNAME, Given Patronymic."""
    if not (row[place].first or not row[place - 1].word or row[place - 1].text.isdigit()):
        return 0
    comma = place
    while comma < len(row) and comma - place < SURNAMES and _shouted(row, comma):
        comma += 1
    if comma == place or comma + 1 >= len(row) or row[comma].text != ",":
        return 0
    end = _given(row, comma + 1)
    return end - place if end > comma + 1 and _stands(row, comma + 1, end) else 0


def _shouted(row: Tokens, place: int) -> bool:
    """A word of a surname in capitals, or the hyphen in one."""
    token = row[place]
    if token.text == "-":
        return token.glued
    letters = [char for char in token.text if char.isalpha()]
    return (
        bool(letters)
        and all(char.isupper() for char in letters)
        and letters == [*filter(_letter, token.text)]
    )


def _letter(char: str) -> bool:
    return char not in "'’."


def _given(row: Tokens, place: int) -> int:
    """The end of the given names."""
    end = place
    while end < len(row) and end - place < GIVEN and (_titled(row[end]) or _between(row, end)):
        end += 1
    if end < len(row) and end > place and row[end].low in grammar("candidates_patronymics"):
        end += 1
    return end


def _titled(token: Token) -> bool:
    return token.word and token.cap and not token.text.isupper() and token.text[0].isalpha()


def _between(row: Tokens, place: int) -> bool:
    """A hyphen or a particle between two given names."""
    if place + 1 >= len(row) or not _titled(row[place + 1]):
        return False
    return (row[place].text == "-" and row[place].glued) or row[place].low in listed_words(
        "people", "particles"
    )


def _stands(row: Tokens, first: int, end: int) -> bool:
    """Whether the words behind the comma are no state or place, and something ends them."""
    if state_at(row, first, end) or known_names("places", "none").at(row, first) or ordinary(row[first].low):
        return False
    return end >= len(row) or not row[end].word or row[end].low in ("born", "aka", "a.k.a.", "alias", "also")


def caseless_at(row: Tokens, place: int) -> int:
    """How many words from here are in letters without capitals, in parentheses behind a name: Wei Zhiqiang (魏志强)."""
    if place < 2 or row[place - 1].text != "(" or not row[place - 2].cap:
        return 0
    end = place
    while end < len(row) and row[end].word and row[end].text[0].isalpha() and _without_case(row[end].text):
        end += 1
    return end - place


def _without_case(text: str) -> bool:
    return text.lower() == text.upper() and text[0].isalpha()
