"""Records judgements and forecasts, and what is decided about them. Only the centre imports this.

As with claims everything is added and nothing changed: a review, an update, an outcome, that one takes the place of
another and an undoing are lines of a log, from which follows what stands.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.ceiling import seen
from floodwatch.casebook.judgement_rows import (
    ESTIMATED,
    RESOLVED,
    REVIEWED,
    UNDONE,
    WARNED,
    JudgementLine,
    judgement_row,
    line_of,
    link_rows,
)
from floodwatch.casebook.judgement_rules import checked, estimated
from floodwatch.casebook.judgements import claims_in, lines_of, read
from floodwatch.casebook.rows import chunks, entities
from floodwatch.casebook.states import standing
from floodwatch.casebook.store import Book, connected
from floodwatch.casebook.write import now
from floodwatch.model.errors import JudgementError
from floodwatch.model.judgements import (
    OUTCOMES,
    RETRACTED,
    STANDING,
    SUPERSEDED,
    VERDICTS,
    Forecast,
    Judgement,
    Likelihood,
    Wording,
)
from floodwatch.model.markings import Marking

if TYPE_CHECKING:
    from sqlalchemy import Connection


def add(book: Book, one: Judgement, wording: Sequence[Wording] = (), reason: str = "") -> str:
    """Enter a judgement or forecast (JudgementError where it breaks a rule), once; gives its id.

    `wording` is what is to be mended in its words, and stays on record with it; `reason` says why that was left.
    """
    with connected(book, writing=True) as db:
        return _add(db, one, wording, reason)


def supersede(
    book: Book, old: str, new: Judgement, reason: str = "", wording: Sequence[Wording] = ()
) -> tuple[str, int]:
    """Enter one that takes the place of another of its kind; gives its id, and the number that undoes it."""
    with connected(book, writing=True) as db:
        before = _standing(db, old)
        if before.kind != new.kind:
            raise JudgementError(f"A {new.kind} cannot take the place of a {before.kind}")
        name = _add(db, replace(new, supersedes=old), wording, reason)
        return name, _line(db, old, SUPERSEDED, {"by": name}, new.author, reason)


def retract(book: Book, judgement_id: str, by: str, reason: str) -> int:
    """Take a judgement back, which stays on record; gives the number that undoes this."""
    if not reason.strip():
        raise JudgementError("Whoever takes a judgement back says why")
    with connected(book, writing=True) as db:
        _standing(db, judgement_id)
        return _line(db, judgement_id, RETRACTED, {}, by, reason)


def review(book: Book, judgement_id: str, verdict: str, by: str, text: str) -> int:
    """Say as somebody else what one thinks of a judgement; gives the number that takes it back."""
    if verdict not in VERDICTS:
        raise JudgementError(f"A reviewer says one of {', '.join(VERDICTS)}, not {verdict!r}")
    with connected(book, writing=True) as db:
        one = _standing(db, judgement_id)
        if by == one.author and not one.said_by:
            raise JudgementError("Nobody reviews a judgement of their own")
        return _line(db, judgement_id, REVIEWED, {"verdict": verdict}, by, text)


def estimate(
    book: Book, judgement_id: str, likely: Likelihood, by: str, reason: str, made_at: str = ""
) -> int:
    """Say another probability of a forecast from now on; what was said before stays in its history."""
    with connected(book, writing=True) as db:
        one, at = _open(db, judgement_id), made_at or now()
        if estimated(likely).point is None:
            raise JudgementError(
                "A forecast needs one number as its probability, such as 35%: a range cannot be scored"
            )
        if one.horizon and at[:10] > one.horizon:
            raise JudgementError(f"The horizon {one.horizon} has passed: the forecast can only be resolved")
        if at < one.history[-1].made_at:
            raise JudgementError("An update is not older than what it changes")
        return _line(db, judgement_id, ESTIMATED, asdict(likely), by, reason, at)


def resolve(
    book: Book, judgement_id: str, outcome: str, on: str, by: str, reason: str, made_at: str = ""
) -> int:
    """Say what a forecast came to, by its rule, once; `on` is the day on which that was so."""
    if outcome not in OUTCOMES:
        raise JudgementError(f"A forecast comes to one of {', '.join(OUTCOMES)}, not to {outcome!r}")
    if not reason.strip():
        raise JudgementError("Whoever resolves a forecast says by what its rule is met")
    with connected(book, writing=True) as db:
        one, at = _unresolved(db, judgement_id), made_at or now()
        if not one.made_at[:10] <= on <= at[:10]:
            raise JudgementError(f"A forecast of {one.made_at[:10]} cannot have been decided on {on}")
        if outcome == "no" and one.horizon and at[:10] <= one.horizon:
            raise JudgementError(f"Until {one.horizon} has passed it can still come true")
        return _line(db, judgement_id, RESOLVED, {"outcome": outcome, "on": on}, by, reason, at)


def undo(book: Book, number: int, by: str, reason: str = "") -> int:
    """Take back one decision about a judgement, also one that undid another: the state before it holds again."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import judgement_lines as table

    with connected(book, writing=True) as db:
        row = db.execute(select(table).where(table.c.number == number)).one_or_none()
        lines = lines_of(db, [row.judgement_id])[row.judgement_id] if row else []
        there = row is not None and any(one.judgement_id == row.judgement_id for one in read(db))
        if row is None or not there or number not in {line.number for line in standing(lines)}:
            raise JudgementError(f"No decision {number} about a judgement stands")
        if row.what == WARNED:
            raise JudgementError(
                "What was said of the words of a judgement stays with it", do="Supersede it with better ones."
            )
        _twice(line_of(row), lines)
        return _line(db, row.judgement_id, UNDONE, {}, by, reason, undoes=number)


