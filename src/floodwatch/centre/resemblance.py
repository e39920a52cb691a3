"""`floodwatch resembles`: which known actors the networks of a case resemble, why, and how common each reason is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from floodwatch.centre.handles import Case
    from floodwatch.engine import Engine

NOTE = (
    "Profiles are what confirmed claims say of actors; `knowledge import` and `read` add to them. Weights were fitted "
    "on synthetic campaigns (docs/attribution.md), so the probabilities are calibrated there and nowhere else."
)


def resembles(
    case: Case, progress: Progress, network: str = "", most: int = 3, tlp: str = "", pap: str = ""
) -> dict[str, Any]:
    """Each network with the profiles that it resembles most, or none (CentreError before `detect`)."""
    from floodwatch.centre.tables import detected
    from floodwatch.model.errors import CentreError
    from floodwatch.model.markings import asked
    from floodwatch.views.networks import view as networks

    with detected(case, progress) as engine:
        ids = [one.network_id for one in networks(engine) if one.network_id.startswith(network)]
        if network and not ids:
            raise CentreError(
                f"The case has no network {network!r}", where=case.name, do="See findings/networks.csv."
            )
        progress("comparing with known actors", None)
        found = compared(case, engine, ids, asked(tlp, pap), most)
    return {"networks": [{"network_id": one, **found[one]} for one in ids if one in found], "note": NOTE}


def compared(
    case: Case, engine: Engine, ids: Sequence[str], ceiling: Any, most: int = 3
) -> dict[str, dict[str, Any]]:
    """By network id: what each resembles, with nothing of a claim that is marked stricter than the ceiling."""
    from floodwatch.assessment.resemblance import as_row
    from floodwatch.assessment.resemblance import resembles as compare
    from floodwatch.casebook.ceiling import up_to
    from floodwatch.centre.starting import ready
    from floodwatch.views.habits import view as habits
    from floodwatch.views.profiles import profiles

    if not ids:
        return {}
    ready(case.centre.casebook)
    with up_to(ceiling):
        known = profiles(case.centre.casebook, without=case.name)
    return {one: as_row(compare(found, known), most) for one, found in habits(engine, ids).items()}
