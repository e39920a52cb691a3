"""What is found in a document before it is a claim: mentions with the exact place, and the units that find them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from floodwatch.model.documents import Document


@dataclass(frozen=True, slots=True)
class Mention:
    """Characters `start` to `end` of a document's text say something of a kind ("count", "name", "alias" …).

    `fields` say what, in the kind's own terms (a count: low, high, unit, qualifier). A mention that relates two things
    (an alias, an attribution) stands at the words of the one and names the other in its fields, with its place where
    that is known.
    """

    kind: str
    start: int
    end: int
    text: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadingExample:
    """A sentence, and the mentions that a reader must find in it: their texts, or none at all."""

    text: str
    found: tuple[str, ...]
    published: str = "2024-06-12"


class Reader(Protocol):
    """Finds mentions of one kind or a few. It never sees the network, a clock or a casebook."""

    name: str
    description: str
    makes: tuple[str, ...]
    """Kinds of mention that it gives."""
    needs: tuple[str, ...]
    """Kinds that must have been read before; it is handed them."""

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterable[Mention]: ...

    def examples(self) -> Sequence[ReadingExample]: ...
