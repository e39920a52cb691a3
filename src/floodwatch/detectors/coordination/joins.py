"""The joins of the co-action kernel: who acted on the same object within a window, counted exactly.

What keeps it small, without dropping anything: a *bucketed equi-join* replaces the inequality self-join
(with bucket = t // (w + 1), two actions within w seconds lie in one bucket or in neighbouring ones);
*pruning* drops actions without a neighbour in time on their object; a *prefix filter* handles viral objects
(two accounts that share two objects share one that is the heaviest of neither, so an account's heaviest
object, when viral, is left out where pairs are found and looked up for found pairs only); *passes* over
parts of the accounts bound memory. Inside, a pair of accounts in a trace is one integer, `pair_key`.
"""

from __future__ import annotations

from floodwatch.model.units import Engine, Step

ACCOUNT_ROOM = 2**28
"""Account keys lie below this, so that a trace and two accounts fit into one 64-bit integer."""
TRACE_ROOM = ACCOUNT_ROOM * ACCOUNT_ROOM
VIRAL_PAIRS = 10_000
ROWS_PER_PASS = 4_000_000

TRACE_OF = f"CAST(pair_key // {TRACE_ROOM} AS INTEGER)"
ACCOUNT_A_OF = f"CAST((pair_key // {ACCOUNT_ROOM}) % {ACCOUNT_ROOM} AS INTEGER)"
ACCOUNT_B_OF = f"CAST(pair_key % {ACCOUNT_ROOM} AS INTEGER)"
PAIR_COLUMNS = f"{TRACE_OF} AS trace_key, {ACCOUNT_A_OF} AS account_a, {ACCOUNT_B_OF} AS account_b"

WORK = (
    "kernel_near", "kernel_busy", "kernel_weights", "kernel_viral", "kernel_sides", "kernel_ever",
    "kernel_met", "kernel_probes", "kernel_together", "kernel_repeated", "kernel_found",
)  # fmt: skip


def pair_key(first: str, second: str) -> str:
    """SQL of the integer that stands for a trace and its accounts `first` < `second` (aliases of rows)."""
    return (
        f"CAST({first}.trace_key AS BIGINT) * {TRACE_ROOM}"
        f" + CAST({first}.account_key AS BIGINT) * {ACCOUNT_ROOM} + {second}.account_key"
    )


def near_sql(actions: str, window: int) -> str:
    """Actions with another action on the same object within the window."""
    return f"""
        SELECT trace_key, account_key, object_key, acted_s FROM (
            SELECT trace_key, account_key, object_key, acted_s,
                acted_s - lag(acted_s) OVER by_time AS since_s,
                lead(acted_s) OVER by_time - acted_s AS until_s
            FROM {actions} WINDOW by_time AS (PARTITION BY object_key ORDER BY acted_s))
        WHERE since_s <= {window} OR until_s <= {window}"""


def busy_sql(actions: str, counted: str) -> str:
    """The rows of `actions` by accounts that have at least two objects of the trace in `counted`."""
    return f"""
        SELECT * FROM {actions} SEMI JOIN (
            SELECT trace_key, account_key FROM {counted}
            GROUP BY trace_key, account_key HAVING min(object_key) < max(object_key)) AS accounts_kept
        USING (trace_key, account_key)"""


def side_steps(window: int, viral_pairs: int) -> tuple[Step, ...]:
    """Steps from `kernel_busy` to `kernel_sides`: the actions to join, each marked if set aside as viral."""
    return (
        Step("kernel_weights", f"""
            SELECT object_key, CAST(sum(around - 1) AS BIGINT) // 2 AS weight FROM (
                SELECT object_key, count(*) OVER (PARTITION BY object_key ORDER BY acted_s
                    RANGE BETWEEN {window} PRECEDING AND {window} FOLLOWING) AS around
                FROM kernel_busy)
            GROUP BY object_key"""),
        Step("kernel_viral", f"""
            SELECT trace_key, account_key, object_key FROM (
                SELECT trace_key, account_key, object_key, weight, row_number() OVER (
                    PARTITION BY trace_key, account_key ORDER BY weight DESC, object_key) AS place
                FROM (SELECT DISTINCT trace_key, account_key, object_key FROM kernel_busy)
                JOIN kernel_weights USING (object_key))
            WHERE place = 1 AND weight >= {viral_pairs}"""),
        Step("kernel_sides", """
            SELECT kernel_busy.*, kernel_viral.object_key IS NOT NULL AS is_viral
            FROM kernel_busy LEFT JOIN kernel_viral USING (trace_key, account_key, object_key)"""),
    )  # fmt: skip


