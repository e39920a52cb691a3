"""Unit: the pairs of accounts that share more than chance explains, and what was tested to find them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from floodwatch.model.units import Engine, Example, Parameter, Rows, Value

NEEDS = (
    "keyed_traces",
    "keyed_accounts",
    "keyed_objects",
    "keyed_actions",
    "account_margins",
    "object_margins",
)


class Edges:
    """Tests all pairs of each trace at five windows and without one, against an over-dispersed null."""

    name = "edges"
    description = (
        "Pairs of accounts that share more objects, closer in time, than chance and shared taste explain."
    )
    version = 2
    parameters = (
        Parameter("level", 0.05, "False discovery rate allowed among the edges of a trace.", "share"),
        Parameter(
            "lag_level", 0.01, "Edges at windows of an hour and more need lags this unusual.", "p-value"
        ),
    )
    needs = (*NEEDS, "selected_accounts", "co_actions", "pairs")
    makes = ("edges", "tested", "near_pairs")
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `edges` (a row per trace and accepted pair), `tested` (a row per trace) and `near_pairs`."""
        from floodwatch.detectors.coordination.edge_rows import make

        numbers = {p.name: float(str(settings.get(p.name, p.default))) for p in self.parameters}
        edges, tested, near = make(
            engine, numbers["level"], numbers["lag_level"], int(str(settings.get("seed", 0)))
        )
        engine.register("edges", edges)
        engine.register("tested", tested)
        engine.register("near_pairs", near)

    def examples(self) -> Sequence[Example]:
        """Two accounts that post the same ten links within seconds; a crowd that shares the same few links."""
        return (
            Example("ten links within seconds", True, acts(pair=True)),
            Example("everybody shares what everybody shares", False, acts(pair=False)),
        )


def acts(pair: bool) -> dict[str, Rows]:
    """The kernel's tables for twelve accounts with thirty links each, ten of them shared by the first two.

    Without the pair, the accounts take their links from the same six at the same hours.
    """
    from floodwatch.detectors.coordination.example_tables import tables

    start = datetime(2024, 5, 1, 8, tzinfo=UTC)
    rows = []
    for account in range(12):
        for turn in range(30):
            paired = pair and account < 2 and turn < 10
            link = f"both{turn}" if paired else f"o{(account * 5 + turn * 7) % (90 if pair else 6)}"
            late = timedelta(seconds=3 * account) if paired else timedelta(minutes=7 * account)
            rows.append((f"a{account:02d}", link, start + timedelta(hours=3 * turn) + late))
    return tables("url", rows)


EDGES = Edges()
