"""Labels of accounts as claims: what platforms say of them is kept, and what somebody marked wrong is not counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from floodwatch.centre.engines import engine_for
from floodwatch.model import refs
from floodwatch.model.claims import Claim, Entity, cited, entity_id

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case
    from floodwatch.engine import Engine

UNIT = "labels@1"
MACHINE = "floodwatch"


def as_claims(labels: Iterable[tuple[str, str, str]]) -> tuple[list[Entity], list[Claim]]:
    """Labels as suggested claims: account, label and who says it."""
    entities: dict[str, Entity] = {}
    claims: dict[str, Claim] = {}
    for account, label, speaker in labels:
        ref = refs.parse(account)
        name = f"{ref.platform}/{ref.id}"
        ends = (_entity("channel", name), _entity("organisation", speaker or ref.platform))
        entities |= {one.entity_id: one for one in ends}
        one = Claim(
            subject=ends[0].entity_id, predicate="labelled", value_text=label, said_by=ends[1].entity_id,
            source_document=cited(f"labels of {speaker or ref.platform}"), suggested_by=UNIT,
        )  # fmt: skip
        claims[one.claim_id] = one
    return list(entities.values()), list(claims.values())


def keep_labels(case: Case, engine: Engine, ingest: dict[str, Any]) -> int:
    """Keep the labels of an ingest's accounts as suggested claims, each once; gives how many are new."""
    from floodwatch.casebook import record
    from floodwatch.lake.read import brought

    found: dict[tuple[str, str, str], None] = {}
    with brought(case.folder, engine, ingest, "accounts", ("platform", "account_id", "labels")) as batches:
        for batch in batches:
            for row in batch:
                who = refs.account(row["platform"], row["account_id"])
                labels = map(_plain, row["labels"] or ())
                found.update({(who, label, _speaker(label, row["platform"])): None for label in labels})
    entities, claims = as_claims(one for one in found if one[1])
    return record.add(case.centre.casebook, entities, claims).claims if claims else 0


def wrong_labels(case: Case) -> list[dict[str, str]]:
    """Labels of the case's accounts that somebody marked wrong, which detection is not to know."""
    from floodwatch.casebook.recurring import labels
    from floodwatch.knowledge.recurrence.placing import channel
    from floodwatch.lake.read import labelled

    refused = {(one.subject, one.value) for one in labels(case.centre.casebook, status="refused")}
    if not refused:
        return []
    with engine_for(case) as engine:
        found = labelled(case.folder, engine)
    return [
        {"platform": platform, "account_id": account, "label": label}
        for platform, account, label in found
        if (channel(refs.account(platform, account)), _plain(label)) in refused
    ]


def _entity(kind: str, name: str) -> Entity:
    label = _plain(name)[:300]
    return Entity(entity_id=entity_id(kind, name), kind=kind, label=label, created_by=MACHINE)


def _speaker(label: str, platform: str) -> str:
    """Who gives a label: the platform, or whoever is named before a colon, as in `clemson:RightTroll`."""
    named, colon, _ = label.partition(":")
    return named if named and colon else platform


def _plain(text: str) -> str:
    """A name or label as the casebook can hold it."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8").strip()[:1000]
