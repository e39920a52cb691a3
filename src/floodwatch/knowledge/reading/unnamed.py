"""Actors, victims, bodies and people that a text introduces without a name; they stay entities of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from floodwatch.knowledge.reading.between import Line, lines
from floodwatch.knowledge.reading.wordlists import by_word, grammar
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, Reader, ReadingExample

OPENS = frozenset({"a", "an", "another"})
SECOND = frozenset({"second", "third", "fourth", "further", "different"})
WIDEST = 6

NAMING = frozenset({"called", "named", "dubbed", "known", "codenamed"})


class Unnamed:
    """Phrases with an indefinite article whose noun is a body or a person and which no name explains."""

    name = "unnamed"
    description = "Actors, victims, bodies and people introduced without a name."
    makes: tuple[str, ...] = ("unnamed",)
    needs: tuple[str, ...] = ("name", "country", "person", "speaker")

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterable[Mention]:
        """One mention per introduction."""
        states = {mention.start: mention for mention in before.get("country", ())}
        speakers = {mention.start for mention in before.get("speaker", ())}
        seen: set[str] = set()
        for line in lines(document):
            for first, last, head in _in_line(line):
                start, end = line.row[first].start, line.row[last - 1].end
                text = document.text[start:end]
                if start not in speakers and text.lower() not in seen:
                    seen.add(text.lower())
                    yield Mention("unnamed", start, end, text, _fields(line, (first, last, head), states))

    def examples(self) -> Sequence[ReadingExample]:
        """Sentences with and without unnamed bodies."""
        return (
            ReadingExample("Thieves took $5m from an Estonia-based firm.", ("an Estonia-based firm",)),
            ReadingExample("Marble Finch, a group of hackers, hit a bank in Togo.", ("a bank in Togo",)),
            ReadingExample("Frostline is a security firm.", ()),
        )


def _in_line(line: Line) -> Iterator[tuple[int, int, int]]:
    row = line.row
    for place, token in enumerate(row):
        if (
            token.low not in OPENS
            or (place and row[place - 1].low in grammar("unnamed_apposed"))
            or _apposition(line, place)
        ):
            continue
        if (
            token.low == "a"
            and place
            and row[place - 1].low == "for"
            and place > 1
            and row[place - 2].low in ("campaign", "candidate")
        ):
            continue
        head = _head(line, place + 1)
        end = _end(line, head + 1)
        if token.low == "another" and row[place + 1 : end] and row[place + 1].low == "person":
            continue
        if head and not _explained(line, head + 1) and not _explained(line, end) and not _denied(line, place):
            yield place, end, head


def _denied(line: Line, place: int) -> bool:
    """Whether the sentence says that there is none: "no link to a ministry"."""
    return bool(
        {"not", "no", "cannot", "without"} & {token.low for token in line.row[max(0, place - 6) : place]}
    )


def _apposition(line: Line, place: int) -> bool:
    """Whether it only says what the name before the comma is."""
    if not place or line.row[place - 1].text not in (",", "(", "–", "—"):
        return False
    return (line.number, place - 2) in line.spans or (place > 2 and line.row[place - 2].text in "\"”)’'")


def _head(line: Line, start: int) -> int:
    """The noun of the phrase: the last word of the lists before the phrase ends; 0 when there is none."""
    row, found, kinds = line.row, 0, by_word("statements", "unnamed")
    for place in range(start, min(len(row), start + WIDEST)):
        token = row[place]
        if (
            (line.number, place) in line.spans
            or token.low in grammar("unnamed_breaks")
            or not (token.word or token.text == "-")
        ):
            break
        if found and place > found + 1:
            break
        if token.low in kinds and not (
            place + 1 < len(row) and row[place + 1].text == "-" and row[place + 1].glued
        ):
            found = place
    if (
        found
        and found + 1 < len(row)
        and row[found + 1].word
        and row[found + 1].low not in grammar("unnamed_breaks")
        and _noun_follows(line, found + 1)
    ):
        return 0
    return found


def _noun_follows(line: Line, place: int) -> bool:
    """Whether the noun only describes the next one: "a party conference"."""
    word = line.row[place].low
    return (
        (line.number, place) not in line.spans
        and word.endswith(("ment", "tion", "ence", "ing", "er", "ers", "ship", "list"))
        and word not in ("later", "after")
    )


def _explained(line: Line, place: int) -> bool:
    """Whether the name follows: "a firm called Frostline", "a consultancy, Frostline"."""
    row = line.row
    if (line.number, place) in line.spans:
        return True
    word = row[place].low if place < len(row) else ""
    if word in NAMING:
        return True
    return word == "," and (line.number, place + 1) in line.spans


def _end(line: Line, end: int) -> int:
    """Behind "in Togo", "in Kenya"."""
    row = line.row
    if (
        end + 1 < len(row)
        and row[end].low in ("in", "from")
        and row[end + 1].cap
        and (line.number, end + 1) not in line.spans
    ):
        if row[end + 1].low in grammar("events_months"):
            return end
        last = end + 1
        while last < len(row) and row[last].cap and row[last].word:
            last += 1
        return last
    return end


def _fields(line: Line, span: tuple[int, int, int], states: Mapping[int, Mention]) -> dict[str, str]:
    first, last, head = span
    kind = by_word("statements", "unnamed")[line.row[head].low]
    harmed = grammar("unnamed_harm") & {token.low for token in line.row}
    if (
        kind == "other"
        and harmed
        and line.row[head].low
        in ("firm", "company", "operator", "exchange", "platform", "bank", "hospital", "provider")
    ):
        kind = "victim"
    fields = {"class": kind}
    state = next((states[token.start] for token in line.row[first:last] if token.start in states), None)
    if state is not None:
        fields["country"] = str(state.fields["code"])
    return fields


UNNAMED: Reader = Unnamed()
