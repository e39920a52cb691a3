"""`floodwatch odds`: what speaks for one operator behind each network and its pairs of accounts, and what against."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case


def odds(case: Case, progress: Progress, network: str = "", most: int = 5) -> dict[str, Any]:
    """What the view `odds` answers (CentreError before `detect`, and for a network that there is not)."""
    from floodwatch.centre.tables import detected
    from floodwatch.model.errors import CentreError
    from floodwatch.views.odds import view

    with detected(case, progress) as engine:
        found = view(engine, (network,) if network else (), most)
    if network and not found:
        raise CentreError(
            f"The case has no network {network!r}", where=case.name, do="See findings/networks.csv."
        )
    return {"networks": [asdict(one) for one in found], "note": NOTE}


NOTE = (
    "Terms are natural log-odds, measured on synthetic worlds. They say how much likelier the evidence is with one "
    "hidden operator than without; how likely one is depends on how common such networks are among those compared. "
    "Nothing here is said of a single account."
)
