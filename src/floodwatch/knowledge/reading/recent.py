"""Of which actor a sentence speaks that does not name it: the one named last before, else the document's subject."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from floodwatch.knowledge.reading.between import QUOTES, Line, subject
from floodwatch.knowledge.reading.spans import Closed, closed
from floodwatch.knowledge.reading.states import state_words
from floodwatch.knowledge.reading.tokens import tokens
from floodwatch.knowledge.reading.wordlists import grammar
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention

ACTORS = frozenset({"actor", "campaign"})
AGAIN = frozenset({"it", "they"})
ASIDE = 12
"""Words of an aside before a name in it."""
OPENS = frozenset({"it", "its", "they", "their"})
FAR = 4
"""Sentences back in which an actor is still spoken of."""


class Recent:
    """The actors of one document by place."""

    def __init__(self, document: Document, aliases: Sequence[Mention] = ()) -> None:
        self._first = {m.text: str(m.fields["of"]) for m in aliases if _is_name(m)}
        self._by_text = {span.text: span for span in reversed(closed(document))}
        self._actors = [span for span in closed(document) if span.kind in ACTORS]
        self._rows = [span.row for span in self._actors]
        self._subject = subject(document)
        self._kept: dict[int, Closed] = {}
        self._sentences = tokens(document)
        self._longer = dict(_parts(self._by_text))

    def root(self, one: Closed | None) -> Closed | None:
        """The name of which a name is an alias, where the document says so."""
        of = self._first.get(one.text) or self._longer.get(one.text) if one else None
        return self._by_text.get(of, one) if of else one

    def learn(self, one: str, of: str) -> None:
        """A name is from here on another one of a name before it."""
        self._first.setdefault(one, of)

    def keep(self, number: int, of: Closed) -> None:
        """A sentence is of somebody whom it does not name, whatever it names: "It grew out of Hive"."""
        self._kept[number] = of

    def unless_another(self, line: Line, place: int) -> Closed | None:
        """As `near`, but nobody where the sentence names no actor and speaks of another: "North Korean hackers"."""
        named = any(span.kind in ACTORS for span in line.things)
        return self.near(line, place) if named or not _another(line) else None

    def near(self, line: Line, place: int) -> Closed | None:
        """The actor that what stands at a place of a sentence is said of, by the name that the document uses."""
        return self.root(self._near(line, place))

    def _near(self, line: Line, place: int) -> Closed | None:
        here = [span for span in line.things if span.kind in ACTORS]
        before = [span for span in here if span.last <= place]
        if before:
            before = [span for span in before if not _in_aside(line, span, place)] or before
            between = [token.low for token in line.row[before[-1].last : place]]
            return before[0] if AGAIN & set(between) and ("," in between or ";" in between) else before[-1]
        if here and (here[0].first - place <= 6 or _is_it(line, here[0])):
            return here[0]
        return self.last(line.number) or (here[0] if here else None)

    def last(self, number: int) -> Closed | None:
        """The first actor of the nearest sentence before that names one, else the subject of the document."""
        place = bisect_left(self._rows, number) - 1
        while place >= 0 and self._rows[place] >= number - FAR:
            row = self._rows[place]
            first = bisect_left(self._rows, row)
            if row in self._kept or not self._goes_on(row, self._actors[first].first):
                return self._kept.get(row) or self._actors[first]
            place = first - 1
        return self._subject

    def _goes_on(self, row: int, named: int) -> bool:
        """Whether a sentence goes on about the actor of the one before, whatever it names: "It grew out of Hive"."""
        before = [token.low for token in self._sentences[row][:named]]
        return before[:1] != [] and before[0] in OPENS and "that" not in before


def _parts(known: Mapping[str, Closed]) -> Iterator[tuple[str, str]]:
    """The last word of an actor's name that the document also uses alone: the Chain for the Zinder Chain."""
    for text, span in known.items():
        last = text.rpartition(" ")[2]
        if last != text and span.kind in ACTORS and last in known:
            yield last, text


def _is_it(line: Line, span: Closed) -> bool:
    """Whether a sentence says who it speaks of at its end: "The group tied to the party is Storm-1376"."""
    before = [
        token.low for token in line.row[max(0, span.first - 3) : span.first] if token.text not in QUOTES
    ]
    return before[-1:] in (["is"], ["was"], ["called"], ["named"], ["dubbed"])


def _in_aside(line: Line, span: Closed, place: int) -> bool:
    """Whether a name stands in a clause between commas that ends before a place: "X, which supplies Y, is …"."""
    row = line.row
    opened = next((n for n in range(span.first - 1, max(0, span.first - ASIDE), -1) if row[n].text == ","), 0)
    clause = opened and row[opened + 1].low in ("which", "who", "whose")
    return bool(clause) and any(row[n].text == "," for n in range(span.last, place))


def _another(line: Line) -> bool:
    """Whether actors are spoken of in the plural, or an actor's noun has a state or "another" before it."""
    acting = grammar("origins_acting")
    for place, token in enumerate(line.row):
        if token.low in ("groups", "actors", "hackers"):
            return True
        other = token.low in ("another", "other", "second", "foreign", "unknown") or state_words().at(
            line.row, place
        )
        if other and acting & {after.low for after in line.row[place + 1 : place + 6]}:
            return True
    return False


def _is_name(mention: Mention) -> bool:
    return mention.fields.get("relation") == "same" and mention.fields.get("polarity") == "asserted"
