"""Stories that an operation tells, and what is held against them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from floodwatch.knowledge.reading.between import Line, lines
from floodwatch.knowledge.reading.phrases import before_verb
from floodwatch.knowledge.reading.wordlists import grammar, listed_words
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, Reader, ReadingExample

LEAST = 3
NEAR = 2
"""Sentences behind a story in which it is answered."""
ENDS = frozenset({".", ";", "!", "?"})


class Narratives:
    """The clause behind "posts said that", "the story was that"; and the answer in the sentences behind it."""

    name = "narratives"
    description = "Stories told by an operation, and rebuttals."
    makes: tuple[str, ...] = ("narrative", "rebuttal")
    needs: tuple[str, ...] = ("name", "speaker")

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterable[Mention]:
        """Stories and answers, each once."""
        speakers, told, seen = before.get("speaker", ()), -9, set()
        for line in lines(document):
            story = _story(line)
            if story is not None:
                told = line.number
                text = document.text[line.row[story[0]].start : line.row[story[1] - 1].end]
                if text.lower() not in seen:
                    seen.add(text.lower())
                    yield Mention("narrative", line.row[story[0]].start, line.row[story[1] - 1].end, text)
            elif 0 < line.number - told <= NEAR and (answer := _answer(line, speakers)):
                told = -9
                yield Mention("rebuttal", answer.start, answer.end, answer.text, answer.fields)

    def examples(self) -> Sequence[ReadingExample]:
        """Sentences with and without stories."""
        return (
            ReadingExample(
                "Posts claimed that the dam had burst. The ministry replied that the dam is safe.",
                ("the dam had burst", "the dam is safe"),
            ),
            ReadingExample("The ministry said that the dam is safe.", ()),
        )


def _story(line: Line) -> tuple[int, int] | None:
    """The clause that the posts of an operation tell."""
    row = line.row
    for place, token in enumerate(row):
        if token.low != "that" or place + LEAST >= len(row):
            continue
        before = [t.low for t in row[max(0, place - 14) : place]]
        if _told(before) and not _denied(row[place + 1].low) and not _said_by_somebody(line, place):
            return place + 1, _end(line, place + 1)
    return _without_that(line)


def _told(before: list[str]) -> bool:
    """Whether a story, or a verb of telling whose subject is a post, stands right before "that"."""
    tail = before[-3:]
    stories, tells = listed_words("statements", "stories"), listed_words("statements", "tells")
    tellers = listed_words("statements", "tellers")
    if tail[-1:] and tail[-1] in stories and tail[-1] not in ("message", "line", "idea"):
        return True
    if tail[-1:] in (["was"], ["is"], ["were"]) and stories & set(before):
        return True
    verb = next((word for word in reversed(tail) if word in tells), "")
    if not verb:
        return False
    told = (
        "falsely" in before[-6:]
        or "wrongly" in before[-6:]
        or (tail[-1].endswith("ly") and "false" in tail[-1])
    )
    subject = before[: len(before) - 1 - before[::-1].index(verb)]
    ended = max((n for n, word in enumerate(subject) if word in (".", ";", ":")), default=-1)
    return told or bool(tellers & set(subject[ended + 1 :][-8:])) or verb in ("claiming", "alleging")


def _said_by_somebody(line: Line, place: int) -> bool:
    """Whether the subject of the verb before "that" is a person or a body."""
    verb = next(
        (
            n
            for n in range(place - 1, max(-1, place - 4), -1)
            if line.row[n].low in listed_words("statements", "tells")
        ),
        0,
    )
    found = before_verb(line.spans, line.row, line.number, verb) if verb else None
    return found is not None and found.kind in ("name", "capital")


def _denied(word: str) -> bool:
    return word in ("it", "they", "we", "i")


def _without_that(line: Line) -> tuple[int, int] | None:
    """ "posts told of …": none; only "falsely claimed the bank …"."""
    row = line.row
    for place, token in enumerate(row[:-LEAST]):
        if (
            token.low in ("claimed", "alleged", "claims", "claiming", "alleging", "said")
            and place
            and row[place - 1].low == "falsely"
        ):
            return place + 1, _end(line, place + 1)
    return None


def _end(line: Line, start: int) -> int:
    """The end of a clause: at a stop, or at a comma with what is no more of it."""
    row = line.row
    for place in range(start + LEAST, len(row)):
        word = row[place].low
        following = row[place + 1].low if place + 1 < len(row) else ""
        aside = word == "," and following in (
            "which",
            "but",
            "although",
            "while",
            "as",
            "though",
            "a",
            "and",
            "when",
            "where",
            "because",
            "told",
            "though",
        )
        if word in ENDS or word in '"”»(' or aside or word in ("when", "although", "because"):
            return place
    return len(row)


def _answer(line: Line, speakers: Sequence[Mention]) -> Mention | None:
    """The clause with which somebody, or the text, answers the story before."""
    row = line.row
    words = {token.low for token in row}
    if not row or not grammar("narratives_denials") & words:
        return None
    start, end = row[0].start, row[-1].end
    place = bisect_left(speakers, start, key=lambda speaker: speaker.start)
    by = speakers[place] if place < len(speakers) and speakers[place].start < end else None
    first = next((n + 1 for n, token in enumerate(row) if token.low in ("that", ":") and n), 0)
    if by is not None and not first:
        first = next(
            (
                n + 1
                for n, token in enumerate(row)
                if token.start >= by.end and token.low in listed_words("cues", "say")
            ),
            0,
        )
    last = len(row) - 1 if row[-1].text in ENDS else len(row)
    if first >= last:
        first = 0
    text = " ".join(token.text for token in row[first:last])
    fields = {"by": by.fields.get("who", by.text)} if by is not None else {}
    return Mention("rebuttal", row[first].start, row[last - 1].end, text, fields)


NARRATIVES: Reader = Narratives()
