"""Tables to findings: coordination between accounts, and what networks and personas look like."""

from __future__ import annotations

from floodwatch.detectors.coordination import UNITS as COORDINATION
from floodwatch.detectors.personas import UNITS as PERSONAS
from floodwatch.model.units import Unit

DETECTORS: tuple[Unit, ...] = (*COORDINATION, *PERSONAS)
