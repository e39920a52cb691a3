"""Actors, victims, bodies and people that a text introduces without a name; they stay entities of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from floodwatch.knowledge.reading.between import Line, lines
from floodwatch.knowledge.reading.states import state_words
from floodwatch.knowledge.reading.wordlists import by_word, grammar, listed_words
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, Reader, ReadingExample

OPENS = frozenset({"a", "an", "another"})
SECOND = frozenset({"second", "third", "fourth", "further", "different"})
WIDEST = 6

CALLING = frozenset(
    {
        "call",
        "calls",
        "called",
        "track",
        "tracks",
        "itself",
        "themselves",
        "dub",
        "dubs",
        "dubbed",
        "known",
        "name",
        "names",
    }
)
BODIES = frozenset({"embassy", "consulate", "ministry", "mission"})
"""Bodies whose voice is theirs and no person's: "a Chinese embassy spokesperson"."""
HARMED = 8
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
        speakers = {mention.start: mention for mention in before.get("speaker", ())}
        seen: set[str] = set()
        for line in lines(document):
            for first, last, head in _in_line(line):
                start, end = line.row[first].start, line.row[last - 1].end
                if start in speakers:
                    end = (
                        max(end, speakers[start].end) if _told_of(line, (first, last), speakers[start]) else 0
                    )
                text = document.text[start:end]
                if end and text.lower() not in seen:
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


def _told_of(line: Line, span: tuple[int, int], speaker: Mention) -> bool:
    """Whether more is told of who speaks than one noun, and no body for which it speaks."""
    first, last = span
    inside = [n for n in range(first, len(line.row)) if line.row[n].end <= speaker.end]
    named = any(
        (body := line.spans.get((line.number, n))) and body.kind == "organisation" and _voiced(line, n)
        for n in inside
    )
    return not named and (last - first > 2 or len(inside) > 2)


def _voiced(line: Line, place: int) -> bool:
    """Whether a body is one for which somebody speaks, not a place: "for Vodafone", not "in Hull"."""
    before = {token.low for token in line.row[max(0, place - 3) : place]}
    return not before & {"in", "near", "outside"}


def _denied(line: Line, place: int) -> bool:
    """Whether the sentence says that there is none: "no link to a ministry"."""
    return bool(
        {"not", "no", "cannot", "without"} & {token.low for token in line.row[max(0, place - 6) : place]}
    )


def _apposition(line: Line, place: int) -> bool:
    """Whether it only says what the name before the comma is."""
    if not place or line.row[place - 1].text not in (",", "(", "–", "—"):
        return False
    if place > 3 and line.row[place - 2].text.isdigit() and line.row[place - 3].text == ",":
        place -= 2
    return (line.number, place - 2) in line.spans or (place > 2 and line.row[place - 2].text in "\"”)’'")


