"""What it means, for the report: what people judged of a case, and how far each of its networks went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import FloodwatchError
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case
    from floodwatch.engine import Engine
    from floodwatch.model.dossier import Dossier

MOST = 5
"""Networks whose impact a report says: the first that are covert or unclear, else the first of all."""


def assessed(case: Case, engine: Engine, said: Dossier, progress: Progress) -> dict[str, Any]:
    """What the report's own marking lets be told of judgements, and the impact of the first networks."""
    from floodwatch.casebook.ceiling import up_to
    from floodwatch.centre.recurring import ceiling_of
    from floodwatch.model.markings import asked
    from floodwatch.views.assessed import view
    from floodwatch.views.mask import mask

    with up_to(asked(ceiling_of(said.markings))):
        told = view(case.centre.casebook, case.name)
    progress("measuring impact", None)
    hidden = mask(engine)
    shown = [
        {**one, "label": hidden.text(one["label"]), "said": hidden.text(one["said"])}
        for one in told["alerts"]
    ]
    return {**told, "alerts": shown, "impact": [_impact(case, engine, one) for one in measured(said)]}


def measured(said: Dossier) -> list[str]:
    """Ids of the networks whose impact is said."""
    found = [one.network for one in said.details]
    doubtful = [one for one in found if one.kind != "overt"]
    return [one.network_id for one in (doubtful or found)[:MOST]]


def _impact(case: Case, engine: Engine, network: str) -> dict[str, Any]:
    """The impact of one network as the case shows it; why not, where it cannot be said."""
    from floodwatch.centre.impact import measured as weigh

    try:
        return {"network": network, "problem": "", **weigh(engine, network)}
    except FloodwatchError as problem:
        return {"network": network, "problem": problem.what}
