"""Writes what people decided about findings, and the audit log. Only the centre imports this.

Claims are written by `casebook/record.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.store import Book, connected

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table


def add_case(casebook: Book, name: str) -> None:
    """Note a case, once."""
    from floodwatch.casebook.tables import cases

    with connected(casebook, writing=True) as db:
        once(db, cases, {"case_name": name, "created_at": now()})


def log(
    casebook: Book, actor: str, verb: str, case: str, settings: Mapping[str, Any], outcome: str, **more: Any
) -> None:
    """Add one line to the audit log; `more` are kind, refs and place."""
    from floodwatch.casebook.chain import Entry, append

    with connected(casebook, writing=True) as db:
        append(db, Entry(actor, verb, case, settings, outcome, **more))


def add_translation(
    casebook: Book, case: str, ref: str, sha256: str, target: str, text: str, made_by: str, author: str
) -> None:
    """Keep a translation of a post: `made_by` is human or machine, `author` the person's or the engine's name."""
    from floodwatch.casebook.tables import translations

    row = {"case_name": case, "ref": ref, "sha256": sha256, "target": target, "text": text}
    with connected(casebook, writing=True) as db:
        db.execute(translations.insert(), {**row, "made_by": made_by, "author": author, "made_at": now()})


def add_entity(
    casebook: Book, entity_id: str, kind: str, case: str, anchors: Mapping[str, float], by: str
) -> None:
    """Note an entity with the refs and scores by which it will be known again; once, whoever asks first."""
    from floodwatch.casebook.tables import anchors as seen
    from floodwatch.casebook.tables import entities

    row = {"entity_id": entity_id, "kind": kind, "label": "", "case_name": case}
    with connected(casebook, writing=True) as db:
        if once(db, entities, {**row, "created_by": by, "created_at": now()}) and anchors:
            rows = [{"entity_id": entity_id, "ref": ref, "score": s} for ref, s in sorted(anchors.items())]
            db.execute(seen.insert(), rows)


def decide(
    casebook: Book, entity_id: str, what: str, content: Mapping[str, Any], by: str, reason: str = ""
) -> int:
    """Add a decision about an entity; gives its number, by which it can be undone.

    The last `named` that stands gives an entity its label, and `retired` takes it out of use.
    """
    from floodwatch.casebook.tables import decisions

    told = json.dumps(dict(content), sort_keys=True)
    row = {"entity_id": entity_id, "what": what, "content": told, "reason": reason}
    with connected(casebook, writing=True) as db:
        made = db.execute(decisions.insert(), {**row, "decided_at": now(), "decided_by": by})
        settle(db, entity_id)
        return int((made.inserted_primary_key or (0,))[0])


def undo(casebook: Book, number: int, by: str) -> bool:
    """Mark a decision as undone; false when there is none that stands. The decision itself stays on record."""
    from sqlalchemy import select, update

    from floodwatch.casebook.tables import decisions

    stands = (decisions.c.number == number) & decisions.c.undone_at.is_(None)
    with connected(casebook, writing=True) as db:
        entity_id = db.scalar(select(decisions.c.entity_id).where(stands))
        if entity_id is None:
            return False
        db.execute(update(decisions).where(stands).values(undone_at=now(), undone_by=by))
        settle(db, entity_id)
        return True


def settle(db: Connection, entity_id: str) -> None:
    """Bring label, retirement and searchable name of an entity into line with the decisions that stand."""
    from sqlalchemy import delete, select, update

    from floodwatch.casebook.read import decisions_about
    from floodwatch.casebook.searching import searchable
    from floodwatch.casebook.tables import entities, names

    found = decisions_about(db, entity_id)
    labels = [str(d.content.get("name", "")) for d in found if d.what == "named" and not d.undone]
    retired = [d.decided_at for d in found if d.what == "retired" and not d.undone]
    here = entities.c.entity_id == entity_id
    new = {"label": labels[-1] if labels else "", "retired_at": retired[-1] if retired else None}
    old = db.execute(select(entities.c.label, entities.c.retired_at).where(here)).one_or_none()
    if old is None or new == old._asdict():
        return
    db.execute(update(entities).where(here).values(**new))
    db.execute(delete(names).where(names.c.entity_id == entity_id, names.c.claim_id.is_(None)))
    db.execute(names.insert(), {"entity_id": entity_id, "folded": searchable(new["label"] or "")})


def once(db: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert the row when its key is not there yet; gives whether it was new."""
    from sqlalchemy.dialects import postgresql, sqlite

    dialect = postgresql if db.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(table).values(**row).on_conflict_do_nothing()
    return db.execute(insert.returning(*table.primary_key)).first() is not None


def now() -> str:
    """This moment, as the casebook writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
