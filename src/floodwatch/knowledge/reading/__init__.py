"""Reading the reports of others: documents to mentions, each a place in the text and what it says."""

from __future__ import annotations

from collections.abc import Sequence

from floodwatch.knowledge.reading.aliases import ALIASES
from floodwatch.knowledge.reading.countries import COUNTRIES
from floodwatch.knowledge.reading.counts import COUNTS
from floodwatch.knowledge.reading.dates import DATES
from floodwatch.knowledge.reading.estimates import ESTIMATES
from floodwatch.knowledge.reading.events import EVENTS
from floodwatch.knowledge.reading.indicators import INDICATORS
from floodwatch.knowledge.reading.money import MONEY
from floodwatch.knowledge.reading.names import NAMES
from floodwatch.knowledge.reading.narratives import NARRATIVES
from floodwatch.knowledge.reading.negations import NEGATIONS
from floodwatch.knowledge.reading.origins import ORIGINS
from floodwatch.knowledge.reading.people import PEOPLE
from floodwatch.knowledge.reading.platforms import PLATFORMS
from floodwatch.knowledge.reading.speakers import SPEAKERS
from floodwatch.knowledge.reading.targets import TARGETS
from floodwatch.knowledge.reading.techniques import TECHNIQUES
from floodwatch.knowledge.reading.unnamed import UNNAMED
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, Reader
from floodwatch.model.units import listed

READERS: tuple[Reader, ...] = listed(
    "reading",
    (
        *(TECHNIQUES, INDICATORS, MONEY, NAMES, COUNTRIES, PEOPLE, PLATFORMS),
        *(DATES, COUNTS, ESTIMATES, NEGATIONS, SPEAKERS),
        *(ALIASES, ORIGINS, UNNAMED, TARGETS, EVENTS, NARRATIVES),
    ),
)
"""In the order in which they read: a reader stands behind those that make what it needs."""


def mentions(document: Document, readers: Sequence[Reader] = READERS) -> dict[str, tuple[Mention, ...]]:
    """What the readers find in a document, by kind, in the order of the text."""
    found: dict[str, tuple[Mention, ...]] = {}
    for reader in readers:
        given = list(reader.read(document, found))
        for kind in reader.makes:
            ours = [*found.get(kind, ()), *(m for m in given if m.kind == kind)]
            found[kind] = tuple(sorted(ours, key=lambda m: (m.start, m.end)))
    return found
