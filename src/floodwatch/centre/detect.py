"""`floodwatch detect`: features, traces and findings, as far as they are stale."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from floodwatch.centre.settings import unit_settings
from floodwatch.centre.tables import opened
from floodwatch.centre.units import every, stages
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case


def detect(
    case: Case,
    progress: Progress,
    seed: int = 1,
    memory: str = "",
    set: tuple[str, ...] = (),
    power: bool = True,
    wait: int = 0,
) -> dict[str, Any]:
    """Bring every computed table up to date; gives what ran, with seconds and rows."""
    from floodwatch.lake.locks import writing
    from floodwatch.lake.manifest import remember_run
    from floodwatch.lake.plan import refresh

    settings = unit_settings(every(), set, seed)
    with writing(case.folder, wait, progress), opened(case, memory, computed=False) as engine:
        remember_run(case.folder, settings, ())
        ran = refresh(case.folder, engine, stages(power), settings, progress)
        units = [asdict(r) for r in ran]
        remember_run(case.folder, settings, units)
    return {"case": case.name, "settings": settings, "units": units}
