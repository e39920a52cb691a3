"""The words that say whom an attack was aimed at: noun phrases with the places in them, lists of them, and states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from floodwatch.knowledge.reading.between import Line
from floodwatch.knowledge.reading.tokens import Tokens
from floodwatch.knowledge.reading.wordlists import grammar, listed_words
from floodwatch.model.reading import Mention

REACH = 26
MOST = 8
"""Nouns of a list that are read."""
LISTED_WIDEST = 4
NOUN = 6
WIDEST = 16
"""Words of a noun phrase with the places in it."""
JOINS = frozenset({",", "and", "or", "as", "well", "its"})
WHERE = frozenset({"in", "across", "throughout", "near", "around", "outside", "within"})
ARTICLES = frozenset({"a", "an", "the", "one", "two", "three", "four", "five"})


@dataclass(frozen=True, slots=True)
class Target:
    """Words `first` to `last` (not counted) of a sentence that an attack was aimed at."""

    first: int
    last: int


def clause_end(row: Tokens, start: int) -> int:
    """Where the clause that goes on from a place ends."""
    end = start
    while end < len(row) and end - start < REACH and row[end].low not in grammar("targets_stop"):
        end += 1
    return end


def states_in(line: Line, start: int, end: int, states: Mapping[int, Mention]) -> Iterator[Target]:
    """States behind in, of, against, between commas or first; none that is the seat of a body or an origin."""
    for place in range(start, end):
        state = states.get(line.row[place].start)
        if state is None:
            continue
        last = place + 1
        while last < len(line.row) and line.row[last].end <= state.end:
            last += 1
        after = line.row[last].text if last < len(line.row) else ""
        before = line.row[place - 1].low if place else ""
        apart = "them" in (token.low for token in line.row[max(start, place - 3) : place])
        audience = place > 1 and before == "to" and line.row[place - 2].low == "voters"
        if after != "-" and not apart and (audience or before not in ("from", "to", "of")):
            yield Target(place, last)


def noun_list(line: Line, start: int, end: int, states: Mapping[int, Mention]) -> Iterator[Target]:
    """The nouns of a list: "banks, energy companies and hospitals in Kenya"."""
    row = line.row
    for _ in range(MOST):
        found = next(iter(noun_phrase(row, start)), None)
        if found is None:
            return
        yield found
        here = found.last
        while here < end and row[here].low in JOINS:
            here += 1
        if here == found.last or here >= end or row[here].start in states or not _goes_on(row, found, here):
            return
        start = here


def _goes_on(row: Tokens, one: Target, here: int) -> bool:
    """Whether a list goes on with the next noun: both are of many, or it has an article of its own; no verb follows."""
    found = next(iter(noun_phrase(row, here)), None)
    if found is None or found.last - found.first > WIDEST or row[here].cap:
        return False
    many = row[one.last - 1].low.endswith("s") or row[one.last - 1].cap
    short = found.last - found.first <= LISTED_WIDEST or row[found.last - 1].cap
    plural = many and short and (row[found.last - 1].low.endswith("s") or row[found.last - 1].cap)
    joined = row[here - 1].low in ("and", "or") or (
        found.last < len(row) and row[found.last].low in (",", "and")
    )
    return plural or (joined and row[here].low in ARTICLES and not _verb_follows(row, found.last))


def _verb_follows(row: Tokens, place: int) -> bool:
    word = row[place].low if place < len(row) else ""
    return word.endswith("ed") or word in (
        "is",
        "was",
        "are",
        "were",
        "has",
        "had",
        "have",
        "will",
        "said",
        "says",
    )


def noun_phrase(row: Tokens, start: int) -> Iterator[Target]:
    """The noun phrase that begins here, without article and number."""
    first = start
    while first < len(row) and (
        row[first].low in grammar("phrases_articles")
        or row[first].text[0].isdigit()
        or row[first].low in grammar("targets_counted")
    ):
        first += 1
    first += first < len(row) and row[first].low.endswith("ing")
    last = first
    while last < len(row) and last - first < NOUN and is_of_noun(row, last):
        last += 1
    if last + 1 < len(row) and last > first and row[last].low == "of" and is_of_noun(row, last + 1):
        last += 2
        while last < len(row) and last - first < NOUN and is_of_noun(row, last):
            last += 1
    words = [token.low for token in row[first:last]]
    if (
        words
        and words[-1] not in listed_words("statements", "no_target")
        and _says(words[-1], numbered=row[last - 1].glued and last - first > 2)
    ):
        yield Target(first, _placed(row, last))


def _placed(row: Tokens, last: int) -> int:
    """Where a phrase ends with the places behind it: "ministries in Vietnam, Laos and Thailand"."""
    here = last + 1
    if last >= len(row) or row[last].low not in WHERE:
        return last
    while here < len(row) and (row[here].low == "the" or row[here].low.endswith("ern")):
        here += 1
    end = _capitals(row, here)
    while here < end < len(row) and end - last < WIDEST:
        last = end
        here = end + 1 + (row[end].text == "," and end + 1 < len(row) and row[end + 1].low in ("and", "or"))
        here += here < len(row) and row[here].low == "the"
        end = _capitals(row, here) if row[end].low in (",", "and", "or") else 0
    return max(last, end)


def _capitals(row: Tokens, here: int) -> int:
    """Behind the capitals that begin at a place; 0 when there are none."""
    end = here
    while end < len(row) and (row[end].cap or (row[end].text == "-" and row[end].glued)):
        end += 1
    return end if end > here else 0


def _says(word: str, numbered: bool) -> bool:
    """Whether the last word of a phrase is one by which a target is told; a number only in "Victim-1"."""
    return numbered or (len(word) > 3 and word.isalpha())


def is_of_noun(row: Tokens, place: int) -> bool:
    """Whether a noun phrase goes on with a word: no verb of grammar, no adverb; a hyphen inside is of it."""
    token = row[place]
    if token.text == "-":
        return token.glued
    ends = token.low in grammar("phrases_breaks") or token.low in grammar("targets_stop")
    hyphened = place > 0 and row[place - 1].text == "-" and row[place - 1].glued
    if token.low in grammar("targets_verbs") and not hyphened:
        return False
    return token.word and not ends and not token.low.endswith("ly")
