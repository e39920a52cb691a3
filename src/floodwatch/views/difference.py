"""What an import adds, changes and takes back, as counts and as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from floodwatch.casebook.claims import claim as recorded
from floodwatch.casebook.gathering import Sources
from floodwatch.casebook.rows import entities
from floodwatch.casebook.store import Book, connected
from floodwatch.model.claims import Claim, Entity
from floodwatch.views.said import Teller

if TYPE_CHECKING:
    from floodwatch.model.batches import Batch

Sorts = Mapping[str, Sequence[Claim | str]]
"""Claims, or ids of claims that are in the casebook, by what becomes of them."""


def view(book: Book, batch: Batch, sorts: Sorts, most: int = 5) -> dict[str, list[str]]:
    """The first sentences of each sort that has any, at most so many."""
    told = {sort: [*_claims(book, ones[:most])] for sort, ones in sorts.items() if ones}
    ends = {end for ones in told.values() for c in ones for end in (c.subject, c.object_entity) if end}
    people: dict[str, Entity] = {one.entity_id: one for one in batch.entities}
    with connected(book) as db:
        people |= entities(db, ends)
    teller = Teller(people, Sources({}, {}), {})
    return {sort: [teller.says(one) for one in ones] for sort, ones in told.items()}


def _claims(book: Book, ones: Iterable[Claim | str]) -> Iterable[Claim]:
    for one in ones:
        found = recorded(book, one) if isinstance(one, str) else one
        if found:
            yield found
