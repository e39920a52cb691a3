"""The only folder that joins the stages: one file per verb, and the two handles users hold."""

from __future__ import annotations

from floodwatch.centre.analysis import analysis
from floodwatch.centre.handles import Case, Centre, coordinate, sample

__all__ = ["Case", "Centre", "analysis", "coordinate", "sample"]
