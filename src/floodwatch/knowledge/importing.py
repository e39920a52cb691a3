"""Compares what a source says now with what the casebook holds of it: nothing here writes.

What a person decided stays. Verdicts that came with a source say so in their reason, and only those follow the source:
what it says no longer is withdrawn, and confirmed again when it says it again. Two sorts of new claim come in as
suggestions: what somebody refused before, from whatever source, and an alias that would make one of two things that
have been apart, each with claims of its own, as lists do that share a synonym.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from floodwatch.casebook.imports import ALIAS, described, held, joined, known, refused, related
from floodwatch.model.batches import FROM, Batch
from floodwatch.model.claims import Claim
from floodwatch.vocabulary.kinds import claim_kinds

if TYPE_CHECKING:
    from floodwatch.casebook.imports import Held
    from floodwatch.casebook.store import Book

Said = tuple[object, ...]
One = TypeVar("One", "Held", Claim)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What an import would do: claims by what becomes of them, and `lines` for the log.

    `waiting` are new and only suggested where they come from. `changed` are new ones that take the
    place of gone ones about the same matter. `doubted` are new and say what somebody refused, `joining` are new and
    would join what is apart. `again` come back. `gone` are said no longer,
    `kept` too, which stay by a person's word. `refused` are said, and stay refused or withdrawn.
    """

    new: tuple[Claim, ...]
    changed: tuple[tuple[Held, Claim], ...]
    doubted: tuple[Claim, ...]
    joining: tuple[Claim, ...]
    waiting: tuple[Claim, ...]
    known: int
    again: tuple[str, ...]
    gone: tuple[Held, ...]
    kept: tuple[Held, ...]
    refused: tuple[Held, ...]
    lines: tuple[tuple[str, str, str], ...]

    @property
    def any(self) -> bool:
        """Whether anything is to be done."""
        return bool(self.new or self.doubted or self.joining or self.waiting or self.lines)

    def claims(self, by: str, label: str) -> list[Claim]:
        """The claims to add: confirmed by whoever ordered the import, those in doubt only suggested."""
        reason = f"{FROM}{label}"
        return [replace(one, status="confirmed", decided_by=by, reason=reason) for one in self.new] + [
            replace(one, status="suggested", decided_by="", reason="")
            for one in (*self.doubted, *self.joining, *self.waiting)
        ]


def compare(book: Book, batch: Batch) -> Difference:
    """What an import of the batch would do."""
    said = {claim.claim_id: claim for claim in batch.claims}
    before = held(book, batch.sources) | known(book, batch.taken_back)
    new = {one: claim for one, claim in said.items() if one not in before}
    barred = {said for one in refused(book).values() for said in _both(one)}
    doubted = {one: claim for one, claim in new.items() if _both(claim) & barred}
    waiting = {name: one for name, one in new.items() if name in batch.suggested and name not in doubted}
    fresh = [one for name, one in new.items() if name not in doubted and name not in waiting]
    joining = {} if batch.joins else _joining(book, fresh, batch.shared)
    lost = before if batch.whole else set(batch.taken_back)
    missing = [one for name, one in before.items() if name not in said and name in lost]
    standing = [one for one in missing if one.status in ("confirmed", "suggested")]
    gone = [one for one in standing if _follows(one, batch)]
    again = [
        name
        for name, one in before.items()
        if name in said and one.status == "withdrawn" and _follows(one, batch)
    ]
    stay = [one for name, one in before.items() if name in said and one.status in ("refused", "withdrawn")]
    return Difference(
        new=tuple(one for one in fresh if one.claim_id not in joining), waiting=tuple(waiting.values()),
        joining=tuple(joining.values()),
        changed=_changed(gone, list(new.values())), doubted=tuple(doubted.values()),
        known=len(said) - len(new), again=tuple(again), gone=tuple(gone),
        kept=tuple(one for one in standing if one not in gone),
        refused=tuple(one for one in stay if one.claim_id not in set(again)),
        lines=(*((one.claim_id, "withdrawn", "") for one in gone), *((one, "confirmed", "") for one in again),
               *_relations(book, batch)),
    )  # fmt: skip


def _joining(book: Book, new: Sequence[Claim], shared: bool) -> dict[str, Claim]:
    """Aliases that would make one of two things of which something is said, here already where people joined them."""
    groups = Groups(joined(book), described(book) | (set() if shared else {claim.subject for claim in new}))
    return {
        one.claim_id: one for one in new if one.predicate == ALIAS and _same(one) and not groups.join(one)
    }


def _same(one: Claim) -> bool:
    return one.value_text == "same" and one.polarity == "asserted" and not one.hedge


class Groups:
    """Entities that are one, grown by one alias after another; none joins two groups that both stand for something."""

    def __init__(self, pairs: Iterable[tuple[str, str]], described: Collection[str]) -> None:
        self._above: dict[str, str] = {}
        self._solid = set(described)
        for one, other in pairs:
            self._union(self.first(one), self.first(other))

    def first(self, entity: str) -> str:
        """The one by which a group goes."""
        path = []
        while (above := self._above.get(entity, entity)) != entity:
            path.append(entity)
            entity = above
        self._above.update(dict.fromkeys(path, entity))
        return entity

    def join(self, alias: Claim) -> bool:
        """Join what the alias says is one, where that makes no two things one; gives whether it is one now."""
        one, other = self.first(alias.subject), self.first(alias.object_entity)
        if one != other and one in self._solid and other in self._solid:
            return False
        self._union(one, other)
        return True

    def _union(self, one: str, other: str) -> None:
        if one != other:
            self._above[other] = one
            if other in self._solid:
                self._solid.add(one)


def _follows(one: Held, batch: Batch) -> bool:
    """Whether a claim stands or fell by the word of the source; those of another casebook may come with several."""
    if batch.shared:
        return one.reason == f"{FROM}{batch.label}"
    return one.status == "suggested" or one.reason.startswith(FROM)


def _relations(book: Book, batch: Batch) -> list[tuple[str, str, str]]:
    """Those that nobody has stated yet; one that somebody undid is not stated again."""
    if not batch.relations:
        return []
    stated = related(book, {one.claim_id for one in batch.relations})
    return [(*one,) for one in dict.fromkeys(batch.relations) if one not in stated]


def _changed(gone: Sequence[Held], new: Sequence[Claim]) -> tuple[tuple[Held, Claim], ...]:
    """Pairs of one gone and one new claim that are the only ones about their matter."""
    was, now = _single(gone), _single(new)
    return tuple((was[matter], now[matter]) for matter in was if matter in now)


def _single(claims: Sequence[One]) -> Mapping[Said, One]:
    found: dict[Said, list[One]] = {}
    for one in claims:
        found.setdefault((one.subject, one.predicate, one.object_entity), []).append(one)
    return {matter: ones[0] for matter, ones in found.items() if len(ones) == 1}


def _both(one: Held | Claim) -> set[Said]:
    """What a claim says, from both ends where it says the same from both."""
    rest = (one.predicate, one.value_low, one.value_high, one.unit, one.value_text, one.polarity)
    told: set[Said] = {(one.subject, one.object_entity, *rest)}
    kind = claim_kinds()[one.predicate]
    if kind.symmetric is True or (kind.symmetric is not False and one.value_text in kind.symmetric):
        told.add((one.object_entity, one.subject, *rest))
    return told
