"""The claims that come with the product, each with its source: YAML of this folder -> entities, claims, relations.

A file says `texts` (works that are cited), `entities` (a handle, its kind and its name; what has no name is `unnamed`
and gets an id of its own, so that nothing is ever taken for it by resemblance), and `told`: groups of claims that
share their source (`in`), speaker (`by`) and date (`at`, or `since` and `until`), by subject. What it says as `judged`
is read by `judged.py`.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from floodwatch.model.batches import FROM, Batch, Related
from floodwatch.model.claims import (
    NAMESPACE,
    Claim,
    Entity,
    cited,
    country_id,
    document_id,
    entity_id,
    technique_id,
)
from floodwatch.vocabulary.estimates import band
from floodwatch.vocabulary.load import listing, load

FOLDER = "knowledge/starting"
BY = "starting knowledge"
"""Who confirms these claims: those who put them into the package."""
UNIT = f"{BY}@1"
CREDIT = "Names of techniques: DISARM Foundation, CC BY-SA 4.0"
TLP = "TLP:CLEAR"
DAYS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
RELATED = {"within": "part_of", "against": "contradicts"}
"""Keys of a claim that name another claim, and the relation that they mean."""
GIVEN = ("low", "high", "unit", "value", "qualifier", "polarity", "hedge")
NAMES = {"low": "value_low", "high": "value_high", "value": "value_text"}


@cache
def starting() -> Batch:
    """What the files of the folder say, in their order; a wrong handle is a KeyError."""
    told, known = contents(), handles()
    made = [(row, claim) for content in told for row, claim in _claims(content, known)]
    keys = {row["key"]: claim.claim_id for row, claim in made if "key" in row}
    relations = (
        Related(claim.claim_id, relation, keys[row[name]])
        for row, claim in made for name, relation in RELATED.items() if name in row
    )  # fmt: skip
    entities = {one.entity_id: one for one in known.values()}
    return Batch(
        key=BY, label="Starting knowledge", unit=UNIT, entities=tuple(entities.values()),
        claims=tuple(claim for _, claim in made), relations=tuple(relations), publisher="Floodwatch",
        licence="Apache-2.0", joins=True, credit=CREDIT, read=len(made),
        documents=tuple(dict.fromkeys(claim.source_document for _, claim in made)),
    )  # fmt: skip


def contents() -> list[Mapping[str, Any]]:
    """What the files say, in their order."""
    return [load(name) for name in listing(FOLDER)]


@cache
def handles() -> Mapping[str, Entity]:
    """Every entity by the handle that the files have for it."""
    return {handle: one for content in contents() for handle, one in _entities(content)}


@cache
def digest() -> str:
    """SHA-256 over the files: a centre that has added this one has nothing to add."""
    total = hashlib.sha256()
    for name in listing(FOLDER):
        total.update(files("floodwatch.vocabulary").joinpath(name).read_bytes())
    return total.hexdigest()


def _entities(content: Mapping[str, Any]) -> Iterator[tuple[str, Entity]]:
    for name, label in content.get("texts", {}).items():
        yield f"text-{name}", _entity(document_id(document(name)), "document", label)
    for code, label in content.get("countries", {}).items():
        yield code, _entity(country_id(code), "country", label)
    for catalogue, techniques in content.get("techniques", {}).items():
        for code, label in techniques.items():
            yield code, _entity(technique_id(catalogue, code), "technique", label)
    for handle, told in content.get("entities", {}).items():
        unnamed = "unnamed" in told
        kind, label = next((kind, str(label)) for kind, label in told.items() if kind != "unnamed")
        own = str(uuid.uuid5(NAMESPACE, f"{BY}\x1f{handle}"))
        yield handle, _entity(own if unnamed else entity_id(kind, label), kind, label)


def _entity(one: str, kind: str, label: str) -> Entity:
    return Entity(entity_id=one, kind=kind, label=label, created_by=BY)


def _claims(
    content: Mapping[str, Any], known: Mapping[str, Entity]
) -> Iterator[tuple[Mapping[str, Any], Claim]]:
    """Each claim with the row that says it: of one row with several objects, one for each."""
    for catalogue, techniques in content.get("techniques", {}).items():
        for code in techniques:
            row = {"says": "code", "value": f"{catalogue} {code}", "in": "own"}
            yield row, _claim(code, "", row, known)
    for group in content.get("told", ()):
        shared = {name: value for name, value in group.items() if name != "claims"}
        for subject, rows in group["claims"].items():
            for row in rows:
                told = {**({} if _dated(row) else shared), **_undated(shared), **row}
                objects = told.get("object", "")
                for one in objects if isinstance(objects, list) else [objects]:
                    yield told, _claim(subject, one, told, known)


def _dated(row: Mapping[str, Any]) -> bool:
    return any(name in row for name in ("at", "since", "until"))


def _undated(shared: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in shared.items() if name in ("in", "by")}


def _claim(subject: str, object_entity: str, row: Mapping[str, Any], known: Mapping[str, Entity]) -> Claim:
    given = {NAMES.get(name, name): row[name] for name in GIVEN if name in row}
    low, high = band(str(row.get("hedge", "")))
    return Claim(
        subject=known[subject].entity_id, predicate=row["says"],
        object_entity=known[object_entity].entity_id if object_entity else "",
        hedge_low=low, hedge_high=high, source_document=document(row["in"]),
        said_by=known[row["by"]].entity_id if "by" in row else "", tlp=TLP, suggested_by=UNIT,
        status="confirmed", decided_by=BY, reason=f"{FROM}{BY}", **_as_of(row), **given,
    )  # fmt: skip


def _as_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """First and last day of what is dated, and how exactly it is."""
    first, last = str(row.get("at", row.get("since", ""))), str(row.get("at", row.get("until", "")))
    exact = {0: "unknown", 4: "year", 7: "month", 10: "day"}[len(first or last)]
    return {
        "as_of_from": _day(first, False),
        "as_of_to": _day(last, True),
        "precision": row.get("precision", exact),
    }


def _day(text: str, last: bool) -> str:
    if len(text) == 4:
        return f"{text}-12-31" if last else f"{text}-01-01"
    if len(text) == 7:
        return f"{text}-{DAYS.get(int(text[5:]), 31) if last else 1:02d}"
    return text


def document(name: str) -> str:
    """What stands for the hash of a text that the files name."""
    return cited(f"{BY}: {name}")
