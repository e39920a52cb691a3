"""Whom a casebook knows: entities by name, elections by country and day, claims by the beginning of an id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from floodwatch.casebook.naming import Called, called
from floodwatch.casebook.rows import entities
from floodwatch.casebook.store import Book, connected
from floodwatch.model.claims import Claim, Entity
from floodwatch.model.errors import SettingError

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST_VOTES = 5000


@dataclass(frozen=True, slots=True)
class Vote:
    """An election that is known: its country and the day or days on which it is held."""

    entity: Entity
    country: str
    first: str
    last: str


class Known(Protocol):
    """What a reader of claims asks of what is known already."""

    def named(self, name: str, kinds: Sequence[str]) -> Entity | None:
        """The entity of one of the kinds that goes by the name, the first kind first."""
        ...

    @property
    def votes(self) -> Sequence[Vote]:
        """Elections with a country and a day."""
        ...


class Nobody:
    """Knows nobody: every name is a new entity."""

    votes: Sequence[Vote] = ()

    def named(self, name: str, kinds: Sequence[str]) -> Entity | None:
        """Nobody."""
        return None


class InBook:
    """Knows whom a casebook knows, as it was when first asked."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._found: dict[str, list[Called]] = {}
        with connected(book) as db:
            self.votes: Sequence[Vote] = _votes(db)

    def named(self, name: str, kinds: Sequence[str]) -> Entity | None:
        """The entity of one of the kinds that goes by the name; a name that is only suggested names nobody."""
        if name not in self._found:
            with connected(self._book) as db:
                self._found[name] = called(db, name)
        fitting = [one for one in self._found[name] if one.kind in kinds and one.status != "suggested"]
        # Its own name before one that a claim gives it, so that an alias keeps its own entity.
        best = min(fitting, key=lambda one: (kinds.index(one.kind), bool(one.claim_id)), default=None)
        return Entity(entity_id=best.entity_id, kind=best.kind, label=best.label) if best else None


def _votes(db: Connection) -> tuple[Vote, ...]:
    places = {
        c.subject: c.object_entity
        for c in _stand(db, "occurred_in")
        if c.polarity == "asserted" and c.object_entity
    }
    days = [c for c in _stand(db, "occurred_on") if c.subject in places and c.precision == "day"]
    known = entities(db, {c.subject for c in days})
    return tuple(
        Vote(known[c.subject], places[c.subject], c.as_of_from or c.as_of_to, c.as_of_to or c.as_of_from)
        for c in days
        if c.subject in known and known[c.subject].kind == "election"
    )


def _stand(db: Connection, predicate: str) -> list[Claim]:
    from floodwatch.casebook.gathering import standing

    return [claim for claim in standing(db, predicate, MOST_VOTES) if claim.status == "confirmed"]


def full_ids(book: Book, beginnings: Sequence[str]) -> list[str]:
    """Ids of claims of which beginnings are given (SettingError where none or several begin so)."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claims

    found = []
    with connected(book) as db:
        for given in beginnings:
            plain = given.strip().lower()
            wanted = select(claims.c.claim_id).where(claims.c.claim_id.startswith(plain, autoescape=True))
            ids = list(db.scalars(wanted.limit(2))) if plain else []
            if len(ids) != 1:
                what = "There is no claim" if not ids else "There is more than one claim"
                raise SettingError(f"{what} whose id begins with {given!r}", do="See: floodwatch read FILE.")
            found += ids
    return found
