"""Power: what would have been found, had it been there. A unit that joins planted operations and tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from floodwatch.model.units import Engine, Example, Parameter, Rows, Unit, Value, settings_of

if TYPE_CHECKING:
    import pyarrow as pa

SLICE = """
    SELECT a.trace, a.platform, a.account_id, a.object_id, a.acted_at, a.post_id, p.language
    FROM actions AS a LEFT JOIN posts AS p USING (platform, post_id)
    ORDER BY a.acted_at DESC, a.trace, a.platform, a.account_id, a.object_id, a.post_id LIMIT {most}"""


class Power:
    """Plants groups of known size, activity and tightness into the data and runs the same tests again."""

    name = "power"
    description = (
        "Share of planted operations that the tests find in this data, by size, activity and tightness."
    )
    version = 1
    parameters: tuple[Parameter, ...] = (
        Parameter("actions", 200_000, "Groups are planted into the latest so many actions of a larger case."),
    )
    needs = ("actions/*", "posts", "selected_accounts", "edges")
    makes = ("power",)
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Make `power`: one row per trace, language, size, activity and spread."""
        import pyarrow as pa

        from floodwatch.worlds.power import plant, power

        own = engine.arrow(SLICE.format(most=int(str(settings["actions"]))))
        planting = plant(own, int(str(settings["seed"])))
        own = own.select(planting.actions.column_names)
        selected = engine.arrow("SELECT * FROM selected_accounts")
        planted = planting.members.select(selected.column_names)
        before, tested = coordinated(engine, own, selected, settings)
        after, _ = coordinated(
            engine,
            pa.concat_tables([own, planting.actions]),
            pa.concat_tables([selected, planted]),
            settings,
        )
        possible = {r["trace"]: r["pairs_possible"] for r in tested.to_pylist()}
        engine.register("power", power(planting.members, after, before, possible))

    def examples(self) -> Sequence[Example]:
        """Sixty accounts that share links over five days are enough to plant into; nothing is not."""
        start = datetime(2024, 5, 1, tzinfo=UTC)
        actions: Rows = [
            {"trace": "url", "platform": "x", "account_id": f"a{n % 60}", "object_id": f"o{n * 7 % 31}",
             "acted_at": start + timedelta(minutes=17 * n), "post_id": str(n)}
            for n in range(300)
        ]  # fmt: skip
        return (
            Example("sixty accounts", True, {"actions/*": actions}),
            Example("nothing to plant into", False, {"actions/*": actions[:1]}),
        )


def coordinated(
    engine: Engine, actions: pa.Table, selected: pa.Table, settings: Mapping[str, Value]
) -> tuple[pa.Table, pa.Table]:
    """The tables `edges` and `tested` of a table of actions; chance is not learned from `selected` accounts."""
    from floodwatch.detectors import DETECTORS
    from floodwatch.lake.plan import leading_to

    units: list[Unit] = leading_to(DETECTORS, "edges", given=("actions/*", "selected_accounts"))
    with engine.another() as other:
        other.register("actions", actions)
        other.register("selected_accounts", selected)
        for unit in units:
            unit.run(other, settings_of(unit, settings))
        return other.arrow("SELECT * FROM edges"), other.arrow("SELECT * FROM tested")


POWER = Power()
