"""Who and what is in a document: every proper name, decided once for the whole text by signs from all its places.

What its letters, its lists and the words around it show is weighed together: see weighing.py.
Once decided, it is found in every place, also where a sentence begins with it or a heading is in capitals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from floodwatch.knowledge.reading.around import by_class, kind_of
from floodwatch.knowledge.reading.asides import beside_parentheses
from floodwatch.knowledge.reading.candidates import Candidate, candidates, text_of
from floodwatch.knowledge.reading.cues import votes
from floodwatch.knowledge.reading.known import Known, text_of_words
from floodwatch.knowledge.reading.leaning import NAMING, NOUNS, reclass
from floodwatch.knowledge.reading.shorter import shorter
from floodwatch.knowledge.reading.signs import around_signs
from floodwatch.knowledge.reading.tokens import Tokens, tokens
from floodwatch.knowledge.reading.weighing import decide, seen
from floodwatch.knowledge.reading.wordlists import given_name, grammar, listed_words, ordinary
from floodwatch.model.documents import Document

FEW = 5
"""Words of a sentence that may be English without a word of grammar."""
LONGEST = 4
"""Words of a person's name at most."""
TITLED = 3.0
"""Points of a title before a name."""
OWN = 3.0
"""Points of a class that the letters of a name say themselves."""


@lru_cache(maxsize=4)
def cast(document: Document) -> Mapping[str, Known]:
    """The names of a document by their letters, each with its class; what is none is not there."""
    rows = tokens(document)
    known = gathered(document)
    for one in known.values():
        one.kind = decide(one)
    reclass(rows, known)
    _longer(known)
    beside_parentheses(rows, known)
    accepted = {text: one for text, one in known.items() if one.kind in grammar("cast_named")}
    return accepted | dict(shorter(accepted, known))


def gathered(document: Document) -> dict[str, Known]:
    """Every name that may be one, with its signs, undecided."""
    rows = tokens(document)
    known = _split(_gathered(rows))
    _add(known, _publisher(document))
    _taken_up(rows, known)
    _surnamed(known)
    for one in known.values():
        for kind, points in (*_shape(one), *_given(one)):
            one.points[kind] += points
    seen(rows, known)
    return known


def _gathered(rows: tuple[Tokens, ...]) -> dict[str, Known]:
    known: dict[str, Known] = {}
    for number, row in enumerate(rows):
        for one in candidates(row, number):
            first = _led(rows, row, one)
            text = text_of(row, first, one.last)
            words = tuple(t.text for t in row[first : one.last])
            entry = known.setdefault(text, Known(text, words))
            entry.places += 1
            entry.stands.append((row[first].start, row[one.last - 1].end))
            entry.sure += (
                len(words) > 1
                or not row[first].first
                or any(c.isupper() or c.isdigit() for c in words[0][1:])
                or _odd(row, first, one.last)
            )
            entry.inner += _inner(row, first, one.last)
            _vote(entry, row, Candidate(one.row, first, one.last, one.kind, one.opens, one.titled))
    return known


def _odd(row: Tokens, first: int, last: int) -> bool:
    """Whether the first word of a sentence is no ordinary one and something is said of it: "Safaricom blocked"."""
    follows = last < len(row) and row[last].word and row[last].text[0].islower()
    english = len(row) < FEW or any(token.low in grammar("cast_english") for token in row)
    return english and follows and not ordinary(row[first].low) and len(row[first].text) > 3


def _inner(row: Tokens, first: int, last: int) -> bool:
    """Whether small letters stand beside the words: they are no heading, label or cell."""
    beside = [row[n] for n in (first - 1, last) if 0 <= n < len(row)]
    return any(token.word and token.text[0].islower() for token in beside)


def _split(known: dict[str, Known]) -> dict[str, Known]:
    """Two names side by side are two where the first of them stands alone elsewhere: "calls Hollow Nail Spur 12"."""
    for text, one in sorted(known.items()):
        for width in range(len(one.words) - 1, 1, -1):
            head, rest = text_of_words(one.words[:width]), one.words[width:]
            if one.places == 1 and head in known and _stands(rest) and known[head].sure:
                tail = text_of_words(rest)
                known.setdefault(tail, Known(tail, rest)).points["actor"] += 1.0
                known[tail].sure += 1
                del known[text]
                break
    return known


def _stands(rest: tuple[str, ...]) -> bool:
    """Whether the words behind a name are a name of their own and not its last word."""
    return len(rest) > 1 and rest[0] not in listed_words("names", "suffixes") and rest[0][0].isupper()