def met_sql(window: int, part: int, parts: int) -> str:
    """Each unordered pair of actions by two accounts on one object within the window, viral ones left out.

    Columns: pair_key, object_key, lag_s (second account minus first). One of `parts`, by the first account.
    """
    width = window + 1
    return f"""
        SELECT {pair_key("side_a", "side_b")} AS pair_key, object_key,
            CAST(side_b.acted_s - side_a.acted_s AS INTEGER) AS lag_s
        FROM (SELECT trace_key, account_key, object_key, acted_s, acted_s // {width} + step_over AS bucket
              FROM kernel_sides, (SELECT unnest([-1, 0, 1]) AS step_over)
              WHERE NOT is_viral AND account_key % {parts} = {part}) AS side_a
        JOIN (SELECT account_key, object_key, acted_s, acted_s // {width} AS bucket
              FROM kernel_sides WHERE NOT is_viral) AS side_b USING (object_key, bucket)
        WHERE side_a.account_key < side_b.account_key
            AND side_b.acted_s - side_a.acted_s BETWEEN -{window} AND {window}"""


def probes_sql(candidates: str) -> str:
    """Candidate pairs of which one side's viral object (`known`'s) was used by the `other` as well."""
    pairs = f"(SELECT pair_key, {PAIR_COLUMNS} FROM ({candidates}))"
    sides = " UNION ALL ".join(
        f"""SELECT pair_key, {known} AS known, {other} AS other, object_key
        FROM {pairs} AS found JOIN kernel_viral
        ON kernel_viral.trace_key = found.trace_key AND kernel_viral.account_key = found.{known}"""
        for known, other in (("account_a", "account_b"), ("account_b", "account_a"))
    )
    return f"""
        SELECT DISTINCT * FROM ({sides}) AS sought SEMI JOIN kernel_sides
        ON kernel_sides.account_key = sought.other AND kernel_sides.object_key = sought.object_key"""


def looked_up_sql(window: int) -> str:
    """What `met_sql` left out, for the probed pairs: one side viral, or both (then taken once)."""
    return f"""
        SELECT pair_key, kernel_probes.object_key AS object_key,
            CAST(if(known < other, 1, -1) * (side_b.acted_s - side_a.acted_s) AS INTEGER) AS lag_s
        FROM kernel_probes
        JOIN (SELECT * FROM kernel_sides WHERE is_viral) AS side_a
            ON side_a.account_key = known AND side_a.object_key = kernel_probes.object_key
        JOIN kernel_sides AS side_b
            ON side_b.account_key = other AND side_b.object_key = kernel_probes.object_key
        WHERE abs(side_b.acted_s - side_a.acted_s) <= {window} AND (known < other OR NOT side_b.is_viral)"""


def together_steps(window: int, part: int, parts: int) -> tuple[Step, ...]:
    """Steps to `kernel_together`: all meetings of every pair that can have met on two objects.

    Needs `kernel_ever` (pair_key, shared_ever), whose pairs of two or more objects are looked up as well.
    """
    candidates = (
        "SELECT pair_key FROM kernel_met UNION ALL SELECT pair_key FROM kernel_ever WHERE shared_ever >= 2"
    )
    return (
        Step("kernel_met", met_sql(window, part, parts)),
        Step("kernel_probes", probes_sql(candidates)),
        Step("kernel_together", f"SELECT * FROM kernel_met UNION ALL {looked_up_sql(window)}"),
        Step("kernel_repeated", """
            SELECT pair_key FROM kernel_together
            GROUP BY pair_key HAVING min(object_key) < max(object_key)"""),
    )  # fmt: skip


def parts_needed(engine: Engine, rows_per_pass: int, others: str = "0") -> int:
    """How many passes keep the rows of each below `rows_per_pass`; `others`: SQL count of further rows."""
    bound = engine.arrow(f"""
        SELECT (SELECT coalesce(sum(least(weight, actions * (actions - 1) // 2)), 0)
            FROM kernel_weights JOIN (
                SELECT object_key, count(*) AS actions FROM kernel_sides
                WHERE NOT is_viral GROUP BY object_key)
            USING (object_key)) + {others} AS bound""")
    return 1 + int(bound["bound"][0].as_py()) // rows_per_pass
