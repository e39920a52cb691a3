"""What the casebook knows of the past, as cases to hold a forecast against: stretches of days, elections, forecasts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.gathering import about, of_kind
from floodwatch.casebook.naming import folded, near
from floodwatch.casebook.resolution import groups
from floodwatch.casebook.rows import entities
from floodwatch.casebook.store import Book, connected
from floodwatch.model import refs
from floodwatch.model.claims import country_id
from floodwatch.model.errors import JudgementError
from floodwatch.model.history import Event, Past, PastCase
from floodwatch.views import elections as calendar
from floodwatch.views.forecasts import scored
from floodwatch.views.incidents import actors_of, fitting, named
from floodwatch.views.ledger import KIND, Item, Ledger, confirmed, read
from floodwatch.views.markings import strictest
from floodwatch.views.totals import inside

if TYPE_CHECKING:
    from sqlalchemy import Connection

FILTERS = ("actor", "country", "sector")
MOST_STRETCHES = 1000
MISSED = "What nobody entered counts as what did not happen."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Like cases: by words of the name, actor, country, sector and motive, from `since` to `as_of`.

    The case to come ends with `until`. `stretch` is the length of a case in days (that of the case to come when 0),
    `at_least` how many events make a hit.
    """

    as_of: str
    until: str
    like: str = ""
    actor: str = ""
    country: str = ""
    sector: str = ""
    motive: str = ""
    topic: str = ""
    since: str = ""
    stretch: int = 0
    at_least: int = 1

    @property
    def ahead(self) -> int:
        """Days to come."""
        return max(1, (date.fromisoformat(self.until) - date.fromisoformat(self.as_of)).days)


def incidents(book: Book, sought: Sought) -> Past:
    """Stretches of days, with the incidents that are asked for and the elections in each."""
    with connected(book) as db:
        ledger = read(db)
        known = _known(db, sought)
        votes = _days_of_votes(db, known["country"])
    found = [item for item in fitting(ledger, sought.like, 0, known) if item.kind == KIND]
    found = [item for item in found if not sought.motive or _for(item, sought.motive)]
    parts = inside([item.key for item in found], ledger.within)
    wholes = {whole for these in parts.values() for whole in these}
    kept = [item for item in found if item.key not in wholes and _day(item)]
    first = sought.since or min((_day(item) for item in ledger.items if _day(item)), default="")
    length = sought.stretch or sought.ahead
    return Past(
        reference=_of_stretches(sought, length), since=first or sought.as_of, as_of=sought.as_of,
        cases=tuple(_stretches(kept, votes, first, sought.as_of, length)),
        ahead=max(1, round(sought.ahead / length)), exposure=sought.ahead / length,
        votes=sum(sought.as_of < day <= sought.until for day in votes),
        notes=tuple(_notes(sought, first, found, wholes)), markings=_marks(ledger, found),
    )  # fmt: skip


def elections(book: Book, sought: Sought) -> Past:
    """Elections before, with whom confirmed claims say that they aimed at each."""
    with connected(book) as db:
        _known(db, sought)
        names = {one.label for one in entities(db, _ids(db, "actor", sought.actor)).values()}
    words = [folded(word) for word in sought.like.split()]
    rows = calendar.view(book, sought.country)["elections"]
    rows = [row for row in rows if all(word in folded(row["name"]) for word in words)]
    first = sought.since or min((row["date"] for row in rows if row["date"]), default=sought.as_of)
    before = [row for row in rows if first <= row["date"] <= sought.as_of]
    coming = sum(sought.as_of < row["date"] <= sought.until for row in rows)
    who = sought.actor or "somebody"
    notes = [MISSED] if coming else [MISSED, "The calendar has no such election ahead: one is assumed."]
    return Past(
        reference=f"elections{_said(sought, ('country', 'like'))} at which {who} was said to aim",
        since=first, as_of=sought.as_of, ahead=max(1, coming), notes=tuple(notes),
        cases=tuple(PastCase(row["name"], tuple(_aimed(row, names, bool(sought.actor)))) for row in before),
        markings=strictest([{"markings": row["markings"]} for row in before]),
    )  # fmt: skip


def forecasts(book: Book, sought: Sought) -> Past:
    """Forecasts of this centre on the same topic that came out; none without a topic."""
    told = [one for one in scored(book)["resolved"] if _same(one["topic"], sought.topic)]
    cases = tuple(
        PastCase(one["question"], (_came(one),) if one["happened"] else ()) for one in told
    )  # fmt: skip
    return Past(
        reference=f"forecasts of this centre on the topic {sought.topic} that came true", as_of=sought.as_of,
        since=min((one["made_at"][:10] for one in told), default=sought.as_of), cases=cases,
        markings=strictest([{"markings": one["markings"]} for one in told]),
    )  # fmt: skip


