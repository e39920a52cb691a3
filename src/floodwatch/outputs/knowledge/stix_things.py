"""Entities as objects of STIX 2.1: their own type, with names, dates and codes in the properties that it has for them.

What those properties say follows from confirmed claims that nobody denies; the claims themselves go out beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import product
from string import ascii_uppercase
from typing import Any

from floodwatch.model.claims import Claim, Entity, country_id
from floodwatch.model.exchange import Knowledge
from floodwatch.outputs.knowledge.base import Object, latest, moment, uuid_of
from floodwatch.outputs.text import clean
from floodwatch.vocabulary.kinds import entity_kinds
from floodwatch.vocabulary.load import load


def rules() -> Mapping[str, Any]:
    """How knowledge goes out as STIX."""
    found: Mapping[str, Any] = load("knowledge/exchange.yaml")["stix"]
    return found


def type_of(kind: str) -> str:
    """The type of object that a kind of entity is."""
    return str(rules()["types"].get(kind) or entity_kinds()[kind].stix["type"])


def ref(known: Knowledge, entity_id: str) -> str:
    """The STIX id of an entity."""
    return f"{type_of(known.entities[entity_id].kind)}--{uuid_of(entity_id)}"


def extended(**told: Any) -> Object:
    """Our declared extension with some content."""
    return {rules()["extension"]: {"extension_type": "property-extension", **told}}


def thing(
    known: Knowledge,
    one: Entity,
    claims: Sequence[Claim],
    author: str,
    refs: Sequence[str],
    ended: Iterable[str],
) -> Object:
    """The object of an entity of which some claims are the subject; `refs` are objects that belong to it.

    `ended` are times at which claims about it were taken back.
    """
    kind = type_of(one.kind)
    told = {"id": one.entity_id, "kind": one.kind, "label": one.label}
    extension = extended(entity=told | ({"retired_at": one.retired_at} if one.retired_at else {}))
    made: Object = {"type": kind, "spec_version": "2.1", "id": ref(known, one.entity_id)}
    if kind in rules()["observed"]:
        return made | _observed(one, kind) | {"extensions": {**extension, **_declared(one.kind)}}
    feeding = [one for one in claims if one.status == "confirmed" and one.polarity == "asserted"]
    created = moment(one.created_at)
    modified = max([created, latest([c.recorded_at for c in feeding]), latest(ended)])
    made |= {"created_by_ref": author, "created": created, "modified": modified}
    made |= _named(known, one, kind, feeding) | _special(one, feeding, refs, created)
    references = _references(feeding)
    if references:
        made["external_references"] = references
    return made | {"extensions": {**extension, **_declared(one.kind)}}


def _declared(kind: str) -> Object:
    """The extension by which OpenCTI adds the type, where it is one of those."""
    told = entity_kinds()[kind].stix.get("extension", "")
    names = {"sdo": ("narratives", "new-sdo"), "sco": ("observables", "new-sco")}
    if told not in names:
        return {}
    name, kind_of = names[told]
    return {str(rules()[name]): {"extension_type": kind_of}}


def _observed(one: Entity, kind: str) -> Object:
    label = clean(one.label) or one.entity_id
    return {"value": label} if kind == "domain-name" else {"persona_name": label, "persona_type": "unknown"}


def _named(known: Knowledge, one: Entity, kind: str, claims: Sequence[Claim]) -> Object:
    made: Object = {"name": clean(one.label) or "(unnamed)"}
    words = [clean(c.value_text) for c in claims if c.predicate == "described_as" and c.value_text]
    if words:
        made["description"] = "\n\n".join(words)
    names = sorted({clean(name) for name in _aliases(known, claims)} - {made["name"], ""})
    if names and kind in rules()["aliases"]:
        made["aliases"] = names
    return made | _seen(kind, claims)


def _aliases(known: Knowledge, claims: Iterable[Claim]) -> Iterable[str]:
    """Further names: those that nobody hedges."""
    for claim in claims:
        if claim.predicate == "known_as" and not claim.hedge:
            yield claim.value_text
        if claim.predicate == "alias_of" and claim.value_text == "same" and not claim.hedge:
            yield known.label(claim.object_entity)


def _seen(kind: str, claims: Sequence[Claim]) -> Object:
    names = {"event": ("occurred_on", "start_time", "stop_time")}.get(
        kind, ("active", "first_seen", "last_seen")
    )
    if kind != "event" and kind not in rules()["seen"]:
        return {}
    told = [c for c in claims if c.predicate == names[0]]
    first = min((c.as_of_from for c in told if c.as_of_from), default="")
    last = max((c.as_of_to for c in told if c.as_of_to), default="")
    return _span(names[1], names[2], first, last)


def _span(first_name: str, last_name: str, first: str, last: str) -> Object:
    made = {}
    if first:
        made[first_name] = f"{first}T00:00:00Z"
    if last:
        made[last_name] = f"{last}T23:59:59Z"
    return made


def dated(claim: Claim) -> Object:
    """When a relationship holds."""
    return _span("start_time", "stop_time", claim.as_of_from, claim.as_of_to)


def _special(one: Entity, claims: Sequence[Claim], refs: Sequence[str], created: str) -> Object:
    """What a type needs beside a name."""
    told = entity_kinds()[one.kind].stix
    made: Object = {name: told[name] for name in ("identity_class", "roles", "event_types") if name in told}
    kind = type_of(one.kind)
    if kind == "location":
        made["country"] = codes().get(one.entity_id) or clean(one.label) or "(unnamed)"
    elif kind == "malware":
        made["is_family"] = True
    elif kind == "grouping":
        made |= {"context": told["context"], "object_refs": list(refs)}
    elif kind == "report":
        days = [c.as_of_from for c in claims if c.predicate == "published_on" and c.as_of_from]
        made |= {"published": f"{min(days)}T00:00:00Z" if days else created, "object_refs": list(refs)}
    elif kind == "intrusion-set":
        made |= _motives(claims)
    return made


def _motives(claims: Iterable[Claim]) -> Object:
    theirs = {ours: name for name, ours in load("knowledge/stix.yaml")["motives"].items()}
    found = sorted(
        {theirs[c.value_text] for c in claims if c.predicate == "motive" and c.value_text in theirs}
    )
    return (
        {"primary_motivation": found[0]} | ({"secondary_motivations": found[1:]} if found[1:] else {})
        if found
        else {}
    )


def _references(claims: Iterable[Claim]) -> list[Object]:
    """Codes of catalogues and addresses."""
    names: dict[str, str] = {}
    for name, catalogue in load("knowledge/stix.yaml")["catalogues"].items():
        names.setdefault(catalogue, name)
    found: list[Object] = []
    for claim in claims:
        catalogue, _, code = clean(claim.value_text).partition(" ")
        if claim.predicate == "code" and catalogue in names and code:
            found.append({"source_name": names[catalogue], "external_id": code})
        elif claim.predicate == "described_at" and claim.value_text.startswith(("http://", "https://")):
            found.append({"source_name": "described at", "url": clean(claim.value_text)})
    return sorted(found, key=lambda one: (one["source_name"], one.get("external_id", ""), one.get("url", "")))


@cache
def codes() -> Mapping[str, str]:
    """Codes of countries by the ids that follow from them."""
    return {country_id(one + other): one + other for one, other in product(ascii_uppercase, repeat=2)}