def _head(line: Line, start: int) -> int:
    """The noun of the phrase: the last word of the lists before the phrase ends; 0 when there is none."""
    row, found = line.row, 0
    for place in range(start, min(len(row), start + WIDEST)):
        token = row[place]
        if token.low == "'s":
            found = 0
            continue
        if (
            (line.number, place) in line.spans
            or token.low in grammar("unnamed_breaks")
            or not (token.word or token.text == "-")
        ):
            break
        if found and place > found + 1:
            break
        if _is_head(line, place, start) and not (
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


def _is_head(line: Line, place: int, start: int) -> bool:
    """Whether a noun is of a body or a person: always, or where harm comes to it, or behind "foreign"."""
    word = line.row[place].low
    if word in listed_words("statements", "harmed_only"):
        rest = {token.low for token in line.row[place + 1 : place + HARMED]}
        return bool(grammar("unnamed_harm") & rest)
    if word in listed_words("statements", "strange"):
        return bool(
            listed_words("statements", "strange_how") & {token.low for token in line.row[start:place]}
        )
    if word.startswith("spokes"):
        follows = line.row[place + 1].low if place + 1 < len(line.row) else ""
        return follows not in ("for", "of") and line.row[place - 1].low not in BODIES
    if line.row[place].cap:
        return _compatriot(line, place)
    return word in by_word("statements", "unnamed")


def _compatriot(line: Line, place: int) -> bool:
    """Whether a word is of a people and a noun of its own: a Briton, a 29-year-old Dane."""
    found, row = state_words().at(line.row, place), line.row
    alone = place + 1 < len(row) and (
        not row[place + 1].word or row[place + 1].low in grammar("unnamed_apposed")
    )
    return found is not None and found == (1, (found[1][0], "adjective")) and alone


def _noun_follows(line: Line, place: int) -> bool:
    """Whether the noun only describes the next one: "a party conference"."""
    word = line.row[place].low
    return (
        (line.number, place) not in line.spans
        and word.endswith(
            (
                "spokesperson",
                "spokeswoman",
                "spokesman",
                "ment",
                "tion",
                "sion",
                "ence",
                "ing",
                "er",
                "ers",
                "ship",
                "list",
                "cise",
                "rity",
                "tem",
                "ount",
                "age",
            )
        )
        and word not in ("later", "after")
    )


def _explained(line: Line, place: int) -> bool:
    """Whether the name follows: "a firm called Frostline", "a consultancy, Frostline"."""
    row = line.row
    if (line.number, place) in line.spans:
        return True
    word = row[place].low if place < len(row) else ""
    if word in NAMING or _called(line, place):
        return True
    return word == "," and (line.number, place + 1) in line.spans


def _called(line: Line, place: int) -> bool:
    """Whether a name follows in "that calls itself X", "that we call X"."""
    words = [token.low for token in line.row[place : place + 5]]
    return words[:1] in (["that"], ["which"], ["who"], ["we"]) and bool(CALLING & set(words))


def _end(line: Line, end: int) -> int:
    """Behind "in Togo", "registered in Kenya", "on Telegram", "of nurses"."""
    row = line.row
    here = end + (end < len(row) and row[end].low in grammar("unnamed_seated"))
    if here + 1 >= len(row) or row[here].low not in ("in", "from", "on", "of", "near", "outside"):
        return end
    behind = row[here + 1]
    if row[here].low == "of":
        plain = (
            behind.low.endswith("s")
            and behind.low.isalpha()
            and not behind.cap
            and not behind.low.endswith("ss")
        )
        return here + 2 if plain and (here + 2 >= len(row) or not row[here + 2].word) else end
    if row[here].low == "on":
        span = line.spans.get((line.number, here + 1))
        return span.last if span is not None and span.kind == "platform" else end
    here += behind.low == "the" and here + 2 < len(row)
    if not row[here + 1].cap or row[here + 1].low in grammar("events_months"):
        return end
    last = here + 1
    while last < len(row) and row[last].cap and row[last].word:
        last += 1
    return last


def _fields(line: Line, span: tuple[int, int, int], states: Mapping[int, Mention]) -> dict[str, str]:
    first, last, head = span
    kind = by_word("statements", "unnamed").get(line.row[head].low, "")
    if not kind:
        strange = line.row[head].low in listed_words("statements", "strange")
        kind = "actor" if strange else "person" if line.row[head].cap else "other"
    rest = [token.low for token in line.row[last : last + HARMED]]
    before = [token.low for token in line.row[max(0, first - 4) : first]]
    harmed = grammar("unnamed_harm") & set(rest[:4]) or {"victims", "targets", "hit", "from"} & set(
        before[-2:]
    )
    stands_in = before[-4:-3] == ["victim"] and before[-1:] == [","]  # Victim-1, a clinic
    if kind in ("other", "person") and (harmed or stands_in) and "said" not in rest[:1]:
        kind = "victim"
    fields = {"class": kind}
    state = next((states[token.start] for token in line.row[first:last] if token.start in states), None)
    if state is not None:
        fields["country"] = str(state.fields["code"])
    return fields


UNNAMED: Reader = Unnamed()
