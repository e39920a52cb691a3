"""Alerts of a case and what was decided about them: lines of the log, never changed; what is undone stays readable."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from floodwatch.casebook.store import Book, connected
from floodwatch.casebook.write import now
from floodwatch.model.claims import NAMESPACE
from floodwatch.model.errors import SettingError
from floodwatch.model.watching import Alert

ALERT, ACKNOWLEDGED, SNOOZED = "alert", "acknowledged", "snoozed"


@dataclass(frozen=True, slots=True)
class Told:
    """An alert with what stands of it: `open`, `acknowledged`, or `snoozed` until a moment. `number` undoes that."""

    alert: Alert
    state: str = "open"
    until: str = ""
    number: int = 0
    by: str = ""
    decided_at: str = ""
    reason: str = ""

    def row(self) -> dict[str, Any]:
        """As plain values."""
        told = {n: v for n, v in asdict(self).items() if n != "alert"}
        return {**self.alert.row(), **told}


def _log(case: str) -> str:
    """What stands for the entity in the decisions that are about the alerts of a case."""
    return str(uuid.uuid5(NAMESPACE, f"alerts/{case}"))


def add(book: Book, case: str, new: Iterable[Alert], by: str) -> int:
    """Put alerts on record; one that is there already is left alone. Gives how many are new."""
    from floodwatch.casebook.tables import decisions

    held = {one.alert.alert_id for one in told(book, case)}
    rows = [
        {
            "entity_id": _log(case), "what": ALERT, "content": _written(one), "reason": "", "decided_at": now(),
            "decided_by": by,
        }
        for one in new if one.alert_id not in held
    ]  # fmt: skip
    if rows:
        with connected(book, writing=True) as db:
            db.execute(decisions.insert(), rows)
    return len(rows)


def _written(one: Alert) -> str:
    row = {**one.row(), "parts": list(one.parts)}
    return json.dumps(row, sort_keys=True, ensure_ascii=False, default=str)


def told(book: Book, case: str) -> list[Told]:
    """All alerts of a case, oldest first, with what stands of each."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import decisions as table

    wanted = select(table).where(table.c.entity_id == _log(case)).order_by(table.c.number)
    with connected(book) as db:
        lines = list(db.execute(wanted))
    last: dict[str, Any] = {}
    for line in lines:
        if line.what != ALERT and line.undone_at is None:
            last[json.loads(line.content)["alert"]] = line
    found = [_alert(json.loads(line.content)) for line in lines if line.what == ALERT]
    return [_told(one, last.get(one.alert_id)) for one in found]


def _told(one: Alert, line: Any) -> Told:
    if line is None:
        return Told(one)
    until = json.loads(line.content).get("until", "")
    return Told(one, line.what, until, line.number, line.decided_by, line.decided_at, line.reason)


def _alert(row: dict[str, Any]) -> Alert:
    lists = {name: tuple(row[name]) for name in ("evidence", "parts")}
    return Alert(**{**row, **lists, "at": datetime.fromisoformat(row["at"])})


def decide(
    book: Book, case: str, ids: Sequence[str], what: str, by: str, reason: str = "", until: str = ""
) -> list[str]:
    """Acknowledge or snooze alerts, by their ids or the beginnings of these; gives the whole ids (SettingError)."""
    from floodwatch.casebook.tables import decisions

    full = [_full(told(book, case), one) for one in ids]
    rows = [
        {
            "entity_id": _log(case), "what": what, "content": json.dumps({"alert": one, "until": until}),
            "reason": reason, "decided_at": now(), "decided_by": by,
        }
        for one in full
    ]  # fmt: skip
    with connected(book, writing=True) as db:
        db.execute(decisions.insert(), rows)
    return full


def _full(held: Sequence[Told], beginning: str) -> str:
    fits = [one.alert.alert_id for one in held if one.alert.alert_id.startswith(beginning)]
    if len(fits) != 1:
        what = f"{len(fits)} alerts begin with" if fits else "No alert begins with"
        raise SettingError(f"{what} {beginning!r}", do="See: floodwatch watch list")
    return fits[0]


def undo(book: Book, case: str, number: int, by: str) -> None:
    """Take back that an alert was acknowledged or snoozed (SettingError where no such line stands)."""
    from sqlalchemy import update

    from floodwatch.casebook.tables import decisions

    stands = (
        (decisions.c.number == number)
        & (decisions.c.entity_id == _log(case))
        & (decisions.c.what != ALERT)
        & decisions.c.undone_at.is_(None)
    )
    with connected(book, writing=True) as db:
        if not db.execute(update(decisions).where(stands).values(undone_at=now(), undone_by=by)).rowcount:
            raise SettingError(f"There is no decision {number} about an alert that could be taken back")
