"""Reports in the casebook: their versions, what was said and decided about them, and what rests on what.

Versions and lines are only ever added. A release is one transaction: what became of each version and the hand-over are
on record together, or neither is.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.states import standing
from floodwatch.casebook.store import Book, connected
from floodwatch.casebook.write import now
from floodwatch.model.claims import NAMESPACE
from floodwatch.model.errors import ReportError
from floodwatch.model.reports import (
    CORRECTED,
    DRAFT,
    FROZEN,
    OWNER_REPORT,
    RELEASED,
    WITHDRAWN,
    About,
    Draft,
    Said,
    Use,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from floodwatch.casebook.dissemination import Handed

TAKEN_BACK = "withdrawn_from_reports"
LOG = str(uuid.uuid5(NAMESPACE, "withdrawals"))
"""What stands for the entity in decisions by which something is withdrawn from all reports."""
ENDS = (FROZEN, RELEASED, CORRECTED, WITHDRAWN)


def begin(book: Book, about: About, content: str, author: str) -> None:
    """Put a new report on record with its first text."""
    from floodwatch.casebook.tables_reports import report_versions, reports

    text = _version(about, 1, content, author, "")
    with connected(book, writing=True) as db:
        db.execute(reports.insert(), {**asdict(about), "created_by": author, "created_at": text["made_at"]})
        db.execute(report_versions.insert(), text)


def write(book: Book, about: About, content: str, author: str, because: str = "") -> int:
    """Add a version; gives its number."""
    from sqlalchemy import func, select

    from floodwatch.casebook.tables_reports import report_versions as table

    with connected(book, writing=True) as db:
        last = db.scalar(select(func.max(table.c.draft)).where(table.c.report_id == about.report_id)) or 0
        db.execute(table.insert(), _version(about, last + 1, content, author, because))
        return int(last) + 1


def _version(about: About, draft: int, content: str, author: str, because: str) -> dict[str, Any]:
    return {
        "report_id": about.report_id, "case_name": about.case_name, "draft": draft, "content": content,
        "author": author, "made_at": now(), "because": because,
    }  # fmt: skip


def listed(book: Book, case: str) -> list[About]:
    """The reports of a case, oldest first."""
    from sqlalchemy import select

    from floodwatch.casebook.tables_reports import reports as table

    wanted = select(table).where(table.c.case_name == case).order_by(table.c.created_at, table.c.report_id)
    with connected(book) as db:
        return [About(**row._mapping) for row in db.execute(wanted)]


def report(book: Book, case: str, beginning: str) -> About:
    """One report by its id, the beginning of that, or its title (ReportError)."""
    known = listed(book, case)
    fit = [one for one in known if one.report_id == beginning]
    fit = fit or [one for one in known if beginning and one.report_id.startswith(beginning)]
    fit = fit or [one for one in known if one.title == beginning]
    if len(fit) != 1:
        what = f"{len(fit)} reports go by" if fit else "There is no report"
        raise ReportError(f"{what} {beginning!r}", do="See: floodwatch report list.")
    return fit[0]


def elsewhere(book: Book, report_id: str) -> About | None:
    """A report of whichever case."""
    from sqlalchemy import select

    from floodwatch.casebook.tables_reports import reports as table

    with connected(book) as db:
        row = db.execute(select(table).where(table.c.report_id == report_id)).one_or_none()
        return About(**row._mapping) if row else None


def drafts(book: Book, report_id: str) -> list[Draft]:
    """Every version of a report, oldest first."""
    from sqlalchemy import select

    from floodwatch.casebook.tables_reports import report_versions as table

    columns = [table.c[name] for name in Draft.__dataclass_fields__]
    wanted = select(*columns).where(table.c.report_id == report_id).order_by(table.c.draft)
    with connected(book) as db:
        return [Draft(**row._mapping) for row in db.execute(wanted)]


def say(
    book: Book, about: About, draft: int, what: str, content: Mapping[str, Any], by: str, reason: str = "",
    undoes: int | None = None,
) -> int:  # fmt: skip
    """Put a line on record; gives its number."""
    with connected(book, writing=True) as db:
        return _say(db, about, draft, what, content, by, reason, undoes)


def _say(
    db: Connection, about: About, draft: int, what: str, content: Mapping[str, Any], by: str, reason: str = "",
    undoes: int | None = None,
) -> int:  # fmt: skip
    from floodwatch.casebook.tables_reports import report_lines as table

    row = {
        "report_id": about.report_id, "draft": draft, "case_name": about.case_name, "what": what,
        "content": json.dumps(dict(content), sort_keys=True, ensure_ascii=False), "undoes": undoes,
        "reason": reason, "decided_by": by, "decided_at": now(),
    }  # fmt: skip
    made = db.execute(table.insert(), row)
    return int((made.inserted_primary_key or (0,))[0])


def lines(book: Book, report_id: str, every: bool = False) -> list[Said]:
    """What stands on record about a report, oldest first; what was undone too where `every`."""
    with connected(book) as db:
        found = _lines(db, report_id)
    return found if every else standing(found)


def _lines(db: Connection, report_id: str) -> list[Said]:
    from sqlalchemy import select

    from floodwatch.casebook.tables_reports import report_lines as table

    columns = [table.c[name] for name in Said.__dataclass_fields__]
    wanted = select(*columns).where(table.c.report_id == report_id).order_by(table.c.number)
    return [Said(**{**row._mapping, "content": json.loads(row.content)}) for row in db.execute(wanted)]


def states(found: Sequence[Said], versions: Sequence[Draft]) -> dict[int, str]:
    """What became of each version."""
    told = {one.draft: DRAFT for one in versions}
    told |= {one.draft: one.what for one in found if one.what in ENDS}
    return told


def freeze(
    book: Book, about: About, draft: int, content: Mapping[str, Any], uses: Collection[Use], by: str
) -> int:
    """Note that a version is frozen, and what each of its places rests on."""
    with connected(book, writing=True) as db:
        if states(standing(_lines(db, about.report_id)), []).get(draft, DRAFT) != DRAFT:
            raise ReportError(f"Version {draft} is frozen already", where=about.title)
        _use(db, OWNER_REPORT, about.report_id, draft, about.case_name, uses)
        return _say(db, about, draft, FROZEN, content, by)


def release(
    book: Book, about: About, draft: int, content: Mapping[str, Any], handed: Iterable[Handed], by: str
) -> list[int]:
    """Put a release on record, what it takes the place of, and its hand-overs: all of it, or nothing.

    ReportError where the version is not frozen, as it is asked again within the transaction.
    """
    from floodwatch.casebook.dissemination import note

    with connected(book, writing=True) as db:
        told = states(standing(_lines(db, about.report_id)), [])
        if told.get(draft) != FROZEN:
            raise ReportError(
                f"Version {draft} is {told.get(draft, DRAFT)} and not frozen", where=about.title
            )
        for before in sorted(n for n, state in told.items() if state == RELEASED):
            _say(db, about, before, CORRECTED, {"by": draft}, by)
        numbers = [note(db, one, by) for one in handed]
        _say(db, about, draft, RELEASED, {**content, "handed": numbers}, by)
        return numbers


def use(book: Book, owner_kind: str, owner: str, case: str, uses: Collection[Use]) -> None:
    """Note what something that was handed over rests on."""
    with connected(book, writing=True) as db:
        _use(db, owner_kind, owner, 0, case, uses)


def _use(db: Connection, owner_kind: str, owner: str, draft: int, case: str, uses: Collection[Use]) -> None:
    from floodwatch.casebook.tables_reports import used_refs as table

    told = {"owner_kind": owner_kind, "owner": owner, "draft": draft, "case_name": case}
    rows = [{**told, **one._asdict()} for one in dict.fromkeys(uses)]
    if rows:
        db.execute(table.insert(), rows)


def resting(book: Book, refs: Collection[str]) -> list[dict[str, Any]]:
    """Every place, of whatever owner, that rests on one of the refs, in the order in which it was noted."""
    from sqlalchemy import select

    from floodwatch.casebook.rows import chunks
    from floodwatch.casebook.tables_reports import used_refs as table

    found: list[dict[str, Any]] = []
    with connected(book) as db:
        for part in chunks(sorted(refs)):
            found += [dict(row._mapping) for row in db.execute(select(table).where(table.c.ref.in_(part)))]
    return sorted(found, key=lambda row: int(row["number"]))


def withdrawn(book: Book) -> dict[str, str]:
    """Refs that were withdrawn from all reports and still are, with the reason."""
    from floodwatch.casebook.read import decisions_about

    with connected(book) as db:
        found = [one for one in decisions_about(db, LOG) if one.what == TAKEN_BACK and not one.undone]
    return {str(one.content["ref"]): one.reason for one in found}


def noted(book: Book, report_id: str, draft: int) -> list[Use]:
    """What was noted of a frozen version."""
    from sqlalchemy import select

    from floodwatch.casebook.tables_reports import used_refs as table

    columns = [table.c[name] for name in Use._fields]
    own = (table.c.owner_kind == OWNER_REPORT) & (table.c.owner == report_id) & (table.c.draft == draft)
    with connected(book) as db:
        return [Use(*row) for row in db.execute(select(*columns).where(own).order_by(table.c.number))]
