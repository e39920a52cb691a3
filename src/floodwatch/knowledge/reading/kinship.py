"""What the other names of a document say of one: it ends a longer one, is its letters, or stands beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

from floodwatch.knowledge.reading.candidates import candidates, text_of
from floodwatch.knowledge.reading.known import Known
from floodwatch.knowledge.reading.tokens import Tokens
from floodwatch.knowledge.reading.wordlists import given_name

BESIDE = (
    [","],
    ["and"],
    [",", "and"],
    ["or"],
    [",", "or"],
    ["is", "not"],
    ["is", "distinct", "from"],
    ["is", "also"],
    ["and", "not"],
    ["was"],
    ["is"],
)
TOLD = 1.0
"""Points from which a name is said to be of a class."""
Forms = Mapping[tuple[str, ...], list[Known]]


def kin_signs(rows: tuple[Tokens, ...], known: Mapping[str, Known]) -> Iterator[tuple[Known, str]]:
    """Signs of names by other names of the same document."""
    yield from _by_words(known)
    yield from _by_letters(known)
    yield from _beside(rows, known)


def _by_words(known: Mapping[str, Known]) -> Iterator[tuple[Known, str]]:
    """Longer names that end or begin with a name, and what is said of either."""
    alone = {one.words: one for one in known.values()}
    for longer in known.values():
        led = "a given name and " if given_name(longer.words[0].title()) else ""
        for width in range(1, len(longer.words)):
            for how, part in (("ends", longer.words[-width:]), ("begins", longer.words[:width])):
                if (one := alone.get(part)) is not None:
                    yield one, f"{how} a longer name of {led}more"
                    yield one, f"{how} a longer name{_said(longer)}"
                    yield longer, f"{how} with another name"
                    yield longer, f"{how} with another name{_said(one)}"


def _by_letters(known: Mapping[str, Known]) -> Iterator[tuple[Known, str]]:
    """Threat Analysis Center and TAC."""
    letters: dict[str, list[Known]] = defaultdict(list)
    for one in known.values():
        first = "".join(word[0] for word in one.words if word[0].isupper())
        if len(first) > 1:
            letters[first].append(one)
    for text, owners in letters.items():
        short = known.get(text)
        if short is not None and len(short.words) == 1:
            yield short, "the first letters of another name"
            yield from ((owner, "its first letters are another name") for owner in owners)


def _beside(rows: tuple[Tokens, ...], known: Mapping[str, Known]) -> Iterator[tuple[Known, str]]:
    """Names in a list with one of which the text says what it is."""
    for number, row in enumerate(rows):
        for left, right in pairwise(candidates(row, number)):
            between = [t.low for t in row[left.last : right.first]]
            if between not in BESIDE or (between == [","] and not _in_list(row, right.last)):
                continue
            one, other = (known.get(text_of(row, c.first, c.last)) for c in (left, right))
            if one is not None and other is not None:
                yield one, f"in a list with one{_said(other)}"
                yield other, f"in a list with one{_said(one)}"


def _in_list(row: Tokens, place: int) -> bool:
    """Whether a list goes on to an "and"."""
    return any(token.low in ("and", "or", ")") for token in row[place : place + 6])


def _said(one: Known) -> str:
    kind = max(sorted(one.points), key=lambda kind: one.points[kind], default="")
    return f", {kind}" if kind and one.points[kind] >= TOLD else ""
