"""A STIX 2.1 bundle of what a casebook knows, which comes back equal.

Entities are standard objects. A claim is a relationship, an indicator, or else a note; what was denied, not observed or
only suggested is always a note, so that nobody takes it for said. Each carries the claim whole in an extension that
the bundle declares. Ids follow from those of the casebook, times from when a claim came to stand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from floodwatch.model.claims import Claim, document_id
from floodwatch.model.exchange import Gone, Knowledge, Lost, plain
from floodwatch.outputs.knowledge import judged
from floodwatch.outputs.knowledge.base import (
    Object,
    latest,
    moment,
    own_id,
    own_id_of,
    sentence,
    strictest,
    text,
)
from floodwatch.outputs.knowledge.stix_things import dated, extended, ref, rules, thing, type_of
from floodwatch.outputs.stix import AUTHOR_SINCE, marking
from floodwatch.outputs.text import clean
from floodwatch.vocabulary.kinds import claim_kinds
from floodwatch.vocabulary.load import load

CREDIBLE = {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10}
"""Confidence by the Admiralty's grades of information, after STIX 2.1, appendix A."""
TOLD = (
    "description",
    "name",
    "content",
    "authors",
    "confidence",
    "external_references",
    "start_time",
    "stop_time",
)
"""What an object says that a withdrawn one need not say."""
_PLAIN = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]{1,2000}")


def render(known: Knowledge) -> bytes:
    """The bundle."""
    return b"".join(pieces(known))


def pieces(known: Knowledge) -> Iterator[bytes]:
    """The bundle, object by object, as JSON would be written whole: of a large one no copy as text is held."""
    author = _author(known)
    objects = [*_first(known), *_things(known, author), *_claims(known, author), *_judged(known, author)]
    marks = sorted({mark for one in objects for mark in one.pop("marks", ())})
    written = [marking(mark) for mark in marks] + objects
    identity = own_id_of("bundle", _listed(written))
    yield f'{{\n "type": "bundle",\n "id": "bundle--{identity}",\n "objects": [\n'.encode()
    for number, one in enumerate(written):
        before = ",\n  " if number else "  "
        yield (before + text(one).replace("\n", "\n  ")).encode()
    yield b"\n ]\n}\n"


def _listed(written: Iterable[Object]) -> Iterator[str]:
    """The objects as a list in one line, bit by bit."""
    yield "["
    for number, one in enumerate(written):
        yield (", " if number else "") + text(one, None)
    yield "]"


def lost(known: Knowledge) -> Iterator[Lost]:
    """What a bundle does not carry."""
    kinds = [type_of(one.kind) for one in known.entities.values()]
    bare = sum(kind in rules()["observed"] for kind in kinds)
    yield Lost(
        "descriptions and dates in the objects of sites and personas",
        bare,
        "observables have no such properties; the claims have",
    )
    odd = sum(one.label != clean(one.label) for one in known.entities.values())
    yield Lost("control characters in names", odd, "shown as signs; the extension has the names as they are")


def _author(known: Knowledge) -> str:
    """The id of whoever sends the bundle."""
    return f"identity--{own_id('author', known.author)}" if known.author else str(rules()["software"])


def _first(known: Knowledge) -> Iterator[Object]:
    """The software, whoever sends the bundle, and the declaration of our extension."""
    shared = {"spec_version": "2.1", "created": AUTHOR_SINCE, "modified": AUTHOR_SINCE}
    software = {
        "type": "identity",
        "id": rules()["software"],
        "name": "Floodwatch",
        "identity_class": "system",
        "extensions": extended(shown=True),
    }
    yield software | shared
    if known.author:
        person = {"type": "identity", "id": _author(known), "name": clean(known.author)}
        yield (
            person | shared | {"identity_class": "organization", "extensions": extended(author=known.author)}
        )
    yield {
        "type": "extension-definition", "id": rules()["extension"], "created_by_ref": rules()["software"], **shared,
        "name": "Claims", "description": "Who says what of whom, in which words, as of when, and how sure.",
        "schema": rules()["schema"], "version": "1.0.0", "extension_types": ["property-extension"],
    }  # fmt: skip


