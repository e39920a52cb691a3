"""People: full names and surnames, with the office that the text gives them and its district."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from floodwatch.knowledge.reading.offices import office_at
from floodwatch.knowledge.reading.shapes import without_senior
from floodwatch.knowledge.reading.spans import Closed, closed
from floodwatch.knowledge.reading.tokens import tokens
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, Reader, ReadingExample


class People:
    """Every place of a person's name, without titles."""

    name = "people"
    description = "Names of people, with office and district where given; surnames with the full name."
    makes: tuple[str, ...] = ("person",)
    needs: tuple[str, ...] = ()

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterable[Mention]:
        """The places of every person."""
        return _read(document)

    def examples(self) -> Sequence[ReadingExample]:
        """Sentences with and without people."""
        return (
            ReadingExample(
                "Senator Jane Holloway said so; Holloway has not replied.", ("Jane Holloway", "Holloway")
            ),
            ReadingExample("Petter Hove, candidate for mayor of Bergen, lost.", ("Petter Hove",)),
            ReadingExample("The Prime Minister said no, and Microsoft agreed.", ()),
        )


def _read(document: Document) -> Iterator[Mention]:
    rows, spans = tokens(document), [span for span in closed(document) if span.kind == "person"]
    full = _full(spans)
    told: dict[str, dict[str, str]] = {}
    for span in spans:
        fields: dict[str, Any] = (
            office_at(rows[span.row], span.first, span.last) if span.text not in told else {}
        )
        told.setdefault(span.text, fields)
        if who := _who(span, full):
            fields = fields | {"who": who}
        yield Mention("person", span.start, span.end, span.text, fields)


def _full(spans: Sequence[Closed]) -> dict[str, str]:
    """Surname, and given name where only one person bears it, of everybody who is named in full."""
    last: dict[str, str] = {}
    first: dict[str, set[str]] = {}
    for span in spans:
        words = _in_order(without_senior(span.text.split()))
        for width in range(1, len(words)):
            last.setdefault(" ".join(words[-width:]).lower(), span.text)
        if len(words) > 1:
            first.setdefault(words[0].lower(), set()).add(span.text.lower())
    texts = {span.text.lower(): span.text for span in reversed(spans)}
    once = {word: texts[min(bearers)] for word, bearers in first.items() if len(bearers) == 1}
    return once | last


def _in_order(words: Sequence[str]) -> Sequence[str]:
    """The given names first, where a comma says that they stand last."""
    comma = next((n for n, word in enumerate(words) if word.endswith(",")), None)
    return words if comma is None else (*words[comma + 1 :], *words[:comma], words[comma].rstrip(","))


def _who(span: Closed, full: Mapping[str, str]) -> str:
    """The full name of somebody who is called by a part of it."""
    found = full.get(span.text.lower(), "")
    return found if len(found) > len(span.text) else ""


PEOPLE: Reader = People()
