"""The dissemination log: what was handed to whom, when, by whom, under which marking, with the hash of what it was.

Lines are added and never changed; one that was recorded by mistake can be struck out, and stays to be seen.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.ceiling import seen
from floodwatch.casebook.store import Book, connected
from floodwatch.casebook.write import now
from floodwatch.model.claims import NAMESPACE
from floodwatch.model.errors import SettingError
from floodwatch.model.markings import Marking

if TYPE_CHECKING:
    from sqlalchemy import Connection

LOG = str(uuid.uuid5(NAMESPACE, "disseminations"))
"""What stands for the entity in decisions that are hand-overs: they are about none."""
HANDED = "handed"
UNMARKED = Marking()


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One hand-over. `to` is empty where only a file was written; `without_consent` says why nobody was asked.

    `sha256` is that of the file, or of the list of `files` with theirs. `sources` are those that ask for consent.
    """

    what: str
    name: str
    sha256: str
    marking: Marking = UNMARKED
    to: str = ""
    how: str = ""
    case_name: str = ""
    handed_on: str = ""
    without_consent: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    number: int = 0
    handed_by: str = ""
    recorded_at: str = ""
    struck_by: str = ""


def hand_over(book: Book, one: Handed, by: str) -> int:
    """Note a hand-over; gives its number."""
    with connected(book, writing=True) as db:
        return note(db, one, by)


def note(db: Connection, one: Handed, by: str) -> int:
    """The same within a transaction."""
    from floodwatch.casebook.tables import decisions

    told: dict[str, Any] = {
        "what": one.what, "name": one.name, "sha256": one.sha256, "tlp": one.marking.tlp, "pap": one.marking.pap,
        "to": one.to, "how": one.how, "case": one.case_name, "on": one.handed_on, "files": dict(one.files),
        "sources": list(one.sources),
    }  # fmt: skip
    content = json.dumps(told, sort_keys=True, ensure_ascii=False)
    row = {"entity_id": LOG, "what": HANDED, "content": content, "reason": one.without_consent}
    made = db.execute(decisions.insert(), {**row, "decided_at": now(), "decided_by": by})
    return int((made.inserted_primary_key or (0,))[0])


def handed(book: Book) -> list[Handed]:
    """Every hand-over that may be read, oldest first, those that were struck out too."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import decisions as table

    wanted = select(table).where(table.c.entity_id == LOG).order_by(table.c.number)
    with connected(book) as db:
        found = [_handed(row) for row in db.execute(wanted)]
    return [one for one in found if seen(one.marking, [f"case:{one.case_name}", *one.sources])]


def strike(book: Book, number: int, by: str) -> None:
    """Say that a line was recorded by mistake (SettingError where there is none of that number)."""
    from sqlalchemy import update

    from floodwatch.casebook.tables import decisions

    stands = (decisions.c.number == number) & (decisions.c.entity_id == LOG) & decisions.c.undone_at.is_(None)
    if number not in {one.number for one in handed(book)}:
        raise SettingError(f"There is no hand-over {number} to be struck out")
    with connected(book, writing=True) as db:
        done = db.execute(update(decisions).where(stands).values(undone_at=now(), undone_by=by))
        if not done.rowcount:
            raise SettingError(f"There is no hand-over {number} to be struck out")


def _handed(row: Any) -> Handed:
    told = json.loads(row.content)
    return Handed(
        what=told["what"], name=told["name"], sha256=told["sha256"], marking=Marking(told["tlp"], told["pap"]),
        to=told["to"], how=told["how"], case_name=told["case"], handed_on=told["on"], without_consent=row.reason,
        files=told["files"], sources=tuple(told["sources"]), number=row.number, handed_by=row.decided_by,
        recorded_at=row.decided_at, struck_by=row.undone_by or "",
    )  # fmt: skip
