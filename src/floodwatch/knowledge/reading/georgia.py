"""Which Georgia is meant: the state in the Caucasus or the one of the United States."""

from __future__ import annotations

from collections.abc import Callable

from floodwatch.knowledge.reading.tokens import Token, Tokens
from floodwatch.knowledge.reading.wordlists import listed_words

NEAR = 2
"""How much more a word of the same sentence counts than one elsewhere in the text."""


def is_american(rows: tuple[Tokens, ...], number: int, place: int, everywhere: Callable[[], int]) -> bool:
    """Whether the Georgia at this place is the American one, by the words of the sentence, then of the text."""
    row = rows[number]
    if place > 1 and row[place - 1].low == "of" and row[place - 2].low == "state":
        return True
    if [token.low for token in row[place + 1 : place + 4]] == [",", "the", "country"]:
        return False
    here = score(row) * NEAR + sum(score(rows[n]) for n in (number - 1, number + 1) if 0 <= n < len(rows))
    return (here or everywhere()) > 0


def score(row: Tokens) -> int:
    """Words that speak for the American one, less those for the other."""
    return _count(row, "american_georgia") - _count(row, "caucasian_georgia")


def _count(row: tuple[Token, ...], key: str) -> int:
    words = listed_words("countries", key)
    return sum(token.text in words for token in row)
