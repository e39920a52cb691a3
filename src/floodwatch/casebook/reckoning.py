"""What a centre took back: counted from what people decided here, imports and their withdrawals left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from floodwatch.casebook.judgements import lines_of, read
from floodwatch.casebook.states import UNDONE, Line, standing
from floodwatch.model.batches import FROM
from floodwatch.model.judgements import RETRACTED, SUPERSEDED, Judgement

if TYPE_CHECKING:
    from sqlalchemy import Connection

DAY_S = 86_400
ENDED = ("refused", "withdrawn", SUPERSEDED)
HELD = ("confirmed", "named", "labelled", "pinned", "tracked")
"""Decisions by which somebody stood for a finding."""
REJECTED = "rejected"


class Turn(NamedTuple):
    """Something that people here stood for: of which kind, and after how many days it was overturned, if it was."""

    kind: str
    days: float | None


class Verdict(NamedTuple):
    """What people here made of a machine's suggestion: of which unit, and the verdict that stands, if one does."""

    unit: str
    verdict: str


def claims(db: Connection) -> tuple[list[Turn], list[Verdict]]:
    """What became of claims that people confirmed, by predicate, and of those that units suggested."""
    turns: list[Turn] = []
    verdicts: list[Verdict] = []
    for predicate, unit, lines in _histories(db):
        if turn := _turn(predicate, lines):
            turns.append(turn)
        if unit:
            told = [line.what for line in standing(lines) if line.what in ("confirmed", "refused")]
            if told:
                verdicts.append(Verdict(unit, told[-1]))
    return turns, verdicts


def judgements(db: Connection) -> list[Turn]:
    """What became of the centre's own judgements and forecasts."""
    mine = [one for one in read(db) if not one.said_by]
    lines = lines_of(db, [one.judgement_id for one in mine])
    return [Turn(one.kind, _taken_back(one, lines[one.judgement_id])) for one in mine]


def findings(db: Connection, without: Collection[str]) -> list[Turn]:
    """What became of findings that people stood for, by kind; those of some cases are left out."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import decisions, entities

    wanted = (
        select(entities.c.kind, entities.c.case_name, decisions)
        .join(decisions, decisions.c.entity_id == entities.c.entity_id)
        .where(entities.c.case_name.is_not(None), entities.c.case_name.not_in(sorted(without)))
        .order_by(decisions.c.number)
    )
    by_entity: dict[tuple[str, str], list[Any]] = {}
    for row in db.execute(wanted):
        if row.what in (*HELD, REJECTED):
            by_entity.setdefault((row.entity_id, row.kind), []).append(row)
    found = ((kind, _first_held(rows), rows) for (_, kind), rows in by_entity.items())
    return [Turn(kind, _overturned(since, rows)) for kind, since, rows in found if since]


def _histories(db: Connection) -> Iterator[tuple[str, str, list[Line]]]:
    """Predicate, own lines, and the unit that suggested it, of every claim about which people here decided something.

    What came with an import was never a suggestion: no unit is named then.
    """
    from sqlalchemy import select

    from floodwatch.casebook.tables import claim_decisions, claims

    columns = [claim_decisions.c[name] for name in Line.__dataclass_fields__]
    wanted = select(claims.c.predicate, claims.c.suggested_by, *columns).join(
        claims, claims.c.claim_id == claim_decisions.c.claim_id
    )
    told: dict[str, tuple[str, str, list[Line]]] = {}
    brought: set[str] = set()
    for row in db.execute(wanted.order_by(claim_decisions.c.number)):
        if row.reason.startswith(FROM):
            brought.add(row.claim_id)
            continue
        line = Line(**{name: getattr(row, name) for name in Line.__dataclass_fields__})
        unit = row.suggested_by.partition("@")[0] if "@" in row.suggested_by else ""
        told.setdefault(row.claim_id, (row.predicate, unit, []))[2].append(line)
    for claim_id, (predicate, unit, lines) in told.items():
        yield predicate, "" if claim_id in brought else unit, lines


def _turn(kind: str, lines: Sequence[Line]) -> Turn | None:
    """From the first confirmation to the first line after it that ended or undid it; None where nobody confirmed."""
    first = next((line for line in lines if line.what == "confirmed"), None)
    if first is None:
        return None
    for line in lines:
        ended = line.what in ENDED or (line.what == UNDONE and line.undoes == first.number)
        if line.number > first.number and ended:
            return Turn(kind, _days(first.decided_at, line.decided_at))
    return Turn(kind, None)


def _taken_back(one: Judgement, lines: Iterable[Any]) -> float | None:
    ends = [line for line in standing(list(lines)) if line.what in (SUPERSEDED, RETRACTED)]
    return _days(one.made_at, ends[0].decided_at) if ends else None


def _first_held(rows: Iterable[Any]) -> str:
    return next((row.decided_at for row in rows if row.what in HELD), "")


def _overturned(since: str, rows: Sequence[Any]) -> float | None:
    """When it was rejected after somebody had stood for it, or that was taken back and nothing else held it."""
    rejected = [row.decided_at for row in rows if row.what == REJECTED and row.undone_at is None]
    if rejected and max(rejected) >= since:
        return _days(since, max(rejected))
    held = [row for row in rows if row.what in HELD]
    if all(row.undone_at for row in held):
        return _days(since, max(str(row.undone_at) for row in held))
    return None


def _days(start: str, end: str) -> float:
    seconds = (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()
    return max(0.0, seconds / DAY_S)


def tallied(turns: Iterable[Turn]) -> Mapping[str, tuple[int, list[float]]]:
    """By kind how many there were, and after how many days each of those was overturned that were."""
    found: dict[str, tuple[int, list[float]]] = {}
    for turn in turns:
        count, days = found.get(turn.kind, (0, []))
        found[turn.kind] = (count + 1, days if turn.days is None else [*days, turn.days])
    return dict(sorted(found.items()))
