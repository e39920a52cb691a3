"""`floodwatch framework`: a network or an actor in diamond models, ABCDE, DISARM and ATT&CK, and what to consider."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import CentreError, SettingError
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case


def framework(
    case: Case,
    progress: Progress,
    network: str = "",
    actor: str = "",
    suggested: bool = False,
    out: str = "",
    tlp: str = "",
    pap: str = "",
) -> dict[str, Any]:
    """The frameworks filled for one network or one actor; `out`: an HTML file to write as well."""
    from floodwatch.assessment.frameworks import Fact, frameworks
    from floodwatch.lake.files import whole
    from floodwatch.outputs.frameworks import page

    if bool(network) == bool(actor):
        raise SettingError(
            "A network and an actor are shown apart: on one page they would be read as one",
            do="Give the id of a network, or --actor NAME.",
        )
    if network:
        title, told = _network(case, network, progress)
    else:
        title, told = actor, _actor(case, actor, suggested, tlp, pap)
    made = {"about": title, **frameworks([Fact(**row) for row in told])}
    if out:
        with whole(Path(out)) as part:
            part.write_bytes(page(made).encode("utf-8"))
        made["file"] = out
    return made


def _network(case: Case, wanted: str, progress: Progress) -> tuple[str, list[dict[str, Any]]]:
    """The one network whose id begins so, and what a run measured of it."""
    from floodwatch.centre.tables import detected
    from floodwatch.views.facts import of_network
    from floodwatch.views.networks import view

    with detected(case, progress) as engine:
        ids = [one.network_id for one in view(engine) if one.network_id.startswith(wanted)]
        if len(ids) != 1:
            raise CentreError(
                f"{len(ids)} networks are called {wanted!r}", where=case.name, do="See findings/networks.csv."
            )
        return ids[0], of_network(engine, ids[0])


def _actor(case: Case, name: str, suggested: bool, tlp: str, pap: str) -> list[dict[str, Any]]:
    """What claims say of whoever goes by the name, as far as the ceiling lets it be told."""
    from floodwatch.casebook.ceiling import up_to
    from floodwatch.centre.starting import ready
    from floodwatch.model.markings import asked
    from floodwatch.views.facts import view

    ready(case.centre.casebook)
    with up_to(asked(tlp, pap)):
        return view(case.centre.casebook, name, suggested)
