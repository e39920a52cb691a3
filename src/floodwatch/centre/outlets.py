"""`floodwatch outlets`: listed media and their influencers in a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case


def outlets(case: Case, progress: Progress, outlet: str = "", most: int = 20) -> dict[str, Any]:
    """What the view `outlets` answers (CentreError where the case was not detected)."""
    from floodwatch.centre.tables import detected
    from floodwatch.views.outlets import view

    with detected(case, progress) as engine:
        return view(engine, outlet, most)
