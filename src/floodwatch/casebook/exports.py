"""The log of what went out: each claim once, in the line of the first export that held it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.rows import chunks, lines_of
from floodwatch.casebook.states import SUPERSEDED, UNDONE, VERDICTS, Line
from floodwatch.casebook.store import Book, connected
from floodwatch.casebook.write import now
from floodwatch.model.batches import FROM
from floodwatch.model.claims import NAMESPACE

if TYPE_CHECKING:
    from sqlalchemy import Connection

EXPORTED = "exported"
LOG = str(uuid.uuid5(NAMESPACE, "exports"))
"""What stands for the entity in decisions that are exports: they are about none."""


@dataclass(frozen=True, slots=True)
class Export:
    """One export: when, by whom, and `content`: format, file, ceiling, hash, and what went out for the first time."""

    number: int
    exported_at: str
    exported_by: str
    content: Mapping[str, Any]


def exports(book: Book) -> list[Export]:
    """All exports, oldest first."""
    with connected(book) as db:
        return _exports(db)


def went_out(db: Connection) -> tuple[set[str], set[str]]:
    """Claims that ever went out as confirmed, and those that did as suggestions."""
    found = _exports(db)
    return tuple(
        {str(c) for one in found for c in one.content.get(name, ())} for name in ("claims", "suggested")
    )  # type: ignore[return-value]


def judged_out(db: Connection) -> set[str]:
    """Judgements that ever went out."""
    return {str(name) for one in _exports(db) for name in one.content.get("judgements", ())}


def log_export(
    book: Book,
    by: str,
    told: Mapping[str, Any],
    confirmed: Collection[str],
    suggested: Collection[str],
    judged: Collection[str] = (),
) -> None:
    """Note an export, and what of it went out for the first time."""
    from floodwatch.casebook.tables import decisions

    with connected(book, writing=True) as db:
        before, waiting = went_out(db)
        new = {"claims": sorted({*confirmed} - before), "suggested": sorted({*suggested} - waiting)}
        new["judgements"] = sorted({*judged} - judged_out(db))
        content = json.dumps({**told, **new}, sort_keys=True, ensure_ascii=False)
        row = {"entity_id": LOG, "what": EXPORTED, "content": content, "reason": ""}
        db.execute(decisions.insert(), {**row, "decided_at": now(), "decided_by": by})


def since(db: Connection, claim_ids: Collection[str]) -> dict[str, str]:
    """When somebody here first confirmed each of the claims; what came with a source stands since it was recorded."""
    found: dict[str, str] = {}
    for part in chunks(sorted(claim_ids)):
        for name, lines in lines_of(db, part).items():
            own = [line.decided_at for line in lines if _own(line)]
            if own:
                found[name] = min(own)
    return found


def until(db: Connection, claim_ids: Collection[str]) -> dict[str, str]:
    """When the last thing was decided by which a claim may have ceased to stand."""
    ends = (*VERDICTS, SUPERSEDED, UNDONE)
    found: dict[str, str] = {}
    for part in chunks(sorted(claim_ids)):
        for name, lines in lines_of(db, part).items():
            found[name] = max((line.decided_at for line in lines if line.what in ends), default="")
    return found


def _own(line: Line) -> bool:
    return line.what == "confirmed" and not line.reason.startswith(FROM)


def _exports(db: Connection) -> list[Export]:
    from sqlalchemy import select

    from floodwatch.casebook.tables import decisions as table

    wanted = select(table).where(table.c.entity_id == LOG).order_by(table.c.number)
    return [
        Export(row.number, row.decided_at, row.decided_by, json.loads(row.content))
        for row in db.execute(wanted)
    ]
