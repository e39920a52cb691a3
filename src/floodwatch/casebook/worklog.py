"""The log of a case, and what was decided about the things that wait in it: lines that are only ever added.

Undoing marks a line. Nothing in a detection depends on either.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from floodwatch.casebook.store import Book, connected
from floodwatch.casebook.write import now
from floodwatch.model.claims import NAMESPACE
from floodwatch.model.errors import SettingError

LINE, WAITS = "log_line", "waits"
KINDS = ("question", "hypothesis", "lead", "dead_end", "decision", "note")
"""What a line of the log is: the question to be answered, what may answer it, what was followed, what was decided."""
STATES = ("new", "doing", "waiting", "confirmed", "refused", "done")
"""Where something that waits stands."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: its number undoes it, `content` is what was said, `stands` whether nobody took it back."""

    number: int
    what: str
    content: Mapping[str, Any]
    reason: str
    by: str
    at: str
    stands: bool


def _place(case: str, what: str) -> str:
    """What stands for the entity in the lines of a case."""
    return str(uuid.uuid5(NAMESPACE, f"{what}/{case}"))


def add(
    book: Book, case: str, what: str, contents: Sequence[Mapping[str, Any]], by: str, reason: str = ""
) -> list[int]:
    """Add lines of one kind (`LINE`, `WAITS`); gives their numbers."""
    from sqlalchemy import insert

    from floodwatch.casebook.tables import decisions

    rows = [
        {
            "entity_id": _place(case, what),
            "what": what,
            "content": json.dumps(dict(content), sort_keys=True, ensure_ascii=False),
            "reason": reason,
            "decided_at": now(),
            "decided_by": by,
        }
        for content in contents
    ]
    with connected(book, writing=True) as db:
        wanted = insert(decisions).returning(decisions.c.number)
        return [int(db.execute(wanted, row).scalar_one()) for row in rows]


def entries(book: Book, case: str, what: str) -> list[Entry]:
    """Every line of one kind, oldest first."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import decisions as d

    wanted = select(d).where(d.c.entity_id == _place(case, what)).order_by(d.c.number)
    with connected(book) as db:
        return [
            Entry(
                r.number,
                r.what,
                json.loads(r.content),
                r.reason,
                r.decided_by,
                r.decided_at,
                r.undone_at is None,
            )
            for r in db.execute(wanted)
        ]


def standing(book: Book, case: str) -> dict[str, Entry]:
    """The last decision that stands about each thing that waits, by its ref."""
    return {str(one.content["ref"]): one for one in entries(book, case, WAITS) if one.stands}


def undo(book: Book, case: str, what: str, numbers: Sequence[int], by: str) -> None:
    """Take lines of a case back (SettingError where one is not there, or was taken back); they stay on record."""
    from sqlalchemy import update

    from floodwatch.casebook.tables import decisions as d

    theirs = update(d).where(d.c.entity_id == _place(case, what), d.c.undone_at.is_(None))
    with connected(book, writing=True) as db:
        for number in numbers:
            done = db.execute(theirs.where(d.c.number == number).values(undone_at=now(), undone_by=by))
            if not done.rowcount:
                raise SettingError(
                    f"No line {number} of this case stands", do="See the numbers of its lines."
                )
