"""Entities of FollowTheMoney, one as JSON on each line: who there is, links between them, and notes.

Schemas and properties are named by text, as version 4 of that library has them; the library itself is not needed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from floodwatch.model.claims import Claim, Entity, document_id
from floodwatch.model.exchange import Knowledge, Lost
from floodwatch.outputs.knowledge.base import Object, sentence, text
from floodwatch.outputs.knowledge.stix_things import codes
from floodwatch.outputs.text import clean
from floodwatch.vocabulary.kinds import claim_kinds, entity_kinds


def lines(known: Knowledge) -> Iterator[bytes]:
    """The lines, entities first."""
    return (f"{text(line, None)}\n".encode() for line in chain(_things(known), _said(known)))


def lost(known: Knowledge) -> Iterator[Lost]:
    """What these entities do not carry."""
    bare = [one for one in known.entities.values() if not schema(one)]
    yield Lost("entities of kinds without a schema", len(bare), "stand in the words of notes, if at all")
    ends = [not _carried(known, claim.subject) for claim in known.claims]
    yield Lost("claims about those", sum(ends), "a note needs something to be about")
    marked = sum(bool(claim.tlp or claim.pap) for claim in known.claims)
    yield Lost("markings", marked, "there are none here; the ceiling held")
    fields = ("value_low", "value_high", "hedge", "admiralty_source", "span_start", "consent", "quote")
    parts = sum(any(getattr(claim, name) not in (None, "") for name in fields) for claim in known.claims)
    yield Lost("ranges, hedges, grades, passages as values", parts, "stand in words only")
    yield Lost("how claims stand to one another", len(known.relations), "there is no such schema")
    yield Lost("claims that were taken back", len(known.gone), "the format says what stands")
    yield Lost("judgements and forecasts", len(known.judgements), "there is no such schema")


def schema(one: Entity) -> str:
    """The schema of an entity; empty where its kind has none."""
    return entity_kinds()[one.kind].ftm


def _carried(known: Knowledge, entity_id: str) -> bool:
    return bool(schema(known.entities[entity_id]))


def _things(known: Knowledge) -> Iterator[Object]:
    about = defaultdict[str, list[Claim]](list)
    for claim in known.claims:
        if claim.status == "confirmed" and claim.polarity == "asserted" and not claim.hedge:
            about[claim.subject].append(claim)
    for one in known.entities.values():
        if kind := schema(one):
            name = clean(one.label) or "(unnamed)"
            told = {"name": [name], **_described(known, one, about[one.entity_id])}
            yield _line(one.entity_id, kind, told | ({"fileName": [name]} if kind == "Document" else {}))


def _described(known: Knowledge, one: Entity, claims: Sequence[Claim]) -> dict[str, list[str]]:
    def texts(predicate: str) -> list[str]:
        return [clean(claim.value_text) for claim in claims if claim.predicate == predicate]

    same = [c.object_entity for c in claims if c.predicate == "alias_of" and c.value_text == "same"]
    places = [c.object_entity for c in claims if c.predicate in ("originates_from", "located_in")]
    if one.kind == "country":
        places.append(one.entity_id)
    return {
        "alias": texts("known_as") + [clean(known.label(name)) for name in same],
        "description": texts("described_as"),
        "sourceUrl": texts("described_at"),
        "country": [codes()[place].lower() for place in places if place in codes()],
    }


def _said(known: Knowledge) -> Iterator[Object]:
    """Claims: a link where nothing is denied and both ends are carried, else a note."""
    for claim in known.claims:
        if not _carried(known, claim.subject):
            continue
        said = sentence(known, claim)
        told = {"publisher": [_title(known, claim)]}
        plainly = claim.status == "confirmed" and claim.polarity == "asserted"
        if plainly and claim.object_entity and _carried(known, claim.object_entity):
            ends = {"subject": [claim.subject], "object": [claim.object_entity]}
            role = claim_kinds()[claim.predicate].predicate.replace("_", " ")
            days = {"startDate": [claim.as_of_from], "endDate": [claim.as_of_to]}
            yield _line(
                claim.claim_id, "UnknownLink", {**ends, "role": [role], "summary": [said], **days, **told}
            )
        else:
            yield _line(claim.claim_id, "Note", {"name": [said[:200]], "description": [said],
                                                 "entity": [claim.subject], **told})  # fmt: skip


def _title(known: Knowledge, claim: Claim) -> str:
    return clean(known.label(document_id(claim.source_document))) if claim.source_document else ""


def _line(name: str, kind: str, told: dict[str, list[str]]) -> Object:
    filled = {field: sorted({v for v in values if v}) for field, values in sorted(told.items())}
    return {"id": name, "schema": kind, "properties": {field: v for field, v in filled.items() if v}}
