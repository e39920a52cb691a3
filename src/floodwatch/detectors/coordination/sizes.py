"""How large the work on a table of actions would be: counted per object, without making a single pair."""

from __future__ import annotations

from dataclasses import dataclass

from floodwatch.detectors.coordination.kernel import KEYED, PRESENCE, object_margin_steps
from floodwatch.model.findings import WINDOWS_S
from floodwatch.model.units import Engine


@dataclass(frozen=True, slots=True)
class Size:
    """One trace: actions, accounts, objects, pairs of actions within the widest window, and the heaviest object's."""

    trace: str
    actions: int
    accounts: int
    objects: int
    pairs: int
    heaviest: int


SIZES = f"""
    SELECT trace, CAST(sum(actions) AS BIGINT) AS actions, max(accounts) AS accounts, count(*) AS objects,
        CAST(sum(pairs_{WINDOWS_S[-1]}) AS BIGINT) AS pairs, max(pairs_{WINDOWS_S[-1]}) AS heaviest
    FROM object_margins JOIN keyed_traces USING (trace_key)
    JOIN (SELECT trace_key, count(DISTINCT account_key) AS accounts FROM keyed_actions GROUP BY trace_key) AS people
        USING (trace_key)
    GROUP BY trace ORDER BY trace"""


def sizes(engine: Engine) -> list[Size]:
    """The size of every trace in the table `actions`."""
    engine.steps((*KEYED, PRESENCE, *object_margin_steps()))
    return [Size(**row) for row in engine.arrow(SIZES).to_pylist()]
