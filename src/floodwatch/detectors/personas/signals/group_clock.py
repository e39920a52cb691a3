"""At which UTC offset does a network live or work, when does it sleep, and does it keep office hours and holidays?

`group_offset`: the offset under which the posts are likeliest (`offsets.py`), with an interval from a bootstrap over
accounts and half an hour more; p: the share of rounds in which the same accounts, each clock turned at random, agree as
well. `office_hours` and `lunch_dip` are read at that offset and set beside draws of as many background accounts, each
at the offset of the place that it names or else at its own likeliest one. `holiday_dip`: `free_days.py`. All of it is
asked of networks with 20 accounts that have 50 posts each; the table `group_clock_refused` names the others and says
why. What several members did together counts once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas import offsets, places
from floodwatch.detectors.personas.free_days import EPOCH, Days, Rest, rest
from floodwatch.detectors.personas.hours import lives
from floodwatch.detectors.personas.offsets import OFFSETS, Estimate
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, grouped, save
from floodwatch.detectors.personas.samples import NOON, people, post
from floodwatch.detectors.personas.working_week import Beside, Usual, lunch_dip, office_hours
from floodwatch.model.units import Engine, Example, Step, Value

if TYPE_CHECKING:
    import pyarrow as pa

LEAST_ACCOUNTS, LEAST_POSTS = 20, 50
MOST_ACCOUNTS = 200
"""Accounts of one network that are read: a sample by the MD5 of the ref."""
OTHERS, LEAST_OTHERS = 2000, 20
"""Background accounts read with and without a place; posts of those to compare with."""
SAME_LANGUAGE = 60
"""Background accounts of the network's main language from which on only these are compared."""
QUIET_H = 6

REFUSED = "group_clock_refused"
CHOSEN = Step(
    "group_clock_chosen",
    f"""
    SELECT m.network_id, a.account_no, a.platform, a.account_id, a.language
    FROM persona_members m JOIN personas a USING (account_no)
    WHERE a.posts >= {LEAST_POSTS}
    QUALIFY count(*) OVER (PARTITION BY m.network_id) >= {LEAST_ACCOUNTS}
        AND row_number() OVER (PARTITION BY m.network_id
            ORDER BY md5(a.platform || '/' || a.account_id), a.account_no) <= {MOST_ACCOUNTS}
    """,
)
BESIDE = Step(
    "group_clock_beside",
    f"""
    SELECT a.account_no, a.platform, a.account_id, a.language,
           CASE WHEN s.sample = 'placed' THEN a.location ELSE '' END AS location
    FROM persona_sampled s JOIN personas a USING (account_no)
    WHERE s.sample IN ('placed', 'unplaced') AND s.place <= {OTHERS}
    """,
)

SIZES = f"""
    SELECT m.network_id, CAST(sum(CASE WHEN a.posts >= {LEAST_POSTS} THEN 1 ELSE 0 END) AS BIGINT) AS accounts
    FROM persona_members m JOIN personas a USING (account_no) GROUP BY m.network_id ORDER BY m.network_id"""
ACCOUNTS = f"SELECT * FROM {CHOSEN.name} ORDER BY network_id, account_no"
PEOPLE = f"SELECT * FROM {BESIDE.name} ORDER BY account_no"
SLOTS = """
    SELECT p.account_no, CAST(floor(epoch(p.created_at) / 1800) AS BIGINT) % 336 AS slot, p.company, count(*) AS n
    FROM persona_posts p WHERE p.account_no IN (SELECT account_no FROM {whom})
    GROUP BY ALL ORDER BY p.account_no, slot, p.company"""
HOURS = f"""
    SELECT w.network_id, CAST(floor(epoch(p.created_at) / 3600) AS BIGINT) AS hour_no, p.company, count(*) AS n
    FROM {CHOSEN.name} w JOIN persona_posts p USING (account_no)
    GROUP BY ALL ORDER BY w.network_id, hour_no, p.company"""
LIVING = "group_clock_living"
"""Main languages of the networks that are seen asleep and awake: without any, the background is not read."""
OTHER_HOURS = f"""
    SELECT a.language, CAST(floor(epoch(p.created_at) / 3600) AS BIGINT) AS hour_no, count(*) AS n
    FROM personas a JOIN posts p USING (platform, account_id)
    WHERE a.background AND a.language IN (SELECT language FROM {LIVING})
    GROUP BY ALL ORDER BY a.language, hour_no"""

