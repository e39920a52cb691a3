"""Stories that an operation tells, and what is held against them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from floodwatch.knowledge.reading.answers import answer_behind, answer_to, clause_end
from floodwatch.knowledge.reading.between import Line, lines
from floodwatch.knowledge.reading.phrases import before_verb
from floodwatch.knowledge.reading.wordlists import grammar, listed_words
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, Reader, ReadingExample

LEAST = 3
NEAR = 2
"""Sentences behind a story in which it is answered."""


class Narratives:
    """The clause behind "posts said that", "the story was that"; and the answer in the sentences behind it."""

    name = "narratives"
    description = "Stories told by an operation, and rebuttals."
    makes: tuple[str, ...] = ("narrative", "rebuttal")
    needs: tuple[str, ...] = ("name", "speaker")

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterable[Mention]:
        """Stories and answers, each once."""
        speakers, told, seen = before.get("speaker", ()), -9, set()
        last: Line | None = None
        for line in lines(document):
            story = _story(line) or _of_it(line, last)
            last = line
            if story is not None:
                told = line.number
                text = document.text[line.row[story[0]].start : line.row[story[1] - 1].end]
                if text.lower() not in seen:
                    seen.add(text.lower())
                    yield Mention("narrative", line.row[story[0]].start, line.row[story[1] - 1].end, text)
                answer = answer_behind(line, story[1], speakers)
            else:
                behind = line.number - told
                answer = answer_to(line, speakers, behind == 1) if 0 < behind <= NEAR else None
            if answer is not None:
                told = -9
                fields = {"by": answer.by} if answer.by else {}
                start, end = line.row[answer.first].start, line.row[answer.last - 1].end
                yield Mention("rebuttal", start, end, document.text[start:end], fields)

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
            return place + 1, clause_end(line, place + 1)
    return _without_that(line) or _goes_round(line)


def _of_it(line: Line, last: Line | None) -> tuple[int, int] | None:
    """ "It told them that …", where the sentence before is of a voice, a call or a letter."""
    row = line.row
    if last is None or len(row) < 2 * LEAST or row[0].low not in ("it", "they"):
        return None
    tells = row[1].low in listed_words("statements", "tells")
    told = listed_words("statements", "tellers") & {token.low for token in last.row}
    that = next((n for n in range(2, 2 + LEAST) if row[n].low == "that"), 0)
    return (that + 1, clause_end(line, that + 1)) if tells and told and that else None


def _goes_round(line: Line) -> tuple[int, int] | None:
    """ "A story went round in May: …"; "it circulates also that …"."""
    row, stories = line.row, listed_words("statements", "stories")
    for place, token in enumerate(row):
        if token.low not in grammar("narratives_round"):
            continue
        before = {t.low for t in row[:place]} & (stories | grammar("narratives_tales"))
        end = next((n for n in range(place + 1, len(row)) if row[n].text in (":", ".", ";")), 0)
        if before and end and row[end].text == ":" and end + LEAST < len(row):
            return end + 1, clause_end(line, end + 1)
        that = next((n for n in range(place + 1, min(len(row), place + 6)) if row[n].low == "that"), 0)
        if that and that + LEAST < len(row):
            return that + 1, clause_end(line, that + 1)
    return None


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
            return place + 1, clause_end(line, place + 1)
    return None


NARRATIVES: Reader = Narratives()
