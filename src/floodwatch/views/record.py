"""The record of a centre: what it forecast and what came, what it took back, how long that took, what it refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

from floodwatch.casebook import reckoning
from floodwatch.casebook.ceiling import up_to
from floodwatch.casebook.marks import sources
from floodwatch.casebook.store import Book, connected
from floodwatch.model.markings import asked
from floodwatch.model.units import Parameter
from floodwatch.views.forecasts import scored
from floodwatch.views.unit import View

NOTES = (
    "Counted from what people of this centre decided; what came and went with imports is not theirs and is left out.",
    "Forecasts that were taken back are resolved and scored as any other; what was said last counts.",
    "A confirmed claim counts as overturned when it was refused, withdrawn, replaced or un-confirmed after that.",
)


def view(book: Book, tlp: str = "", pap: str = "", names: bool = True) -> dict[str, Any]:
    """Everything but the scores; authors under letters unless `names`. Nothing stricter than the ceiling is counted."""
    ceiling = asked(tlp, pap)
    hidden = [
        name.removeprefix("case:") for name, one in sources(book).items()
        if name.startswith("case:") and not one.marking.within(ceiling)
    ]  # fmt: skip
    with up_to(ceiling):
        told = scored(book)
        with connected(book) as db:
            turns, verdicts = reckoning.claims(db)
            judged = reckoning.judgements(db)
    with up_to(asked()), connected(book) as db:
        found = reckoning.findings(db, hidden)
    everything = [*turns, *judged, *found]
    return {
        "ceiling": ceiling.labels(),
        "forecasts": {**told, "resolved": told["resolved"] if names else _lettered(told["resolved"])},
        "claims": _tally(turns), "judgements": _tally(judged), "findings": _tally(found),
        "corrections": _corrections(turn.days for turn in everything if turn.days is not None),
        "suggestions": _suggestions(verdicts), "notes": list(NOTES),
    }  # fmt: skip


def _tally(turns: Iterable[reckoning.Turn]) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "held": count, "overturned": len(days), "median_days": median(days) if days else None}
        for kind, (count, days) in reckoning.tallied(turns).items()
    ]


def _corrections(days: Iterable[float]) -> dict[str, Any]:
    told = sorted(days)
    return {
        "count": len(told),
        "median_days": median(told) if told else None,
        "longest_days": told[-1] if told else None,
    }


def _suggestions(verdicts: Iterable[reckoning.Verdict]) -> list[dict[str, Any]]:
    """By unit how many suggestions people accepted and refused."""
    count = Counter((one.unit, one.verdict) for one in verdicts)
    units = sorted({unit for unit, _ in count})
    return [
        {"unit": unit, "accepted": count[unit, "confirmed"], "refused": count[unit, "refused"]}
        for unit in units
    ]


def _lettered(rows: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows with a number for each author, in the order of their first forecasts: names of colleagues stay here."""
    numbers = {
        name: f"author {place}" for place, name in enumerate(dict.fromkeys(r["author"] for r in rows), 1)
    }
    return [{**row, "author": numbers[row["author"]]} for row in rows]


RECORD = View(
    "record",
    "How good the centre's forecasts were, what it took back and when, and what it refused of its machines",
    view,
    needs=(),
    parameters=(
        Parameter("tlp", "", "Nothing that is marked stricter is counted (TLP); everything when empty."),
        Parameter("pap", "", "The same by what may be done with it (PAP)."),
        Parameter("names", True, "With the names of authors, else with numbers for them."),
    ),
)
