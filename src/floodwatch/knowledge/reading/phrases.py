"""Noun phrases beside a place: the subject before a verb, and what stands behind a preposition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from floodwatch.knowledge.reading.metonyms import stands_for_government
from floodwatch.knowledge.reading.shapes import title_at
from floodwatch.knowledge.reading.spans import ByPlace
from floodwatch.knowledge.reading.states import state_words
from floodwatch.knowledge.reading.tokens import Tokens
from floodwatch.knowledge.reading.wordlists import by_word, grammar, listed_words

LINKS = frozenset({"of", "for", "at", "from", "with", "in"})
PRONOUNS = frozenset(["he", "she", "they", "it", "you", "who"])

WIDEST = 7
APPOSED = 24
KINDS = ("official", "company", "expert", "media", "reporter", "person")


LONGEST = 14
"""Words of a phrase with what is said of its noun."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words `first` to `last` (not counted) of a sentence, with the number of the word that it is about.

    `kind`: name, pronoun, noun, capital, label.
    """

    first: int
    last: int
    head: int
    kind: str


def before_verb(spans: ByPlace, row: Tokens, number: int, verb: int) -> Phrase | None:
    """The subject of the verb at a place, where it is somebody who can speak."""
    here = _skip_back(row, verb - 1)
    if here < 0:
        return None
    if row[here].text == ",":
        return _over_aside(spans, row, number, here)
    named = spans.get((number, here))
    if named is not None and named.first and row[named.first - 1].low == "on":
        return _with_tail(spans, row, number, here) or ending_at(spans, row, number, here)
    return ending_at(spans, row, number, here) or _with_tail(spans, row, number, here)


def _skip_back(row: Tokens, here: int) -> int:
    """Over adverbs, auxiliaries, a year in parentheses and a time: "on Friday", "last week"."""
    while here >= 0:
        token = row[here]
        if token.text == ")" and here > 2 and row[here - 2].text == "(" and row[here - 1].text.isdigit():
            here -= 3
            continue
        if token.low in grammar("phrases_skipped") or (token.low.endswith("ly") and len(token.low) > 5):
            here -= 1
        elif (
            token.low in grammar("phrases_times")
            and here
            and (row[here - 1].low in ("on", "in", "last", "this", "late", "early"))
        ):
            here -= 2
        else:
            break
    return here


def opening(spans: ByPlace, row: Tokens, number: int) -> Phrase | None:
    """The person or body whose name opens a sentence."""
    span = next((spans[number, place] for place in range(min(3, len(row))) if (number, place) in spans), None)
    return _named(row, span.first, span.last, span.kind) if span is not None else None


def _over_aside(spans: ByPlace, row: Tokens, number: int, comma: int) -> Phrase | None:
    """The name before an apposition between commas: "Beate Lund, editor, says"; "His lawyer, Ines Quade, said"."""
    named = spans.get((number, comma - 1)) if comma else None
    name = _named(row, named.first, named.last, named.kind) if named is not None else None
    if named is not None and name is not None and name.first > 1 and row[name.first - 1].text == ",":
        noun = _described(spans, row, number, name.first - 2)
        if noun is not None:
            return Phrase(noun.first, named.last, named.last - 1, "name") if is_definite(row, noun) else name
        if named.kind == "person" and not title_at(row, named.last + 1, len(row), small=True):
            return name
    for here in range(comma - 1, max(-1, comma - APPOSED), -1):
        if row[here].text == "," and here:
            found = ending_at(spans, row, number, here - 1)
            if found and (found.kind == "name" or _aside(row, here + 1)):
                return found
    return None


def _described(spans: ByPlace, row: Tokens, number: int, here: int) -> Phrase | None:
    """The noun phrase that says who the name behind it is: "The operator of the gateway, Telnova,"."""
    if (number, here) in spans and row[here].cap and row[here - 1].low not in LINKS | {"the"}:
        return None
    if is_speaker(row, here) or title_at(row, here, here + 1, small=True):
        return _noun(spans, row, number, here)
    return _with_tail(spans, row, number, here)


def is_definite(row: Tokens, noun: Phrase) -> bool:
    """Whether a phrase says that there is one such: the, its, our."""
    return row[noun.first].low in grammar("phrases_definite")


def _with_tail(spans: ByPlace, row: Tokens, number: int, here: int) -> Phrase | None:
    """A clause that begins with who speaks: "Two people familiar with the matter", "A manager in Hull"."""
    first = here
    while first and here - first < LONGEST and not _opens_clause(row, first):
        first -= 1
    if row[here].low in grammar("phrases_breaks"):
        return None
    for head in range(first, here):
        if is_speaker(row, head) and row[head + 1].low in grammar("phrases_tails"):
            noun = _noun(spans, row, number, head)
            whole = noun is not None and noun.first == first and (number, head) not in spans
            return Phrase(first, here + 1, head, "noun") if whole else None
        if row[head].low in grammar("phrases_breaks"):
            return None
    return None


def _opens_clause(row: Tokens, place: int) -> bool:
    """Whether a clause begins at a word: behind a mark or a conjunction."""
    before = row[place - 1]
    return not (before.word or before.text == "-" or before.low == "'s") or before.low in grammar(
        "phrases_joins"
    )


def _aside(row: Tokens, place: int) -> bool:
    word = row[place].low
    return word in ("which", "who", "whose", "a", "an", "the", "citing") or word.endswith("ed")


def ending_at(spans: ByPlace, row: Tokens, number: int, here: int) -> Phrase | None:
    """The noun phrase whose last word is at a place."""
    token = row[here]
    span = spans.get((number, here))
    if span is not None:
        of = _person_of(spans, row, number, span.first)
        return (
            of
            or _of_body(spans, row, number, span.first, span.last, here)
            or _named(row, span.first, span.last, span.kind)
        )
    if token.low in PRONOUNS:
        return (
            Phrase(here, here + 1, here, "pronoun")
            if token.low != "who"
            else _relative(spans, row, number, here)
        )
    capital = _capital(row, here)
    if capital:
        return capital
    if is_speaker(row, here):
        return _noun(spans, row, number, here)
    return _of_body(spans, row, number, here, here + 1, here) if token.cap else None


def _relative(spans: ByPlace, row: Tokens, number: int, who: int) -> Phrase | None:
    """The name before ", who": "Fathom, who call it …"."""
    here = who - 1 - (row[who - 1].text == ",") if who else -1
    return ending_at(spans, row, number, here) if here >= 0 and row[here].low != "who" else None


def _person_of(spans: ByPlace, row: Tokens, number: int, first: int) -> Phrase | None:
    """Lena Roth of Kestrel: the person before "of" and a body."""
    link = first - 1
    while link > 0 and (
        row[link].low == "the" or (row[link].text == "-" or row[link].glued) or row[link].cap
    ):
        link -= 1
    span = spans.get((number, link - 1)) if link > 0 and row[link].low in LINKS else None
    return _named(row, span.first, span.last, span.kind) if span and span.kind == "person" else None


def _named(row: Tokens, first: int, last: int, kind: str) -> Phrase | None:
    """A name with its title and article; actors do not speak."""
    if kind in ("actor", "campaign", "tool"):
        return None
    head = last - 1
    for start in range(max(0, first - 4), first):
        if title_at(row, start, first, small=True) == first - start:
            first = start
            break
    first = _behind_noun(row, first)
    if first and kind == "organisation" and _of_a_state(row, first - 1):
        first -= 1
    if first and row[first - 1].low in ("the", "a", "an"):
        first -= 1
    return Phrase(first, last, head, "name")


def _behind_noun(row: Tokens, first: int) -> int:
    """Where a name begins that has a noun before it: "the mobile operator Zefir", "Deputy mayor Ewa Sol"."""
    if not first or not (row[first - 1].low in grammar("phrases_before_names") or _trade(row, first - 1)):
        return first
    here = first - 1
    while here and first - here < 4 and row[here - 1].word and _adjective(row[here - 1].low):
        here -= 1
    return here


def _of_a_state(row: Tokens, place: int) -> bool:
    found = state_words().at(row, place)
    return found is not None and found[0] == 1 and found[1][1] == "adjective"


def _trade(row: Tokens, place: int) -> bool:
    return title_at(row, place, place + 1, small=True) > 0


def _adjective(word: str) -> bool:
    """Whether a word before a noun may describe it."""
    articles = word in grammar("phrases_articles") or word in grammar("phrases_joins")
    return (
        not articles and word.isalpha() and word not in grammar("phrases_breaks") and word not in says_words()
    )


def says_words() -> frozenset[str]:
    """The verbs of saying."""
    return listed_words("cues", "say")


def _capital(row: Tokens, here: int) -> Phrase | None:
    for width in (1, 2, 3):
        start = here - width + 1
        found = state_words().at(row, start) if start >= 0 and not _placed(row, start) else None
        form = found[1][1] if found and found[0] == width else "adjective"
        if form == "noun" or (form == "capital" and stands_for_government(row, start, width)):
            return Phrase(start, here + 1, here, "capital")
    return None


def capital_ending(row: Tokens, here: int) -> Phrase | None:
    """A capital that stands beside another one: "London and Washington blame"."""
    for start in range(max(0, here - 2), here + 1):
        found = state_words().at(row, start)
        if found and start + found[0] == here + 1 and found[1][1] == "capital" and not _placed(row, start):
            return Phrase(start, here + 1, here, "capital")
    return None


def _placed(row: Tokens, start: int) -> bool:
    """Whether a state only says where, alone or in a list: "users in Germany, France and"."""
    here, links = start - 1, ("and", "the", ",")
    places = grammar("phrases_places")
    while here > 0 and (row[here].low in links or (row[here].cap and row[here - 1].low in {*links, *places})):
        here -= 1
    return here >= 0 and row[here].low in places


def is_speaker(row: Tokens, here: int) -> bool:
    """Whether a noun names people or bodies that speak."""
    word = row[here].low
    if (here > 0 and f"{row[here - 1].low} {word}" in speaker_roles()) or word in grammar(
        "phrases_more_nouns"
    ):
        return True
    return any(form in speaker_roles() or form in trades() for form in (word, word.removesuffix("s")))


@cache
def trades() -> Mapping[str, str]:
    """Noun of an office, a trade or a body -> role in which its holder speaks."""
    return dict(by_word("people", "offices")) | {
        noun: "person" if kind == "person" else "company"
        for noun, kind in by_word("statements", "unnamed").items()
        if kind in ("person", "other")
    }


def speaker_roles() -> Mapping[str, str]:
    """Noun -> role in which its holder speaks."""
    return by_word("cues", "speaker_nouns")


def _noun(spans: ByPlace, row: Tokens, number: int, head: int) -> Phrase | None:
    """A phrase that ends with a noun: the lab, Vietnamese officials, the clerk's office, the report's authors."""
    first = head
    while first and head - first < WIDEST:
        token = row[first - 1]
        if token.low in grammar("phrases_articles"):
            first -= not (token.low == "that" and first > 1 and row[first - 2].word)
            break
        if (
            not (token.word or token.text == "-" or token.low == "'s")
            or token.low in grammar("phrases_breaks")
            or token.text[0].isdigit()
        ):
            break
        first -= 1
    while first < head and (row[first].text == "-" or row[first].low == "'s"):
        first += 1
    whole = _of_body(spans, row, number, first, head + 1, head)
    return whole or Phrase(first, head + 1, head, "noun")


def _of_body(spans: ByPlace, row: Tokens, number: int, first: int, last: int, here: int) -> Phrase | None:
    """A noun with "of …" behind: a spokeswoman for Vodafone, analysts of the Federal Office."""
    link = first - 1
    while link > 0 and (
        row[link].low in ("the", "a", "an", "'s") or (row[link].cap and row[link].low not in LINKS)
    ):
        link -= 1
    if (
        link <= 0
        or row[link].low not in LINKS
        or not is_speaker(row, link - 1)
        or (number, link - 1) in spans
    ):
        return None
    outer = _noun(spans, row, number, link - 1)
    return Phrase(outer.first, last, link - 1, "noun") if outer else None


def behind(spans: ByPlace, row: Tokens, number: int, place: int) -> Phrase | None:
    """The noun phrase that begins at a place, where it is somebody who can speak."""
    noun = None
    for here in range(place, min(len(row), place + WIDEST)):
        span = spans.get((number, here))
        if span is not None:
            found = _named(row, span.first, span.last, span.kind)
            if found and noun is not None and found.first > noun + 1:
                return Phrase(place, span.last, noun, "noun")
            return (
                Phrase(place, found.last, found.head, "name")
                if found and _plain(row, place, found)
                else found
            )
        if not row[here].word or (row[here].low in grammar("phrases_breaks") and here == place):
            return Phrase(place, here, noun, "noun") if noun is not None and row[here].text == "," else None
        if is_speaker(row, here):
            if not _more(row, number, spans, here):
                return Phrase(place, here + 1, here, "noun")
            noun = here if noun is None else noun
    return None


def _plain(row: Tokens, place: int, found: Phrase) -> bool:
    """Whether only adjectives and nouns stand between a place and the name."""
    return all(
        row[n].word and row[n].low not in grammar("phrases_breaks") and row[n].low not in ("where", "there")
        for n in range(place, found.first)
    )


def _more(row: Tokens, number: int, spans: ByPlace, here: int) -> bool:
    """Whether the phrase goes on behind the noun: "officials in", "researchers at Kite"."""
    after = row[here + 1] if here + 1 < len(row) else None
    if after is None or not after.word:
        return False
    return (
        after.low in ("of", "for", "at", "from")
        or is_speaker(row, here + 1)
        or (number, here + 1) in spans
        or (title_at(row, here, here + 1, small=True) > 0 and after.cap)
    )
