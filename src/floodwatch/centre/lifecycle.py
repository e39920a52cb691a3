"""`floodwatch lifecycle`: what was lost after each exposure or takedown, and who may have come after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case


def lifecycle(case: Case, progress: Progress, most: int = 50, named: bool = False) -> dict[str, Any]:
    """What the view `lifecycle` answers (CentreError where the case was not detected yet)."""
    from floodwatch.centre.tables import detected
    from floodwatch.views.lifecycle import view

    with detected(case, progress) as engine:
        return view(engine, most, named)
