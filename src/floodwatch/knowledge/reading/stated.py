"""The states that a document names, by the places of their words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from floodwatch.knowledge.reading.tokens import Token, Tokens
from floodwatch.model.reading import Mention

_WORD = re.compile(r"[^\s-]+")


class Stated:
    """Mentions of countries, asked by word or by place."""

    def __init__(self, countries: Sequence[Mention]) -> None:
        self._by_start = {mention.start: mention for mention in countries}
        self._words = {m.start + word.start() for m in countries for word in _WORD.finditer(m.text)}

    def at(self, token: Token) -> Mention | None:
        """The state whose name begins with a word."""
        return self._by_start.get(token.start)

    def holds(self, token: Token) -> bool:
        """Whether a word is of a state's name."""
        return token.start in self._words

    def inside(self, row: Tokens) -> list[Mention]:
        """The states that begin within some words."""
        return [self._by_start[token.start] for token in row if token.start in self._by_start]

    def end_of_list(self, row: Tokens, here: int) -> int:
        """Behind the states that begin at a word, with commas and "and" between them."""
        end = here
        while end < len(row) and (state := self.at(row[end])):
            while end < len(row) and row[end].end <= state.end:
                end += 1
            if end + 1 < len(row) and row[end].low in ("and", ",") and self.at(row[end + 1]):
                end += 1
        return end
