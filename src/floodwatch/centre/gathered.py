"""What is shared up to a marking: claims that stand and networks that a person confirmed, as STIX objects."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from floodwatch.model.markings import Marking

if TYPE_CHECKING:
    from floodwatch.casebook.ceiling import SourceMark
    from floodwatch.centre.handles import Centre
    from floodwatch.model.exchange import Knowledge
    from floodwatch.outputs.confirmed import Confirmed

Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Objects with what each rests on; all that may be seen; cases that are hidden from whoever shares.

    What rests on such a case is left as it is.
    """

    objects: tuple[tuple[Object, frozenset[str]], ...] = ()
    visible: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    pap: str = ""
    claims: tuple[str, ...] = ()
    judgements: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()
    without_consent: str = ""


def gathered(centre: Centre, most: Marking, source: str, why: str) -> Gathered:
    """All that may be shared up to a marking, without what its originators want to be asked about and were not."""
    from floodwatch.casebook.ceiling import up_to
    from floodwatch.casebook.marks import sources
    from floodwatch.casebook.shared import visible
    from floodwatch.centre.allowed import hidden
    from floodwatch.centre.consent import titles, unasked
    from floodwatch.model.acting import acting
    from floodwatch.views.exchange import Wanted, view

    book, marked = centre.casebook, sources(centre.casebook)
    waiting = frozenset(unasked(marked))
    without = frozenset() if why else waiting
    known = view(book, Wanted(ceiling=most.tlp, pap=most.pap, without=without, author=source))
    with up_to(most, without):
        seen, known = visible(book), _own_words(centre, known)
    out_of_sight = hidden(centre, acting())
    networks = list(_networks(centre, most, out_of_sight, {} if why else marked))
    objects = [*_objects(known), *_of_networks(networks, known)]
    return Gathered(
        objects=tuple(objects), visible=frozenset(seen | {f"network:{one.entity_id}" for _, one in networks}),
        hidden=frozenset(f"case:{name}" for name in out_of_sight), pap=most.pap,
        claims=tuple(c.claim_id for c in known.claims), judgements=tuple(j.judgement_id for j in known.judgements),
        not_asked=tuple(titles(book, (one for one in without if not one.startswith("case:")))),
        without_consent=why if waiting else "",
    )  # fmt: skip


def _own_words(centre: Centre, known: Knowledge) -> Knowledge:
    """What somebody here confirmed or judged: not what came with the program or was only taken over from others."""
    from floodwatch.casebook.exports import since
    from floodwatch.casebook.store import connected
    from floodwatch.model.claims import document_id

    with connected(centre.casebook) as db:
        confirmed = since(db, [one.claim_id for one in known.claims])
    claims = tuple(one for one in known.claims if one.claim_id in confirmed)
    judged = tuple(one for one in known.judgements if not one.said_by)
    told = [*claims, *(one.claim for one in known.gone)]
    ends = {end for one in told for end in (one.subject, one.object_entity, one.said_by)} | {
        document_id(one.source_document) for one in told if one.source_document
    }
    return replace(
        known, claims=claims, judgements=judged,
        entities={name: one for name, one in known.entities.items() if name in ends},
        relations=tuple(one for one in known.relations if {one.claim_id, one.other_claim} <= set(confirmed)),
    )  # fmt: skip


def _objects(known: Knowledge) -> Iterator[tuple[Object, frozenset[str]]]:
    """The objects of a bundle, each with the claims of which it tells."""
    from floodwatch.outputs.knowledge import stix

    about = _about(known)
    bundle = json.loads(b"".join(stix.pieces(known)))["objects"]
    own = {one["id"]: _own(one, about) for one in bundle}
    for one in bundle:
        indicated = own.get(one.get("source_ref", ""), frozenset()) if not own[one["id"]] else frozenset()
        yield one, own[one["id"]] | indicated


def _own(one: Object, about: Mapping[str, set[str]]) -> frozenset[str]:
    told: Object = next(
        (e for e in one.get("extensions", {}).values() if "claim" in e or "entity" in e or "gone" in e), {}
    )
    if "entity" in told:
        return frozenset(about.get(told["entity"]["id"], ()))
    claim = told.get("gone") or told.get("claim", {}).get("claim_id", "")
    return frozenset({claim} - {""})


def _about(known: Knowledge) -> Mapping[str, set[str]]:
    """The claims that name each entity."""
    from floodwatch.model.claims import document_id

    found = defaultdict[str, set[str]](set)
    for claim in known.claims:
        paper = document_id(claim.source_document) if claim.source_document else ""
        for end in (claim.subject, claim.object_entity, claim.said_by, paper):
            found[end].add(claim.claim_id)
    return found


def _networks(
    centre: Centre, most: Marking, out_of_sight: frozenset[str], marked: Mapping[str, SourceMark]
) -> Iterator[tuple[str, Confirmed]]:
    """Confirmed networks of cases that are marked no stricter, are not closed, and need nobody's consent."""
    from floodwatch.casebook.recurring import CONFIRMED, closed, networks
    from floodwatch.casebook.roles import roles
    from floodwatch.centre.allowed import existing, hidden
    from floodwatch.centre.consent import case_source
    from floodwatch.model.acting import READER, Acting
    from floodwatch.model.voices import INNOCENT
    from floodwatch.outputs.confirmed import Confirmed

    stricter = hidden(centre, Acting("", "", READER, most))
    names = sorted(existing(centre) - out_of_sight - stricter)
    shut = closed(centre.casebook, names)
    for case, one in networks(centre.casebook, [name for name in names if name not in shut]):
        source = marked.get(case_source(case))
        if source and source.asks and source.consent is None:
            continue
        parts = roles(centre.casebook, case)
        found = tuple(sorted(r for r in one.anchors if r not in parts or parts[r].role not in INNOCENT))
        last = one.standing(CONFIRMED)[-1]
        yield case, Confirmed(one.entity_id, str(last.content.get("name", "")), last.decided_at, found)


def _of_networks(
    found: list[tuple[str, Confirmed]], known: Knowledge
) -> Iterator[tuple[Object, frozenset[str]]]:
    """Objects of networks: an account that is in several stands once, and rests on all their cases."""
    from floodwatch.outputs.confirmed import objects, software

    made: dict[str, tuple[Object, frozenset[str]]] = {}
    for case, one in found:
        for item in objects(one, software(), ()):
            rests = {f"case:{case}"} | ({f"network:{one.entity_id}"} if item["type"] == "grouping" else set())
            made[item["id"]] = (item, made.get(item["id"], (item, frozenset()))[1] | rests)
    yield from made.values()
