"""Resolves names, once for all who read: which entities are one by confirmed claims, by which path, and what is not.

Two names are one where claims say `same`, a person confirmed that, nobody hedged it and nothing confirmed disputes it.
Nothing is merged: the answer follows from the claims that stand, so undoing any of them gives back the answer before.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from floodwatch.casebook.rows import chunks, claim_of, entities, numbered, select_claims
from floodwatch.model.claims import Claim, Entity

if TYPE_CHECKING:
    from sqlalchemy import Connection

SAME = "same"
MOST = 200
"""Entities that one answer follows; what more hangs together is no actor but a mistake to be looked at."""
MOST_CLAIMS = 100
"""Claims on aliases of each entity that are read, the first, and as many that deny one."""

Pair = frozenset[str]
Edges = Mapping[Pair, Sequence[Claim]]


@dataclass(frozen=True, slots=True)
class Step:
    """Two entities that are one, and the claims that say so."""

    one: str
    other: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """An entity, and how it hangs together with the one that was asked for; no step for that one itself."""

    entity: Entity
    path: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Disputed:
    """Claims that two entities are one which join nothing, and the claims that speak against it."""

    claims: tuple[Claim, ...]
    against: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What is one by confirmed claims, `same`, the entity asked for first.

    `apart` overlap, are parts or successors, or are said to be the same in hedging words; `denied` says that two are
    not the same, or that no link was seen; `suggested` waits for a person. `more` when there are more than `MOST`.
    """

    members: tuple[Member, ...]
    same: tuple[Claim, ...] = ()
    apart: tuple[Claim, ...] = ()
    disputed: tuple[Disputed, ...] = ()
    denied: tuple[Claim, ...] = ()
    suggested: tuple[Claim, ...] = ()
    more: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the members, the one asked for first."""
        return tuple(member.entity.entity_id for member in self.members)


def groups(db: Connection, entity_ids: Iterable[str]) -> tuple[Group, ...]:
    """The groups in which the entities are, each once, in the order of what was asked for."""
    asked = list(dict.fromkeys(entity_ids))
    claims, more = _alias_claims(db, asked)
    people = entities(db, {end for c in claims for end in (c.subject, c.object_entity)} | set(asked))
    edges, disputed = _joining(claims, _contradicted(db, claims))
    near, found, seen = _neighbours(edges), list[Group](), set[str]()
    for start in asked:
        if start in people and start not in seen:
            paths = _paths(start, edges, near)
            seen.update(paths)
            found.append(_group(paths, people, claims, disputed, more))
    return tuple(found)


def joins(claim: Claim) -> bool:
    """Whether the claim makes two entities one, where nothing disputes it."""
    return (
        _says_same(claim) and claim.polarity == "asserted" and claim.status == "confirmed" and not claim.hedge
    )


def _says_same(claim: Claim) -> bool:
    return claim.value_text == SAME


def _pair(claim: Claim) -> Pair:
    return frozenset((claim.subject, claim.object_entity))


def _alias_claims(db: Connection, asked: Sequence[str]) -> tuple[list[Claim], bool]:
    """Every claim on aliases of the entities and of what they are joined to; and whether some were left unread."""
    found: dict[str, Claim] = {}
    seen, ahead, cut = set[str](), list(asked), False
    while ahead and len(seen) < len(asked) + MOST:
        new = []
        for part in chunks(ahead):
            numbers, more = _about(db, part, sorted(seen))
            new += [claim for claim in numbered(db, numbers).values() if _stands(claim)]
            cut = cut or more
        seen.update(ahead)
        found |= {claim.claim_id: claim for claim in new}
        ahead = sorted({end for claim in new if joins(claim) for end in _pair(claim)} - seen)[:MOST]
    return sorted(found.values(), key=lambda c: (c.recorded_at, c.claim_id)), cut or bool(ahead)


def _stands(claim: Claim) -> bool:
    return claim.status in ("suggested", "confirmed") and not claim.superseded_by


def _about(db: Connection, ids: Sequence[str], seen: Sequence[str]) -> tuple[list[int], bool]:
    """Numbers of claims on aliases of the entities, but for those with the `seen`, which were read with them.

    Of very many the first, and all that deny something; and whether there are so many.
    """
    from sqlalchemy import select, text

    from floodwatch.casebook.tables import DENIED
    from floodwatch.casebook.tables import claims as table

    ends, found, more = (table.c.subject, table.c.object_entity), set[int](), False
    most = MOST_CLAIMS * len(ids)
    for end, other in (ends, ends[::-1]):
        wanted = select(table.c.number).where(end.in_(ids), table.c.predicate == "alias_of")
        wanted = wanted.where(other.not_in(seen)) if seen else wanted
        wanted = wanted.order_by(end, table.c.predicate, table.c.number)  # as the index has them
        numbers = list(db.scalars(wanted.limit(most + 1)))
        found.update(numbers[:most])
        if len(numbers) > most:
            more = True
            found.update(db.scalars(wanted.where(text(f"claims.{DENIED}")).limit(most)))
    return sorted(found), more


def _contradicted(db: Connection, claims: Sequence[Claim]) -> dict[str, list[Claim]]:
    """Confirmed claims that contradict the claims that join, by the id of these."""
    from sqlalchemy import or_, select

    from floodwatch.casebook.tables import claim_relations as table
    from floodwatch.casebook.tables import claims as said

    joining = {claim.claim_id for claim in claims if joins(claim)}
    pairs: list[tuple[str, str]] = []
    for part in chunks(sorted(joining)):
        either = or_(table.c.claim_id.in_(part), table.c.other_claim.in_(part))
        wanted = select(table.c.claim_id, table.c.other_claim).where(
            table.c.relation == "contradicts", either
        )
        pairs += [(one, other) for row in db.execute(wanted) for one, other in (row[:2], row[1::-1])]
    others = sorted({other for one, other in pairs if one in joining})
    against = {
        row.claim_id: claim_of(row)
        for part in chunks(others)
        for row in db.execute(select_claims(said.c.claim_id.in_(part)))
    }
    found: dict[str, list[Claim]] = {}
    for one, other in pairs:
        held = against.get(other)
        if one in joining and held and held.status == "confirmed" and not held.superseded_by:
            found.setdefault(one, []).append(held)
    return found


def _joining(
    claims: Sequence[Claim], contradicted: Mapping[str, Sequence[Claim]]
) -> tuple[Edges, list[Disputed]]:
    """The pairs that are one, without those that are disputed, and the disputes."""
    denials = _by_pair(
        c for c in claims if _says_same(c) and c.polarity == "denied" and c.status == "confirmed"
    )
    edges = dict(_by_pair(c for c in claims if joins(c)))
    disputed = []
    for pair in [pair for pair in edges if pair in denials or _all_contradicted(edges[pair], contradicted)]:
        said = edges.pop(pair)
        against = [
            *denials.get(pair, ()),
            *(other for one in said for other in contradicted.get(one.claim_id, ())),
        ]
        disputed.append(Disputed(tuple(said), tuple(dict.fromkeys(against))))
    for pair in sorted(denials, key=sorted):
        disputed += _cut(edges, pair, denials[pair])
    return edges, disputed


def _all_contradicted(said: Sequence[Claim], contradicted: Mapping[str, Sequence[Claim]]) -> bool:
    return all(claim.claim_id in contradicted for claim in said)


def _by_pair(claims: Iterable[Claim]) -> dict[Pair, list[Claim]]:
    found: dict[Pair, list[Claim]] = {}
    for claim in claims:
        found.setdefault(_pair(claim), []).append(claim)
    return found


def _cut(edges: dict[Pair, list[Claim]], apart: Pair, denials: Sequence[Claim]) -> Iterator[Disputed]:
    """Part two that are said not to be one and that others join: every step of the way between them is in doubt."""
    one, *others = sorted(apart)
    for other in others:
        while way := _paths(one, edges, _neighbours(edges)).get(other):
            for step in way:
                yield Disputed(tuple(edges.pop(frozenset((step.one, step.other)))), tuple(denials))


def _neighbours(edges: Edges) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {}
    for pair in sorted(edges, key=sorted):
        one, other = min(pair), max(pair)
        if one != other:
            near.setdefault(one, []).append(other)
            near.setdefault(other, []).append(one)
    return near


def _paths(start: str, edges: Edges, near: Mapping[str, Sequence[str]]) -> dict[str, tuple[Step, ...]]:
    """The shortest way to each entity that is one with the first."""
    found: dict[str, tuple[Step, ...]] = {start: ()}
    ahead = deque((start,))
    while ahead:
        one = ahead.popleft()
        for other in near.get(one, ()):
            if other not in found:
                said = tuple(edges[frozenset((one, other))])
                found[other] = (*found[one], Step(one, other, said))
                ahead.append(other)
    return found


def _group(
    paths: Mapping[str, tuple[Step, ...]],
    people: Mapping[str, Entity],
    claims: Sequence[Claim],
    disputed: Sequence[Disputed],
    more: bool,
) -> Group:
    """The group of these entities, with the claims on aliases that touch any of them."""
    members = tuple(Member(people[one], path) for one, path in paths.items() if one in people)
    here = [claim for claim in claims if _pair(claim) & set(paths)]
    asserted = [c for c in here if c.polarity == "asserted"]
    return Group(
        members[:MOST],
        tuple(c for c in asserted if joins(c) and _pair(c) <= set(paths)),
        tuple(c for c in asserted if c.status == "confirmed" and not joins(c)),
        tuple(one for one in disputed if any(_pair(c) & set(paths) for c in (*one.claims, *one.against))),
        tuple(c for c in here if c.polarity != "asserted"),
        tuple(c for c in asserted if c.status == "suggested"),
        more or len(members) > MOST,
    )
