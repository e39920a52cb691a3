"""The public record of a centre: how good its forecasts were, what it took back, how long that took."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from floodwatch.assessment.forecasting import Resolved
    from floodwatch.casebook.store import Book
    from floodwatch.centre.handles import Centre


def scores(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Scores of resolved forecasts, of all, by author and by topic."""
    from dataclasses import asdict

    from floodwatch.assessment.forecasting import record, records

    told = [_resolved(one) for one in rows]
    groups = {
        by: {name: asdict(one) for name, one in records(told, by).items()} for by in ("author", "topic")
    }
    return {"all": asdict(record(told)) if told else None, **groups}


def _resolved(one: Mapping[str, Any]) -> Resolved:
    from floodwatch.assessment.forecasting import Resolved

    base = one["base_rate"]["probability"] if one["base_rate"] else None
    return Resolved(one["probability"], one["happened"], one["author"], one["topic"], base)


def scored(book: Book, topic: str) -> dict[str, Any]:
    """The scores of one topic or all, and how many forecasts have none."""
    from floodwatch.views.forecasts import scored as forecasts

    told = forecasts(book, topic)
    return {
        "scores": scores(told["resolved"]),
        **{name: told[name] for name in ("open", "void", "taken_back")},
    }


def record(centre: Centre, folder: Path, tlp: str, pap: str, names: bool) -> dict[str, Any]:
    """Write record.html and record.json into a folder; gives what stands in them."""
    from floodwatch.lake.files import whole
    from floodwatch.outputs.record import render
    from floodwatch.views.record import view

    told = view(centre.casebook, tlp, pap, names)
    told["scores"] = scores(told["forecasts"]["resolved"])
    data = json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    made = {"html": (folder / "record.html", render(told)), "json": (folder / "record.json", data)}
    for path, text in made.values():
        with whole(path) as part:
            part.write_text(text, "utf-8")
    return {**told, **{name: str(path) for name, (path, _) in made.items()}}