Floats = NDArray[np.float64]
Columns = dict[str, NDArray[Any]]
MONDAY = 3 * offsets.DAY
"""The first day of the count of seconds was a Thursday."""


@dataclass(frozen=True, slots=True)
class Others:
    """Background accounts: rhythms as theirs, posts by half hour of the week at their own offsets, and languages."""

    rhythms: Floats
    local: Floats
    languages: NDArray[Any]

    def like(self, language: str) -> Usual:
        """What is usual among those of a language where there are enough, else among all."""
        same = self.languages == language
        return Usual(self.local[same] if same.sum() >= SAME_LANGUAGE else self.local)


@dataclass(frozen=True, slots=True)
class Living:
    """A network that sleeps and wakes: its main language, its accounts, and their posts by half hour of the week."""

    network_id: str
    language: str
    evidence: tuple[str, ...]
    weeks: Floats


class GroupClock(Signal):
    """Offset from UTC, sleep, office hours, lunch and holidays of networks with enough posts."""

    name = "signals/group_clock"
    version = 2
    description = (
        "The UTC offset at which a network lives or works, its sleep, office hours, lunch and holidays; needs 20 "
        "accounts with 50 posts each, and `group_clock_refused` names the networks of which nothing is said."
    )
    needs = ("personas", "persona_members", "posts", "persona_posts", "persona_sampled")

    @property
    def makes(self) -> tuple[str, ...]:
        """The signals, and the networks of which nothing is said with the reason."""
        return (self.name, REFUSED)

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave both tables."""
        refused: dict[str, tuple[int, str]] = {}
        save(engine, self.name, list(_measured(engine, int(str(settings.get("seed", 0))), refused)))
        engine.register(REFUSED, _table(refused))

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """Up to four rows per network."""
        return _measured(engine, int(str(settings.get("seed", 0))), {})

    def examples(self) -> Sequence[Example]:
        """Twenty accounts that post from nine to six in Moscow, and nineteen."""
        hours = [6, 7, 8, 11, 9, 12, 7, 13, 14, 10]
        said = [
            post(60 * who + n, who, created_at=NOON.replace(hour=0)
                 + timedelta(days=3 + n % 5 + 7 * (n // 15), hours=hours[(n + who) % 10], minutes=(n * 7 + who) % 60))
            for who in range(20) for n in range(60)
        ]  # fmt: skip
        act = {"trace": "url", "platform": "x", "object_id": "o", "account_id": "0000", "post_id": "none"}
        given = {"posts": said, "actions/*": [act]}
        busy = [{"posts": 60}] * 20
        return (
            Example("twenty at work", True, {**people(busy), **given}),
            Example("nineteen at work", False, {**people(busy[:19]), **given}),
        )


def _measured(engine: Engine, seed: int, refused: dict[str, tuple[int, str]]) -> Iterator[Finding]:
    """The findings of every network; of whom nothing is said goes to `refused`."""
    sizes = {r["network_id"]: int(r["accounts"]) for r in engine.arrow(SIZES).to_pylist()}
    for network_id, accounts in sizes.items():
        if accounts < LEAST_ACCOUNTS:
            said = f"not enough: {accounts} accounts with {LEAST_POSTS} posts, {LEAST_ACCOUNTS} needed"
            refused[network_id] = accounts, said
    if len(refused) == len(sizes):
        return
    engine.table(CHOSEN)
    living = list(_living(*_read(engine, ACCOUNTS, CHOSEN.name), sizes, refused))
    if living:
        yield from _told(engine, living, seed)
    engine.drop(CHOSEN.name)


def _living(
    who: Columns, weeks: Floats, sizes: Mapping[str, int], refused: dict[str, tuple[int, str]]
) -> Iterator[Living]:
    """The networks that are seen asleep and awake; the others go to `refused`."""
    for network_id, rows in grouped(who["network_id"].tolist(), np.arange(len(weeks))):
        mine = weeks[rows]
        if not lives(offsets.daily(mine).sum(axis=0).reshape(24, 2).sum(axis=1)):
            refused[network_id] = (
                sizes[network_id],
                "no day and night: posts round the clock or at a few hours",
            )
            continue
        own = {name: values[rows] for name, values in who.items()}
        language = min(Counter(own["language"].tolist()).items(), key=lambda kv: (-kv[1], kv[0]))[0]
        yield Living(network_id, language, account_refs(own["platform"], own["account_id"]), mine)


def _told(engine: Engine, living: Sequence[Living], seed: int) -> Iterator[Finding]:
    """The findings of networks that live, beside the background, which is read for them only."""
    import pyarrow as pa

    languages = sorted({one.language for one in living})
    engine.register(LIVING, pa.table({"language": pa.array(languages, pa.string())}))
    engine.table(BESIDE)
    calendar = _Calendar(_columns(engine, HOURS), _columns(engine, OTHER_HOURS))
    others = _others(*_read(engine, PEOPLE, BESIDE.name), calendar.middle())
    engine.drop(BESIDE.name, LIVING)
    beside = {language: others.like(language) for language in languages}
    for one in living:
        scores = offsets.scores(offsets.untimed(one.weeks), others.rhythms)
        yield from _network(one, offsets.estimated(scores, seed), beside[one.language], calendar, seed)


def _network(
    one: Living, found: Estimate, beside: Usual, calendar: _Calendar, seed: int
) -> Iterator[Finding]:
    network_id, evidence = one.network_id, one.evidence
    at_home = offsets.local(one.weeks, found.offset)
    yield _offset(network_id, found, at_home, evidence)
    yield _office(network_id, found, office_hours(at_home, beside, seed), evidence)
    lunch = lunch_dip(at_home, beside, seed)
    if lunch is not None:
        yield _lunch(network_id, found, lunch, evidence)
    resting = rest(calendar.days(network_id, one.language, found.offset), found.offset)
    if resting is not None:
        yield _holidays(network_id, resting, evidence)


def _offset(network_id: str, found: Estimate, at_home: Floats, evidence: tuple[str, ...]) -> Finding:
    first, share = _quietest(at_home)
    return Finding(
        network_id, "group_offset", found.offset, "hours from UTC",
        f"{len(at_home)} of its accounts with {LEAST_POSTS} posts or more keep the hours of {_utc(found.offset)} (90% "
        f"of draws of its accounts and half an hour for habits: {_utc(found.low)} to {_utc(found.high)}); there their "
        f"quietest {QUIET_H} hours are {_hour(first)} to {_hour(first + QUIET_H)}, with {share:.0%} of their posts; "
        "any group of one country shares a clock, and shifts, a diaspora, posts on a timer and teams in several "
        "countries move it",
        None, found.p_value, evidence,
    )  # fmt: skip


def _office(network_id: str, found: Estimate, seen: Beside, evidence: tuple[str, ...]) -> Finding:
    return Finding(
        network_id, "office_hours", seen.value, "share of posts Mon-Fri 9-18, mean over accounts",
        f"{seen.value:.0%} of an account's posts fall on Monday to Friday, 9 to 18 h at {_utc(found.offset)}; press "
        "offices, shops, other paid staff and people who post at work do so too",
        seen.baseline, seen.p_value, evidence,
    )  # fmt: skip


def _lunch(network_id: str, found: Estimate, seen: Beside, evidence: tuple[str, ...]) -> Finding:
    return Finding(
        network_id, "lunch_dip", seen.value, "posts at 12-14 h beside the hours around",
        f"on working days it posts {seen.value:.2f} times as much from 12 to 14 h at {_utc(found.offset)} as in the "
        "two hours before and after; everybody who works a day with a break does so",
        seen.baseline, seen.p_value, evidence,
    )  # fmt: skip


def _holidays(network_id: str, seen: Rest, evidence: tuple[str, ...]) -> Finding:
    days = ", ".join(d.isoformat() for d in seen.days)
    return Finding(
        network_id, "holiday_dip", seen.seen / seen.expected, "posts on holidays beside those expected",
        f"on the holidays of {', '.join(seen.countries)} ({days}) it posts {seen.seen:.0f} times where "
        f"{seen.expected:.0f} are expected from the same weekdays around and from what others did; best of the "
        f"{seen.tried} calendars of countries near its offset; a news lull, an outage or a gap in the collection on "
        "these days does so too",
        seen.others, seen.p_value, evidence,
    )  # fmt: skip


def _quietest(at_home: Floats) -> tuple[float, float]:
    """First local hour of the quietest stretch, and its share of the posts."""
    day = offsets.daily(at_home).sum(axis=0)
    held = np.array([np.roll(day, -n)[: 2 * QUIET_H].sum() for n in range(len(day))])
    return int(np.argmin(held)) / 2, float(held.min() / max(day.sum(), 1e-12))


def _utc(offset: float) -> str:
    """An offset in words, such as UTC+5:30."""
    whole, part = divmod(round(60 * abs(offset)), 60)
    sign = "-" if offset < 0 else "+"
    return f"UTC{sign}{whole}" + (f":{part:02d}" if part else "")


def _hour(hour: float) -> str:
    return f"{int(hour % 24):02d}:{round(60 * (hour % 1)):02d}"


def _columns(engine: Engine, sql: str) -> Columns:
    table = engine.arrow(sql)
    return {name: table.column(name).to_numpy() for name in table.column_names}


def _read(engine: Engine, sql: str, whom: str) -> tuple[Columns, Floats]:
    """Accounts, and their posts by half hour of the week, each divided by its company."""
    accounts, slots = _columns(engine, sql), _columns(engine, SLOTS.format(whom=whom))
    numbers, place = np.unique(accounts["account_no"].astype(np.int64), return_inverse=True)
    row = np.searchsorted(numbers, slots["account_no"].astype(np.int64))
    weight = slots["n"].astype(float) / slots["company"].astype(float)
    weeks = offsets.weekly(row, slots["slot"].astype(np.int64) + MONDAY, weight, len(numbers))
    return accounts, weeks[place]


def _others(who: Columns, weeks: Floats, moment: datetime) -> Others:
    """The background, its everyday rhythm learned from those whose place has one offset on the day of the moment."""
    known = np.array([places.hours_at(str(place), moment.date()) for place in who["location"]], dtype=float)
    located = ~np.isnan(known)
    rhythms = offsets.rhythms(offsets.everyday(weeks[located], known[located]))
    busy = weeks.sum(axis=1) >= LEAST_OTHERS
    weeks, known = weeks[busy], known[busy]
    own = OFFSETS[offsets.place(offsets.any_desk(offsets.scores(weeks, rhythms)))] if len(weeks) else known
    at_home = [offsets.local(w, o) for w, o in zip(weeks, np.where(np.isnan(known), own, known), strict=True)]
    return Others(rhythms, np.array(at_home).reshape(-1, offsets.WEEK), who["language"][busy])


class _Calendar:
    """Posts by hour of every network and of the background of every language, as days of any offset."""

    def __init__(self, mine: Columns, others: Columns) -> None:
        self.mine, self.others = mine, others
        self.weight = mine["n"].astype(float) / mine["company"].astype(float)
        self.rows = dict(grouped(mine["network_id"].tolist(), np.arange(len(self.weight))))
        self.rows_of_others = dict(grouped(others["language"].tolist(), np.arange(len(others["n"]))))

    def middle(self) -> datetime:
        """The hour at which half of the posts are written."""
        hours = np.repeat(self.mine["hour_no"], self.mine["n"])
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(hours=int(np.median(hours)))

    def days(self, network_id: str, language: str, offset: float) -> Days:
        """Whole local days from the network's first post to its last."""
        own = self.rows[network_id]
        day = _day(self.mine["hour_no"][own], offset)
        first, size = int(day.min()) + 1, max(int(day.max() - day.min()) - 1, 0)
        counts = _counted(day - first, self.weight[own], size)
        same = self.rows_of_others.get(language, np.zeros(0, dtype=np.int64))
        theirs = _counted(_day(self.others["hour_no"][same], offset) - first, self.others["n"][same], size)
        told = theirs if theirs.sum() >= size else None
        return Days(_date(first), counts, told)


def _day(hour: NDArray[Any], offset: float) -> NDArray[np.int64]:
    return np.asarray(np.floor((hour.astype(float) + 0.5 + offset) / 24), dtype=np.int64)


def _counted(day: NDArray[np.int64], weight: NDArray[Any], size: int) -> Floats:
    inside = (day >= 0) & (day < size)
    return np.bincount(day[inside], weights=weight[inside].astype(float), minlength=size)[:size].astype(float)


def _date(number: int) -> date:
    return EPOCH + timedelta(days=number)


def _table(refused: Mapping[str, tuple[int, str]]) -> pa.Table:
    import pyarrow as pa

    schema = pa.schema([("network_id", pa.string()), ("accounts", pa.int64()), ("reason", pa.string())])
    rows = [{"network_id": n, "accounts": a, "reason": r} for n, (a, r) in sorted(refused.items())]
    return pa.Table.from_pylist(rows, schema=schema)


GROUP_CLOCK = GroupClock()
