"""Do the network's handles share one machine-made shape more often than the background's do?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from floodwatch.detectors.personas.compared import commonest
from floodwatch.detectors.personas.rows import Finding, Signal
from floodwatch.detectors.personas.samples import people
from floodwatch.detectors.personas.seeds.handle_shape import SHAPE
from floodwatch.model.units import Engine, Example, Value

GIVEN = "length(handle) > 0"
DIGITS = "translate(handle, '123456789', '000000000')"
"""SQL: many handles are one when their digits are, and need only be read once for their shape."""
WANTED, LIKELY = "regexp_matches(mine.value, '000')", "regexp_matches(handle, '\\pN\\pN\\pN')"


class HandleShape(Signal):
    """The most common shape with a run of three digits or more, binomial against the background."""

    name = "signals/handle_shape"
    description = "Share of a network's handles that have one machine-made shape."

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network that has such handles."""
        for found in commonest(engine, DIGITS, GIVEN, WANTED, SHAPE.format("raw"), LIKELY):
            yield Finding(
                found.network_id, "handle_shape", found.hits / found.size, "share of accounts",
                f"{found.hits} of {found.size} handles have the shape {found.value}; platforms propose such "
                "handles to everybody who signs up and does not choose",
                found.baseline, found.chance, found.accounts,
            )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """Six default handles among chosen ones, and six chosen ones."""
        made = [{"handle": f"Ann{81726354 + n}"} for n in range(6)]
        return (
            Example("default handles", True, people(made, [{}] * 50)),
            Example("chosen handles", False, people([{}] * 6, [{}] * 50)),
        )


HANDLE_SHAPE = HandleShape()
