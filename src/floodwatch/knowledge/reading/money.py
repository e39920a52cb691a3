"""Sums of money with their currency, bounds and qualifiers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from floodwatch.knowledge.reading.numbers import Amount, in_blocks
from floodwatch.knowledge.reading.sentences import sentences
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, ReadingExample

_ENDS = re.compile(r"\s?(?:[.;,)?!]|\Z|(?:in|on|for|at|to|of it|from|a|per|more)\b)")
_LEAST = 1000
"""A number without a currency is taken for a sum only from here on."""


class Money:
    """Sums with a number and a currency; a bare number that corrects or repeats a sum is one too."""

    name = "money"
    description = "Sums of money: qualifier, currency, number, multiplier, range."
    makes = ("money",)
    needs = ("indicator",)

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterator[Mention]:
        """Every sum; the currency of a bare one is that of the sum before it."""
        ends = [sentence.end for sentence in sentences(document)]
        for block, text, found in in_blocks(document):
            last: tuple[int, str] | None = None
            for amount in found:
                code = (
                    amount.currency.code if amount.currency else _bare(text, amount, last, ends, block.start)
                )
                last = (amount.end, code) if code else None
                if code:
                    yield _mention(text, amount, code, block.start)

    def examples(self) -> Sequence[ReadingExample]:
        """Signs, codes and words; ranges; vague sums; and numbers that are none."""
        return (
            ReadingExample("It took nearly $50 million and €850k.", ("nearly $50 million", "€850k")),
            ReadingExample(
                "They want between £20,000 and £60,000, or CHF 3,000 to 5,000.",
                ("between £20,000 and £60,000", "CHF 3,000 to 5,000"),
            ),
            ReadingExample(
                "It cost hundreds of millions of dollars; 2.1 billion rials.",
                ("hundreds of millions of dollars", "2.1 billion rials"),
            ),
            ReadingExample(
                "They spent eighty-five thousand dollars. Sorry: fifty-eight thousand.",
                ("eighty-five thousand dollars", "fifty-eight thousand"),
            ),
            ReadingExample(
                "Of 41,200 ETH and 310 BTC more than R$ 19 million came back.",
                ("41,200 ETH", "310 BTC", "more than R$ 19 million"),
            ),
            ReadingExample("It ran 600 accounts, and 3 per cent of 40,000 users saw 58 posts in 2024.", ()),
        )


def _bare(
    text: str, amount: Amount, last: tuple[int, str] | None, ends: Sequence[int], offset: int
) -> str | None:
    """The currency of the sum just before, where a large number stands alone in the same sentence or the next."""
    if (
        last is None
        or amount.core.vague
        or amount.qualifier
        or (amount.low or 0) < _LEAST
        or amount.core.plain
    ):
        return None
    between = bisect_right(ends, offset + amount.start) - bisect_left(ends, offset + last[0])
    return last[1] if between <= 1 and _ENDS.match(text, amount.end) else None


def _mention(text: str, amount: Amount, code: str, offset: int) -> Mention:
    start, end = amount.start, amount.end
    told = {"low": amount.low, "high": amount.high, "currency": code}
    if amount.qualifier:
        told["qualifier"] = amount.qualifier
    return Mention("money", offset + start, offset + end, text[start:end], told)


MONEY = Money()
