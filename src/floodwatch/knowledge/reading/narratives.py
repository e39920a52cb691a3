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


REACH = 12
"""Words from a verb of telling to "that"."""
PAID = frozenset(
    {"paid", "pay", "paying", "hired", "offered", "bribed", "recruited", "francs", "euros", "dollars"}
)
BE = frozenset({"is", "are", "was", "were", "been", "be", "being"})
LABELS = frozenset({"claim", "rumour", "rumor", "myth"})
FACTS = frozenset(
    {"false", "untrue", "wrong", "fake", "fact", "facts", "not", "no", "lie", "lies", "hoax", "fiction"}
)


class Narratives:
    """The clause behind "posts said that", "the story was that"; and the answer in the sentences behind it."""

    name = "narratives"
    description = "Stories told by an operation, and rebuttals."
    makes: tuple[str, ...] = ("narrative", "rebuttal")
    needs: tuple[str, ...] = ("name", "speaker")

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterable[Mention]:
        """Stories and answers, each once."""
        speakers, told, seen = before.get("speaker", ()), -9, set()
        words: set[str] = set()
        last: Line | None = None
        for line in lines(document):
            stories = _stories(line, last)
            last = line
            for first, end in stories:
                told = line.number
                text = document.text[line.row[first].start : line.row[end - 1].end]
                words = {token.low for token in line.row[first:end]}
                if text.lower() not in seen:
                    seen.add(text.lower())
                    yield Mention("narrative", line.row[first].start, line.row[end - 1].end, text)
            behind = line.number - told
            if stories:
                answer = answer_behind(line, stories[-1][1], speakers)
            else:
                answer = answer_to(line, speakers, words, behind == 1) if 0 < behind <= NEAR else None
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


def _stories(line: Line, last: Line | None) -> list[tuple[int, int]]:
    """The clauses of a sentence that an operation tells."""
    one = (
        _story(line, last)
        or _of_it(line, last)
        or _accused(line, last)
        or _shown(line)
        or _according(line)
        or _labelled(line, last)
    )
    return [one] if one else _behind_colon(line)


def _story(line: Line, last: Line | None) -> tuple[int, int] | None:
    """The clause that the posts of an operation tell."""
    row = line.row
    for place, token in enumerate(row):
        if token.low != "that" or place + LEAST >= len(row):
            continue
        before = [t.low for t in row[max(0, place - 14) : place]]
        told = _told(before) or _told_by(line, last, place)
        if told and not _denied(row[place + 1].low) and not _said_by_somebody(line, place):
            return place + 1, clause_end(line, place + 1)
    return None


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
    if tail[-1:] == [","] and tail[-2:-1] and tail[-2] in stories:
        return True
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


def _told_by(line: Line, last: Line | None, place: int) -> bool:
    """Whether an actor, or what it made, is the subject of the verb of telling before "that"."""
    row, reach = line.row, max(0, place - REACH)
    tells = listed_words("statements", "tells") | listed_words("statements", "tells_whom")
    verb = next((n for n in range(place - 1, reach - 1, -1) if row[n].low in tells), -1)
    if verb < 1 or (place - verb > LEAST and row[verb].low not in listed_words("statements", "tells_whom")):
        return False
    if row[verb].low in ("say", "claim", "write", "tell", "post") and row[verb - 1].low == "to":
        return bool(PAID & {token.low for token in row[max(0, verb - 24) : verb]})
    return _operation_before(line, last, verb)


def _operation_before(line: Line, last: Line | None, verb: int) -> bool:
    """Whether the subject of a verb is an operation: its name, a word for it, what it made, or a pronoun for one."""
    row = line.row
    start = max((n + 1 for n in range(verb) if row[n].text in ".;:"), default=0)
    here = [token.low for token in row[max(start, verb - 10) : verb]]
    if line.bodies(max(start, verb - 4), verb) or any(w in ("who", "by", "officials") for w in here[-4:]):
        return False
    told = listed_words("statements", "tellers") | listed_words("statements", "operators")
    named = any(
        thing.kind in ("actor", "campaign") and max(start, verb - 8) <= thing.last <= verb
        for thing in line.things
    )
    if named or told & set(here):
        return True
    claims = row[verb].low in listed_words("statements", "claims_it")
    before = {token.low for token in last.row} if last is not None else set()
    acted = last is not None and bool(last.things or told & before)
    return claims and bool(here) and here[-1] in ("it", "they") and acted


def _accused(line: Line, last: Line | None) -> tuple[int, int] | None:
    """ "The pages accuse X of selling lithium": what an operation accuses somebody of."""
    row = line.row
    for place, token in enumerate(row[1:], 1):
        if token.low not in ("accuse", "accuses", "accused", "accusing") or row[place - 1].low in BE:
            continue
        of = next((n for n in range(place + 1, min(len(row), place + 16)) if row[n].low == "of"
                   and n + LEAST < len(row) and row[n + 1].low.endswith("ing")), 0)  # fmt: skip
        if of and (_operation_before(line, last, place) or row[place - 1].low == "they"):
            return of + 1, clause_end(line, of + 1)
    return None


def _shown(line: Line) -> tuple[int, int] | None:
    """ "The clip purports to show soldiers …": what something made shows."""
    row = line.row
    for place in range(2, len(row) - LEAST):
        shows = row[place].low in ("show", "depict", "prove") and row[place - 1].low == "to"
        if shows and row[place - 2].low in grammar("narratives_purports"):
            return place + 1, clause_end(line, place + 1)
    return None


def _according(line: Line) -> tuple[int, int] | None:
    """ "According to the posts, the ballots were burned"."""
    row = line.row
    if len(row) < 2 * LEAST or [token.low for token in row[:2]] != ["according", "to"]:
        return None
    comma = next((n for n in range(2, min(len(row), 10)) if row[n].text == ","), 0)
    made = listed_words("statements", "tellers") & {token.low for token in row[2:comma]}
    if not made or line.bodies(2, comma) or comma + LEAST >= len(row):
        return None
    return comma + 1, clause_end(line, comma + 1)


def _labelled(line: Line, last: Line | None) -> tuple[int, int] | None:
    """What stands behind the label "Claim" of a check of facts, or under it."""
    row = line.row
    if len(row) > LEAST + 1 and row[0].low in LABELS and row[1].text == ":":
        return 2, clause_end(line, 2)
    under = last is not None and [t.low for t in last.row if t.text != ":"] in [[label] for label in LABELS]
    return (0, clause_end(line, 0)) if under and len(row) > LEAST else None


def _behind_colon(line: Line) -> list[tuple[int, int]]:
    """ "The stories hardly varied: …; …": each clause behind the colon."""
    row = line.row
    colon = next((n for n in range(1, min(len(row), 14)) if row[n].text == ":"), 0)
    told = {token.low for token in row[:colon]}
    if not colon or not row[min(colon + 1, len(row) - 1)].word:
        return _round_or_false(line)
    if not told & (listed_words("statements", "stories") | {"theme", "themes", "messages"}) or FACTS & told:
        return _round_or_false(line)
    found, here = [], colon + 1
    while here + LEAST < len(row):
        end = clause_end(line, here)
        found.append((here, end))
        if end >= len(row) or row[end].text != ";":
            break
        here = end + 1 + (end + 1 < len(row) and row[end + 1].low in ("and", "that"))
    return found


def _round_or_false(line: Line) -> list[tuple[int, int]]:
    one = _without_that(line) or _goes_round(line)
    return [one] if one else []


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
