"""The base rate that history offers a forecast: cases that the casebook knows, counted as they stand today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import JudgementError
from floodwatch.model.markings import Marking, strictest
from floodwatch.model.markings import asked as marking

if TYPE_CHECKING:
    from floodwatch.casebook.store import Book
    from floodwatch.model.history import HistoryRate, Past
    from floodwatch.model.judgements import Forecast

NONE, FORECASTS = "none", "forecasts"


def kept_with(book: Book, one: Forecast, asked: Mapping[str, Any]) -> Forecast:
    """The forecast with the base rate that is offered now, and as strictly marked as what that was counted from."""
    rate, marks = _offered(book, one.made_at[:10], one.horizon, asked)
    if rate is None:
        return one
    tlp, pap = strictest([(one.tlp, one.pap), marks])
    return replace(one, base_rate=rate, tlp=tlp, pap=pap)


def offer(book: Book, today: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The base rate for a forecast that is not made yet, with everything that was counted."""
    rate, marks = _offered(book, today, asked["horizon"].strip() or today, asked)
    if rate is None:
        raise JudgementError(
            "There is no history to count",
            do="Give --history incidents or elections, or a --topic with forecasts.",
        )
    return {"base_rate": shown(book, rate), "markings": marks.labels()}


def shown(book: Book, rate: HistoryRate) -> dict[str, Any]:
    """A base rate as plain values, with the names of what was counted."""
    from floodwatch.casebook.store import connected
    from floodwatch.views.judgements import base_rate

    with connected(book) as db:
        return base_rate(db, rate)


def _offered(
    book: Book, today: str, until: str, asked: Mapping[str, Any]
) -> tuple[HistoryRate | None, Marking]:
    """What history says as of a day; nothing where none is asked for and no forecast on the topic came out."""
    from floodwatch.assessment.history import reckoned
    from floodwatch.casebook.ceiling import up_to

    with up_to(marking(asked["tlp"], asked["pap"])):
        past = _past(book, today, until, asked)
    if past is None or (not past.cases and not asked["history"]):
        return None, Marking()
    if not past.cases:
        raise JudgementError(
            f"The casebook knows no {past.reference}", do="Widen what is asked for, or --since."
        )
    try:
        rate = reckoned(past, asked["at_least"], asked["method"])
    except ValueError as problem:
        raise JudgementError(f"No base rate follows from this: {problem}") from problem
    return rate, _marking(past)


def _past(book: Book, today: str, until: str, asked: Mapping[str, Any]) -> Past | None:
    from floodwatch.views import history

    sorts = {one.__name__: one for one in (history.incidents, history.elections, history.forecasts)}
    if asked["history"] == NONE:
        return None
    names = ("like", "actor", "country", "sector", "motive", "topic", "since", "stretch", "at_least")
    try:
        sought = history.Sought(as_of=today, until=until, **{name: asked[name] for name in names})
        return sorts[asked["history"] or FORECASTS](book, sought)
    except ValueError as problem:
        raise JudgementError(f"A day is written as YYYY-MM-DD: {problem}") from problem


def _marking(past: Past) -> Marking:
    """The labels of what was counted."""
    tlp, pap = (next((m for m in past.markings if m.startswith(scheme)), "") for scheme in ("TLP:", "PAP:"))
    return Marking(tlp, pap)
