"""A STIX 2.1 bundle of the covert networks: accounts, one grouping and notes each. Written as plain JSON.

Everything is labelled machine-suggested; ids are UUIDv5 of all that an object says, so that an object whose
content changed is another object; accounts of networks that are not covert are never named, nor those of whom a person
said that they take no part.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any

from floodwatch.model.claims import NAMESPACE
from floodwatch.model.dossier import COVERT_MEANS, Dossier, Network
from floodwatch.model.refs import account
from floodwatch.model.voices import INNOCENT
from floodwatch.outputs.text import clean, iso, number, related, sentence, words
from floodwatch.outputs.told import deception

SCO_NAMESPACE = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
"""Namespace that STIX 2.1 (section 2.9) gives for the ids of observables."""
LABELS = ["machine-suggested", "coordinated-behaviour"]
ACCOUNT_TYPES = ("facebook", "instagram", "reddit", "telegram", "tiktok", "twitter", "vk", "youtube")
TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
TLP = {
    "TLP:CLEAR": ("clear", "94868c89-83c2-464b-929b-a1a8aa3c8487"),
    "TLP:GREEN": ("green", "bab4a63c-aed9-4cf5-a766-dfca5abac2bb"),
    "TLP:AMBER": ("amber", "55d920b0-5e8b-4f79-9ee9-91f868d9b421"),
    "TLP:AMBER+STRICT": ("amber+strict", "939a9414-2ddd-4d32-a0cd-375ea402b003"),
    "TLP:RED": ("red", "e828b379-4e03-4974-9ac4-e53a884c97c1"),
}
AUTHOR_SINCE = "2026-01-01T00:00:00Z"
"""Time of objects that are the same in every bundle."""
EPOCH = "1970-01-01T00:00:00Z"
Object = dict[str, Any]


def bundle(dossier: Dossier) -> str:
    """The bundle as JSON text. The time of the last post read stands for created and modified."""
    made = iso(dossier.as_of) or EPOCH
    marks = [marking(m) for m in dossier.markings]
    refs = [m["id"] for m in marks]
    author = _sealed(_author(), refs)
    objects = [author, *_networks(dossier, author["id"], made, refs)]
    told = " ".join((*dossier.headline, COVERT_MEANS))
    objects.append(_sealed(_note("What was found", told, [author["id"]], author["id"], made), refs))
    objects = marks + objects
    identity = _id("bundle", *(o["id"] for o in objects))
    return (
        json.dumps({"type": "bundle", "id": identity, "objects": objects}, indent=1, ensure_ascii=False)
        + "\n"
    )


def _networks(dossier: Dossier, author: str, made: str, marks: list[str]) -> Iterable[Object]:
    """Accounts (each once), groupings and notes of the covert networks."""
    covert = [n for n in dossier.networks if n.kind == "covert"]
    members: dict[str, list[Object]] = {n.network_id: [] for n in covert}
    for node in dossier.graph.nodes:
        ref = account(str(node["platform"]), str(node["account_id"]))
        if node["network_id"] in members and dossier.roles.get(ref) not in INNOCENT:
            members[node["network_id"]].append(_marked(_account(node), marks))
    seen = {a["id"]: a for found in members.values() for a in found}
    yield from sorted(seen.values(), key=lambda a: str(a["id"]))
    for network in covert:
        found = sorted(a["id"] for a in members[network.network_id])
        if found:
            grouping = _sealed(_grouping(network, found, author, made), marks)
            yield grouping
            yield _sealed(_note(*_reasons(network), [grouping["id"]], author, made), marks)


def _author() -> Object:
    return _common("identity", AUTHOR_SINCE) | {
        "name": "Floodwatch",
        "identity_class": "system",
        "description": "Software that detects coordinated behaviour. No person has confirmed these objects.",
    }


def _account(node: dict[str, Any]) -> Object:
    """A user-account observable; its id follows from the properties that STIX says contribute to it."""
    platform = "twitter" if node["platform"] == "x" else clean(node["platform"])
    told: Object = {"account_type": platform, "user_id": clean(node["account_id"])}
    if node.get("handle"):
        told["account_login"] = clean(node["handle"])
    canonical = json.dumps(dict(sorted(told.items())), separators=(",", ":"), ensure_ascii=False)
    made: Object = {
        "type": "user-account",
        "spec_version": "2.1",
        "id": f"user-account--{uuid.uuid5(SCO_NAMESPACE, canonical)}",
        **told,
    }
    if node.get("name"):
        made["display_name"] = clean(node["name"])
    return made


def _grouping(network: Network, accounts: list[str], author: str, made: str) -> Object:
    return _common("grouping", made) | {
        "created_by_ref": author,
        "name": f"Network {network.network_id}",
        "description": f"{clean(network.summary)} {COVERT_MEANS}",
        "context": "suspicious-activity",
        "object_refs": accounts,
    }


def _reasons(network: Network) -> tuple[str, str]:
    detail = network.kind_detail
    ties = ", ".join(words(b) for b in network.behaviours)
    told = [
        f"{network.members} accounts tied by {ties}; q {related(network.q_value)}.",
        f"Shared objects: {number(network.expected)} expected by chance, {number(network.observed)} seen.",
        f"Signs of deception: {deception(detail.get('deception_signs') or ()) or 'none'}.",
        f"Innocent account: {clean(sentence(detail.get('innocent_account') or 'none given'))}",
        f"What would tell them apart: {clean(sentence(detail.get('tell_apart') or 'not stated'))}",
        "Harm and sponsor: not assessed.",
    ]
    return f"Why network {network.network_id} is called covert", "\n".join(told)


def _note(abstract: str, content: str, about: list[str], author: str, made: str) -> Object:
    return _common("note", made) | {
        "created_by_ref": author,
        "abstract": abstract,
        "content": content,
        "object_refs": about,
    }


def _common(kind: str, made: str) -> Object:
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": "",
        "created": made,
        "modified": made,
        "labels": LABELS,
    }


def _marked(item: Object, marks: list[str]) -> Object:
    return item | {"object_marking_refs": marks} if marks else item


def _sealed(item: Object, marks: list[str]) -> Object:
    """The object with its markings and an id that follows from all of it."""
    whole = _marked(item, marks)
    return whole | {"id": _id(item["type"], json.dumps(whole, sort_keys=True, ensure_ascii=False))}


def marking(label: str) -> Object:
    """A TLP 2.0 marking in the form that OASIS published; any other label as a statement."""
    made = {"type": "marking-definition", "spec_version": "2.1"}
    if label in TLP:
        name, identity = TLP[label]
        return made | {
            "id": f"marking-definition--{identity}",
            "created": "2022-10-01T00:00:00.000Z",
            "name": label,
            "extensions": {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": name}},
        }
    return made | {
        "id": _id("marking-definition", clean(label)),
        "created": AUTHOR_SINCE,
        "definition_type": "statement",
        "definition": {"statement": clean(label)},
    }


def _id(kind: str, *key: str) -> str:
    content = "\x1f".join((kind, *key))
    return f"{kind}--{uuid.uuid5(NAMESPACE, content)}"