def _led(rows: tuple[Tokens, ...], row: Tokens, one: Candidate) -> int:
    """Where a name begins when the ordinary first word of a sentence stands before it: "Update FortiGate"."""
    if one.kind or one.last - one.first < 2 or not row[one.first].first:
        return one.first
    first, second = row[one.first].text, row[one.first + 1].text
    shaped = any(c.isupper() for c in second[1:]) or first.endswith("s")
    mixed = (not ordinary(second.lower()) or second.isupper()) and second[0].isalpha() and shaped
    given = given_name(first)
    return (
        one.first + 1
        if ordinary(first.lower()) and mixed and not given and not first.isupper()
        else one.first
    )


def _vote(entry: Known, row: Tokens, one: Candidate) -> None:
    if one.kind:
        plain = one.opens and ordinary(row[one.first].low)
        entry.points[one.kind] += (0.2 if plain else OWN) if one.kind in grammar("cast_named") else 1.0
        entry.why.append(f"{one.kind} by its letters")
        entry.signs[f"{one.kind} by its letters"] += 1
    entry.signs.update(around_signs(row, one))
    for kind, points, reason in votes(row, one):
        entry.points[kind] += points
        entry.signs[f"{kind} +{points:g}: {reason}"] += 1
        entry.signs[f"{kind} +{points:g}"] += 1
        entry.why.append(f"{kind} +{points:g}: {reason}")
        if reason in NOUNS or by_class().get(reason.partition(" ")[0]) == kind:
            entry.told[kind] += points
            entry.named[kind] += points if reason == NAMING else 0.0


def _shape(one: Known) -> Iterator[tuple[str, float]]:
    """Points of the words of a name: a given name before others, or a listed body."""
    words = one.words
    if len(words) == 2 and words[-1] in listed_words("names", "sides"):
        yield "place", 1.5
    if words[-1].lower() in grammar("cast_happenings"):
        yield "other", 2.5
    if len(words) < 2 or one.points:
        return
    if words[0] in listed_words("names", "organisations"):
        yield "organisation", 2.0


def _given(one: Known) -> Iterator[tuple[str, float]]:
    """Points of a given name before one to three other words, where no word of the name says that it is a body."""
    words, loud = one.words, all(word.isupper() for word in one.words)
    bodily = words[-1] in listed_words("names", "suffixes") or words[-1].lower() in by_class()
    plain = ordinary(words[-1].lower())
    if (
        given_name(words[0].title() if loud else words[0])
        and 2 <= len(words) <= LONGEST
        and not bodily
        and not (loud and plain)
    ):
        yield "person", 0.8 if plain else 1.6


def _surnamed(known: Mapping[str, Known]) -> None:
    """Two words of which the last stands elsewhere behind Mr or an office: Grant Pike, Mr Pike."""
    for one in known.values():
        last = known.get(one.words[-1]) if len(one.words) == 2 else None
        if last is not None and last.points["person"] >= TITLED:
            one.points["person"] += TITLED


def _longer(known: Mapping[str, Known]) -> None:
    """An undecided name whose first or last word alone is one is of its class: The Lantern, Daily Lantern."""
    for one in known.values():
        if one.kind or len(one.words) < 2:
            continue
        parts = [
            known[word]
            for word in (one.words[0], one.words[-1])
            if word in known and known[word].kind in grammar("cast_named")
        ]
        if parts:
            one.kind = parts[0].kind


def _taken_up(rows: tuple[Tokens, ...], known: Mapping[str, Known]) -> None:
    """A sentence that begins with "The group" says what the one before began with."""
    spaces = [list(candidates(row, n)) for n, row in enumerate(rows[:-1])]
    for number, found in enumerate(spaces):
        behind = rows[number + 1]
        if not found or len(behind) < 2 or behind[0].low not in ("the", "this") or not found[0].first <= 1:
            continue
        one = known.get(text_of(rows[number], found[0].first, found[0].last))
        kind = kind_of(behind[1].low)
        if one is not None and kind and kind != "person":
            one.points[kind] += 0.7
            one.why.append(f"{kind} +0.7: the {behind[1].low} in the next sentence")


def _publisher(document: Document) -> str:
    """The publisher's name without what is said of it in parentheses."""
    return document.publisher.partition("(")[0].strip()


def _add(known: dict[str, Known], body: str) -> None:
    """A body of which the frame of the document speaks."""
    words = tuple(body.split())
    if words and words[0][0].isupper():
        entry = known.setdefault(body, Known(body, words))
        entry.points["organisation"] += OWN
        entry.sure += 1
