"""Elections and other events: the words that name one, with type, country and office."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from floodwatch.knowledge.reading.between import Line, lines
from floodwatch.knowledge.reading.wordlists import by_word, grammar, listed_words
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, Reader, ReadingExample
from floodwatch.vocabulary.reading import words_of

AROUND = 5


class Events:
    """Each event once, where its name is fullest."""

    name = "events"
    description = "Elections, referendums, disasters, breaches and other events that a text names"
    makes = ("event",)
    needs = ("country", "name")

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterable[Mention]:
        """One mention per type, head and country."""
        best: dict[tuple[str, str, str], Mention] = {}
        for mention, head in _all(document, before.get("country", ())):
            key = (mention.fields["type"], head, _inside(mention, before.get("country", ())))
            if key not in best or len(mention.text) > len(best[key].text) + 6:
                best[key] = mention
        known = {(key[0], key[1]) for key in best if key[2]}
        return sorted((m for key, m in best.items() if key[2] or key[:2] not in known), key=lambda m: m.start)

    def examples(self) -> Sequence[ReadingExample]:
        """Sentences with and without events."""
        return (
            ReadingExample(
                "It wrote before the presidential election in Kenya.", ("presidential election in Kenya",)
            ),
            ReadingExample("The floods in Pakistan were the topic.", ("floods in Pakistan",)),
            ReadingExample("They vote in the morning and talk of fires.", ()),
        )


def _inside(mention: Mention, countries: Sequence[Mention]) -> str:
    """The state that the words themselves name."""
    codes = (str(c.fields["code"]) for c in countries if mention.start <= c.start and c.end <= mention.end)
    return next(codes, "")


def _all(document: Document, countries: Sequence[Mention]) -> Iterator[tuple[Mention, str]]:
    states = {mention.start: mention for mention in countries}
    kinds = by_word("statements", "events")
    for line in lines(document):
        place = 0
        while place < len(line.row):
            kind = kinds.get(_head(line, place), "")
            span = _span(line, place, states) if kind and not line.row[place].loud else None
            if span is not None:
                yield _made(document, line, place, span, kind, states), _stem(line.row[place].low)
                place = span[1]
            place = place + 1


def _head(line: Line, place: int) -> str:
    """The word as a noun; by-election with its hyphen."""
    if (line.number, place) in line.spans:
        return ""
    return line.row[place].low


def _stem(word: str) -> str:
    return {
        "runoff": "runoff",
        "polls": "election",
        "vote": "election",
        "votes": "election",
        "midterms": "election",
        "race": "race",
    }.get(word, word.rstrip("s"))


def _span(line: Line, head: int, states: Mapping[int, Mention]) -> tuple[int, int] | None:
    """From the first word that belongs to the event to the last; None when the head says too little alone."""
    row, first = line.row, head
    while first and head - first < AROUND + 1:
        token, before = row[first - 1], row[first - 1].low
        state = token.start in states or any(
            token.start > s.start and token.end <= s.end for s in states.values() if s.start <= token.start
        )
        if not (
            state
            or before in listed_words("statements", "event_words")
            or _year(before)
            or (token.text == "-" and token.glued)
            or before == "by"
        ):
            break
        first -= 1
    while first < head and (
        row[first].text == "-" or (row[first].low == "by" and row[first + 1].text != "-")
    ):
        first += 1
    last = _tail(line, head + 1, states)
    alone = first == head and last == head + 1
    verb = row[head].low in ("vote", "strike", "poll", "hack", "leak") and first == head
    if alone and _dated(line, head + 1):
        return first, last
    if (alone and row[head].low in listed_words("statements", "bare")) or (verb and last == head + 1):
        return None
    return first, last


def _dated(line: Line, place: int) -> bool:
    """Whether "of August 2022" follows."""
    behind = [token.low for token in line.row[place : place + 2]]
    return (
        len(behind) == 2
        and behind[0] in ("of", "in")
        and (behind[1] in grammar("events_months") or _year(behind[1]))
    )


def _year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[:2] in ("19", "20")


def _tail(line: Line, end: int, states: Mapping[int, Mention]) -> int:
    """Behind "in Kenya", "for mayor", "of Norvik Telecom"."""
    row = line.row
    if end + 1 >= len(row) or row[end].low not in ("in", "for", "of", "on"):
        return end
    link, here = row[end].low, end + 1
    if row[here].low == "the":
        here += 1
    if here >= len(row):
        return end
    state = states.get(row[here].start)
    if state is not None and link in ("in", "of"):
        return _states_end(line, here, states)
    span = line.spans.get((line.number, here))
    if span is not None and link in ("of", "on", "in") and span.kind == "organisation":
        return span.last
    if (
        link == "in"
        and row[here].cap
        and not _year(row[here].low)
        and row[here].low not in grammar("events_months")
    ):
        return _capitals_end(line, here)
    if (link == "for" and row[here].low in by_word("people", "offices")) or (
        link == "for" and here + 1 < len(row) and row[here + 1].low in by_word("people", "offices")
    ):
        return here + 1 if row[here].low in by_word("people", "offices") else here + 2
    return end


def _states_end(line: Line, here: int, states: Mapping[int, Mention]) -> int:
    """Behind a list of states."""
    row, end = line.row, here
    while end < len(row) and row[end].start in states:
        stop = states[row[end].start].end
        while end < len(row) and row[end].end <= stop:
            end += 1
        if end + 1 < len(row) and row[end].low in ("and", ",") and row[end + 1].start in states:
            end += 1
    return end


def _capitals_end(line: Line, here: int) -> int:
    end = here
    while (
        end < len(line.row)
        and (line.row[end].cap or line.row[end].low == "'s")
        and line.row[end].word | (line.row[end].low == "'s")
    ):
        end += 1
    return end


def _made(
    document: Document, line: Line, head: int, span: tuple[int, int], kind: str, states: Mapping[int, Mention]
) -> Mention:
    row, (first, last) = line.row, span
    start, end = row[first].start, row[last - 1].end
    fields = {"type": kind}
    inside = [states[token.start] for token in row[first:last] if token.start in states]
    near = (
        inside or [states[token.start] for token in row if token.start in states] or _nearest(states, start)
    )
    if near:
        fields["country"] = str(near[0].fields["code"])
    offices = words_of("statements")["offices_of"]
    office = next((offices[token.low] for token in row[first:last] if token.low in offices), "")
    if not office and "for" in [token.low for token in row[head:last]]:
        office = document.text[row[head + 2].start : end]
    if office:
        fields["office"] = office
    return Mention("event", start, end, document.text[start:end], fields)


def _nearest(states: Mapping[int, Mention], place: int) -> list[Mention]:
    before = [mention for start, mention in states.items() if start < place]
    return before[-1:]


EVENTS: Reader = Events()