def bring(book: Book, told: Sequence[Judgement], outcomes: Mapping[str, Mapping[str, str]], by: str) -> int:
    """Enter judgements of others that are not there yet, and take back those that `by` entered and says no longer.

    `outcomes` are what became of forecasts as a source says it: `outcome`, `on` and `reason` by id. What a person
    decided about any of them stays.
    """
    with connected(book, writing=True) as db:
        before = {one.judgement_id: one for one in read(db) if one.author == by}
        names = [_add(db, one) for one in told]
        for name in (one for one in names if one not in before and one in outcomes):
            said = outcomes[name]
            content = {"outcome": said["outcome"], "on": said["on"]}
            _line(db, name, RESOLVED, content, by, said["reason"], f"{said['on']}T00:00:00+00:00")
        for name in sorted(set(before) - set(names)):
            if before[name].status == STANDING:
                _line(db, name, RETRACTED, {}, by, "not said any more")
        return len(set(names) - set(before))


def _add(db: Connection, one: Judgement, wording: Sequence[Wording] = (), reason: str = "") -> str:
    from sqlalchemy import func, select

    from floodwatch.casebook.tables import judgement_links, judgements

    at = now()
    made = replace(one, made_at=one.made_at or at)
    made = checked(replace(made, judgement_id=made.own_id()))
    _rests(db, made)
    if db.scalar(select(judgements.c.number).where(judgements.c.judgement_id == made.judgement_id)) is None:
        last = int(db.scalar(select(func.max(judgements.c.number))) or 0)
        db.execute(judgements.insert(), judgement_row(made, last + 1, at))
        if links := link_rows(made):
            db.execute(judgement_links.insert(), links)
        if wording:
            told = {"wording": [_mended(each) for each in wording]}
            _line(db, made.judgement_id, WARNED, told, made.author, reason, at)
    return made.judgement_id


def _mended(one: Wording) -> dict[str, str]:
    return {name: text for name, text in asdict(one).items() if name not in ("entered_by", "reason")}


def _rests(db: Connection, one: Judgement) -> None:
    """Refuse claims and entities that nobody entered; findings are the centre's to look for."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claims as table

    wanted = claims_in(one.basis)
    found: set[str] = set()
    for part in chunks(wanted):
        rows = db.execute(
            select(table.c.claim_id, table.c.tlp, table.c.pap).where(table.c.claim_id.in_(part))
        )
        found.update(name for name, tlp, pap in rows if seen(Marking(tlp, pap)))
    missing = [name for name in wanted if name not in found]
    if missing:
        raise JudgementError(f"It rests on a claim that nobody entered: {missing[0]!r}")
    people = {*one.about, *([one.said_by] if one.said_by else [])}
    unknown = sorted(people - entities(db, people).keys())
    if unknown:
        raise JudgementError(
            f"It is about somebody, or said by somebody, whom nobody entered: {unknown[0]!r}"
        )


def _known(db: Connection, judgement_id: str) -> Judgement:
    one = next((one for one in read(db) if one.judgement_id == judgement_id), None)
    if one is None:
        raise JudgementError("There is no such judgement", where=judgement_id)
    return one


def _standing(db: Connection, judgement_id: str) -> Judgement:
    one = _known(db, judgement_id)
    if one.status != STANDING:
        raise JudgementError(f"This {one.kind} is {one.status} already", where=judgement_id)
    return one


def _open(db: Connection, judgement_id: str) -> Forecast:
    _standing(db, judgement_id)
    return _unresolved(db, judgement_id)


def _unresolved(db: Connection, judgement_id: str) -> Forecast:
    """A forecast without an outcome; also one that was taken back, so that nobody gains by taking back a bad one."""
    one = _known(db, judgement_id)
    if not isinstance(one, Forecast):
        raise JudgementError("This is a judgement, and only a forecast can come true", where=judgement_id)
    if one.outcome:
        raise JudgementError(
            f"This forecast was resolved on {one.resolved_at} already: {one.outcome}", where=judgement_id
        )
    return one


def _twice(line: JudgementLine, lines: Sequence[JudgementLine]) -> None:
    """Refuse to bring an outcome back beside another, since a forecast has one."""
    if line.what != UNDONE:
        return
    back = next(one for one in lines if one.number == line.undoes)
    others = [one for one in standing(lines) if one.what == RESOLVED]
    if back.what == RESOLVED and others:
        raise JudgementError(
            f"Decision {others[0].number} resolved this forecast since; take that back first"
        )


def _line(
    db: Connection, judgement_id: str, what: str, content: Mapping[str, Any], by: str, reason: str, at: str = "",
    undoes: int | None = None,
) -> int:  # fmt: skip
    from sqlalchemy import func, select

    from floodwatch.casebook.tables import judgement_lines as table

    if not by.strip():
        raise JudgementError("A decision needs somebody who decides")
    number = int(db.scalar(select(func.max(table.c.number))) or 0) + 1
    told = json.dumps(dict(content), ensure_ascii=False, sort_keys=True)
    row = {"number": number, "judgement_id": judgement_id, "what": what, "content": told, "undoes": undoes}
    db.execute(table.insert(), {**row, "reason": reason, "decided_by": by, "decided_at": at or now()})
    return number
