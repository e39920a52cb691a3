"""The public record of a centre: how good its forecasts were, what it took back, how long that took."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from floodwatch.casebook.store import Book
    from floodwatch.centre.handles import Centre


def scores(book: Book, topic: str = "") -> dict[str, Any]:
    """Scores of all forecasts that came out, by author and by topic."""
    from floodwatch.assessment.forecasting import Resolved, record, records
    from floodwatch.views.forecasts import scored

    told = [
        Resolved(one["probability"], one["happened"], one["author"], one["topic"])
        for one in scored(book, topic)["resolved"]
    ]
    groups = {
        by: {name: asdict(one) for name, one in records(told, by).items()} for by in ("author", "topic")
    }
    return {"all": asdict(record(told)) if told else None, **groups}


def record(centre: Centre, folder: Path) -> dict[str, Any]:
    """Write record.html and record.json into a folder; gives what stands in them."""
    from floodwatch.lake.files import whole
    from floodwatch.outputs.record import render
    from floodwatch.views.record import view

    book = centre.casebook
    told = {**view(book), "scores": scores(book)}
    data = json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    made = {"html": (folder / "record.html", render(told)), "json": (folder / "record.json", data)}
    for path, text in made.values():
        with whole(path) as part:
            part.write_text(text, "utf-8")
    return {**told, **{name: str(path) for name, (path, _) in made.items()}}
