"""Floodwatch: an open, self-hosted threat analysis centre."""

from __future__ import annotations

TYPE_CHECKING = False
"""As in `typing`, whose import would take longer than all the rest of this file."""

if TYPE_CHECKING:
    from typing import Any

    from floodwatch.centre.analysis import analysis
    from floodwatch.centre.handles import Case, Centre, coordinate, plan, sample, weigh

__version__ = "0.1.0"
__all__ = ["Case", "Centre", "__version__", "analysis", "coordinate", "plan", "sample", "weigh"]


def __getattr__(name: str) -> Any:
    """Load the centre only when it is used, so that the command line starts fast."""
    if name in set(__all__):
        import floodwatch.centre

        return getattr(floodwatch.centre, name)
    raise AttributeError(f"module 'floodwatch' has no attribute {name!r}")