def _things(known: Knowledge, author: str) -> Iterator[Object]:
    about, ended, parts = (
        defaultdict[str, list[Claim]](list),
        defaultdict[str, list[str]](list),
        _parts(known),
    )
    for claim in known.claims:
        about[claim.subject].append(claim)
    named = _named(known)
    for gone in known.gone:
        ended[gone.claim.subject].append(gone.at)
    for name, one in known.entities.items():
        made = thing(known, one, about[name], author, sorted(parts[name]) or [author], ended[name])
        own = [claim for claim in about[name] if claim.status == "confirmed"]
        yield _marked(made, strictest(own or named[name]))


def _named(known: Knowledge) -> Mapping[str, list[Claim]]:
    """The claims, also those taken back, that name each entity: of one about which nothing else is said, its inputs."""
    found = defaultdict[str, list[Claim]](list)
    for claim in (*known.claims, *(one.claim for one in known.gone)):
        paper = document_id(claim.source_document) if claim.source_document else ""
        for end in (claim.subject, claim.object_entity, claim.said_by, paper):
            found[end].append(claim)
    return found


def _parts(known: Knowledge) -> Mapping[str, set[str]]:
    """Ids of the objects that a report, a grouping or a document holds."""
    found = defaultdict[str, set[str]](set)
    for claim in known.claims:
        mine = claim_ref(claim)
        for end in (claim.subject, claim.object_entity):
            found[end].add(mine)
        if claim.source_document:
            found[document_id(claim.source_document)].add(mine)
        if claim.predicate == "about" and claim.polarity == "asserted":
            found[claim.subject].add(ref(known, claim.object_entity))
    return found


def _claims(known: Knowledge, author: str) -> Iterable[Object]:
    related = defaultdict[str, list[dict[str, str]]](list)
    for one in known.relations:
        related[one.claim_id].append({"relation": one.relation, "claim": one.other_claim})
    for claim in known.claims:
        told = {"relations": related[claim.claim_id]} if claim.claim_id in related else {}
        made = _said(known, claim, author) | {"extensions": extended(claim=plain(claim), **told)}
        yield _marked(made, (claim.tlp, claim.pap))
        yield from _indicated(known, claim, author)
    yield from chain.from_iterable(_taken_back(known, gone, author) for gone in known.gone)


def _judged(known: Knowledge, author: str) -> Iterator[Object]:
    """What was made of the claims."""
    ids = {claim.claim_id: claim_ref(claim) for claim in known.claims}
    for one in judged.objects(known, author, ids):
        yield _marked(one, one.pop("marks", ()))


def _said(known: Knowledge, claim: Claim, author: str) -> Object:
    """The object of a claim, without our extension."""
    at = moment(claim.recorded_at)
    made: Object = {
        "type": _type(claim), "spec_version": "2.1", "id": claim_ref(claim), "created_by_ref": author, "created": at,
        "modified": at,
    }  # fmt: skip
    if _type(claim) == "relationship":
        made |= {
            "relationship_type": _relationship(claim), "description": sentence(known, claim),
            "source_ref": ref(known, claim.subject), "target_ref": ref(known, claim.object_entity), **dated(claim),
        }  # fmt: skip
    elif _type(claim) == "indicator":
        since = f"{claim.as_of_from}T00:00:00Z" if claim.as_of_from else at
        made |= {
            "name": sentence(known, claim),
            "pattern": _pattern(claim),
            "pattern_type": "stix",
            "valid_from": since,
        }
    else:
        ends = [claim.subject, *([claim.object_entity] if claim.object_entity else [])]
        made |= {"content": sentence(known, claim), "object_refs": [ref(known, end) for end in ends]}
        speaker = clean(known.label(claim.said_by))
        made |= {"authors": [speaker]} if speaker else {}
        made |= {"labels": ["suggested"]} if claim.status == "suggested" else {}
    if claim.admiralty_information in CREDIBLE:
        made["confidence"] = CREDIBLE[claim.admiralty_information]
    return made | _source(known, claim)


