"""Roles of voices in a case: claims that a person confirms. Of several the one that was confirmed last holds."""

from __future__ import annotations

from dataclasses import dataclass

from floodwatch.casebook.claims import claims
from floodwatch.casebook.gathering import confirmations, labels
from floodwatch.casebook.store import Book, connected
from floodwatch.model.claims import Claim, Entity, entity_id
from floodwatch.model.voices import BYSTANDER

ROLE = "role"
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Role:
    """The role of a voice: an account by its ref, anybody else by name. `number` undoes it; 0 for the default."""

    voice: str
    entity_id: str
    role: str = BYSTANDER
    number: int = 0
    by: str = ""
    at: str = ""
    reason: str = ""


def case_entity(case: str, by: str = "") -> Entity:
    """A case as that in which somebody has a role."""
    return Entity(entity_id=entity_id("case", case), kind="case", label=case, case_name=case, created_by=by)


def account_entity(ref: str, by: str = "") -> Entity:
    """An account as that which has a role."""
    return Entity(entity_id=entity_id("channel", ref), kind="channel", label=ref, created_by=by)


def roles(book: Book, case: str) -> dict[str, Role]:
    """Roles that somebody confirmed in a case, by the voice; suggestions are none."""
    found = claims(
        book, object_entity=case_entity(case).entity_id, predicate=ROLE, status="confirmed", limit=MOST
    )
    held = [one for one in found if one.polarity == "asserted" and not one.hedge]
    with connected(book) as db:
        people, numbers = labels(db, held), confirmations(db, held)
    last: dict[str, tuple[int, Claim]] = {}
    for one in held:
        last[one.subject] = max(last.get(one.subject, (0, one)), (numbers[one.claim_id], one), key=_number)
    made = [_role(people[subject].label, number, one) for subject, (number, one) in last.items()]
    return {one.voice: one for one in sorted(made, key=lambda one: one.voice)}


def _number(pair: tuple[int, Claim]) -> int:
    return pair[0]


def _role(voice: str, number: int, one: Claim) -> Role:
    return Role(voice, one.subject, one.value_text, number, one.decided_by, one.decided_at, one.reason)


def role_claim(voice: Entity, case: str, role: str, by: str) -> Claim:
    """That a voice has a role in a case."""
    return Claim(
        subject=voice.entity_id, predicate=ROLE, object_entity=case_entity(case).entity_id, value_text=role,
        suggested_by=by,
    )  # fmt: skip
