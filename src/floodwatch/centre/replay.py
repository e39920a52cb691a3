"""Runs a case again as it was on earlier days, to say how often a watch rule would have spoken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import SettingError
from floodwatch.model.units import Progress, quiet
from floodwatch.model.watching import Alert

if TYPE_CHECKING:
    import pyarrow as pa

    from floodwatch.assessment.watch.phases import Vote
    from floodwatch.centre.handles import Case
    from floodwatch.centre.watching import Watched
    from floodwatch.model.watching import Subject

MONTH = 30
MOMENTS = {"posts": "created_at", "accounts": "created_at", "checks": "checked_at"}
"""When a record became one; what is not listed was known from the beginning, such as a calendar."""
TABLES = {
    "networks": ("networks", "members"),
    "narratives": ("narratives",),
    "events": ("events_suggested",),
    "integrity": ("election_watch",),
    "targets": ("members",),
    "sites": ("members", "post_links"),
}
"""What must be computed for what a rule looks at."""


def replay(
    tables: Mapping[str, pa.Table],
    watched: Watched,
    moments: Sequence[datetime],
    votes: Sequence[Vote] = (),
    seed: int = 1,
    progress: Progress = quiet,
) -> Iterator[tuple[datetime, list[Subject], list[Alert]]]:
    """What rules looked at in each moment and the alerts, with what was told before kept in mind.

    Profiles are those observed up to then.
    """
    from floodwatch.assessment.watch.alerts import alerts
    from floodwatch.assessment.watch.phases import phases

    told: list[Alert] = []
    for at in moments:
        progress(f"as it was on {at:%Y-%m-%d %H:%M}", None)
        found = subjects(cut(tables, at), watched, at, seed)
        now = phases(votes, at, watched.campaign_days)
        new = alerts(watched.rules, found, at, now, told)
        told += new
        yield at, found, new


def subjects(tables: Mapping[str, pa.Table], watched: Watched, until: datetime, seed: int) -> list[Subject]:
    """What rules would have looked at, computed in memory."""
    from floodwatch.assessment.watch.surges import surges
    from floodwatch.centre.analysis import needed, records
    from floodwatch.centre.units import every
    from floodwatch.engine import DuckDB
    from floodwatch.lake.plan import compute
    from floodwatch.views.watched import view

    over = {rule.over for rule in watched.rules}
    wanted = dict.fromkeys(table for name in TABLES if name in over for table in TABLES[name])
    units = every(power=False)
    if "accounts" in over and watched.lists.accounts:
        wanted |= dict.fromkeys(t for unit in units for t in unit.makes if t.startswith("signals/"))
    with DuckDB() as engine:
        records(engine, tables)
        compute(engine, needed(units, tuple(wanted)), {"seed": seed}, quiet)
        made = sorted(name for name in engine.names() if name.startswith("signals__"))
        if made:
            engine.union("signals", made)
        return view(engine, until, watched.lists, surges, watched.window)


def cut(tables: Mapping[str, pa.Table], until: datetime) -> dict[str, pa.Table]:
    """The records that were there before a moment. An account that was only observed later is as observed then."""
    import pyarrow.compute as pc

    found = dict(tables)
    for name, column in MOMENTS.items():
        if name in found and column in found[name].column_names:
            times = found[name].column(column)
            found[name] = found[name].filter(pc.fill_null(pc.less(times, until), True))
    if "accounts" in found and "observed_at" in found["accounts"].column_names:
        found["accounts"] = _observed(found["accounts"], until)
    return found


def _observed(accounts: pa.Table, until: datetime) -> pa.Table:
    """Rows observed before a moment, and all rows of accounts that have none."""
    import numpy as np
    import pyarrow.compute as pc

    early = pc.fill_null(pc.less(accounts.column("observed_at"), until), True).to_numpy()
    keys = pc.binary_join_element_wise(accounts.column("platform"), accounts.column("account_id"), "\x1f")
    seen = pc.is_in(keys, value_set=pc.unique(keys.filter(early))).to_numpy()
    return accounts.filter(np.where(seen, early, True))


def steps(first: datetime, last: datetime, every: timedelta) -> list[datetime]:
    """Moments from the end of the first window up to the last one."""
    number = int((last - first) / every)
    return [first + k * every for k in range(1, number + 1)]


def dry(
    case: Case, told: Watched, progress: Progress, span: tuple[str, str], every: int, seed: int
) -> dict[str, Any]:
    """Replay the case step by step: what each rule would have said, and how often in 30 days."""
    from floodwatch.centre.alerting import votes
    from floodwatch.centre.tables import opened
    from floodwatch.model.records import OBSERVED, TABLES

    if every < 1:
        raise SettingError("A step has at least one hour")
    with opened(case, computed=False) as engine:
        names = [OBSERVED[t.name].name if t.name in OBSERVED else t.name for t in TABLES]
        tables = {
            t.name: engine.arrow(f"SELECT * FROM {name}") for t, name in zip(TABLES, names, strict=True)
        }
        ends = engine.arrow(
            "SELECT min(created_at) AS first, max(created_at) AS last FROM posts"
        ).to_pylist()[0]
    if ends["first"] is None:
        raise SettingError("This case has no posts with a time", where=case.name)
    first, last = (moment(text) or end for text, end in zip(span, (ends["first"], ends["last"]), strict=True))
    moments = steps(first, last, timedelta(hours=every)) or [last]
    days = max((moments[-1] - first).total_seconds() / 86400, 1e-9)
    said = [row for *_, new in replay(tables, told, moments, votes(case), seed, progress) for row in new]
    number = {rule.name: sum(one.rule == rule.name for one in said) for rule in told.rules}
    rules = [{"rule": name, "alerts": n, "per_30_days": MONTH * n / days} for name, n in number.items()]
    return {"steps": len(moments), "days": days, "rules": rules, "alerts": [one.row() for one in said]}


def moment(text: str) -> datetime | None:
    """A day or moment that somebody typed, in UTC unless it says otherwise; None for nothing (SettingError)."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise SettingError(f"{text!r} is no day or moment", do="Write it as 2024-05-01.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
