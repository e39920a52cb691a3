"""Unit: networks of accounts that act together, grown beyond the pairs that prove it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from floodwatch.detectors.coordination.edges import NEEDS
from floodwatch.model.units import Engine, Example, Parameter, Rows, Value


class Networks:
    """Tests groups of accounts as a whole, grows them, prunes them and scores their members."""

    name = "networks_found"
    description = "Groups of accounts that share more than chance explains, with the members that only the group reveals."
    version = 1
    parameters = (
        Parameter(
            "network_level", 0.05, "False discovery rate allowed among networks, and in growing one.", "share"
        ),
    )
    needs = (*NEEDS, "edges", "tested", "seeds/*")
    makes = ("networks_found", "members", "growth")
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `networks_found`, `members` and `growth`."""
        from floodwatch.detectors.coordination.network_rows import make

        level = float(str(settings.get("network_level", 0.05)))
        found, members, growth = make(engine, level, int(str(settings.get("seed", 0))))
        engine.register("networks_found", found)
        engine.register("members", members)
        engine.register("growth", growth)

    def examples(self) -> Sequence[Example]:
        """A pair that was accepted; a pair whose meetings are what everybody's are."""
        return (
            Example("an accepted pair", True, accepted(pair=True)),
            Example("an edge that the group test does not confirm", False, accepted(pair=False)),
        )


def accepted(pair: bool) -> dict[str, Rows]:
    """The tables of the edge example, with the first two accounts as the accepted pair."""
    from floodwatch.detectors.coordination.edges import acts

    tables = acts(pair)
    row = {"trace": "url", "windows": "60|300|3600|21600", "affinity_k": 0.5, "edges": 1, "p_limit": 1e-6}
    return tables | {
        "edges": [{"behaviour": "url", "account_a": 0, "account_b": 1, "p_value": 1e-6}],
        "tested": [{**row, "affinity_k_middling": 0.5, "affinity_k_popular": 0.5}],
        "seeds/*": [{"seed": "none", "group_id": "g", "platform": "x", "account_id": "nobody"}],
    }


NETWORKS = Networks()
