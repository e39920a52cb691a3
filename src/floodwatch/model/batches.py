"""What one source says, ready to be compared with what the casebook holds of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from floodwatch.model.claims import Claim, Entity, cited, document_id

FROM = "From: "
"""How the reason of a verdict begins that came with a source, so that a person's own is told from it."""


class Related(NamedTuple):
    """That one claim stands to another in a relation."""

    claim_id: str
    relation: str
    other_claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The entities and claims of one source, and what of it could not be kept.

    `key` names the source for good, whichever version or file this is: its claims name `cited(key)` as their document
    (or `documents`, where there are several; those of a `shared` casebook may be anybody's). What a `whole` source says
    no longer is gone; of a bundle, which may be a part, only what is `taken_back` in so many words. An alias of a
    source that `joins` may make one of what was two; of others it waits for a person. What a `shared` casebook holds
    for one comes in as one, unless both were known here before; `suggested` are claims that nobody confirmed there.
    `rejected` and `left` count by reason: what is wrong with the input, and what is fine there and has no place here.
    """

    key: str
    label: str
    unit: str
    entities: tuple[Entity, ...]
    claims: tuple[Claim, ...]
    relations: tuple[Related, ...] = ()
    whole: bool = True
    joins: bool = False
    shared: bool = False
    suggested: frozenset[str] = frozenset()
    taken_back: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    publisher: str = ""
    licence: str = ""
    credit: str = ""
    version: str = ""
    read: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)

    @property
    def sources(self) -> tuple[str, ...]:
        """The documents that its claims may name."""
        return self.documents or (cited(self.key),)

    @property
    def entity(self) -> Entity:
        """The source itself, by which its imports are listed."""
        return Entity(entity_id=document_id(cited(self.key)), kind="document", label=self.label)
