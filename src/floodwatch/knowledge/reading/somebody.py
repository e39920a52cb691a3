"""Signs that a capitalised name is of a person: labels of turns, citations, given names alone, East Asian names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from floodwatch.knowledge.reading.around import Around, Vote
from floodwatch.knowledge.reading.reaching import LISTS
from floodwatch.knowledge.reading.shapes import eastern
from floodwatch.knowledge.reading.tokens import Tokens
from floodwatch.knowledge.reading.wordlists import (
    given_name,
    grammar,
    known_names,
    listed_words,
    ordinary,
)

_YEAR = re.compile(r"(?:19|20)\d\d[a-z]?")
REACH = 9
"""Words of a citation in parentheses, and before a name that somebody asked to be called."""


def somebody(here: Around) -> Iterator[Vote]:
    """The votes for a person that no title and no verb gives."""
    if _cited(here.row, here.one.first, here.one.last):
        yield "person", 2.0, "cited with a year"
    if _labelled(here.row, here.one.first, here.one.last):
        asks = here.row[here.one.first - 2].low in ("q", "question")
        yield "organisation" if asks else "person", 2.0, "in parentheses behind a speaker's label"
    if eastern([token.text for token in here.row[here.one.first : here.one.last]]):
        yield "person", 2.0, "an East Asian family name with two syllables"
    if here.one.last - here.one.first == 1 and not here.one.kind:
        yield from _single(here)


def _single(here: Around) -> Iterator[Vote]:
    """What is said of one word that may be a given name or a family name."""
    word = here.row[here.one.first].text
    if _asked(here):
        yield "person", 3.0, "a name by which somebody wants to be called"
    elif given_name(word):
        if _spoken_to(here):
            yield "person", 1.5, "spoken to by a given name"
        elif here.word == "from" and len(here.right) > 1 and here.right[1].cap:
            yield "person", 1.2, "a given name from somewhere"
        elif not here.plain and here.near == "," and here.left[-2:-1] and _kin(here.left[-2]):
            yield "person", 1.5, "a relation before it"
        elif here.near and _kin(here.near):
            yield "person", 2.0, "a relation before it"
    owned = not here.plain and here.word == "," and here.after in grammar("cues_owners")
    if owned and any(_kin(token.low) for token in here.right[2:4]):
        yield "person", 1.5, "a relation behind it"
    if _pair(here):
        yield "person", 1.2, "two family names say something"


def _kin(word: str) -> bool:
    return word in grammar("somebody_relations")


def _asked(here: Around) -> bool:
    """ "who asked to be called Peter", "gave her name only as Jovana"."""
    before = [token.low for token in here.row[max(0, here.one.first - REACH) : here.one.first]]
    if before[-1:] == ["as"]:
        named = "name" in before and bool({"his", "her", "their"} & set(before))
        return named or before[-4:-2] == ["whom", "he"] or before[-4:-2] == ["whom", "she"]
    wished = {"asked", "wanted", "wished", "asks", "wants", "preferred"} & set(before)
    return before[-2:] in (["be", "called"], ["be", "named"]) and (bool(wished) or "who" in before)


def _spoken_to(here: Around) -> bool:
    """Between a comma and the end of what is said, or before a comma in a question or with "you"."""
    row, first, last = here.row, here.one.first, here.one.last
    ends = last >= len(row) or row[last].text in ".?!"
    if here.near == "," and ends:
        return not _listed(row, first)
    opens = row[first].first and last < len(row) and row[last].text == ","
    return opens and (row[-1].text == "?" or any(token.low == "you" for token in row[last:]))


def _listed(row: Tokens, place: int) -> bool:
    """Whether a name with a capital stands right before the comma: a list and no address."""
    before = row[place - 2] if place > 1 else None
    return before is None or (before.cap and not before.first) or before.text[0].isdigit()


def _pair(here: Around) -> bool:
    """ "Ong and Cabanes described": single words, one of them no ordinary one, and a verb of scholars behind both."""
    row, first, last = here.row, here.one.first, here.one.last
    for one, link, other, verb in ((first, last, last + 1, last + 2), (first - 2, first - 1, first, last)):
        if one < 0 or verb >= len(row) or row[link].low not in ("and", "&"):
            continue
        words = (row[one], row[other])
        alone = one == 0 or not row[one - 1].cap
        if (
            alone
            and all(t.cap and t.word and not t.text.isupper() for t in words)
            and any(not ordinary(t.low) for t in words)
            and not any(known_names(*LISTS).at(row, place) for place in (one, other))
            and row[verb].low in grammar("somebody_scholars")
        ):
            return True
    return False


def _cited(row: Tokens, first: int, last: int) -> bool:
    """ "(Das, 2021)", "(Obuya and Odhiambo, 2021; …)", "Obuya and Odhiambo (2021)"."""
    if last - first > 3 or any(token.text.isdigit() for token in row[first:last]):
        return False
    here = last
    while here < len(row) and here - last < REACH and _joins(row, here, inside=_inside(row, first)):
        here += 1
    if here >= len(row) or not _YEAR.fullmatch(row[here].text) or here == last:
        return False
    closed = here + 1 < len(row) and row[here + 1].text in "),;:"
    marks = [token.text for token in row[last:here]]
    if _inside(row, first):
        return closed and "," in marks
    return closed and marks[-1] == "(" and "," not in marks


def _inside(row: Tokens, first: int) -> bool:
    """Whether the words stand in parentheses that hold nothing else before them but names and years."""
    here = first - 1
    while here >= 0 and first - here < 2 * REACH and _joins(row, here, inside=True):
        if row[here].text == "(":
            return True
        here -= 1
    return False


def _joins(row: Tokens, place: int, *, inside: bool) -> bool:
    """Whether a word may stand between the authors of a work and its year."""
    token = row[place]
    if token.text in ("(", "and", "&", "et", "al", ".", "-"):
        return True
    if inside and (token.text in (",", ";", "see", "also", "e.g", "cf") or _YEAR.fullmatch(token.text)):
        return not (_YEAR.fullmatch(token.text) and place and row[place - 1].text == ",") or _again(
            row, place
        )
    return token.cap and token.word and not token.text.isdigit()


def _again(row: Tokens, place: int) -> bool:
    """Whether another work follows a year."""
    return place + 1 < len(row) and row[place + 1].text in ";,"


def _labelled(row: Tokens, first: int, last: int) -> bool:
    """PRESENTER (JOSIE TRANTER): …"""
    if not 1 < first <= 5 or last + 1 >= len(row):
        return False
    role = listed_words("cues", "speaker_nouns.official") | grammar("somebody_voices")
    return (
        row[first - 1].text == "("
        and row[last].text == ")"
        and row[last + 1].text == ":"
        and row[first - 2].low in role
    )
