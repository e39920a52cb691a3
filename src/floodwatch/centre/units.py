"""Which units run for a case, by the folder of the lake that their tables go to."""

from __future__ import annotations

from floodwatch.model.units import Unit, from_outside, listed


def stages(power: bool = True) -> dict[str, tuple[Unit, ...]]:
    """Features, copies and traces make `features/`, detectors make `findings/`; outsiders' units come last."""
    from floodwatch.centre.power import POWER
    from floodwatch.copies import COPIES
    from floodwatch.detectors import DETECTORS
    from floodwatch.features import FEATURES
    from floodwatch.traces import TRACES

    return {
        "features": (
            *listed("features", FEATURES, from_outside("feature")),
            *listed("copies", COPIES, from_outside("copy")),
            *listed("traces", TRACES, from_outside("trace")),
        ),
        "findings": (*listed("detectors", DETECTORS, from_outside("detector")), *((POWER,) if power else ())),
    }


def every(power: bool = True) -> tuple[Unit, ...]:
    """All units of all stages."""
    return tuple(unit for units in stages(power).values() for unit in units)
