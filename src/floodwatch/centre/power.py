"""Power: what would have been found, had it been there. A unit that joins planted operations and tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from floodwatch.model.units import Engine, Example, Parameter, Unit, Value, settings_of

ACTIONS = """
    SELECT a.trace, a.platform, a.account_id, a.object_id, a.acted_at, a.post_id, p.language
    FROM actions AS a LEFT JOIN posts AS p USING (platform, post_id)
    ORDER BY a.trace, a.platform, a.account_id, a.object_id, a.acted_at, a.post_id"""


class Power:
    """Plants groups of known size, activity and tightness into the data and runs the same tests again."""

    name = "power"
    description = (
        "Share of planted operations that the tests find in this data, by size, activity and tightness."
    )
    version = 1
    parameters: tuple[Parameter, ...] = ()
    needs = ("actions/*", "posts", "edges", "tested")
    makes = ("power",)
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Make `power`: one row per trace, language, size, activity and spread."""
        import pyarrow as pa

        from floodwatch.worlds.power import plant, power

        own = engine.arrow(ACTIONS)
        planting = plant(own, int(str(settings["seed"])))
        after = edges_of(
            engine, pa.concat_tables([own.select(planting.actions.column_names), planting.actions]), settings
        )
        before = engine.arrow("SELECT * FROM edges")
        possible = engine.arrow("SELECT trace, pairs_possible FROM tested").to_pylist()
        found = power(planting.members, after, before, {r["trace"]: r["pairs_possible"] for r in possible})
        engine.register("power", found)

    def examples(self) -> Sequence[Example]:
        """None: the plan runs it whole, and its parts are tested where they stand."""
        return ()


def edges_of(engine: Engine, actions: Any, settings: Mapping[str, Value]) -> Any:
    """The accepted edges that the coordination tests find in a table of actions."""
    from floodwatch.detectors import DETECTORS
    from floodwatch.lake.plan import leading_to

    units: list[Unit] = leading_to(DETECTORS, "edges", given=("actions/*",))
    with engine.another() as other:
        other.register("actions", actions)
        for unit in units:
            unit.run(other, settings_of(unit, settings))
        return other.arrow("SELECT * FROM edges")


POWER = Power()
