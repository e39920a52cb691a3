"""In which role somebody speaks, and who it is: the full name, or the body that "the lab" and "it" mean."""

from __future__ import annotations

from bisect import bisect_left

from floodwatch.knowledge.reading.offices import office_at
from floodwatch.knowledge.reading.phrases import KINDS, Phrase, speaker_roles, trades
from floodwatch.knowledge.reading.spans import Closed, by_place, closed
from floodwatch.knowledge.reading.tokens import Tokens, tokens
from floodwatch.knowledge.reading.wordlists import by_word, grammar
from floodwatch.model.documents import Document

NEAR = 40
"""Bodies before a place that "the lab" may mean."""
BODIES = frozenset({"organisation"})
ARTICLES = ("the ", "a ", "an ", "one ", "another ", "his ", "her ", "its ", "their ", "our ", "my ")


class Roles:
    """Role and name of the speakers of one document, told in their order."""

    def __init__(self, document: Document) -> None:
        self._spans = by_place(document)
        self._all = closed(document)
        self._rows = tokens(document)
        self._last: tuple[str, str] = ("", "")
        self._told: dict[bool, tuple[int, str, str]] = {}
        self._full: dict[str, str] = {}
        self._persons = [span for span in self._all if span.kind == "person"]
        self._person_starts = [span.start for span in self._persons]
        self._bodies = [span for span in self._all if span.kind in BODIES]
        self._starts = [span.start for span in self._bodies]
        self._longer: dict[tuple[str, str], str] = {}
        for span in self._all:
            words = span.text.split()
            for width in range(1, len(words)):
                self._longer.setdefault((span.kind, " ".join(words[:width])), span.text)
        for span in self._all:
            if span.kind == "person" and " " in span.text:
                self._full.setdefault(span.text.split()[-1].lower(), span.text)
        self._people = {
            span.text: self._role_of_person(span) for span in reversed(self._all) if span.kind == "person"
        }

    def told(self, row: Tokens, number: int, phrase: Phrase) -> dict[str, str]:
        """The fields of one speaker."""
        role, who = self._of(row, number, phrase)
        if role and phrase.kind != "pronoun":
            self._last = (role, who)
            self._told[self._human(number, phrase, role)] = (row[phrase.first].start, role, who)
        return {"role": role or "person", "who": who}

    def _of(self, row: Tokens, number: int, phrase: Phrase) -> tuple[str, str]:
        text = _text(row, phrase.first, phrase.last)
        if phrase.kind == "name":
            span = self._spans[number, phrase.head]
            role, who = self._named(span)
            return _by_noun(row, phrase.first, span.first) or role, who
        if phrase.kind == "capital":
            return "official", text
        if phrase.kind == "label":
            named = self._spans.get((number, phrase.head))
            if named is not None and row[phrase.last - 1].text == ")":
                person = named.kind == "person"
                return "reporter", self._named(named)[1] if person else row[phrase.first].text
            return "official", self._full.get(row[phrase.head].low, row[phrase.head].text.title())
        if phrase.kind == "pronoun":
            return self._meant_by(row, phrase, text)
        return self._noun(row, number, phrase, text)

    def _human(self, number: int, phrase: Phrase, role: str) -> bool:
        """Whether one human being speaks, and no body."""
        span = self._spans.get((number, phrase.head))
        if phrase.kind in ("name", "label"):
            return phrase.kind == "label" or (span is not None and span.kind == "person")
        word = self._rows[number][phrase.head].low if phrase.kind == "noun" else ""
        return role == "person" or word in by_word("people", "offices")

    def _meant_by(self, row: Tokens, phrase: Phrase, text: str) -> tuple[str, str]:
        """Of whom a pronoun speaks: he and she of the last human being, it of the last body."""
        human = text.lower() in ("he", "she")
        place, role, who = self._told.get(human, (-1, *self._last))
        if human:
            near = bisect_left(self._person_starts, row[phrase.first].start) - 1
            if near >= 0 and self._person_starts[near] > place:
                return self._named(self._persons[near])
        return (role, who) if role else ("person", text)

    def _named(self, span: Closed) -> tuple[str, str]:
        if span.kind == "person":
            full = self._full.get(span.text.lower(), span.text)
            return self._people.get(full) or self._people.get(span.text) or "person", full
        longer = self._longer.get((span.kind, span.text), span.text)
        return role_of_body(longer), longer

    def _role_of_person(self, span: Closed) -> str:
        row = self._rows[span.row]
        office = office_at(row, span.first, span.last).get("office", "").lower().split()
        if not office and span.first > 1 and row[span.first - 1].text == "(":  # PRESENTER (ANA TUI): …
            office = [row[span.first - 2].low]
        offices = by_word("people", "offices")
        for width in (3, 2, 1):
            for start in range(len(office) - width + 1):
                if role := offices.get("-".join(office[start : start + width]), ""):
                    return role
        return ""

    def _noun(self, row: Tokens, number: int, phrase: Phrase, text: str) -> tuple[str, str]:
        """What a noun says of the role; the body of the text that it means."""
        word = row[phrase.head].low
        pair = f"{row[phrase.head - 1].low} {word}" if phrase.head else word
        roles = speaker_roles()
        role = roles.get(pair) or roles.get(word) or _by_noun(row, phrase.head, phrase.head + 1) or "official"
        inside = [
            self._spans[number, n] for n in range(phrase.first, phrase.last) if (number, n) in self._spans
        ]
        if inside:
            return role, inside[-1].text
        if (
            row[phrase.first].low in ("the", "its", "their")
            and role in ("company", "official", "media")
            and phrase.last - phrase.first == 2
        ):
            meant = self._meant(row[phrase.first].start, word, role)
            return (role_of_body(meant) if role != "company" else role, meant) if meant else (role, word)
        plain = text
        for article in ARTICLES:
            plain = plain[len(article) :] if plain.lower().startswith(article) else plain
        return role, plain

    def _meant(self, place: int, word: str, role: str) -> str:
        """The body before the place whose name has the word, or the last one whose role fits."""
        near = bisect_left(self._starts, place)
        before = [span.text for span in self._bodies[max(0, near - NEAR) : near]]
        named = next((text for text in reversed(before) if word in text.lower().split()), "")
        if named or word in grammar("roles_themselves"):
            return named
        return next((text for text in reversed(before) if role_of_body(text) == role), "")


def _by_noun(row: Tokens, first: int, last: int) -> str:
    """The role that the last noun of some words says; nothing when none does."""
    for token in reversed(row[first:last]):
        for word in (token.low, token.low.removesuffix("s")):
            role = speaker_roles().get(word) or by_word("statements", "unnamed").get(word, "")
            if role in KINDS or (role := trades().get(word, "")):
                return role
    return ""


def role_of_body(name: str) -> str:
    """In which role a body speaks, by the words of its name."""
    roles = by_word("cues", "body_roles")
    words = name.split()
    return next((roles[word] for word in [words[-1], words[0], *words[1:-1]] if word in roles), "company")


def _text(row: Tokens, first: int, last: int) -> str:
    return "".join(
        ("" if t.glued or n == first else " ") + t.text for n, t in enumerate(row[first:last], first)
    )
