"""What stands in parentheses behind a name: its letters, a part of it, or the same in another script."""

from __future__ import annotations

from collections.abc import Mapping

from floodwatch.knowledge.reading.around import QUOTES
from floodwatch.knowledge.reading.candidates import text_of
from floodwatch.knowledge.reading.known import Known
from floodwatch.knowledge.reading.reaching import other_script
from floodwatch.knowledge.reading.tokens import Tokens
from floodwatch.knowledge.reading.wordlists import grammar

LONGEST = 12
"""Words of a name before a parenthesis, and of one within."""


def beside_parentheses(rows: tuple[Tokens, ...], known: Mapping[str, Known]) -> None:
    """Give a name in parentheses the class of the one before, where it is another form of it."""
    for row in rows:
        for place, token in enumerate(row[:-1]):
            if token.text == "(" and place:
                long = _before(row, place, known)
                short, called = _within(row, place + 1, known)
                if long is not None and short is not None and long.kind and _same(long, short, called):
                    short.kind = long.kind
                    short.why = [f"in parentheses behind {long.text}"]


def _before(row: Tokens, place: int, known: Mapping[str, Known]) -> Known | None:
    """The longest name that ends before a parenthesis."""
    while place and row[place - 1].text in QUOTES:
        place -= 1
    for first in range(max(0, place - LONGEST), place):
        if (one := known.get(text_of(row, first, place))) is not None:
            return one
    return None


def _within(row: Tokens, place: int, known: Mapping[str, Known]) -> tuple[Known | None, bool]:
    """The name that fills a parenthesis or begins it, and whether words of naming stand before it."""
    called = False
    while place < len(row) and (row[place].text in QUOTES or row[place].low in grammar("asides_called")):
        called = called or row[place].text not in QUOTES
        place += 1
    for end in range(min(len(row), place + LONGEST), place, -1):
        if (one := known.get(text_of(row, place, end))) is not None:
            return one, called
    return None, called


def _same(long: Known, short: Known, called: bool) -> bool:
    """Whether the two are forms of one name."""
    if long.kind == "person":
        return called or _scripts(long, short)
    part = set(short.words) < set(long.words)
    return part or _letters(long, short) or _scripts(long, short)


def _scripts(long: Known, short: Known) -> bool:
    return other_script(short.words[0]) != other_script(long.words[0])


def _letters(long: Known, short: Known) -> bool:
    """Whether capitals alone stand for a longer name, also with a hyphen: NCSC-NZ."""
    return all(word.isupper() or word == "-" for word in short.words) and len(long.words) > 1
