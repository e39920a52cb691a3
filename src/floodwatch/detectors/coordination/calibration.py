"""Unit: what the same rule finds when the labels of the accounts are shuffled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from floodwatch.detectors.coordination.edges import NEEDS
from floodwatch.detectors.coordination.networks import accepted
from floodwatch.model.units import Engine, Example, Parameter, Value


class Calibration:
    """Shuffles who did what within hours, days and globally, and counts the edges that remain."""

    name = "calibration"
    description = (
        "Share of edges that remain when account labels are shuffled within hours, days and globally."
    )
    version = 2
    parameters = (Parameter("calibration_rounds", 1, "How often each shuffle is repeated.", "rounds"),)
    needs = (*NEEDS, "edges", "tested")
    makes = ("calibration",)
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `calibration`: one row per shuffle and trace that has edges."""
        from floodwatch.detectors.coordination.calibration_rows import make

        rounds = max(1, int(str(settings.get("calibration_rounds", 1))))
        engine.register("calibration", make(engine, rounds, int(str(settings.get("seed", 0)))))

    def examples(self) -> Sequence[Example]:
        """A trace with an edge; a trace without any has nothing to calibrate."""
        quiet = accepted(pair=False)
        return (
            Example("an edge to calibrate", True, accepted(pair=True)),
            Example("no edge", False, quiet | {"tested": [{**quiet["tested"][0], "edges": 0}]}),
        )


CALIBRATION = Calibration()
