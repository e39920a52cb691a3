"""What a report gives to other programs: a STIX bundle and a MISP event, whose objects keep their ids over its issues.

An object that an earlier issue shared and this one does not is revoked (STIX) or marked deleted (MISP), not left out.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from floodwatch.model.claims import NAMESPACE
from floodwatch.model.refs import parse
from floodwatch.model.reports import OBJECT, Evaluated, Use
from floodwatch.outputs.stix import SCO_NAMESPACE, marking
from floodwatch.outputs.studio.made import Content
from floodwatch.outputs.studio.pseudonyms import BEGINS
from floodwatch.outputs.text import clean, iso

Object = dict[str, Any]
GONE = ("grouping", "note")
"""Types that STIX lets be revoked and that an issue may no longer have."""


def bundle(told: Content, before: Mapping[str, Any] | None = None) -> Object:
    """The bundle of an issue; `before` is that of the issue which it takes the place of."""
    made = iso(told.made_at)
    marks = [marking(m) for m in (told.about["tlp"], told.about["pap"]) if m]
    mark_ids = [one["id"] for one in marks]
    found = _objects(told, made)
    old = {one["id"]: one for one in (before or {}).get("objects", ())}
    for own in found.values():
        own["object_marking_refs"] = mark_ids
        if own["id"] in old and "created" in own:
            own["created"] = old[own["id"]]["created"]
    gone = [
        {**one, "revoked": True, "modified": made, "object_marking_refs": mark_ids}
        for name, one in old.items() if name not in found and one["type"] in GONE
    ]  # fmt: skip
    objects = [*marks, *found.values(), *gone]
    return {"type": "bundle", "id": _id(told, "bundle", made), "objects": objects}


def _objects(told: Content, made: str) -> dict[str, Object]:
    author = _made(told, "identity", "author", made) | {
        "name": "A Floodwatch centre",
        "identity_class": "organization",
    }
    found = {author["id"]: author}
    for one in _blocks(told):
        for item in _of(told, one, made, author["id"]):
            found[item["id"]] = item
    report = _made(told, "report", "report", made) | {
        "name": clean(told.about["title"]), "report_types": ["threat-report"], "published": made,
        "created_by_ref": author["id"], "object_refs": sorted(found),
    }  # fmt: skip
    return {**found, report["id"]: report}


def _blocks(told: Content) -> Iterator[Evaluated]:
    return iter([told.evaluated[n] for n in sorted(told.evaluated) if told.evaluated[n].rows])


def _of(told: Content, one: Evaluated, made: str, author: str) -> Iterator[Object]:
    members = [_account(row) for row in one.rows if row.get("what") == "member" and _named(row)]
    yield from members
    if one.asked.kind == "network":
        own = one.rows[0]
        yield _made(told, "grouping", str(own["ref"]), made) | {
            "created_by_ref": author, "name": f"Network {own['network_id']}", "context": "suspicious-activity",
            "description": clean(str(own["summary"])), "object_refs": sorted({m["id"] for m in members}) or [author],
        }  # fmt: skip
    if one.asked.kind in ("claim", "judgement", "forecast"):
        row = one.rows[0]
        yield _made(told, "note", str(row["ref"]), made) | {
            "created_by_ref": author, "abstract": one.asked.kind, "content": clean(str(row["says"])),
            "object_refs": [author],
        }  # fmt: skip


def _named(row: Mapping[str, Any]) -> bool:
    """Whether an account is named: a pseudonym tells another program nothing."""
    return not str(row["account_id"]).startswith(BEGINS)


def _account(row: Mapping[str, Any]) -> Object:
    platform = "twitter" if row["platform"] == "x" else clean(str(row["platform"]))
    told = {"account_type": platform, "user_id": clean(str(row["account_id"]))}
    whole = json.dumps(dict(sorted(told.items())), separators=(",", ":"), ensure_ascii=False)
    return {
        "type": "user-account", "spec_version": "2.1", "id": f"user-account--{uuid.uuid5(SCO_NAMESPACE, whole)}", **told
    }  # fmt: skip


def _made(told: Content, kind: str, what: str, made: str) -> Object:
    return {
        "type": kind, "spec_version": "2.1", "id": _id(told, kind, what), "created": made, "modified": made,
    }  # fmt: skip


def _id(told: Content, kind: str, what: str) -> str:
    return f"{kind}--{uuid.uuid5(NAMESPACE, chr(31).join((told.about['report_id'], kind, what)))}"


def event(told: Content, before: Mapping[str, Any] | None = None) -> Object:
    """The same as an event of MISP."""
    stamp = str(int(told.made_at.timestamp()))
    found = {one["uuid"]: one for e in _blocks(told) for one in _attributes(told, e, stamp)}
    old = [] if before is None else before["Event"]["Attribute"]
    gone = [{**one, "deleted": True, "timestamp": stamp} for one in old if one["uuid"] not in found]
    tags = [{"name": m.lower()} for m in (told.about["tlp"], told.about["pap"]) if m]
    return {"Event": {
        "uuid": _id(told, "event", "event").partition("--")[2], "info": clean(told.about["title"]),
        "date": f"{told.made_at:%Y-%m-%d}", "timestamp": stamp, "threat_level_id": "4", "analysis": "2",
        "distribution": "0", "Tag": tags, "Attribute": [*found.values(), *gone],
    }}  # fmt: skip


def _attributes(told: Content, one: Evaluated, stamp: str) -> Iterator[Object]:
    named = [
        row
        for row in one.rows
        if row.get("what") == "network" or (row.get("what") == "member" and _named(row))
    ]
    kinds = ("claim", "judgement", "forecast")
    for row in named or (one.rows[:1] if one.asked.kind in kinds else ()):
        ref = str(row["ref"])
        value = str(row.get("says") or parse(ref).id)
        yield {
            "uuid": _id(told, "attribute", ref).partition("--")[2], "type": "text", "to_ids": False,
            "category": "Social network" if row.get("what") else "Other", "value": clean(value),
            "comment": f"{one.asked.kind} in this report", "timestamp": stamp, "deleted": False,
        }  # fmt: skip


def shared(told: Content, real: Mapping[int, Evaluated]) -> list[Use]:
    """Which shared objects rest on what: those of a block on everything that the block rests on."""
    made: list[Use] = []
    stamp = iso(told.made_at)
    for one in _blocks(told):
        rests = real[one.asked.number]
        named = dict(zip((r["ref"] for r in one.rows), (r["ref"] for r in rests.rows), strict=True))
        for item in _of(told, one, stamp, ""):
            own = next(
                (str(named[r["ref"]]) for r in one.rows if r.get("account_id") == item.get("user_id")), ""
            )
            behind: Sequence[str] = (own,) if item["type"] == "user-account" and own else rests.refs
            made += [Use(OBJECT, item["id"], "STIX " + item["type"], ref) for ref in behind]
        for item in _attributes(told, one, "0"):
            made += [Use(OBJECT, item["uuid"], "MISP attribute", ref) for ref in rests.refs[:1]]
    return made
