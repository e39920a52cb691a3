"""A MISP event of what a casebook knows, which comes back equal.

Each entity and each claim is an object whose attributes are the fields; who is known to a galaxy is a tag of it too.
Only confirmed indicators are attributes by which machines may detect; nothing is published or shared by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from floodwatch.model.claims import Claim, Entity
from floodwatch.model.exchange import Gone, Knowledge, Lost, plain
from floodwatch.model.judgements import Likelihood
from floodwatch.outputs.knowledge import judged
from floodwatch.outputs.knowledge.base import Object, latest, moment, own_id, sentence, strictest, text
from floodwatch.outputs.knowledge.judged import likelihood_tag
from floodwatch.outputs.text import clean
from floodwatch.vocabulary.kinds import entity_kinds
from floodwatch.vocabulary.load import load

LONGEST_TAG = 200


def pieces(known: Knowledge) -> Iterator[bytes]:
    """The event, in one piece."""
    yield render(known)


def render(known: Knowledge) -> bytes:
    """The event."""
    times = [*(c.recorded_at for c in known.claims), *(g.at for g in known.gone)]
    times += [one.created_at for one in known.entities.values()]
    at, who, event_id = latest(times), known.author or "Floodwatch", _event_id(known)
    event = {
        "uuid": event_id, "info": f"What {clean(who)} knows", "date": at[:10],
        "timestamp": _stamp(at), "published": False, "analysis": "2", "threat_level_id": "4", "distribution": "0",
        "Orgc": {"name": clean(who), "uuid": own_id("author", known.author)}, "Tag": _tags(known),
        "Attribute": [*_shown(known, event_id)], "Object": [*_entities(known, event_id), *_claims(known, event_id),
                                                      *_judged(known, event_id)],
    }  # fmt: skip
    return (text({"Event": event}) + "\n").encode()


def lost(known: Knowledge) -> Iterator[Lost]:
    """What an event does not carry."""
    whole = sum(not _tag(one) for one in known.entities.values())
    yield Lost("entities that no galaxy names", whole, "objects only, without a tag")
    blank = sum(
        value != value.strip() for c in known.claims for value in plain(c).values() if isinstance(value, str)
    )
    yield Lost("space around texts", blank, "kept in the file; MISP takes it away when it stores the event")


def _event_id(known: Knowledge) -> str:
    """The event of a sender is always the same; what nobody signs is another event each time it says something else."""
    return own_id("event", known.author or " ".join(claim.claim_id for claim in known.claims))


def rules() -> Mapping[str, Any]:
    """How knowledge goes out as MISP."""
    found: Mapping[str, Any] = load("knowledge/exchange.yaml")["misp"]
    return found


def _stamp(at: str) -> str:
    return str(int(datetime.fromisoformat(at).timestamp()))


def _tags(known: Knowledge) -> list[Object]:
    mark = strictest((*known.claims, *(one.claim for one in known.gone), *known.judgements))
    names = {_tag(one) for one in known.entities.values()} | {mark.tlp.lower(), mark.pap}
    return [{"name": name} for name in sorted(names - {""})]


def _tag(one: Entity) -> str:
    """The entity as a cluster of a galaxy; empty where its kind is in none, or its name cannot be in a tag."""
    galaxies = entity_kinds()[one.kind].misp.get("galaxy", ())
    fine = one.label == clean(one.label) and '"' not in one.label and len(one.label) <= LONGEST_TAG
    if not galaxies or not fine or not one.label.isprintable():
        return ""
    name = one.label.casefold() if one.kind == "country" else one.label
    return f'misp-galaxy:{galaxies[0]}="{name}"'


def _shown(known: Knowledge, event: str) -> Iterator[Object]:
    """What others look for among attributes: indicators, and addresses of texts."""
    kinds = load("knowledge/misp_event.yaml")["indicators"]
    for claim in known.claims:
        stands = claim.status == "confirmed" and claim.polarity == "asserted"
        kind, _, value = claim.value_text.partition(": ")
        if stands and claim.predicate == "indicator" and kind in kinds and clean(value) == value:
            yield _attribute(event, claim, kind, value, to_ids=True) | {"comment": sentence(known, claim)}
        elif stands and claim.predicate == "described_at" and clean(claim.value_text) == claim.value_text:
            yield _attribute(event, claim, "link", claim.value_text)


def _attribute(event: str, claim: Claim, kind: str, value: str, to_ids: bool = False) -> Object:
    made: Object = {
        "uuid": own_id(event, "shown", claim.claim_id), "type": kind, "value": value, "to_ids": to_ids,
        "disable_correlation": not to_ids, "timestamp": _stamp(moment(claim.recorded_at)),
    }  # fmt: skip
    tags = [{"name": tag} for tag in _markings(claim)]
    return made | ({"Tag": tags} if tags else {})


def _markings(claim: Claim) -> list[str]:
    found = [mark for mark in (claim.tlp.lower(), claim.pap) if mark]
    if claim.admiralty_source:
        found.append(f'admiralty-scale:source-reliability="{claim.admiralty_source.lower()}"')
    if claim.admiralty_information:
        found.append(f'admiralty-scale:information-credibility="{claim.admiralty_information}"')
    likely = likelihood_tag(Likelihood(word=claim.hedge)) if claim.hedge else ""
    return [*found, likely] if likely else found


def _entities(known: Knowledge, event: str) -> Iterator[Object]:
    for one in known.entities.values():
        told = {
            "id": one.entity_id,
            "kind": one.kind,
            "label": one.label,
            "created_at": moment(one.created_at),
        }
        told |= {"retired_at": one.retired_at} if one.retired_at else {}
        yield _object(event, "entity", one.entity_id, moment(one.created_at), told)


def _claims(known: Knowledge, event: str) -> Iterator[Object]:
    related: dict[str, list[str]] = {}
    for one in known.relations:
        related.setdefault(one.claim_id, []).append(f"{one.relation} {one.other_claim}")
    for claim in known.claims:
        told: Object = {"says": sentence(known, claim), **plain(claim)}
        told |= {"relations": related[claim.claim_id]} if claim.claim_id in related else {}
        yield _object(event, "claim", claim.claim_id, moment(claim.recorded_at), told, _markings(claim))
    for gone in known.gone:
        if not _says_again(known, gone):
            yield _taken_back(event, gone)


def _judged(known: Knowledge, event: str) -> Iterator[Object]:
    for one in known.judgements:
        told = {"says": judged.content(known, one), **judged.plain(known, one)}
        at = moment(judged.when(one.made_at))
        yield _object(event, "judgement", one.judgement_id, at, told, judged.tags(one))
    for gone in known.withdrawn:
        told = {"judgement_id": gone.judgement_id}
        marks = [mark for mark in (gone.tlp.lower(), gone.pap) if mark]
        yield _object(event, "judgement", gone.judgement_id, moment(gone.at), told, marks) | {"deleted": True}


def _says_again(known: Knowledge, gone: Gone) -> bool:
    """Whether the claim goes out anew, such as a suggestion that was confirmed: the event has it once."""
    return any(claim.claim_id == gone.claim.claim_id for claim in known.claims)


def _taken_back(event: str, gone: Gone) -> Object:
    at = latest([gone.at, gone.claim.recorded_at])
    told = {"claim_id": gone.claim.claim_id}
    made = _object(event, "claim", gone.claim.claim_id, at, told, _markings(gone.claim))
    return made | {"deleted": True}


def _object(
    event: str, sort: str, name: str, at: str, told: Mapping[str, Any], tags: Iterable[str] = ()
) -> Object:
    """An object whose attributes are the values, as texts; the first has the tags."""
    made = [
        _field(own_id(event, sort, name), at, field, part)
        for field, value in told.items()
        for part in _parts(value)
    ]
    marks = [{"name": tag} for tag in tags]
    if marks:
        made[0]["Tag"] = marks
    head = {
        **rules()[sort],
        "description": f"A {sort} of a casebook",
        "distribution": "5",
        "sharing_group_id": "0",
    }
    return head | {
        "uuid": own_id(event, sort, name),
        "timestamp": _stamp(at),
        "comment": "",
        "Attribute": made,
    }


def _parts(value: Any) -> list[str]:
    """A value as texts: a list as several, a number as JSON has it."""
    if isinstance(value, list):
        return [str(one) for one in value]
    return [value if isinstance(value, str) else text(value, None)]


def _field(holder: str, at: str, field: str, value: str) -> Object:
    return {
        "uuid": own_id(holder, field, value), "object_relation": field, "type": "text", "category": "Other",
        "value": value, "to_ids": False, "disable_correlation": True, "timestamp": _stamp(at),
    }  # fmt: skip
