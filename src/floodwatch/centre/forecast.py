"""`floodwatch forecast`: forecasts that can come true, what became of them, and how good they were."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.centre.decisions import person
from floodwatch.centre.judge import first, full, one_of, shown, under, undone
from floodwatch.model.errors import SettingError
from floodwatch.model.judgements import FORECAST
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.casebook.store import Book
    from floodwatch.centre.handles import Centre

Answer = dict[str, Any]


def forecast(
    centre: Centre, progress: Progress, action: str = "list", words: tuple[str, ...] = (), **asked: Any
) -> Answer:
    """Do what is asked, then give what is on record of it."""
    from floodwatch.views.judgements import view

    book, who = centre.casebook, person(asked["by"])
    if asked["undo"]:
        return {"decided": [undone(book, asked["undo"], who, asked["reason"])], **view(book, FORECAST)}
    if action == "new":
        return _new(centre, one_of(words, "the question"), who, asked)
    if action == "base":
        from floodwatch.centre.base_rates import offer

        return offer(book, _day(asked["on"]), asked)
    if action in ("list", "due", "score", "record"):
        return under(asked, lambda: _listed(centre, action, asked))
    name = full(book, first(words), FORECAST)
    return _acted(book, name, action, who, asked)


def _new(centre: Centre, question: str, who: str, asked: Any) -> Answer:
    """Make a forecast, and keep with it what history says of it today."""
    from floodwatch.casebook import judging
    from floodwatch.casebook.judgement_rules import checked
    from floodwatch.centre.base_rates import kept_with
    from floodwatch.centre.judged import forecast as made
    from floodwatch.centre.worded import wording

    book = centre.casebook
    one = kept_with(book, made(centre, question, who, asked), asked)
    name = judging.add(book, one, wording(checked(one), asked["anyway"]), asked["reason"])
    told = shown(book, name)
    return {**told, "base_rate": told["judgements"][0]["base_rate"]}


def _listed(centre: Centre, action: str, asked: Any) -> Answer:
    from floodwatch.centre.record import record, scored
    from floodwatch.views.forecasts import due
    from floodwatch.views.judgements import view

    book, today = centre.casebook, _day(asked["on"])
    if action == "list":
        return {
            **view(book, FORECAST, asked["topic"], asked["all"]),
            "due": len(due(book, today, 0)["judgements"]),
        }
    if action == "due":
        return due(book, today, asked["within"])
    if action == "score":
        return scored(book, asked["topic"])
    folder = Path(asked["out"]) if asked["out"] else centre.path / "record"
    return record(centre, folder, asked["tlp"] or "TLP:CLEAR", asked["pap"], asked["names"])


def _acted(book: Book, name: str, action: str, who: str, asked: Any) -> Answer:
    from floodwatch.casebook import judging
    from floodwatch.vocabulary.estimates.asked import likelihood

    if action == "update":
        likely = likelihood(asked["probability"], asked["vocabulary"])
        number = judging.estimate(book, name, likely, who, asked["reason"])
        return shown(book, name, [{"number": number, "what": "updated"}])
    if action == "resolve":
        on = _day(asked["on"])
        number = judging.resolve(book, name, asked["outcome"], on, who, asked["reason"])
        return shown(book, name, [{"number": number, "what": f"resolved: {asked['outcome']}"}])
    if action == "retract":
        number = judging.retract(book, name, who, asked["reason"])
        return shown(book, name, [{"number": number, "what": "retracted"}])
    return under(asked, lambda: shown(book, name))


def _day(text: str) -> str:
    if not text:
        return datetime.now(UTC).date().isoformat()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise SettingError(f"{text!r} is no day", do="Write it as YYYY-MM-DD.") from None
