"""What stands behind a capitalised name and says of which class it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from floodwatch.knowledge.reading.around import QUOTES, Around, Vote, head_kind, kind_of
from floodwatch.knowledge.reading.shapes import coded
from floodwatch.knowledge.reading.tokens import Tokens
from floodwatch.knowledge.reading.wordlists import grammar, listed_words, ordinary

FAMILY = ("family", "brothers", "sisters")
_CITED = re.compile(r"(?:19|20)\d\d[a-z]?")
_VERSION = re.compile(r"\d{1,2}\.\d{1,2}(?:\.\d{1,4})?")
SOON = 6
"""Words behind a name in which "its" and "her" are of it."""


def behind(here: Around) -> Iterator[Vote]:
    """The votes of a verb, a noun, a pronoun and a relative clause."""
    if not here.right:
        return
    if here.word == "'s":
        yield from _owned(here.after)
        return
    if here.right[0].glued and here.word not in ",.;:(":
        return
    where = here.near in grammar("cues_where") and here.one.last - here.one.first == 1
    for part in (
        (_noun, _relative, _predicate, _of_body)
        if where
        else (*(_noun, _verb, _relative, _pronoun, _predicate, _of_body),)
    ):
        yield from part(here)


def _owned(word: str) -> Iterator[Vote]:
    if word in listed_words("cues", "body_behind"):
        yield "organisation", 1.0, f"its {word}"
    elif word in listed_words("cues", "actor_behind"):
        yield "actor", 0.7, f"its {word}"


def _noun(here: Around) -> Iterator[Vote]:
    """X malware, X accounts, X researchers."""
    if here.right[0].cap or (here.one.opens and here.plain):
        return
    kind = kind_of(here.word)
    if _VERSION.fullmatch(here.right[0].text) and here.after not in grammar("cues_measures"):
        yield "tool", 1.2, "a version behind it"
    if here.word in FAMILY:
        yield "person", 2.0, "a family"
    if kind == "tool" and here.after in grammar("cues_of_gangs"):
        yield "actor", 1.5, f"{here.word} {here.after} behind it"
    elif kind == "campaign" and here.word in grammar("cues_of_actors"):
        yield "actor", 0.6, f"{here.word} behind it"
    elif kind and kind != "person":
        yield kind, 1.2, f"{here.word} behind it"
    elif here.word in listed_words("cues", "actor_behind"):
        yield "actor", 0.7, f"{here.word} behind it"
    elif here.word in listed_words("cues", "body_behind"):
        yield "organisation", 0.7, f"{here.word} behind it"


def _verb(here: Around) -> Iterator[Vote]:
    """What bodies do, what people say, what actors do."""
    if here.word in listed_words("cues", "plain_say") or here.word in listed_words("cues", "body_verbs"):
        yield "organisation", 1.0, f"{here.word} behind it"
        if here.word in listed_words("cues", "say"):
            yield "person", 0.9, f"{here.word} behind it"
    if here.word in listed_words("cues", "actor_verbs"):
        yield "actor", 0.8, f"{here.word} behind it"
    if here.word in ("overlaps", "shares", "resembles", "rebranded"):
        yield "actor", 1.0, f"{here.word} behind it"


def _relative(here: Around) -> Iterator[Vote]:
    """X, who call it Y; X, which others call Y; somebody who."""
    further = here.right[2].low if len(here.right) > 2 else ""
    later = {t.low for t in here.row[here.one.last + 2 : here.one.last + 8]}
    if here.word == "," and here.after in ("who", "which") and further in grammar("cues_naming"):
        yield "organisation", 2.0, "it names others"
    elif here.word == "," and here.after == "which" and grammar("cues_naming") & later:
        yield "actor", 1.0, "others call it otherwise"
    if here.word == "who" or (here.word == "," and here.after in ("who", "whom")):
        yield "person", 1.0, "who behind it"


def _pronoun(here: Around) -> Iterator[Vote]:
    near = {t.low for t in here.row[here.one.last : here.one.last + SOON]}
    if "its" in near:
        yield "organisation", 0.6, "its behind it"
    if near & {"his", "her"}:
        yield "person", 0.8, "his or her behind it"


def _predicate(here: Around) -> Iterator[Vote]:
    """ "is Russian-run", "the same thing"."""
    words = [t.low for t in here.right[:4]]
    if here.word in grammar("cues_linking") and words[2:3] == ["-"] and words[-1] in grammar("cues_run_by"):
        yield "actor", 1.5, "run from somewhere"
    linked = here.word in grammar("cues_linking")
    if linked and here.after in (
        "run",
        "operated",
        "directed",
        "controlled",
        "linked",
        "believed",
        "attributed",
        "active",
    ):
        yield "actor", 1.0, f"{here.after} behind it"
    if linked and here.after == "not" and len(here.right) > 2 and here.right[2].cap:
        yield "actor", 0.3, "told from another"
    if (here.word, here.after) == ("the", "same"):
        yield "actor", 1.0, "the same as another"


def _of_body(here: Around) -> Iterator[Vote]:
    """Two words that are no ordinary ones, of a body: somebody."""
    further = here.right[2:] if here.after == "the" else here.right[1:]
    of = here.word in ("of", "from", "at") and bool(further) and further[0].cap
    words = here.row[here.one.first : here.one.last]
    if of and len(words) == 2 and not any(ordinary(token.low) for token in words):
        yield "person", 0.6, "of a body"


def apposed(here: Around) -> Iterator[Vote]:
    """X, a firm …; X (a backdoor); X is a group …; is X a state operation?; X, 41, …"""
    row, one, place = here.row, here.one, here.one.last
    while place < len(row) and row[place].text in QUOTES:
        place += 1
    words = [t.low for t in row[place : place + 3]]
    earlier = [t.low for t in row[max(0, one.first - 2) : one.first]]
    if words[:1] in ([","], ["("]) and words[1:2] and words[1] in grammar("cues_renamed"):
        yield "actor", 1.2, "another name behind it"
    if len(words) == 3 and words[0] == words[2] == "," and words[1].isdigit():
        yield "person", 2.0, "an age behind it"
    if words[:1] == ["("] and len(words) > 1 and _CITED.fullmatch(words[1]) and _closed(row, place + 2):
        yield "person", 1.5, "a year in parentheses behind it"
    if words[:1] == ["("] and len(words) > 1 and _code(row, place + 1):
        yield "actor", 1.5, "an actor's code behind it"
    if words[:2] == ["et", "al"]:
        yield "person", 2.0, "et al. behind it"
    if earlier == ["who", "is"]:
        yield "person", 1.5, "who it is"
    yield from _described(here, place, earlier)


def _code(row: Tokens, place: int) -> bool:
    """Whether a vendor's code of an actor stands here: UNC1151, TA-7730."""
    return any(coded([token.text for token in row[place : place + width]]) for width in (1, 3))


def _closed(row: Tokens, place: int) -> bool:
    return place < len(row) and row[place].text in "),;:"


def _described(here: Around, place: int, earlier: list[str]) -> Iterator[Vote]:
    row, one = here.row, here.one
    asked = one.first > 0 and row[one.first - 1].low in grammar("cues_linking") and row[one.first - 1].first
    if asked and place < len(row) and (kind := head_kind(row, place)):
        yield kind, 2.0, "what it is asked to be"
    if earlier == ["according", "to"] or place >= len(row):
        return
    told = row[place].text in ",(—–" or row[place].low in grammar("cues_linking")
    if told and (kind := head_kind(row, place + 1)):
        yield kind, 2.0, "what is said behind it"
