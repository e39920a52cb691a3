"""Networks that a person confirmed as STIX 2.1: their accounts, and one grouping each. Nothing tells of which case."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from floodwatch.model import refs
from floodwatch.outputs.knowledge.base import Object, moment, own_id
from floodwatch.outputs.knowledge.stix_things import rules
from floodwatch.outputs.stix import SCO_NAMESPACE
from floodwatch.outputs.text import clean

LABELS = ["confirmed-by-a-person", "coordinated-behaviour"]
TOLD = (
    "{} accounts that a person who looked at the evidence confirmed as one network that moves together. "
    "That they do so does not say who is behind them, nor that every one of them knows of it."
)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A network: the id of its entity, its name in the detection, when it was confirmed, and its accounts as refs."""

    entity_id: str
    name: str
    at: str
    accounts: tuple[str, ...]


def objects(network: Confirmed, author: str, marks: Sequence[str]) -> Iterator[Object]:
    """The accounts of a network and the grouping that holds them; none where it has no accounts."""
    found = {one["id"]: one for one in map(_account, network.accounts)}
    marked = {"object_marking_refs": list(marks)} if marks else {}
    for _, one in sorted(found.items()):
        yield one | marked
    if found:
        at = moment(network.at)
        yield {
            "type": "grouping", "spec_version": "2.1", "id": grouping_id(network.entity_id), "created_by_ref": author,
            "created": at, "modified": at, "name": f"Network {clean(network.name)}", "labels": LABELS,
            "description": TOLD.format(len(found)), "context": "suspicious-activity", "object_refs": sorted(found),
        } | marked  # fmt: skip


def grouping_id(entity_id: str) -> str:
    """The STIX id of a network."""
    return f"grouping--{own_id('confirmed network', entity_id)}"


def software() -> str:
    """The id of the program as an author."""
    return str(rules()["software"])


def _account(ref: str) -> Object:
    """An account as STIX has it; its id follows from what it is, so that two networks name the same object."""
    one = refs.parse(ref)
    told: Object = {
        "account_type": "twitter" if one.platform == "x" else clean(one.platform), "user_id": clean(one.id),
    }  # fmt: skip
    canonical = json.dumps(dict(sorted(told.items())), separators=(",", ":"), ensure_ascii=False)
    identity = f"user-account--{uuid.uuid5(SCO_NAMESPACE, canonical)}"
    return {"type": "user-account", "spec_version": "2.1", "id": identity, **told}
