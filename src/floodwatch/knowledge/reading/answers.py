"""What is held against a story: who replies that …, "in fact, …", "this is untrue: …", the records show that …"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from floodwatch.knowledge.reading.between import Line
from floodwatch.knowledge.reading.wordlists import grammar, listed_words
from floodwatch.model.reading import Mention

LEAST = 3
OPENING = 6
"""Words of a sentence in which "in fact" stands."""
SHORT = 24
"""Words of a sentence that says at once how it is."""
PICTURES = frozenset(
    {
        "photo",
        "photograph",
        "picture",
        "image",
        "video",
        "clip",
        "footage",
        "recording",
        "audio",
        "letter",
        "document",
    }
)
REALLY = (
    ["was", "taken"], ["was", "filmed"], ["was", "shot"], ["was", "made"], ["was", "recorded"], ["was", "generated"],
    ["is", "from"], ["was", "from"], ["dates", "from"], ["comes", "from"], ["is", "old"], ["is", "a"], ["was", "a"],
    ["is", "years"], ["in", "fact"], ["actually", "shows"], ["had", "been"], ["was", "copied"], ["was", "edited"],
)  # fmt: skip
"""What is said of a picture that does not show what it is said to show."""
ENDS = frozenset({".", ";", "!", "?"})


@dataclass(frozen=True, slots=True)
class Answer:
    """Words `first` to `last` (not counted) of a sentence, and who says so, where somebody does."""

    first: int
    last: int
    by: str


def answer_to(line: Line, speakers: Sequence[Mention], story: set[str], next_one: bool) -> Answer | None:
    """The clause with which somebody, or the text, answers the story of the sentences before."""
    row = line.row
    words = [token.low for token in row]
    if not row:
        return None
    by = _speaker(line, speakers)
    started = _factual(words) or _shown(words)
    if next_one and not started and (_contradicts(words) or _corrects(words, story)):
        last = clause_end(line, 0)
        if by is None or by.start >= row[last - 1].end:
            return Answer(0, (by and _before(line, by)) or last, _who(by) if by and _before(line, by) else "")
    says = next_one and by is not None and bool(grammar("answers_says") & set(words))
    says = says and not grammar("answers_not") & set(words)
    if not started and not says and not grammar("narratives_denials") & set(words):
        return None
    if by is not None and by.start > row[0].start + LEAST and not started:
        ahead = _before(line, by)
        if ahead:
            return Answer(0, ahead, _who(by))
    first = started or _reported(line, by)
    last = clause_end(line, first)
    ahead = _before(line, by) if by is not None else 0
    last = ahead if first < ahead < last else last
    if words[first:last][:1] in (["this"], ["it"], ["that"]) and words[first + 1 : first + 2] in (
        [","],
        ["and"],
    ):
        return None
    return Answer(first, last, _who(by) if by is not None else "") if first < last else None


def answer_behind(line: Line, end: int, speakers: Sequence[Mention]) -> Answer | None:
    """What the sentence of the story itself holds against it: "…; in fact, the bank was open"."""
    words = [token.low for token in line.row[end:]]
    place = next(
        (n for n in range(len(words)) if words[n : n + 2] in (["in", "fact"], ["in", "reality"])), -1
    )
    if place < 0:
        return None
    first = end + place + 2
    first += first < len(line.row) and line.row[first].text == ","
    last = clause_end(line, first)
    return Answer(first, last, "") if first < last else None


def clause_end(line: Line, start: int) -> int:
    """The end of a clause: at a stop, or at a comma with what is no more of it."""
    row = line.row
    for place in range(start + LEAST, len(row)):
        word = row[place].low
        following = row[place + 1].low if place + 1 < len(row) else ""
        aside = word == "," and following in grammar("answers_aside")
        if word in ENDS or word in '"”»(' or aside or word in ("when", "although", "because"):
            return place
    return len(row)


def _factual(words: list[str]) -> int:
    """Behind "In fact,", "This is untrue:"; 0 when no such words open the sentence."""
    for phrase in (
        ["in", "fact"],
        ["in", "reality"],
        ["in", "truth"],
        ["the", "truth", "is", "that"],
        ["actually"],
    ):
        if words[: len(phrase)] == phrase:
            return len(phrase) + (words[len(phrase) : len(phrase) + 1] == [","])
    colon = next((n for n, word in enumerate(words[:SHORT]) if word in (":", ";")), 0)
    untrue = grammar("answers_untrue") & set(words[:colon])
    denied = words[:1] in (["no"], ["none"], ["nothing"]) or words[:3] == ["there", "is", "no"]
    said = bool(untrue) or (words[colon : colon + 1] == [":"] and denied)
    return colon + 1 if colon and said and colon + LEAST < len(words) else 0


def _shown(words: list[str]) -> int:
    """Behind the colon after tests, records and pictures that were shown or published."""
    colon = words.index(":") if ":" in words else 0
    proof = grammar("answers_proofs") & set(words[:colon])
    showing = grammar("answers_showing") & set(words[:colon])
    return colon + 1 if proof and showing and colon + LEAST < len(words) else 0


def _contradicts(words: list[str]) -> bool:
    """Whether the sentence behind a story says at once how it is: "They will close at seven"."""
    if words[:3] in (["there", "is", "no"], ["there", "was", "no"], ["there", "are", "no"]):
        return "such" in words[:5]
    if words[:1] in (["no"], ["nothing"], ["nobody"]):
        return "accounts" not in words
    acts = grammar("answers_not") & set(words)
    return (
        words[:1] in (["it"], ["they"])
        and words[1:2] in (["will"], ["was"], ["were"])
        and not acts
        and len(words) < SHORT
    )


def _corrects(words: list[str], story: set[str]) -> bool:
    """Whether a sentence denies what a story told, in its words, or says what a picture really shows."""
    if grammar("answers_not") & set(words) and not PICTURES & set(words[:LEAST]):
        return False
    told = {
        word for word in story & set(words) if len(word) > LEAST and word not in grammar("phrases_breaks")
    }
    if {"not", "never", "no"} & set(words) and told:
        return True
    shown = PICTURES & set(words[: LEAST + 1])
    return bool(shown) and any(words[n : n + 2] in REALLY for n in range(1, min(len(words), OPENING)))


def _speaker(line: Line, speakers: Sequence[Mention]) -> Mention | None:
    start, end = line.row[0].start, line.row[-1].end
    place = bisect_left(speakers, start, key=lambda speaker: speaker.start)
    return speakers[place] if place < len(speakers) and speakers[place].start < end else None


def _before(line: Line, by: Mention) -> int:
    """The comma behind which who says it stands: "Nobody needs a car, the town answered"; 0 when there is none."""
    place = next((n for n, token in enumerate(line.row) if token.start >= by.start), 0)
    while place > 1 and line.row[place - 1].low in listed_words("cues", "say"):
        place -= 1
    if place > 1 and line.row[place - 1].text in "\"”’»'":
        place -= 1
    return place - 1 if place > LEAST and line.row[place - 1].text == "," else 0


def _reported(line: Line, by: Mention | None) -> int:
    """Behind "that" or a colon; else behind the verb of who speaks; else the first word."""
    row = line.row
    first = next((n + 1 for n, token in enumerate(row) if token.low in ("that", ":") and n), 0)
    if by is not None and not first:
        verbs = listed_words("cues", "say")
        first = next(
            (n + 1 for n, token in enumerate(row) if token.start >= by.end and token.low in verbs), 0
        )
    return first if first < len(row) else 0


def _who(by: Mention) -> str:
    return str(by.fields.get("who", by.text))
