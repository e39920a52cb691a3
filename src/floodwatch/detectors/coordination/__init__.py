"""Coordination: who acts together, how likely chance was, and which networks that makes."""

from __future__ import annotations

from floodwatch.model.units import Unit


def __getattr__(name: str) -> tuple[Unit, ...]:
    """`UNITS`, loaded on use: the presets do not load the statistics."""
    if name != "UNITS":
        raise AttributeError(name)
    from floodwatch.detectors.coordination.calibration import CALIBRATION
    from floodwatch.detectors.coordination.edges import EDGES
    from floodwatch.detectors.coordination.evidence import EDGE_EVIDENCE
    from floodwatch.detectors.coordination.kernel import CO_ACTION
    from floodwatch.detectors.coordination.networks import NETWORKS
    from floodwatch.detectors.coordination.networks_table import NETWORK_TABLE
    from floodwatch.detectors.coordination.robustness import ROBUSTNESS

    return (
        CO_ACTION,
        EDGES,
        EDGE_EVIDENCE,
        CALIBRATION,
        NETWORKS,
        ROBUSTNESS,
        NETWORK_TABLE,
    )