def _same(topic: str, asked: str) -> bool:
    return bool(asked) and topic.casefold() == asked.casefold()


def _came(one: Mapping[str, Any]) -> Event:
    return Event(refs.entity("forecast", one["judgement"]), one["question"], one["resolved_at"])


def _known(db: Connection, sought: Sought) -> dict[str, Collection[str]]:
    """Ids of whom is asked for; JudgementError where nobody goes by that name."""
    return {what: _ids(db, what, getattr(sought, what)) for what in FILTERS}


def _ids(db: Connection, what: str, name: str) -> list[str]:
    found = (actors_of if what == "actor" else named)(db, name)
    if what == "country" and not found:
        found = list(entities(db, [country_id(name.upper())]))
    if name and not found:
        like = ", ".join(one.label for one in near(db, name))
        raise JudgementError(
            f"Nobody goes by the name {name!r}", do=f"Similar: {like}." if like else "Check it."
        )
    return found


def _for(item: Item, motive: str) -> bool:
    return motive.casefold().replace(" ", "_") in {claim.value_text for claim in item.said("motive")}


def _day(item: Item) -> str:
    """The first day on which it may have happened; empty where no date is known."""
    return min((claim.as_of_from for claim in item.said("occurred_on") if claim.as_of_from), default="")


def _days_of_votes(db: Connection, countries: Collection[str]) -> list[str]:
    """Days of elections, in some countries or in all."""
    ids = of_kind(db, "election", calendar.MOST)
    claims = [claim for claim in about(db, ids) if confirmed(claim) and not claim.hedge]
    days = []
    for group in groups(db, ids):
        own = [claim for claim in claims if claim.subject in group.ids]
        where = {claim.object_entity for claim in own if claim.predicate == "occurred_in"}
        dated = sorted(c.as_of_from for c in own if c.predicate == "occurred_on" and c.as_of_from)
        if dated and (not countries or where & set(countries)):
            days.append(dated[0])
    return sorted(days)


def _stretches(
    items: Sequence[Item], votes: Sequence[str], first: str, as_of: str, length: int
) -> Iterable[PastCase]:
    """Whole stretches that end with `as_of`, oldest first."""
    if not first:
        return
    last, start = date.fromisoformat(as_of), date.fromisoformat(first)
    count = min(((last - start).days + 1) // length, MOST_STRETCHES)
    for number in range(count, 0, -1):
        low = (last - timedelta(days=length * number - 1)).isoformat()
        high = (last - timedelta(days=length * (number - 1))).isoformat()
        events = [
            Event(refs.entity(KIND, one.key), one.label, _day(one)) for one in items if low <= _day(one) <= high
        ]  # fmt: skip
        yield PastCase(f"{low} to {high}", tuple(events), sum(low <= day <= high for day in votes))


def _of_stretches(sought: Sought, length: int) -> str:
    many = f"{sought.at_least} incident{'' if sought.at_least == 1 else 's'}"
    said = _said(sought, ("like", *FILTERS, "motive"))
    return f"stretches of {length:,} days with at least {many}{said}"


def _said(sought: Sought, names: Sequence[str]) -> str:
    told = [f"{name} {getattr(sought, name)}" for name in names if getattr(sought, name)]
    return f" ({', '.join(told)})" if told else ""


def _notes(sought: Sought, first: str, found: Sequence[Item], wholes: Collection[str]) -> Iterable[str]:
    yield MISSED
    if not sought.since and first:
        yield f"Counted since {first}, the first incident with a date: say since when such would be known."
    if undated := sum(not _day(item) for item in found if item.key not in wholes):
        yield f"Left out without a date: {undated:,}."
    if wholes:
        yield f"Left out since others are parts of it: {len(wholes):,}."
    if any(claim.precision != "day" for item in found for claim in item.said("occurred_on")):
        yield "What is dated to a month or a year counts on its first day."


def _marks(ledger: Ledger, found: Sequence[Item]) -> tuple[str, ...]:
    return strictest([{"markings": [c.tlp, c.pap]} for item in found for c in item.claims])


def _aimed(row: Mapping[str, Any], names: Collection[str], only: bool) -> Iterable[Event]:
    """Whom confirmed claims say to have aimed at an election, as one event each."""
    for threat in row["threats"]:
        who = {threat["who"], *(one.partition(" (")[0] for one in threat["run_by"])}
        sure = any(c["status"] == "confirmed" and c["polarity"] == "asserted" for c in threat["claims"])
        if sure and (not only or who & set(names)):
            yield Event(
                refs.entity("election", row["entity"]), f"{threat['who']}: {row['name']}", row["date"]
            )
