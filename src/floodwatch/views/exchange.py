"""What of the casebook goes out to others: what stands and may be seen, and what went out before and stands no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from floodwatch.casebook.ceiling import up_to
from floodwatch.casebook.exports import judged_out, since, until, went_out
from floodwatch.casebook.gathering import Sources
from floodwatch.casebook.judgements import cases_in, lines_of, read
from floodwatch.casebook.rows import chunks, claim_of, entities, select_claims
from floodwatch.casebook.store import Book, connected
from floodwatch.model.batches import Related
from floodwatch.model.claims import Claim, Entity, document_id
from floodwatch.model.exchange import Gone, Knowledge, Lost, Withdrawn
from floodwatch.model.judgements import STANDING, Judgement
from floodwatch.model.markings import Marking
from floodwatch.views.judgements import says
from floodwatch.views.said import Teller

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for: about these entities (all when empty), under these ceilings, suggestions too or not.

    Nothing that is `without` consent of its originator goes out: documents by their SHA-256.
    """

    about: frozenset[str] = frozenset()
    ceiling: str = "TLP:CLEAR"
    pap: str = ""
    without: frozenset[str] = frozenset()
    suggested: bool = False
    author: str = ""

    @property
    def marking(self) -> Marking:
        """The strictest marking that goes out."""
        return Marking(self.ceiling, self.pap)

    def fits(self, claim: Claim) -> bool:
        """Whether the claim is about what is asked for."""
        return not self.about or bool(self.about & {claim.subject, claim.object_entity})


def view(book: Book, wanted: Wanted) -> Knowledge:
    """What goes out now."""
    with up_to(wanted.marking, wanted.without), connected(book) as db:
        standing = [one for one in _standing(db, wanted.suggested) if wanted.fits(one)]
        gone = [one for one in _gone(db) if wanted.fits(one.claim)]
        people = _people(db, [*standing, *(one.claim for one in gone)])
        outside = {one.claim_id for one in standing if _of_a_case(one, people)}
        claims = [one for one in standing if one.claim_id not in outside]
        gone = [one for one in gone if not _of_a_case(one.claim, people)]
        relations = _relations(db, {one.claim_id for one in claims})
        claims = _since(db, claims)
        judged, withdrawn = _judged(db, wanted, {end for one in claims for end in _ends(one)})
        gone = [
            one if one.suggested else one._replace(claim=claim)
            for one, claim in zip(gone, _since(db, [one.claim for one in gone]), strict=True)
        ]
    everybody = [*claims, *(one.claim for one in gone)]
    ids = sorted({end for one in everybody for end in _ends(one) if end in people})
    teller = Teller(people, Sources({}, {}), {})
    return Knowledge(
        author=wanted.author, entities={one: people[one] for one in ids},
        claims=tuple(sorted(claims, key=lambda one: one.claim_id)),
        gone=tuple(sorted(gone, key=lambda one: (one.claim.claim_id, one.suggested))), relations=relations,
        sentences={
            **{one.claim_id: teller.says(one) for one in everybody}, **{one.judgement_id: says(one) for one in judged},
        },
        local=tuple(_local(claims, len(outside))), judgements=judged, withdrawn=withdrawn,
    )  # fmt: skip


def _standing(db: Connection, suggested: bool) -> list[Claim]:
    from floodwatch.casebook.tables import claim_states as states

    held = ("confirmed", "suggested") if suggested else ("confirmed",)
    return _read(db, states.c.status.in_(held), states.c.superseded_by.is_(None))


def _gone(db: Connection) -> list[Gone]:
    """What went out before and is not now what it was then."""
    confirmed, suggested = went_out(db)
    found = _by_id(db, confirmed | suggested)  # under the ceiling: what is stricter now is not named
    ended = until(db, found)
    lost = [(name, False) for name in confirmed & set(found) if not _stands(found[name], "confirmed")]
    lost += [(name, True) for name in suggested & set(found) if not _stands(found[name], "suggested")]
    return [Gone(found[name], ended[name], waiting) for name, waiting in lost]


def _stands(claim: Claim, status: str) -> bool:
    return claim.status == status and not claim.superseded_by


def _read(db: Connection, *where: ColumnElement[bool]) -> list[Claim]:
    return [claim_of(row) for row in db.execute(select_claims(*where))]


def _by_id(db: Connection, ids: Collection[str]) -> dict[str, Claim]:
    from floodwatch.casebook.tables import claims

    return {
        one.claim_id: one for part in chunks(sorted(ids)) for one in _read(db, claims.c.claim_id.in_(part))
    }


def _ends(claim: Claim) -> Iterator[str]:
    """Everybody whom a claim names, its document too."""
    yield from filter(None, (claim.subject, claim.object_entity, claim.said_by))
    if claim.source_document:
        yield document_id(claim.source_document)


def _people(db: Connection, claims: Iterable[Claim]) -> dict[str, Entity]:
    return entities(db, {end for one in claims for end in _ends(one)})


def _judged(
    db: Connection, wanted: Wanted, named: Collection[str]
) -> tuple[tuple[Judgement, ...], tuple[Withdrawn, ...]]:
    """Judgements that go out, and those that went out and stand no more.

    Each is about whom it was asked for, and those that cite somebody only where a claim that goes out names them.
    What rests on findings of a case is not ours to tell, as little as claims about them.
    """
    fits = [one for one in read(db) if not wanted.about or wanted.about & set(one.about)]
    out = [
        one for one in fits
        if one.status == STANDING and not cases_in(one.basis) and (not one.said_by or one.said_by in named)
    ]  # fmt: skip
    before = judged_out(db)
    lost = [one for one in fits if one.judgement_id in before and one.status != STANDING]
    lines = lines_of(db, [one.judgement_id for one in lost])
    withdrawn = (
        Withdrawn(one.judgement_id, one.made_at, lines[one.judgement_id][-1].decided_at, one.tlp, one.pap)
        for one in lost
    )
    return tuple(sorted(out, key=lambda one: one.judgement_id)), tuple(sorted(withdrawn))


def _of_a_case(claim: Claim, people: dict[str, Entity]) -> bool:
    """Whether the claim is about a finding of a case, which is `publish`'s, and whose name says nothing elsewhere."""
    return any(people[end].case_name for end in (claim.subject, claim.object_entity) if end)


def _since(db: Connection, claims: list[Claim]) -> list[Claim]:
    confirmed = since(db, [one.claim_id for one in claims])
    return [replace(one, recorded_at=max(one.recorded_at, confirmed.get(one.claim_id, ""))) for one in claims]


def _relations(db: Connection, ids: Collection[str]) -> tuple[Related, ...]:
    from sqlalchemy import select

    from floodwatch.casebook.tables import claim_relations as table

    columns = [table.c[name] for name in Related._fields]
    found = {
        Related(*row)
        for part in chunks(sorted(ids))
        for row in db.execute(select(*columns).where(table.c.claim_id.in_(part)))
    }
    return tuple(sorted(one for one in found if one.other_claim in ids))


def _local(claims: Iterable[Claim], of_cases: int) -> Iterator[Lost]:
    """What is of this casebook alone, whatever the format."""
    count: Counter[str] = Counter()
    for one in claims:
        count["decided"] += one.status == "confirmed"
        count["person"] += "@" not in one.suggested_by
    yield Lost(
        "who confirmed a claim, when and why", count["decided"], "decisions are those of this casebook"
    )
    yield Lost("the name of the person who entered a claim", count["person"], "stands as: a person")
    yield Lost("claims about findings of a case", of_cases, "`publish` writes those")
