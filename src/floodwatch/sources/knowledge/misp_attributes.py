"""Attributes of a MISP event, those of its objects too, and who has seen them: claims about the event's report.

An attribute of an object says of which, and as what, in its qualifier, so that what belongs together can be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from floodwatch.model.claims import PAP
from floodwatch.model.markings import Marking, normal, strictest
from floodwatch.sources.knowledge.base import part, parts, text
from floodwatch.sources.knowledge.making import Making
from floodwatch.vocabulary.load import load

RULES = "knowledge/misp_event.yaml"
SEEN, WRONG, EXPIRED = "0", "1", "2"
"""What MISP's numbers of sightings mean."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_EPOCH = re.compile(r"[1-9]\d{0,9}")
Item = Mapping[str, Any]


def objects(made: Making, one: str, told: Iterable[Item]) -> None:
    """Every attribute of every object; how objects refer to one another has no place."""
    for item in told:
        rows = list(parts(item.get("Attribute")))
        if item.get("deleted") is True:
            made.left["a deleted object"] += 1
            continue
        named = f"{text(item.get('name'))[:60] or 'object'} {text(item.get('uuid'))[:8]}".strip()
        if comment := text(item.get("comment")):
            made.say(one, "described_as", value=comment, qualifier=f"of the object {named}")
        for row in rows:
            attribute(made, one, row, named)
        if references := len(parts(item.get("ObjectReference"))):
            made.left["a reference of one object to another"] += references


def attribute(made: Making, one: str, row: Item, holder: str = "") -> None:
    """One attribute, and its sightings."""
    kind, value = text(row.get("type")), text(row.get("value"))
    tags = [text(tag.get("name")) for tag in parts(row.get("Tag"))]
    if row.get("deleted") is True:
        made.left["a deleted attribute"] += 1
        return
    other = [tag for tag in tags if not tag.casefold().startswith(("tlp:", "pap:"))]
    made.left.update(["a tag of an attribute"] * len(other))
    made.left.update(["a proposed change of an attribute"] * len(parts(row.get("ShadowAttribute"))))
    before = Marking(made.tlp, made.pap)
    made.tlp, made.pap = strictest((before, marking(tags)))
    as_what = f"{text(row.get('object_relation'))[:60] or kind} of the object {holder}" if holder else ""
    if value and _said(made, one, row, as_what):
        _sightings(made, one, row)
    else:
        made.left[f"an attribute of the type {kind[:60]}" + (" of an object" if holder else "")] += 1
    made.tlp, made.pap = before


def marking(tags: Iterable[str]) -> Marking:
    """The strictest marking among some tags; a label that cannot be understood is the strictest."""
    labels = [normal(tag) for tag in tags if tag.casefold().startswith(("tlp:", "pap:"))]
    return strictest(("", label) if label in PAP else (label, "") for label in labels)


def _said(made: Making, one: str, row: Item, as_what: str) -> bool:
    """Whether the attribute has a place, and what it says there."""
    kind, value, quote = text(row.get("type")), text(row.get("value")), text(row.get("comment"))
    rules = load(RULES)
    if kind in rules["bytes"]:
        return False
    if kind in rules["indicators"]:
        over = [day(s.get("date_sighting")) for s in parts(row.get("Sighting")) if _sort(s) == EXPIRED]
        until = min(filter(None, (day(row.get("last_seen")), *over)), default="")
        since = day(row.get("first_seen"))
        made.say(
            one, "indicator", value=f"{kind}: {value}", qualifier=as_what, since=since,
            until=until if until >= since else "", quote=quote,
        )  # fmt: skip
        return True
    if kind in rules["addresses"]:
        made.say(one, "described_at", value=value, qualifier=as_what, quote=quote)
        return True
    if kind in rules["words"] or as_what:
        made.say(one, "described_as", value=value, qualifier=as_what, quote=quote)
        return True
    return False


def _sightings(made: Making, one: str, row: Item) -> None:
    """How often each organisation saw it and when; who says that it is harmless denies the indicator."""
    what = f"{text(row.get('type'))}: {text(row.get('value'))}"
    seen: dict[str, list[str]] = {}
    for sighting in parts(row.get("Sighting")):
        name = text(part(sighting.get("Organisation")).get("name")) or text(sighting.get("source"))
        who, when = made.entity("source", name) if name else "", day(sighting.get("date_sighting"))
        if _sort(sighting) == SEEN:
            seen.setdefault(who, []).append(when)
        elif _sort(sighting) == WRONG and text(row.get("type")) in load(RULES)["indicators"]:
            made.say(one, "indicator", value=what, polarity="denied", since=when, until=when, said_by=who)
        elif _sort(sighting) != EXPIRED:
            made.left["a sighting of a sort that has no place"] += 1
    for who, days in seen.items():
        known = sorted(filter(None, days))
        made.say(
            one, "count", low=len(days), high=len(days), unit=f"sightings of {what[:200]}",
            since=known[0] if known else "", until=known[-1] if known else "", said_by=who,
        )  # fmt: skip


def _sort(sighting: Item) -> str:
    return str(sighting.get("type") or SEEN)


def day(value: Any) -> str:
    """A day, from how MISP writes times: as text, or as seconds since 1970, which may be text too."""
    if isinstance(value, str) and (found := _DAY.match(value)):
        return found.group(0)
    plain = str(value) if type(value) is int or isinstance(value, str) else ""
    return datetime.fromtimestamp(int(plain), UTC).date().isoformat() if _EPOCH.fullmatch(plain) else ""
