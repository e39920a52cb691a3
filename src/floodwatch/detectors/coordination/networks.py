"""Unit: networks of accounts that act together, grown beyond the pairs that prove it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from floodwatch.detectors.coordination.edges import NEEDS
from floodwatch.model.units import Engine, Example, Parameter, Rows, Value


class Networks:
    """Tests groups of accounts as a whole, grows them, prunes them and scores their members."""

    name = "networks_found"
    description = (
        "Groups of accounts that share more than chance explains, with members that only the group reveals."
    )
    version = 2
    parameters = (
        Parameter(
            "network_level", 0.05, "False discovery rate allowed among networks, and in growing one.", "share"
        ),
    )
    needs = (*NEEDS, "edges", "near_pairs", "tested", "seeds/*")
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
    import numpy as np

    from floodwatch.detectors.coordination import affinity
    from floodwatch.detectors.coordination.edges import acts

    tables = acts(pair)
    law = {"close_10": 0.02, "close_60": 0.05, "close_300": 0.1, "close_3600": 0.4}
    law |= {f"spread_{w}": 10.0 for w in (10, 60, 300, 3600)}
    taste = affinity.to_row(affinity.Taste(np.full(3, 0.5), np.ones(3), np.full(3, 0.5)))
    row = {"trace": "url", "windows": "60|300|3600|21600", "edges": 1, "p_limit": 1e-6}
    p_value = 1e-6 if pair else 0.01
    return tables | {
        "edges": [{"behaviour": "url", "account_a": 0, "account_b": 1, "p_value": p_value}],
        "tested": [{**row, **law, **taste}],
        "near_pairs": [{"trace": "none", "account_a": 0, "account_b": 1, "p_value": 0.9}],
        "seeds/*": [{"seed": "none", "group_id": "g", "platform": "x", "account_id": "nobody"}],
    }


NETWORKS = Networks()
