"""Kinds of entity and of claim: closed lists, one file each, and what fits what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from floodwatch.model.claims import Value
from floodwatch.vocabulary.load import listing, load

ANY = "any"
PERSON, MACHINE = "person", "machine"
CURRENCY = re.compile(r"[A-Z]{3,5}")
"""A code of ISO 4217, or what exchanges call a coin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityKind:
    """One kind of entity. `stix` and `misp` say what it is there: a type (others are read as it too), an object.

    `ftm` is its schema in FollowTheMoney, empty where there is none.
    """

    kind: str
    description: str
    example: str
    stix: Mapping[str, Any] = field(default_factory=dict, hash=False)
    misp: Mapping[str, Any] = field(default_factory=dict, hash=False)
    ftm: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimKind:
    """One predicate: of which kinds its subject and object are, and what it says beside them.

    `units` is a list, `currency`, or `any`. `dated` needs an as-of date, `names` gives the subject a further name,
    `symmetric` says the same from both ends, always or with some choices. A machine may confirm only what is
    `decided_by` a machine. `stix` and `misp` name the relationships (the first is written, all are read) or the
    property that says it there.
    """

    predicate: str
    description: str
    wording: str
    example: str
    subjects: tuple[str, ...] | str
    objects: tuple[str, ...] | str = ()
    object_optional: bool = False
    value: str = "none"
    value_optional: bool = False
    choices: tuple[str, ...] = ()
    units: tuple[str, ...] | str = ()
    same_kind: bool = False
    symmetric: tuple[str, ...] | bool = False
    dated: bool = False
    names: bool = False
    decided_by: str = PERSON
    stix: Mapping[str, Any] = field(default_factory=dict, hash=False)
    misp: Mapping[str, Any] = field(default_factory=dict, hash=False)


@cache
def entity_kinds() -> Mapping[str, EntityKind]:
    """Every kind of entity, by name."""
    found = [EntityKind(**load(name)) for name in listing("kinds/entities")]
    return MappingProxyType({one.kind: one for one in found})


@cache
def claim_kinds() -> Mapping[str, ClaimKind]:
    """Every predicate, by name."""
    found = [ClaimKind(**_tuples(load(name))) for name in listing("kinds/claims")]
    return MappingProxyType({one.predicate: one for one in found})


def wrong(predicate: str, subject_kind: str, object_kind: str | None, value: Value) -> str | None:
    """What is wrong with a claim of that predicate about such a subject, object and value; None when nothing is."""
    kind = claim_kinds().get(predicate)
    if kind is None:
        return f"There is no predicate {predicate!r}"
    return (
        _end("subject", kind, subject_kind, kind.subjects)
        or _object(kind, subject_kind, object_kind)
        or _value(kind, value)
    )


def _tuples(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}


def _end(which: str, kind: ClaimKind, given: str, allowed: tuple[str, ...] | str) -> str | None:
    if given not in entity_kinds():
        return f"There is no kind of entity {given!r}"
    if allowed == ANY or given in allowed:
        return None
    return f"The {which} of {kind.predicate} cannot be of the kind {given}, only: {', '.join(allowed)}"


def _object(kind: ClaimKind, subject_kind: str, object_kind: str | None) -> str | None:
    if object_kind is None:
        return f"{kind.predicate} needs an object" if kind.objects and not kind.object_optional else None
    if not kind.objects:
        return f"{kind.predicate} takes no object"
    if kind.same_kind and subject_kind != object_kind:
        return f"{kind.predicate} needs two of one kind, not {subject_kind} and {object_kind}"
    return _end("object", kind, object_kind, kind.objects)


def _value(kind: ClaimKind, value: Value) -> str | None:
    number, text = value.low is not None or value.high is not None, bool(value.text)
    if not number and not text:
        missing = kind.value != "none" and not kind.value_optional
        return f"{kind.predicate} needs a {kind.value}" if missing else None
    if number != (kind.value == "number") or text != (kind.value in ("text", "choice")):
        takes = "no value" if kind.value == "none" else f"a {kind.value}"
        return f"{kind.predicate} takes {takes}"
    if kind.value == "choice" and value.text not in kind.choices:
        return f"{kind.predicate} cannot be {value.text!r}, only one of: {', '.join(kind.choices)}"
    return _unit(kind, value.unit) if number else None


def _unit(kind: ClaimKind, unit: str) -> str | None:
    if not unit:
        return f"{kind.predicate} needs a unit"
    if kind.units == "currency":
        fine = CURRENCY.fullmatch(unit) is not None
        return None if fine else f"{kind.predicate} needs a currency such as USD or ETH, not {unit!r}"
    if kind.units != ANY and unit not in kind.units:
        return f"{kind.predicate} cannot be in {unit!r}, only in: {', '.join(kind.units)}"
    return None
