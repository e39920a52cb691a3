"""What another casebook sent: its entities and claims come back as they were, each checked as a stranger's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from floodwatch.model.batches import Related
from floodwatch.model.claims import RELATIONS, Entity, checked_entity
from floodwatch.model.errors import ClaimError
from floodwatch.model.exchange import claim_of
from floodwatch.sources.knowledge.base import part, parts, text
from floodwatch.sources.knowledge.making import Making
from floodwatch.vocabulary.kinds import entity_kinds
from floodwatch.vocabulary.load import load

RULES = "knowledge/exchange.yaml"
LISTS = ("consent", "relations")
NUMBERS = ("value_low", "value_high", "hedge_low", "hedge_high", "span_start", "span_end")
JUDGEMENT = "a judgement or forecast, which stays that of whoever sends it"
Item = Mapping[str, Any]


def extension(item: Item) -> Item:
    """What our extension says in a STIX object; empty where it is not there."""
    return part(part(item.get("extensions")).get(load(RULES)["stix"]["extension"]))


def entity(made: Making, told: Item, created: str = "") -> str:
    """Note an entity by its own id; empty, with a reason, where it is none."""
    name, kind = text(told.get("id")), text(told.get("kind"))
    if kind not in entity_kinds():
        made.rejected["an entity of another casebook of a kind that is not known"] += 1
        return ""
    one = Entity(
        entity_id=name[:100], kind=kind, label=text(told.get("label")), created_by=made.unit,
        created_at=since(created), retired_at=text(told.get("retired_at"))[:40],
    )  # fmt: skip
    try:
        return made.entities.setdefault(name, checked_entity(one)).entity_id
    except ClaimError as problem:
        made.rejected[problem.what] += 1
        return ""


def claim(made: Making, told: Item, related: Any) -> None:
    """Note a claim whose id is that of what it says, and how it stands to others."""
    try:
        one = claim_of(told)
    except ClaimError as problem:
        made.rejected[problem.what] += 1
        return
    ends = [end for end in (one.subject, one.object_entity, one.said_by) if end]
    if not all(end in made.entities for end in ends):
        made.rejected["a claim about what is not in the file"] += 1
        return
    if not made.keep(one):
        return
    if told.get("status") == "suggested":
        made.suggested.add(one.claim_id)
    for row in parts(related):
        if text(row.get("relation")) in RELATIONS:
            made.relations.append(Related(one.claim_id, row["relation"], text(row.get("claim"))))


def since(created: str) -> str:
    """A time of STIX as the casebook writes it; empty where it is none."""
    from datetime import UTC, datetime

    try:
        return datetime.fromisoformat(created).astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return ""


def in_misp(item: Item) -> str:
    """What an object of a MISP event is with us, `claim`, `entity` or `judgement`; empty where it is anybody's."""
    rules = load(RULES)["misp"]
    return next(
        (sort for sort in ("claim", "entity", "judgement") if rules[sort]["name"] == item.get("name")), ""
    )


def misp_entity(made: Making, item: Item) -> None:
    """Note the entity that an object of ours is."""
    told = _fields(item)
    entity(made, told, text(told.get("created_at")))


def misp_claim(made: Making, item: Item) -> None:
    """Note the claim that an object of ours is, or that it was taken back."""
    told = _fields(item)
    related = [
        dict(zip(("relation", "claim"), row.split(" ", 1), strict=False)) for row in told.pop("relations", [])
    ]
    if item.get("deleted") is True:
        made.gone.add(text(told.get("claim_id"))[:100])
    else:
        claim(made, told, related)


def _fields(item: Item) -> dict[str, Any]:
    """Attributes by what they are in the object; numbers as numbers, and what there are several of as a list."""
    found: dict[str, Any] = {}
    for attribute in parts(item.get("Attribute")):
        name, value = text(attribute.get("object_relation")), text(attribute.get("value"))
        if name in LISTS:
            found.setdefault(name, []).append(value)
        else:
            found[name] = _number(value) if name in NUMBERS else value
    return found


def _number(value: str) -> float | int | str:
    try:
        return float(value) if "." in value or "e" in value else int(value) if len(value) < 20 else value
    except ValueError:
        return value


def stix_entities(made: Making, item: Item) -> str:
    """The entity that a STIX object of ours is."""
    return entity(made, part(extension(item).get("entity")), text(item.get("created")))


def stix_said(made: Making, item: Item) -> None:
    """Note what a STIX object of ours says beside being an entity."""
    told = extension(item)
    if "claim" in told:
        claim(made, part(told["claim"]), told.get("relations"))
    elif "gone" in told:
        made.gone.add(text(told["gone"])[:100])
    elif "judgement" in told:
        made.left[JUDGEMENT] += 1