def _source(known: Knowledge, claim: Claim) -> Object:
    """The text that says it, with the passage."""
    if not claim.source_document:
        return {}
    title = clean(known.label(document_id(claim.source_document))) or f"document {claim.source_document}"
    quote = clean(claim.quote)
    place = f"characters {claim.span_start} to {claim.span_end}" if claim.span_start is not None else ""
    told = ": ".join(part for part in (place, quote) if part) or f"document {claim.source_document}"
    return {"external_references": [{"source_name": title, "description": told}]}


def _type(claim: Claim) -> str:
    if claim.status != "confirmed" or claim.polarity != "asserted":
        return "note"
    if claim.object_entity:
        return "relationship"
    return "indicator" if claim.predicate == "indicator" and _pattern(claim) else "note"


def claim_ref(claim: Claim) -> str:
    """The id of a claim's object; a suggestion is another object than what becomes of it."""
    return f"{_type(claim)}--{own_id('claim', claim.claim_id, claim.status if claim.status == 'suggested' else '')}"


def _relationship(claim: Claim) -> str:
    known: Sequence[str] = claim_kinds()[claim.predicate].stix.get("relationship", ())
    if not known:
        return claim.predicate.replace("_", "-")
    if claim.predicate not in ("alias_of", "counters"):
        return known[0]
    values = load("knowledge/stix.yaml")["values"]
    return next((name for name in known if values.get(name) == claim.value_text), "related-to")


def _pattern(claim: Claim) -> str:
    """The pattern of an indicator; empty where its type has none."""
    kind, _, value = claim.value_text.partition(": ")
    path = rules()["patterns"].get(kind, "")
    if not path or not _PLAIN.fullmatch(value):
        return ""
    value = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"[{path} = '{value}']"


def _indicated(known: Knowledge, claim: Claim, author: str) -> Iterator[Object]:
    """What an indicator indicates, for others: with us the claim says it."""
    if _type(claim) != "indicator" or type_of(known.entities[claim.subject].kind) not in rules()["indicated"]:
        return
    at = moment(claim.recorded_at)
    made: Object = {
        "type": "relationship", "spec_version": "2.1", "id": f"relationship--{own_id('indicates', claim.claim_id)}",
        "created_by_ref": author, "created": at, "modified": at, "relationship_type": "indicates",
        "source_ref": claim_ref(claim), "target_ref": ref(known, claim.subject), "extensions": extended(shown=True),
    }  # fmt: skip
    yield _marked(made, (claim.tlp, claim.pap))


def _taken_back(known: Knowledge, gone: Gone, author: str) -> Iterator[Object]:
    """What is withdrawn, with nothing more of it than STIX demands."""
    claim = replace(gone.claim, status="suggested" if gone.suggested else "confirmed")
    made = {name: value for name, value in _said(known, claim, author).items() if name not in TOLD}
    end = latest([gone.at, claim.recorded_at])
    made |= {"modified": end, "revoked": True, "extensions": extended(gone=claim.claim_id)}
    made |= {"content": "Taken back."} if made["type"] == "note" else {}
    yield _marked(made, (claim.tlp, claim.pap))
    for other in _indicated(known, claim, author):
        yield other | {"modified": end, "revoked": True}


def _marked(made: Object, marks: Iterable[str]) -> Object:
    """The object with its markings; `marks` are collected, and taken away again, to be put into the bundle."""
    found = [mark for mark in marks if mark]
    if not found:
        return made
    return made | {"object_marking_refs": sorted(marking(mark)["id"] for mark in found), "marks": found}
