"""`floodwatch search`: the posts of a case that hold some words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case


def search(case: Case, progress: Progress, reason: str = "", **asked: Any) -> dict[str, Any]:
    """What the view `search` answers, over records and whatever was computed from them; the log keeps the reason."""
    from floodwatch.centre.tables import opened
    from floodwatch.views.search import view

    progress("reading texts", None)
    with opened(case) as engine:
        return view(engine, **asked)
