"""Elections and other events: the words that name one, with type, country and office."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from floodwatch.knowledge.reading.between import Line, lines
from floodwatch.knowledge.reading.stated import Stated
from floodwatch.knowledge.reading.tokens import Token, Tokens
from floodwatch.knowledge.reading.wordlists import by_word, grammar, listed_words
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, Reader, ReadingExample
from floodwatch.vocabulary.reading import words_of

ACTING = 3
"""Words behind a state in which it is said who acts."""
AROUND = 5
DATED = 5
"""Words behind an event in which its year stands."""


class Said(NamedTuple):
    """What the words of an event say of it: its type and head, and where, of which sort and in which year it is."""

    kind: str
    head: str
    state: str
    sort: str
    year: str

    def less_than(self, other: Said) -> bool:
        """Whether another one says the same and more."""
        details = list(zip(self[2:], other[2:], strict=True))
        same = self[:2] == other[:2] and self != other
        return same and all(not ours or ours == theirs for ours, theirs in details)


class Events:
    """Each event once, where its name is fullest."""

    name = "events"
    description = "Elections, referendums, disasters, breaches and other events that a text names."
    makes: tuple[str, ...] = ("event",)
    needs: tuple[str, ...] = ("country", "name")

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterable[Mention]:
        """One mention per type, head and country."""
        best: dict[Said, Mention] = {}
        for mention, said in _all(document, Stated(before.get("country", ()))):
            if said not in best or len(mention.text) > len(best[said].text) + 6:
                best[said] = mention
        told = [m for said, m in best.items() if not any(said.less_than(other) for other in best)]
        return sorted(told, key=lambda m: m.start)

    def examples(self) -> Sequence[ReadingExample]:
        """Sentences with and without events."""
        return (
            ReadingExample(
                "It wrote before the presidential election in Kenya.", ("presidential election in Kenya",)
            ),
            ReadingExample("The floods in Pakistan were the topic.", ("floods in Pakistan",)),
            ReadingExample("They vote in the morning and talk of fires.", ()),
        )


def _all(document: Document, states: Stated) -> Iterator[tuple[Mention, Said]]:
    """Events with what their words say of them."""
    kinds = by_word("statements", "events")
    for line in lines(document):
        place = 0
        while place < len(line.row):
            word, last = _head(line.row, place)
            follows = line.row[last].low if last < len(line.row) else ""
            free = (
                (line.number, place) not in line.spans and not line.row[place].loud and follows not in kinds
            )
            kind = kinds.get(word, "") if free and not _verb(line, place, states) else ""
            span = _span(line, place, last, states) if kind else None
            if span is not None:
                yield _made(document, line, place, span, kind, states), _said(line, place, span, kind, states)
                place = span[1]
            place += 1


def _head(row: Tokens, place: int) -> tuple[str, int]:
    """The word at a place, with what a hyphen ties to it (run-off), and where it ends."""
    if place + 2 < len(row) and row[place + 1].text == "-" and row[place + 2].low == "off":
        return f"{row[place].low}-off", place + 3
    return row[place].low, place + 1


def _said(line: Line, head: int, span: tuple[int, int], kind: str, states: Stated) -> Said:
    words = line.row[span[0] : span[1]]
    named = states.inside(words)
    near = [*words, *line.row[span[1] : span[1] + DATED]]
    return Said(
        kind,
        _stem(line.row[head].low),
        str(named[0].fields["code"]) if named else "",
        next((token.low for token in words if token.low in grammar("events_sorts")), ""),
        next((token.low for token in near if _year(token.low)), ""),
    )


def _verb(line: Line, place: int, states: Stated) -> bool:
    """Whether "votes" is what is done, "may vote", "Greece votes in an election"; or it is a press conference."""
    row = line.row
    before = row[place - 1].low if place else ""
    if not row[place].cap and (before in grammar("events_modals") and not (place and row[place - 1].cap)):
        return True
    if before in grammar("events_not"):
        return True
    acts = row[place].low in ("votes", "polls") and place > 0 and states.holds(row[place - 1])
    return acts and place + 1 < len(row) and row[place + 1].low in ("in", "on", "for", "to", "again")


def _stem(word: str) -> str:
    """One word for words that mean the same."""
    return str(words_of("statements")["event_stems"].get(word, word.rstrip("s")))


def _span(line: Line, head: int, end: int, states: Stated) -> tuple[int, int] | None:
    """From the first word that belongs to the event to the last; None when the head says too little alone."""
    row, first = line.row, head
    while first and head - first <= AROUND and _goes_back(row, first - 1, states):
        first -= 1
    while first < head and (
        row[first].text == "-" or (row[first].low == "by" and row[first + 1].text != "-")
    ):
        first += 1
    last = _tail(line, end, states)
    alone = first == head and last == end
    if alone and _dated(line, end):
        return first, last
    bare = row[head].low in listed_words("statements", "bare")
    return None if alone and bare else (first, last)


def _goes_back(row: Tokens, place: int, states: Stated) -> bool:
    """Whether a word before is of the event; also "and" between two sorts: "presidential and parliamentary"."""
    both = row[place].low == "and" and place > 0 and row[place - 1].low in grammar("events_sorts")
    return both or _belongs(row[place], states)


def _belongs(token: Token, states: Stated) -> bool:
    """Whether a word before the head is part of the event: a state, a year, presidential, by-."""
    words = listed_words("statements", "event_words")
    hyphen = token.text == "-" and token.glued
    if token.low in grammar("events_months") and not token.cap:
        return False
    return hyphen or token.low in words or token.low == "by" or _year(token.low) or states.holds(token)


def _dated(line: Line, place: int) -> bool:
    """Whether "of August 2022" follows."""
    behind = [token.low for token in line.row[place : place + 2]]
    dated = behind[1:] and (behind[1] in grammar("events_months") or _year(behind[1]))
    return bool(dated) and behind[0] in ("of", "in", "on")


def _year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[:2] in ("19", "20")


def _tail(line: Line, end: int, states: Stated) -> int:
    """Behind "in Kenya", "for mayor", "of Norvik Telecom"."""
    row = line.row
    here = end + 2 if end + 1 < len(row) and row[end + 1].low == "the" else end + 1
    link = row[end].low if end < len(row) else ""
    if link not in ("in", "for", "of", "on", "to") or here >= len(row):
        return end
    if link in ("to", "for") or (row[end - 1].low in grammar("events_on") and link == "on"):
        return _voted_end(line, link, end, here)
    if link != "on" and states.at(row[here]):
        return states.end_of_list(row, here)
    span = line.spans.get((line.number, here))
    if span is not None and span.kind == "organisation":
        return span.last
    place = link == "in" and row[here].cap and row[here].low not in grammar("events_months")
    return _capitals_end(line, here) if place else end


def _voted_end(line: Line, link: str, end: int, here: int) -> int:
    """Behind the office or the seat that is voted for, or the matter that is voted on."""
    if link == "on":
        return _matter_end(line, end + 1)
    if link == "for":
        return _office_end(line, here) or end
    return here + 1 if line.row[here].low in grammar("events_seats") else end


def _matter_end(line: Line, here: int) -> int:
    """Behind what is voted on: "referendum on the waste plant"."""
    row, end = line.row, here
    while (
        end < len(row)
        and end - here < AROUND
        and row[end].word
        and row[end].low not in grammar("events_breaks")
    ):
        end += 1
    return end if end > here + 1 or (end > here and not row[here].text[0].isdigit()) else here - 1


def _office_end(line: Line, here: int) -> int:
    """Behind "mayor", "county treasurer"; 0 when no office stands there."""
    offices = by_word("people", "offices")
    return next((n + 1 for n in range(here, min(len(line.row), here + 2)) if line.row[n].low in offices), 0)


def _capitals_end(line: Line, here: int) -> int:
    """Behind the name of a place: "Arizona's 6th" ends before 6th."""
    end = here
    while end < len(line.row) and line.row[end].word and line.row[end].cap:
        end += 1
    return end


def _made(
    document: Document, line: Line, head: int, span: tuple[int, int], kind: str, states: Stated
) -> Mention:
    row, (first, last) = line.row, span
    start, end = row[first].start, row[last - 1].end
    fields = {"type": kind}
    elsewhere = (state for state in states.inside(row) if not _acts(row, state))
    near = next(iter([*states.inside(row[first:last]), *elsewhere]), None)
    if near is not None:
        fields["country"] = str(near.fields["code"])
    if office := _office(document, line, head, span):
        fields["office"] = office
    return Mention("event", start, end, document.text[start:end], fields)


def _acts(row: Tokens, state: Mention) -> bool:
    """Whether a state says who acts, not where: "Chinese influence operations"."""
    behind = [token for token in row if token.start >= state.end][:ACTING]
    return any(token.low in grammar("origins_acting") and not token.cap for token in behind)


def _office(document: Document, line: Line, head: int, span: tuple[int, int]) -> str:
    """The office that is voted on: of a presidential election, or behind "for"."""
    row, offices = line.row, words_of("statements")["offices_of"]
    named = next((str(offices[token.low]) for token in row[span[0] : span[1]] if token.low in offices), "")
    if named or head + 2 >= span[1] or row[head + 1].low != "for":
        return named
    return document.text[row[head + 2].start : row[span[1] - 1].end]


EVENTS: Reader = Events()
