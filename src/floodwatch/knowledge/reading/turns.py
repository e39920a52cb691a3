"""The label of a turn: who speaks in a transcript, or before a colon."""

from __future__ import annotations

import re

from floodwatch.knowledge.reading.phrases import Phrase, is_speaker
from floodwatch.knowledge.reading.shapes import title_at
from floodwatch.knowledge.reading.spans import ByPlace
from floodwatch.knowledge.reading.tokens import Tokens
from floodwatch.knowledge.reading.wordlists import grammar, listed_words

_MARK = re.compile(r"Q\d+[a-z]?|\d{1,3}")
"""The number of a question before its label."""
BRACKET, INSIDE = 6, 12
"""Words of a label before its brackets and within them."""


def label_of(spans: ByPlace, row: Tokens, number: int) -> Phrase | None:
    """The name of who speaks before a colon, at the beginning: MS ODUYA: …, FBI: …, Q41 Chair: …"""
    start = int(len(row) > 1 and bool(_MARK.fullmatch(row[0].text)) and row[1].cap)
    bracketed = _bracketed(spans, row, number)
    if bracketed is not None:
        return bracketed
    colon = next((n for n, token in enumerate(row[: start + 7]) if token.text == ":"), 0)
    if not colon > start or not row[start].cap or colon + 1 >= len(row):
        return None
    return _named(spans, row, number, start, colon) or _noun(row, start, colon)


def _bracketed(spans: ByPlace, row: Tokens, number: int) -> Phrase | None:
    """A label with more in brackets: "Q (Joy News): …", "PRESENTER (ANA TUI): …", "Mr. ODURO (Deputy Director): …"."""
    opens = next((n for n, token in enumerate(row[:BRACKET]) if token.text == "("), 0)
    closes = next((n for n in range(opens, min(len(row), opens + INSIDE)) if row[n].text == ")"), 0)
    here = closes + 1
    if opens and here + 2 < len(row) and row[here].text == "[":
        here = next((n + 1 for n in range(here, min(len(row), here + 5)) if row[n].text == "]"), here)
    if not opens or not closes or here + 1 >= len(row) or row[here].text != ":" or not row[0].cap:
        return None
    title = title_at(row, 0, opens, small=True)
    span = spans.get((number, title)) or spans.get((number, opens - 1))
    if span is not None and span.kind == "person" and span.last == opens:
        return Phrase(0, opens, opens - 1, "name")
    asked = row[0].low in grammar("somebody_voices") or _is_turn(row[:opens])
    return Phrase(0, closes + 1, _inside(spans, number, opens, closes), "label") if asked else None


def _inside(spans: ByPlace, number: int, opens: int, closes: int) -> int:
    """The last word of the name in brackets, else the word before them."""
    named = [n for n in range(opens + 1, closes) if (number, n) in spans]
    return named[-1] if named else opens - 1


def _named(spans: ByPlace, row: Tokens, number: int, start: int, colon: int) -> Phrase | None:
    """A body or a person, with a title."""
    title = title_at(row, start, colon) if not row[start].text.isupper() else 0
    span = spans.get((number, start + title))
    if span is not None and span.last == colon and span.kind in ("organisation", "person"):
        return None if _thing(row, start) else Phrase(start, colon, colon - 1, "name")
    return None


def _thing(row: Tokens, start: int) -> bool:
    """Whether the name is of what is described and not of who speaks: "Network A: Russia."."""
    return row[start].low in listed_words("cues", "voiceless")


def _noun(row: Tokens, start: int, colon: int) -> Phrase | None:
    words = row[start:colon]
    nouns = listed_words("cues", "speaker_nouns.official")
    shouted = all(token.text.isupper() for token in words if token.word) and len(words) <= 4
    if shouted and (len(words) > 1 or words[0].low in nouns) and _is_turn(words):
        return Phrase(start, colon, colon - 1, "label")
    if (
        len(words) == 1
        and (words[0].low in nouns or words[0].low in ("moderator", "interviewer"))
        and (is_speaker(row, start))
    ):
        return Phrase(start, colon, start, "label")
    if words[0].low == "the" and words[-1].low in nouns and len(words) <= 3:
        return Phrase(start, colon, colon - 1, "noun")
    return None


def _is_turn(words: Tokens) -> bool:
    titled = words[0].text.title() in listed_words("people", "honorifics")
    return titled or words[-1].low in listed_words("cues", "speaker_nouns.official")


def headline_voice(row: Tokens, place: int) -> Phrase | None:
    """Who says it, behind the dash at the end of a headline: "Supply safe -company"."""
    if place + 2 > len(row) or row[place].text not in "-–—" or row[place].glued or not place:
        return None
    ends = place + 2 == len(row) or row[place + 2].text == "("
    return Phrase(place + 1, place + 2, place + 1, "noun") if ends and is_speaker(row, place + 1) else None
