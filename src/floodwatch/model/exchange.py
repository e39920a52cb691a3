"""What of a casebook goes out to others, and a claim as plain values, the same in every format that holds it whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, NamedTuple

from floodwatch.model.batches import Related
from floodwatch.model.claims import Claim, Consent, Entity
from floodwatch.model.errors import ClaimError
from floodwatch.model.judgements import Judgement

A_PERSON = "a person"
"""Stands for the name of whoever entered a claim; names of units stay."""
LOCAL = ("status", "decided_by", "decided_at", "reason", "superseded_by")
"""Fields of a claim that are decisions of this casebook and go to nobody."""
NAMES = tuple(one.name for one in fields(Claim) if one.name not in LOCAL)
_DEFAULTS = {one.name: one.default for one in fields(Claim) if one.default is not MISSING}
_TYPES = {one.name: str(one.type) for one in fields(Claim)}


class Gone(NamedTuple):
    """A claim that went out before and no longer stands; it went out as a suggestion, or as confirmed."""

    claim: Claim
    at: str
    suggested: bool


class Withdrawn(NamedTuple):
    """A judgement that went out before and was taken back or superseded since."""

    judgement_id: str
    made_at: str
    at: str
    tlp: str
    pap: str


class Lost(NamedTuple):
    """What a format does not carry, of how many claims or entities, and why."""

    what: str
    number: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What goes out: nothing in it is stricter than the ceiling that was asked for, and nothing counts what is.

    `recorded_at` of a claim is since when it stands. Claims and entities are in the order of their ids; `sentences`
    are the claims and judgements in words. `local` counts what is of this casebook alone. `withdrawn` are
    judgements that went out before and stand no more.
    """

    author: str = ""
    entities: Mapping[str, Entity] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    gone: tuple[Gone, ...] = ()
    relations: tuple[Related, ...] = ()
    sentences: Mapping[str, str] = field(default_factory=dict)
    local: tuple[Lost, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()

    def label(self, entity_id: str) -> str:
        """What an entity is called; empty where it is none."""
        return self.entities[entity_id].label if entity_id in self.entities else ""


def plain(claim: Claim) -> dict[str, Any]:
    """All that a claim says and where it stands, as JSON holds it; what is not said is left out."""
    found: dict[str, Any] = {}
    for name in NAMES:
        value = getattr(claim, name)
        if name == "suggested_by":
            value = value if "@" in value else A_PERSON
        if value != _DEFAULTS.get(name):
            found[name] = list(value) if isinstance(value, Consent) else value
    return found | ({"status": "suggested"} if claim.status == "suggested" else {})


def claim_of(told: Mapping[str, Any]) -> Claim:
    """The claim again, still suggested (ClaimError where the values are none of a claim); the casebook checks it."""
    given: dict[str, Any] = {}
    for name in NAMES:
        if name in told:
            given[name] = _typed(name, told[name])
    missing = [name for name in ("subject", "predicate", "claim_id", "suggested_by") if not given.get(name)]
    if missing:
        raise ClaimError(f"A claim without a {missing[0]}")
    return Claim(**given)


def _typed(name: str, value: Any) -> Any:
    kind = _TYPES[name]
    if kind == "str" and isinstance(value, str):
        return value
    if kind == "float | None" and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if kind == "int | None" and type(value) is int:
        return value
    if kind == "Consent | None" and isinstance(value, list) and [type(one) for one in value] == [str] * 3:
        return Consent(*value)
    raise ClaimError(f"A claim with a {name} of another type")
