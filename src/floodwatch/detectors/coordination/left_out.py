"""Objects past the last budget: which are left out, and what they carried. Nothing is left out silently.

An object counts with the pairs of actions that would have to be made of it: those of its actions that no
account has set aside. The heaviest are left out until the others fit. The rest of the analysis is then that of
the same data without these objects, and as exact as ever.
"""

from __future__ import annotations

from floodwatch.model.units import Step

MOST_CO_ACTIONS = 20_000_000_000
"""An hour or two of one machine: passes bound memory, so time is what runs out first."""


def left_out_steps(budget: int, window: int) -> tuple[Step, ...]:
    """Steps to `left_out_objects`, empty when all fits. Needs `kernel_kept` and `object_margins`.

    `expected`: the co-actions that the object would have if its actions were as close in time as those of the
    objects that stay; null where none stays. `share`: its part of all co-actions of the behaviour.
    """
    by_trace = (
        f"SELECT trace_key, sum(pairs_{window}) AS within, sum(pairs_all) AS possible FROM object_margins"
    )
    return (
        Step("kernel_over", f"""
            SELECT object_key FROM (
                SELECT object_key, sum(weight) OVER (ORDER BY weight, object_key
                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS so_far
                FROM kernel_kept)
            WHERE so_far > {budget}"""),
        Step("left_out_objects", f"""
            SELECT trace AS behaviour, object_id, actors AS accounts, actions, {window} AS window_s,
                pairs_{window} AS co_actions,
                CAST(pairs_all AS DOUBLE) * usual.within / nullif(usual.possible, 0) AS expected,
                CAST(pairs_{window} AS DOUBLE) / nullif(total.within, 0) AS share
            FROM (SELECT * FROM object_margins SEMI JOIN kernel_over USING (object_key)) AS heavy
            JOIN keyed_objects USING (trace_key, object_key) JOIN keyed_traces USING (trace_key)
            JOIN ({by_trace} GROUP BY trace_key) AS total USING (trace_key)
            LEFT JOIN ({by_trace} ANTI JOIN kernel_over USING (object_key) GROUP BY trace_key) AS usual
            USING (trace_key)"""),
    )  # fmt: skip


WITHOUT = tuple(
    Step(name, f"SELECT * FROM {name} ANTI JOIN kernel_over USING (object_key)")
    for name in ("keyed_actions", "co_action_presence", "object_margins")
)
"""The tables that the kernel and all that follows read, without the objects left out."""
