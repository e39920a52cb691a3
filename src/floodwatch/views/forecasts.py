"""Forecasts as they are due, and as they were resolved: the values that scores are computed from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from floodwatch.casebook.judgements import read
from floodwatch.casebook.store import Book, connected
from floodwatch.model.judgements import FORECAST, STANDING, Forecast
from floodwatch.model.units import Parameter
from floodwatch.views.judgements import rows
from floodwatch.views.unit import View


def view(book: Book, today: str = "", within: int = 14) -> dict[str, Any]:
    """Those that are due (`today` or before, and within so many days after it); all that are open without a day."""
    return due(book, today or date.max.isoformat(), within if today else 0)


def due(book: Book, today: str, within: int) -> dict[str, Any]:
    """Forecasts of this centre that wait for an outcome and whose horizon has passed or comes within so many days."""
    last = _later(today, within)
    with connected(book) as db:
        waiting = [one for one in forecasts(read(db, FORECAST)) if own(one) and not one.outcome]
        found = sorted((one for one in waiting if one.horizon <= last), key=lambda one: one.horizon)
        told = rows(db, found)
    late = [one | {"overdue": one["horizon"] < today} for one in told]
    said = f"{len(late)} of {len(waiting)} forecasts without an outcome have their last day by {last}."
    return {"as_of": today, "judgements": late, "notes": [said]}


def scored(book: Book, topic: str = "") -> dict[str, Any]:
    """Forecasts of this centre by what became of them; a superseded one counts as much as any, a retracted one too.

    What was said last before it was decided is what is scored, so nobody gains by taking back what went wrong.
    """
    with connected(book) as db:
        found = [one for one in forecasts(read(db, FORECAST)) if own(one)]
    mine = [one for one in found if topic.casefold() in one.topic.casefold()]
    return {
        "resolved": [_row(one) for one in mine if one.outcome in ("yes", "no")],
        "void": sum(one.outcome == "void" for one in mine),
        "open": sum(not one.outcome for one in mine),
        "taken_back": sum(not one.outcome and one.status != STANDING for one in mine),
    }  # fmt: skip


def forecasts(found: Iterable[Any]) -> list[Forecast]:
    """Those that are forecasts."""
    return [one for one in found if isinstance(one, Forecast)]


def own(one: Forecast) -> bool:
    """Whether it is the centre's and not one of others that was entered."""
    return not one.said_by


def _row(one: Forecast) -> dict[str, Any]:
    said: Sequence[Any] = [e for e in one.history if e.made_at[:10] <= one.resolved_at] or one.history[:1]
    return {
        "judgement": one.judgement_id, "question": one.question, "author": one.author, "topic": one.topic,
        "probability": said[-1].likelihood.point, "first": one.likelihood.point, "happened": one.outcome == "yes",
        "made_at": one.made_at, "horizon": one.horizon, "resolved_at": one.resolved_at,
        "markings": [mark for mark in (one.tlp, one.pap) if mark],
        "history": [[e.made_at, e.likelihood.point] for e in one.history],
        "base_rate": asdict(one.base_rate) | {"counted": len(one.base_rate.counted)} if one.base_rate else None,
    }  # fmt: skip


def _later(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except OverflowError:
        return date.max.isoformat()


FORECASTS = View(
    "forecasts",
    "Forecasts of the centre that wait for an outcome",
    view,
    needs=(),
    parameters=(
        Parameter("today", "", "The day from which to look, as YYYY-MM-DD; all that are open when empty."),
        Parameter("within", 14, "How far to look ahead.", "days"),
    ),
)
