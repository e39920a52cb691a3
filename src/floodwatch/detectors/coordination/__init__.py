"""Coordination: who acts together, how likely chance was, and which networks that makes."""

from __future__ import annotations

from floodwatch.detectors.coordination.calibration import CALIBRATION
from floodwatch.detectors.coordination.edges import EDGES
from floodwatch.detectors.coordination.evidence import EDGE_EVIDENCE
from floodwatch.detectors.coordination.kernel import CO_ACTION
from floodwatch.detectors.coordination.networks import NETWORKS
from floodwatch.detectors.coordination.networks_table import NETWORK_TABLE
from floodwatch.detectors.coordination.robustness import ROBUSTNESS
from floodwatch.model.units import Unit

UNITS: tuple[Unit, ...] = (
    CO_ACTION,
    EDGES,
    EDGE_EVIDENCE,
    CALIBRATION,
    NETWORKS,
    ROBUSTNESS,
    NETWORK_TABLE,
)
