"""The only folder that joins the stages: one file per verb, and the two handles users hold."""

from __future__ import annotations

# Loaded before the functions of the same names, which they would hide if they were loaded later.
import floodwatch.centre.coordinate
import floodwatch.centre.plan
import floodwatch.centre.sample
import floodwatch.centre.weigh  # noqa: F401
from floodwatch.centre.analysis import analysis
from floodwatch.centre.handles import Case, Centre, coordinate, plan, sample, weigh

__all__ = ["Case", "Centre", "analysis", "coordinate", "plan", "sample", "weigh"]
