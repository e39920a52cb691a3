"""Targets that tables, victims without a name and losses tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from floodwatch.knowledge.reading.spans import Closed
from floodwatch.knowledge.reading.tables import states_alone, targeted_cells
from floodwatch.knowledge.reading.wordlists import listed_words
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention

LOST = re.compile(r" (?:has |had |have )?(?:lost|loses|was robbed of|were robbed of) ")
SUFFERS = 40
"""Characters behind a victim in which it is told what it suffered."""
LONGEST = 6
"""Words of a cell that is read as one target."""
NO_HARM = frozenset({"contact", "track", "interest", "sight", "touch", "attention"})


def target(document: Document, start: int, end: int, of: Closed | None) -> Mention:
    """Some words of a document as a target, with the actor that aimed at it."""
    fields = {"by": of.text, "of_start": of.start, "of_end": of.end} if of else {}
    return Mention("target", start, end, document.text[start:end], fields)


def of_tables(document: Document, countries: Sequence[Mention]) -> Iterator[tuple[int, int, Closed | None]]:
    """Cells under a head such as "Victim": their countries, else what stands in them, where that is short."""
    for cell, of in targeted_cells(document):
        states = states_alone(document, cell, countries)
        for state in states:
            yield state.start, state.end, of
        if not states and 0 < len(document.text[cell.start : cell.end].split()) <= LONGEST:
            yield cell.start, cell.end, of


def victims(document: Document, unnamed: Sequence[Mention], seen: set[tuple[str, str]]) -> Iterator[Mention]:
    """Victims without a name of whom it is told what they lost or suffered, without their article."""
    known = {text for text, _ in seen}
    for one in unnamed:
        behind = document.text[one.end : one.end + SUFFERS].lower().split()[:3]
        start = one.start + len(one.text) - len(one.text.partition(" ")[2])
        text = document.text[start : one.end].lower()
        again = text in known or text.partition(" in ")[0] in known
        suffers = listed_words("statements", "suffers") & set(behind)
        harmed = suffers and not NO_HARM & set(behind)
        if one.fields["class"] == "victim" and harmed and not again:
            yield target(document, start, one.end, None)


def losers(
    document: Document, names: Sequence[Mention], money: Sequence[Mention], seen: set[tuple[str, str]]
) -> Iterator[Mention]:
    """Bodies that lost a sum: "Upbit lost 342,000 ether"."""
    known, sums = {text for text, _ in seen}, {one.start for one in money}
    for one in names:
        lost = LOST.match(document.text, one.end)
        if (
            lost
            and lost.end() in sums
            and one.fields["class"] == "organisation"
            and one.text.lower() not in known
        ):
            known.add(one.text.lower())
            yield target(document, one.start, one.end, None)
