"""What stands around a capitalised name and says of which class it is, as points for each class."""

from __future__ import annotations

from collections.abc import Iterator

from floodwatch.knowledge.reading.around import Vote, around
from floodwatch.knowledge.reading.candidates import Candidate
from floodwatch.knowledge.reading.cues_before import before
from floodwatch.knowledge.reading.cues_behind import apposed, behind
from floodwatch.knowledge.reading.somebody import somebody
from floodwatch.knowledge.reading.tokens import Tokens


def votes(row: Tokens, one: Candidate) -> Iterator[Vote]:
    """What the words around one place say."""
    here = around(row, one)
    yield from before(here)
    yield from behind(here)
    yield from apposed(here)
    yield from somebody(here)
