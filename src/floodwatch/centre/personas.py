"""`floodwatch personas`: who the members of each network say that they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case


def personas(case: Case, progress: Progress, network: str = "", most: int = 12) -> dict[str, Any]:
    """What the view `personas` answers (CentreError before `detect`)."""
    from floodwatch.centre.tables import detected
    from floodwatch.views.personas import view

    with detected(case, progress) as engine:
        return view(engine, network, most)
