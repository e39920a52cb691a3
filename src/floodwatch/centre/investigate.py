"""`floodwatch investigate`: from files to a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.centre.detect import detect
from floodwatch.centre.ingest import ingest
from floodwatch.centre.publish import publish
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case


def investigate(
    case: Case,
    progress: Progress,
    inputs: tuple[str, ...] = (),
    out: str = "",
    power: bool = True,
    seed: int = 1,
    memory: str = "",
    set: tuple[str, ...] = (),
    **reading: Any,
) -> dict[str, Any]:
    """Ingest, detect, measure power, publish; gives what was read, what was found and where it lies."""
    read = ingest(case, progress, inputs, **reading)
    found = detect(case, progress, seed, memory, set, power)
    published = publish(case, progress, out=out)
    return {**published, "read": read, "units": found["units"]}
