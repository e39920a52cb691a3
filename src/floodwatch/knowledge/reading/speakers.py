"""Who is said to have said: the subject of a verb of saying, the name behind "according to", the label of a turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from floodwatch.knowledge.reading.phrases import Phrase, before_verb, behind, opening
from floodwatch.knowledge.reading.roles import Roles
from floodwatch.knowledge.reading.saying import says
from floodwatch.knowledge.reading.spans import ByPlace, by_place
from floodwatch.knowledge.reading.tokens import Tokens, tokens
from floodwatch.knowledge.reading.wordlists import grammar, listed_words
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, Reader, ReadingExample


class Speakers:
    """Everybody to whom a statement is attributed, with the role in which they speak."""

    name = "speakers"
    description = "Who says, warns, believes, denies or is cited, with article and title, and in which role."
    makes: tuple[str, ...] = ("speaker",)
    needs: tuple[str, ...] = ("name", "person", "country", "platform")

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterable[Mention]:
        """The places of every speaker."""
        roles, seen = Roles(document), set()
        for number, row in enumerate(tokens(document)):
            for phrase in sorted(_in_row(document, row, number), key=lambda p: p.first):
                start, end = row[phrase.first].start, row[phrase.last - 1].end
                if start not in seen:
                    seen.add(start)
                    yield Mention(
                        "speaker", start, end, document.text[start:end], roles.told(row, number, phrase)
                    )

    def examples(self) -> Sequence[ReadingExample]:
        """Sentences with and without speakers."""
        return (
            ReadingExample(
                "A spokeswoman for the ministry said the list was forged.",
                ("A spokeswoman for the ministry",),
            ),
            ReadingExample("According to Mandiant, it began in May.", ("Mandiant",)),
            ReadingExample("Posts said that the bank had closed.", ()),
        )


def _in_row(document: Document, row: Tokens, number: int) -> Iterator[Phrase]:
    spans = by_place(document)
    label = _label(spans, row, number)
    if label:
        yield label
    for place, token in enumerate(row):
        if token.low == "to" and place and row[place - 1].low == "according":
            cited = behind(spans, row, number, place + 1)
            if cited:
                yield cited
        if token.cap and place:
            continue
        if says(spans, row, number, place):
            found = before_verb(spans, row, number, _first_verb(row, place))
            if found is None and row[place - 1].low in ("and", "but"):
                found = opening(spans, row, number)
            if (
                found is None
                and token.low in grammar("speakers_inverted")
                and place
                and row[place - 1].text in ",\"”’'»"
            ):
                found = behind(spans, row, number, place + 1)
            if found and not _voiceless(row, found) and not _own(row, found):
                yield found


def _voiceless(row: Tokens, phrase: Phrase) -> bool:
    return phrase.kind == "noun" and row[phrase.head].low in listed_words("cues", "voiceless")


def _first_verb(row: Tokens, place: int) -> int:
    """The verb by which the subject stands: "X tracks it as Y and says …"."""
    if place < 2 or row[place - 1].low not in ("and", "but"):
        return place
    lists = (listed_words("cues", "body_verbs"), listed_words("cues", "plain_say"))
    return next((n for n in range(place - 2, 0, -1) if any(row[n].low in words for words in lists)), place)


def _own(row: Tokens, phrase: Phrase) -> bool:
    """Whether it is the document itself, a number of people, or "it" in what it said."""
    first = row[phrase.first].low
    if phrase.kind == "pronoun":
        before = row[phrase.first - 1].low if phrase.first else ""
        return before == "that" or before in listed_words("cues", "say")
    counted = first in ("this", "our", "two", "three", "four", "five", "six", "several") or first[0].isdigit()
    return phrase.kind == "noun" and counted


def _label(spans: ByPlace, row: Tokens, number: int) -> Phrase | None:
    """The name of who speaks before a colon, at the beginning: MS ODUYA: …, FBI: …"""
    colon = next((n for n, token in enumerate(row[:6]) if token.text == ":"), 0)
    if not colon or not row[0].cap or colon + 1 >= len(row):
        return None
    words = row[:colon]
    span = spans.get((number, 0))
    if span is not None and span.last == colon and span.kind in ("organisation", "person"):
        return Phrase(0, colon, 0, "name")
    nouns = listed_words("cues", "speaker_nouns.official")
    shouted = all(token.text.isupper() for token in words if token.word) and len(words) <= 4
    if shouted and (len(words) > 1 or words[0].low in nouns) and _is_turn(words):
        return Phrase(0, colon, colon - 1, "label")
    if words[0].low == "the" and words[-1].low in nouns and len(words) <= 3:
        return Phrase(0, colon, colon - 1, "noun")
    return None


def _is_turn(words: Tokens) -> bool:
    titled = words[0].text.title() in listed_words("people", "honorifics")
    return titled or words[-1].low in listed_words("cues", "speaker_nouns.official")


SPEAKERS: Reader = Speakers()
