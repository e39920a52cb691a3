"""Jobs: what is to be done in the background. Whoever works takes one, says now and then that he lives, and ends it.

A job of whose worker nothing was heard for a while is taken up again by another.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.store import Book, connected
from floodwatch.casebook.write import now

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Row

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
OPEN = (WAITING, RUNNING)
MOST_TRIES = 3
"""So often a job is begun whose worker dies; then it counts as what kills workers."""
KILLED = "The process that did it ended {} times without a word; perhaps memory ran out."


@dataclass(frozen=True, slots=True)
class Job:
    """One job, as it stands. `acting` is who asked, as he stood then; `share` is None where it is not known."""

    number: int
    job_id: str
    verb: str
    case_name: str
    settings: Mapping[str, Any]
    asked_by: str
    acting: Mapping[str, Any]
    state: str
    asked_at: str
    began_at: str
    ended_at: str
    tries: int
    doing: str
    share: float | None
    stop_asked: bool
    result: Any
    problem: str


def add(
    book: Book, verb: str, case: str, settings: Mapping[str, Any], by: str, acting: Mapping[str, Any], key: str = ""
) -> str:  # fmt: skip
    """A new job; or, where the same person asked with the same key before, that one. Gives its id."""
    from sqlalchemy import select

    from floodwatch.casebook.tables_people import jobs
    from floodwatch.tools.secrets import short

    job_id = short(8)
    row = {
        "job_id": job_id, "verb": verb, "case_name": case or None, "settings": json.dumps(dict(settings)),
        "asked_by": by, "acting": json.dumps(dict(acting)), "asked_key": key or None, "state": WAITING,
        "asked_at": now(), "tries": 0, "doing": "", "stop_asked": 0, "problem": "",
    }  # fmt: skip
    with connected(book, writing=True) as db:
        same = select(jobs.c.job_id).where(jobs.c.asked_by == by, jobs.c.asked_key == key)
        before = db.scalar(same) if key else None
        if before is None:
            db.execute(jobs.insert(), row)
        return str(before or job_id)


def take(book: Book, worker: str, stale_s: float) -> Job | None:
    """The oldest job that waits, or whose worker was not heard for so long; of one case only one at a time."""
    from sqlalchemy import func, or_, select, update

    from floodwatch.casebook.tables_people import jobs

    other = jobs.alias("other")
    with connected(book, writing=True) as db:
        _bury(db, stale_s)
        dead = (jobs.c.state == RUNNING) & (jobs.c.beat_s < time.time() - stale_s)
        busy = select(other.c.number).where(
            other.c.state == RUNNING, other.c.case_name == jobs.c.case_name, other.c.number != jobs.c.number
        )
        free = or_(jobs.c.case_name.is_(None), ~busy.exists())
        wanted = select(jobs).where(or_(jobs.c.state == WAITING, dead), free).order_by(jobs.c.number).limit(1)
        row = db.execute(wanted.with_for_update(skip_locked=True)).first()
        if row is None:
            return None
        values = {"state": RUNNING, "worker": worker, "beat_s": time.time(), "tries": jobs.c.tries + 1}
        began = func.coalesce(jobs.c.began_at, now())
        here = update(jobs).where(jobs.c.number == row.number)
        db.execute(here.values(**values, began_at=began))
        return _job(db.execute(select(jobs).where(jobs.c.number == row.number)).one())


def _bury(db: Connection, stale_s: float) -> None:
    """Jobs that killed their workers too often, or that somebody stopped while theirs was dead, end."""
    from sqlalchemy import update

    from floodwatch.casebook.tables_people import jobs

    dead = (jobs.c.state == RUNNING) & (jobs.c.beat_s < time.time() - stale_s)
    told = {"state": FAILED, "ended_at": now(), "problem": KILLED.format(MOST_TRIES)}
    db.execute(update(jobs).where(dead, jobs.c.tries >= MOST_TRIES).values(told))
    db.execute(update(jobs).where(dead, jobs.c.stop_asked == 1).values(state=CANCELLED, ended_at=now()))


def beat(book: Book, job_id: str, worker: str, doing: str, share: float | None) -> str:
    """Say that the job is being done: `go on`, `stop`, or `lost` where it is not this worker's any longer."""
    from sqlalchemy import select, update

    from floodwatch.casebook.tables_people import jobs

    mine = (jobs.c.job_id == job_id) & (jobs.c.worker == worker) & (jobs.c.state == RUNNING)
    values = {"beat_s": time.time(), "doing": doing[:500], "share": share}
    with connected(book, writing=True) as db:
        if not db.execute(update(jobs).where(mine).values(values)).rowcount:
            return "lost"
        return "stop" if db.scalar(select(jobs.c.stop_asked).where(mine)) else "go on"


