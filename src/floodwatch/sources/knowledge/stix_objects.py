"""One object of STIX 2.1 -> an entity and claims about it, or the claim that a relationship is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from floodwatch.model.claims import Entity, canonical, country_id, technique_id
from floodwatch.sources import countries
from floodwatch.sources.knowledge.base import Known, parts, text, texts
from floodwatch.sources.knowledge.making import Making
from floodwatch.vocabulary.kinds import claim_kinds, entity_kinds
from floodwatch.vocabulary.load import load

RULES = "knowledge/stix.yaml"
AMBIGUOUS = ("identity", "grouping", "event", "location", "file")
Item = Mapping[str, Any]
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(slots=True)
class Bundle:
    """The objects by id, the catalogue that their codes are of, and what several of them share."""

    items: Mapping[str, Item]
    catalogue: str
    tactics: Mapping[str, str] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        count: Counter[tuple[str, str]] = Counter()
        for item in self.items.values():
            kind = text(item.get("type"))
            count.update(
                {(kind, canonical(name)) for name in (text(item.get("name")), *_aliases(item)) if name}
            )
        self.shared = {name for (_, name), number in count.items() if number > 1}


@cache
def kinds() -> Mapping[str, str]:
    """Kind of entity by type of object, where the type says it."""
    known: dict[str, str] = {}
    for one in entity_kinds().values():
        for name in (one.stix.get("type"), *one.stix.get("also", ())):
            if name and name not in AMBIGUOUS:
                known.setdefault(name, one.kind)
    return {**known, **load(RULES)["types"]}


@cache
def relationships() -> Mapping[str, tuple[str, ...]]:
    """Predicates by type of relationship, in the order of the lists."""
    found: dict[str, tuple[str, ...]] = {name: (said,) for name, said in load(RULES)["predicates"].items()}
    for one in claim_kinds().values():
        for name in one.stix.get("relationship", ()):
            found[name] = (*found.get(name, ()), one.predicate)
    return found


def noted(made: Making, bundle: Bundle, item: Item) -> str:
    """The entity that an object is; empty where it is none."""
    kind = _kind(item)
    if not kind:
        return ""
    name = next(
        (
            text(item.get(key))
            for key in ("name", "value", "display_name", "account_login")
            if text(item.get(key))
        ),
        "",
    )
    if kind == "country":
        code = countries.code(text(item.get("country")) or name)
        return made.entity(kind, countries.name(code), country_id(code)) if code else ""
    if kind == "technique":
        codes = _codes(bundle, item)
        return made.entity(
            kind, name or (codes[0][1] if codes else ""), technique_id(*codes[0]) if codes else ""
        )
    return made.entity(kind, name)


def said(made: Making, bundle: Bundle, item: Item, known: Known) -> None:
    """Note what an object says; what has no place is counted."""
    kind = text(item.get("type"))
    if kind == "relationship":
        _relationship(made, bundle, item, known)
    elif kind in ("note", "opinion"):
        _remark(made, item, known)
    elif kind not in ("marking-definition", "extension-definition", "language-content"):
        one = noted(made, bundle, item)
        if not one:
            made.left[f"an object of the type {kind[:60]}"] += 1
            return
        _described(made, bundle, item, one, known)
        _unread(made, item, kind)


def _kind(item: Item) -> str:
    kind, rules = text(item.get("type")), load(RULES)
    if kind == "identity":
        return str(rules["identity_class"].get(text(item.get("identity_class")), "organisation"))
    if kind == "grouping":
        return str(rules["grouping"].get(text(item.get("context")), ""))
    if kind == "event":
        return "election" if "election" in texts(item.get("event_types")) else "event"
    if kind == "location":
        return "country" if countries.code(text(item.get("country")) or text(item.get("name"))) else ""
    return kinds().get(kind, "")


def _codes(bundle: Bundle, item: Item) -> list[tuple[str, str]]:
    """Codes of catalogues that are known: in a catalogue's own bundle all codes are of that catalogue."""
    names, found = load(RULES)["catalogues"], []
    for reference in parts(item.get("external_references")):
        name, code = text(reference.get("source_name")), text(reference.get("external_id"))
        if code and name in names:
            own = (
                bundle.catalogue if names[name] in ("ATT&CK", "DISARM") and bundle.catalogue else names[name]
            )
            found.append((own, code[:100]))
    return found


def _aliases(item: Item) -> list[str]:
    return [
        one for key in ("aliases", "x_mitre_aliases", "x_opencti_aliases") for one in texts(item.get(key))
    ]


def _described(made: Making, bundle: Bundle, item: Item, one: str, known: Known) -> None:
    by = _speaker(made, item, known)
    made.say(one, "code", value=item["id"], said_by=by)
    for catalogue, code in _codes(bundle, item):
        made.say(one, "code", value=f"{catalogue} {code}", said_by=by)
    if text(item.get("description")):
        made.say(one, "described_as", value=item["description"], said_by=by)
    for reference in parts(item.get("external_references")):
        if text(reference.get("url")):
            made.say(one, "described_at", value=reference["url"], said_by=by)
    _named(made, bundle, item, one, by)
    _when(made, item, one, by)
    _what_for(made, item, one, by)
    for phase in parts(item.get("kill_chain_phases")):
        if tactic := bundle.tactics.get(text(phase.get("phase_name"))):
            made.say(one, "part_of", tactic, said_by=by)
    for ref in texts(item.get("object_refs")):
        _about(made, one, ref, known, by)


