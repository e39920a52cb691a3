"""Unit: whether each network is still found without one trace, the busiest accounts, or one day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from floodwatch.detectors.coordination.edges import NEEDS
from floodwatch.detectors.coordination.networks import accepted
from floodwatch.model.units import Engine, Example, Parameter, Value


class Robustness:
    """Repeats the group test of each network with a part of the evidence left out."""

    name = "robustness"
    description = (
        "Whether a network survives dropping each trace, the most active tenth of accounts, and each day."
    )
    version = 2
    parameters = (
        Parameter(
            "survival_level", 0.001, "A network survives where its group test stays below this.", "p-value"
        ),
    )
    needs = (*NEEDS, "tested", "networks_found", "members")
    makes = ("robustness",)
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `robustness`: one row per network and thing that was dropped."""
        from floodwatch.detectors.coordination.robustness_rows import make

        engine.register("robustness", make(engine, float(str(settings.get("survival_level", 0.001)))))

    def examples(self) -> Sequence[Example]:
        """A network of two; a case whose only member list belongs to no network."""
        tables = accepted(pair=True)
        members = [{"network_id": "n-1", "account_key": key} for key in (0, 1)]
        found, other = ([{"network_id": name}] for name in ("n-1", "n-2"))
        return (
            Example("a network of two", True, tables | {"networks_found": found, "members": members}),
            Example(
                "members of another network", False, tables | {"networks_found": other, "members": members}
            ),
        )


ROBUSTNESS = Robustness()
