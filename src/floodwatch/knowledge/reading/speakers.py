"""Who is said to have said: the subject of a verb of saying, the name behind "according to", the label of a turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from floodwatch.knowledge.reading.cited import beside, cited_behind, joined
from floodwatch.knowledge.reading.phrases import Phrase, before_verb, opening
from floodwatch.knowledge.reading.roles import Roles
from floodwatch.knowledge.reading.saying import says
from floodwatch.knowledge.reading.spans import ByPlace, by_place
from floodwatch.knowledge.reading.tokens import Tokens, tokens
from floodwatch.knowledge.reading.turns import headline_voice, label_of
from floodwatch.knowledge.reading.wordlists import grammar, listed_words
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, Reader, ReadingExample

HAS = frozenset({"has", "have", "had"})


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
    label = label_of(spans, row, number)
    if label:
        yield label
    for place, token in enumerate(row):
        cited = _cited(spans, row, number, place) or headline_voice(row, place)
        if cited:
            yield cited
        if token.cap and place:
            continue
        if says(spans, row, number, place) or _inverts(row, place):
            found = _subject(spans, row, number, place)
            if found and not _voiceless(row, found) and not _own(row, found, place):
                yield found
                yield from beside(spans, row, number, found)
                yield from joined(spans, row, number, found, place)


def _cited(spans: ByPlace, row: Tokens, number: int, place: int) -> Phrase | None:
    """Behind "according to" and "claimed by"."""
    if not place or place + 1 >= len(row):
        return None
    word, before = row[place].low, row[place - 1].low
    if word == "to" and before == "according":
        return cited_behind(spans, row, number, place + 1)
    told = row[place - 3].low if place > 2 and (before, row[place - 2].low) == ("us", "to") else before
    if word == "by" and told in grammar("speakers_by") and not row[place - 1].cap:
        found = cited_behind(spans, row, number, place + 1)
        return None if found is None or _voiceless(row, found) else found
    return None


def _subject(spans: ByPlace, row: Tokens, number: int, place: int) -> Phrase | None:
    """Who stands before the verb; opens the sentence, before "and said"; or stands behind: "…", said X."""
    found = before_verb(spans, row, number, _first_verb(row, place))
    if found is None and row[place - 1].low in ("and", "but"):
        found = opening(spans, row, number)
    if found is None and _inverts(row, place):
        found = cited_behind(spans, row, number, place + 1)
    return found


def _inverts(row: Tokens, place: int) -> bool:
    """Whether a verb has what was said before it, and who said it behind."""
    word, before = row[place].low, row[place - 1].text if place else ""
    if not before or before not in ",\"”’'»“":
        return False
    quotes = before != ","
    return word in grammar("speakers_inverted") or (quotes and word in listed_words("cues", "plain_say"))


def _voiceless(row: Tokens, phrase: Phrase) -> bool:
    return phrase.kind == "noun" and row[phrase.head].low in listed_words("cues", "voiceless")


def _first_verb(row: Tokens, place: int) -> int:
    """The verb by which the subject stands: "X tracks it as Y and says …"."""
    if place < 2 or row[place - 1].low not in ("and", "but"):
        return place
    lists = (listed_words("cues", "body_verbs"), listed_words("cues", "plain_say"))
    return next((n for n in range(place - 2, 0, -1) if any(row[n].low in words for words in lists)), place)


def _own(row: Tokens, phrase: Phrase, verb: int) -> bool:
    """Whether it is the document itself, a number of people, or "it" in what it said."""
    first = row[phrase.first].low
    if phrase.kind == "pronoun":
        before = row[phrase.first - 1].low if phrase.first else ""
        if before in grammar("saying_passive"):
            return True
        return (
            row[verb].low in HAS
            or before in listed_words("cues", "say")
            or (before == "that" and row[verb].low not in grammar("speakers_inverted"))
        )
    counted = first in grammar("speakers_numbers") or first[0].isdigit()
    weak = row[verb].low in grammar("speakers_weak")
    return phrase.kind == "noun" and ((counted and weak) or first == "this")


SPEAKERS: Reader = Speakers()