def _named(made: Making, bundle: Bundle, item: Item, one: str, by: str) -> None:
    name, kind = text(item.get("name")), made.entities[one].kind
    for other in dict.fromkeys(_aliases(item)):
        if canonical(other) == canonical(name):
            continue
        if kind not in ("actor", "campaign", "malware", "tool"):
            made.say(one, "known_as", value=other, said_by=by)
        elif there := made.entity(kind, other):
            both = canonical(other) in bundle.shared or canonical(name) in bundle.shared
            made.say(one, "alias_of", there, value="overlaps" if both else "same", said_by=by)


def _when(made: Making, item: Item, one: str, by: str) -> None:
    kind = made.entities[one].kind
    first, last = (
        ("start_time", "stop_time")
        if kind in ("event", "incident", "election")
        else ("first_seen", "last_seen")
    )
    since, until = _day(item.get(first)), _day(item.get(last))
    if since or until:
        made.say(
            one, "active" if first == "first_seen" else "occurred_on", since=since, until=until, said_by=by
        )
    if kind == "report" and (day := _day(item.get("published"))):
        made.say(one, "published_on", since=day, until=day, said_by=by)


def _what_for(made: Making, item: Item, one: str, by: str) -> None:
    motives = load(RULES)["motives"]
    for motive in (*texts(item.get("primary_motivation")), *texts(item.get("secondary_motivations"))):
        if motive in motives:
            made.say(one, "motive", value=motives[motive], said_by=by)
        else:
            made.say(one, "described_as", value=f"motivation: {motive}", said_by=by)
    if made.entities[one].kind == "organisation":
        for sector in texts(item.get("sectors")):
            made.say(one, "in_sector", made.entity("sector", sector), said_by=by)


def _about(made: Making, one: str, ref: str, known: Known, by: str) -> None:
    other = known.entity(ref)
    if other is not None and made.entities[one].kind in ("report", "document", "case"):
        made.say(one, "about", made.note(other), said_by=by)
    elif other is not None:
        made.say(made.note(other), "part_of", one, said_by=by)
    elif not ref.startswith("relationship--"):
        made.left["a reference of a report or grouping to what is no entity"] += 1


def _relationship(made: Making, bundle: Bundle, item: Item, known: Known) -> None:
    kind = text(item.get("relationship_type"))
    ends = [known.entity(text(item.get(key))) for key in ("source_ref", "target_ref")]
    if kind in load(RULES)["turned"]:
        ends = [ends[1], ends[0] or _former(made, bundle, text(item.get("source_ref")))]
    if kind == "indicates":
        made.left["a pattern (indicates)"] += 1
        return
    if None in ends:
        made.rejected[f"a relationship ({kind[:40]}) with an end that {_why(bundle, item)}"] += 1
        return
    one, other = (made.note(end) for end in ends if end)
    predicate = next((p for p in relationships().get(kind, ()) if made.fits(one, p, other)), "")
    if not predicate:
        made.left[
            f"a relationship of the type {kind[:40]} from {made.entities[one].kind} to {made.entities[other].kind}"
        ] += 1
        return
    value = load(RULES)["values"].get(kind, "") if predicate in ("counters", "alias_of") else ""
    sure = item.get("confidence")
    made.say(
        one, predicate, other, value=value, since=_day(item.get("start_time")), until=_day(item.get("stop_time")),
        said_by=_speaker(made, item, known), quote=text(item.get("description")),
        hedge=f"confidence {sure} of 100" if type(sure) is int else "",
    )  # fmt: skip


def _why(bundle: Bundle, item: Item) -> str:
    """Why an end of a relationship cannot be named."""
    ends = [text(item.get(key)) for key in ("source_ref", "target_ref")]
    known = [bundle.items[end] for end in ends if end in bundle.items]
    if any(one.get("revoked") is True or one.get("x_mitre_deprecated") is True for one in known):
        return "was revoked or is deprecated"
    return "is nowhere or no entity"


def _former(made: Making, bundle: Bundle, name: str) -> Entity | None:
    """What a revoked object of the bundle was: nothing else is said of it than what took its place."""
    one = noted(made, bundle, bundle.items[name]) if name in bundle.items else ""
    return made.entities[one] if one else None


def _remark(made: Making, item: Item, known: Known) -> None:
    words = (
        text(item.get("content"))
        or f"opinion: {text(item.get('opinion'))} {text(item.get('explanation'))}".strip()
    )
    for ref in texts(item.get("object_refs")):
        other = known.entity(ref)
        if other is None:
            made.left["a note on what is no entity"] += 1
        else:
            made.say(made.note(other), "described_as", value=words, said_by=_speaker(made, item, known))


def _speaker(made: Making, item: Item, known: Known) -> str:
    """Whoever made the object, where the bundle is anybody's."""
    if made.speaker:
        return made.speaker
    by = known.entity(text(item.get("created_by_ref")))
    return made.note(by) if by else ""


def _unread(made: Making, item: Item, kind: str) -> None:
    silent = load(RULES)["silent"]
    made.left.update(f"the property {str(name)[:60]} of {kind[:60]}" for name in item if name not in silent)


def _day(value: Any) -> str:
    found = _DAY.match(text(value))
    return found.group(0) if found else ""
