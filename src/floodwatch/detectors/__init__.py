"""Tables to findings: coordination between accounts, what is said, and what networks and personas look like."""

from __future__ import annotations

from floodwatch.model.units import Unit


def __getattr__(name: str) -> tuple[Unit, ...]:
    """`DETECTORS`, loaded on use: who needs one detector, or a preset, does not load them all."""
    if name != "DETECTORS":
        raise AttributeError(name)
    from floodwatch.detectors.content import UNITS as CONTENT
    from floodwatch.detectors.coordination import UNITS as COORDINATION
    from floodwatch.detectors.personas import UNITS as PERSONAS

    return (*COORDINATION, *CONTENT, *PERSONAS)
