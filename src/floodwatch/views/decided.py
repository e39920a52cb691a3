"""Decisions of the casebook in the form in which views lay them over findings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from floodwatch.casebook.read import Decision, Entity
from floodwatch.model.decided import Decided


def decided(entities: Sequence[Entity], findings: Collection[str]) -> tuple[Decided, ...]:
    """What stands of each entity; `findings` are the ids of the latest run."""
    return tuple(_decided(entity, findings) for entity in entities)


def _decided(entity: Entity, findings: Collection[str]) -> Decided:
    names, states, into = (_last(entity, what) for what in ("named", "labelled", "merged"))
    return Decided(
        entity_id=entity.entity_id,
        found=_found(entity, findings),
        name=str(names.get("name", "")),
        status=str(states.get("status", "unassessed")),
        into=str(into.get("into", "")),
        rejected=bool(entity.standing("rejected")),
        tracked=any(entity.standing(what) for what in ("tracked", "pinned", "split")),
        rebuttals=tuple(dict(d.content) for d in entity.standing("rebutted")),
        history=tuple(_line(d) for d in entity.decisions),
    )


def _found(entity: Entity, findings: Collection[str]) -> str:
    """The finding that the entity is: itself where it was given to the run, else what it was last seen as."""
    seen = [str(d.content["finding"]) for d in entity.standing("seen_as")]
    return next((name for name in (entity.entity_id, *reversed(seen)) if name in findings), "")


def _last(entity: Entity, what: str) -> dict[str, Any]:
    standing = entity.standing(what)
    return dict(standing[-1].content) if standing else {}


def _line(decision: Decision) -> dict[str, Any]:
    return {
        "number": decision.number,
        "what": decision.what,
        "content": dict(decision.content),
        "reason": decision.reason,
        "decided_at": decision.decided_at,
        "decided_by": decision.decided_by,
        "undone": decision.undone,
    }