def end(book: Book, job_id: str, worker: str, state: str, result: Any = None, problem: str = "") -> bool:
    """A job is over, for the worker whose it is; gives whether it was."""
    from sqlalchemy import update

    from floodwatch.casebook.tables_people import jobs

    told = None if result is None else json.dumps(result, ensure_ascii=False, default=str)
    mine = (jobs.c.job_id == job_id) & (jobs.c.worker == worker) & (jobs.c.state == RUNNING)
    values: dict[str, Any] = {"state": state, "ended_at": now(), "result": told, "problem": problem[:4000]}
    if state == DONE:
        values["share"] = 1.0
    with connected(book, writing=True) as db:
        return bool(db.execute(update(jobs).where(mine).values(values)).rowcount)


def give_back(book: Book, job_id: str, worker: str) -> None:
    """A worker that is asked to end lets another one go on with its job."""
    from sqlalchemy import update

    from floodwatch.casebook.tables_people import jobs

    mine = (jobs.c.job_id == job_id) & (jobs.c.worker == worker) & (jobs.c.state == RUNNING)
    with connected(book, writing=True) as db:
        db.execute(update(jobs).where(mine).values(state=WAITING, worker=None, tries=jobs.c.tries - 1))


def stop(book: Book, job_id: str) -> None:
    """A job that waits is cancelled at once; one that runs, at its next sign of life."""
    from floodwatch.casebook.tables_people import jobs

    with connected(book, writing=True) as db:
        _stop(db, jobs.c.job_id == job_id)


def stop_all(db: Connection) -> None:
    """Every job that somebody asked for over the network is cancelled."""
    from floodwatch.casebook.tables_people import jobs

    _stop(db, jobs.c.asked_by != "")


def _stop(db: Connection, which: ColumnElement[bool]) -> None:
    from sqlalchemy import update

    from floodwatch.casebook.tables_people import jobs

    waits, runs = jobs.c.state == WAITING, jobs.c.state == RUNNING
    db.execute(update(jobs).where(which, waits).values(state=CANCELLED, ended_at=now()))
    db.execute(update(jobs).where(which, runs).values(stop_asked=1))


def job(book: Book, job_id: str) -> Job | None:
    """One job."""
    found = jobs(book, job_id=job_id, most=1)
    return found[0] if found else None


def jobs(book: Book, by: str | None = None, job_id: str = "", most: int = 100) -> list[Job]:
    """The latest jobs, of a person or of all, newest first."""
    from sqlalchemy import select

    from floodwatch.casebook.tables_people import jobs as table

    which = [table.c.asked_by == by] if by is not None else []
    which += [table.c.job_id == job_id] if job_id else []
    with connected(book) as db:
        return [
            _job(row)
            for row in db.execute(select(table).where(*which).order_by(table.c.number.desc()).limit(most))
        ]


def _job(row: Row[Any]) -> Job:
    return Job(
        row.number, row.job_id, row.verb, row.case_name or "", json.loads(row.settings), row.asked_by,
        json.loads(row.acting), row.state, row.asked_at, row.began_at or "", row.ended_at or "", row.tries, row.doing,
        row.share, bool(row.stop_asked), json.loads(row.result) if row.result else None, row.problem,
    )  # fmt: skip
