"""`floodwatch detect`: features, traces and findings, as far as they are stale."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from floodwatch.centre.engines import AS_SET
from floodwatch.centre.settings import unit_settings
from floodwatch.centre.tables import opened
from floodwatch.centre.units import every, stages
from floodwatch.model.units import Progress
from floodwatch.tools.memory import peak_mb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from floodwatch.centre.handles import Case
    from floodwatch.lake.plan import Ran


def detect(
    case: Case,
    progress: Progress,
    seed: int = 1,
    set: tuple[str, ...] = (),
    power: bool = True,
    wait: int = 0,
    engine: str = "",
    **running: Any,
) -> dict[str, Any]:
    """Bring every computed table up to date; gives what ran, with seconds and rows.

    `running`: memory and spill of the engine (see `engines`).
    """
    from floodwatch.centre.alerting import after_detection
    from floodwatch.centre.decisions import frozen, remember
    from floodwatch.lake.locks import writing
    from floodwatch.lake.manifest import remember_run
    from floodwatch.lake.refresh import refresh

    settings = unit_settings(every(), set, seed)
    place = opened(case, engine or AS_SET, computed=False, **running)
    with writing(case.folder, wait, progress), frozen(case), place as opened_on:
        ran_on = {"engine": opened_on.name, "engine_memory": opened_on.limits["memory"]}
        remember_run(case.folder, settings, (), ran_on)
        ran = refresh(case.folder, opened_on, stages(power), settings, progress)
        units = [asdict(r) for r in ran]
        remember(case, opened_on)
        remember_run(case.folder, settings, units, {**ran_on, "peak_memory_mb": peak_mb()})
    done = {"case": case.name, "settings": settings, "work": work(ran), "units": units}
    return done | after_detection(case, progress)


def work(ran: Sequence[Ran]) -> dict[str, dict[str, float]]:
    """What a detection did, in short: units that ran whole, grew or were fresh, with their seconds and rows."""
    told: dict[str, dict[str, float]] = {}
    for state in ("ran", "grew", "fresh"):
        units = [r for r in ran if r.state == state]
        told[state] = {"units": len(units)}
        if state != "fresh":
            told[state]["seconds"] = round(sum(r.seconds for r in units), 3)
            told[state]["rows"] = sum(sum(r.rows.values()) for r in units)
        if state == "grew":
            told[state]["rows_added"] = sum(sum(r.added.values()) for r in units)
    return told
