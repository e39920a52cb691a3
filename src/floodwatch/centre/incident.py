"""`floodwatch incident`: intrusions and thefts, what they come to, and what they led to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.centre.decisions import person
from floodwatch.model.errors import SettingError
from floodwatch.model.markings import asked
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Centre


def incident(
    centre: Centre,
    progress: Progress,
    name: str = "",
    actor: str = "",
    year: int = 0,
    country: str = "",
    sector: str = "",
    leads_to: str = "",
    tlp: str = "",
    pap: str = "",
    by: str = "",
    reason: str = "",
) -> dict[str, Any]:
    """What the view `incidents` answers, with judgements on it, after what was recorded of a leak."""
    from floodwatch.assessment.priorities import priorities
    from floodwatch.casebook.ceiling import up_to
    from floodwatch.centre.names import link
    from floodwatch.centre.starting import ready
    from floodwatch.views.incidents import view

    ready(centre.casebook)
    decided: list[dict[str, Any]] = []
    if leads_to:
        if not name:
            raise SettingError("A link needs an incident", do="Give the incident's name.")
        decided = link(centre.casebook, name, leads_to, person(by), reason)
    progress("reading the casebook", None)
    with up_to(asked(tlp, pap)):
        found = view(centre.casebook, name, actor, year, country, sector)
    return {**({"decided": decided} if decided else {}), **found, "judgements": priorities(found["sectors"])}
