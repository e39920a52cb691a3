"""What the casebook knows of accounts, sites and indicators that a case holds, and who may see which case."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from floodwatch.casebook.read import Decision, decisions_about
from floodwatch.casebook.read import Entity as Finding
from floodwatch.casebook.read import entities as made_of_findings
from floodwatch.casebook.rows import chunks, entities
from floodwatch.casebook.store import Book, connected
from floodwatch.model.claims import Entity, entity_id

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

CLOSED, CONFIRMED = "closed", "confirmed"
LABELLED, INDICATOR = "labelled", "indicator"
SAYING = ("part_of", "attributed_to", "described_as", "operates", "member_of")
"""Predicates by which an account or a site belongs to something that is known."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as far as matching must know it; `other` and `speaker` are labels, empty where there is none."""

    claim_id: str
    subject: str
    label: str
    predicate: str
    value: str
    other: str
    other_kind: str
    speaker: str
    status: str
    tlp: str
    since: str


class Access(NamedTuple):
    """That a case is closed: whose it is, and who else may see it."""

    owner: str
    readers: tuple[str, ...]


def case_id(case: str) -> str:
    """Id of the entity of a case, about which is decided who may see it."""
    return entity_id("case", case)


def said_of(book: Book, ids: Sequence[str]) -> list[Statement]:
    """Confirmed claims by which the entities belong to something, as subject or as what is operated."""
    from floodwatch.casebook.tables import claims

    found: list[Statement] = []
    with connected(book) as db:
        for part in chunks(sorted(set(ids))):
            held = claims.c.predicate.in_(SAYING)
            found += _stated(db, "subject", claims.c.subject.in_(part), held)
            found += _stated(
                db, "object_entity", claims.c.object_entity.in_(part), claims.c.predicate == "operates"
            )
    return found


def indicators(book: Book) -> list[Statement]:
    """Every confirmed indicator: its text is the value."""
    from floodwatch.casebook.tables import claim_states, claims

    stands = claim_states.c.predicate == INDICATOR
    with connected(book) as db:
        return _stated(db, "object_entity", claims.c.predicate == INDICATOR, stands)


def labels(book: Book, ids: Sequence[str] = (), status: str = "") -> list[Statement]:
    """Labels of some channels, or all of one status."""
    from floodwatch.casebook.tables import claim_states, claims

    which = [claims.c.predicate == LABELLED]
    with connected(book) as db:
        if status:
            where = (claim_states.c.predicate == LABELLED, claim_states.c.status == status)
            return _stated(db, "object_entity", *which, *where, status=status)
        parts = chunks(sorted(set(ids)))
        return [one for part in parts for one in _stated(db, "object_entity", *which, claims.c.subject.in_(part),
                                                         status="")]  # fmt: skip


def networks(book: Book, cases: Sequence[str]) -> list[tuple[str, Finding]]:
    """Networks of the cases that somebody confirmed, each with its case."""
    found = [(case, one) for case in cases for one in made_of_findings(book, case, "network")]
    return [(case, one) for case, one in found if one.standing(CONFIRMED)]


def closed(book: Book, cases: Collection[str]) -> dict[str, Access]:
    """Those of the cases that are closed, with whose they are."""
    found: dict[str, Access] = {}
    with connected(book) as db:
        for case in sorted(cases):
            standing = _closings(decisions_about(db, case_id(case)))
            if standing:
                last = standing[-1]
                found[case] = Access(str(last.content["owner"]), tuple(last.content.get("readers", ())))
    return found


def closings(book: Book, case: str) -> list[Decision]:
    """The decisions that close a case and stand."""
    with connected(book) as db:
        return _closings(decisions_about(db, case_id(case)))


def _closings(decisions: Sequence[Decision]) -> list[Decision]:
    return [one for one in decisions if one.what == CLOSED and not one.undone]


def _stated(
    db: Connection, other: str, *where: ColumnElement[bool], status: str = CONFIRMED
) -> list[Statement]:
    """Claims that hold now, with the label of the entity at the other end."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claim_states, claims

    stands = [claim_states.c.superseded_by.is_(None), claims.c.polarity == "asserted"]
    if status:
        stands.append(claim_states.c.status == status)
    joined = claims.join(claim_states, claim_states.c.number == claims.c.number)
    wanted = select(claims, claim_states.c.status).select_from(joined).where(*where, *stands)
    rows = [row._mapping for row in db.execute(wanted.order_by(claims.c.number))]
    ends = ("subject", "object_entity", "said_by")
    people = entities(db, {row[end] for row in rows for end in ends if row[end]})
    return [_statement(row, other, people) for row in rows]


def _statement(row: Any, mine: str, people: Mapping[str, Entity]) -> Statement:
    """A row as a statement; `mine` is the end at which the entity stands that was asked for."""
    own, far = ("subject", "object_entity") if mine == "subject" else ("object_entity", "subject")
    if not row["object_entity"]:
        own, far = "subject", "object_entity"
    other = people.get(row[far] or "")
    return Statement(
        claim_id=row["claim_id"], subject=row[own] or "", label=_label(people, row[own]),
        predicate=row["predicate"], value=row["value_text"], other=_label(people, row[far]),
        other_kind=other.kind if other else "", speaker=_label(people, row["said_by"]), status=row["status"],
        tlp=row["tlp"], since=row["as_of_from"],
    )  # fmt: skip


def _label(people: Mapping[str, Entity], name: str | None) -> str:
    found = people.get(name or "")
    return found.label if found else ""
