"""The joins of the co-action kernel: who acted on the same object within a window, counted exactly.

What keeps it small, without dropping anything: a *bucketed equi-join* replaces the inequality self-join
(with bucket = t // (w + 1), two actions within w seconds lie in one bucket or in neighbouring ones);
*pruning* drops actions without a neighbour in time on their object; a *prefix filter* handles viral objects
(two accounts that share two objects share one that is the heaviest of neither, so an account's heaviest
object, when viral, is set aside where pairs are found and looked up for found pairs only); *passes* over
parts of the accounts bound memory. Inside, a pair of accounts in a trace is one integer, `pair_key`.

Viral objects have a *place*, 1 for the heaviest. The object that an account has set aside is the first of those it
used, so of two accounts' the one with the later place is the only one that both can have used, one of them
having set it aside: it alone is sought.
"""

from __future__ import annotations

from floodwatch.model.units import Engine, Step

ACCOUNT_ROOM = 2**28
"""Account keys lie below this, so that a trace and two accounts fit into one 64-bit integer."""
TRACE_ROOM = ACCOUNT_ROOM * ACCOUNT_ROOM
VIRAL_PAIRS = 10_000
ROWS_PER_PASS = 4_000_000
MOST_PASSES = 256
NOT_VIRAL = -1
NONE_ASIDE = 2**30
"""Place of what an account has set aside when it used nothing viral: behind every viral object."""

TRACE_OF = f"CAST(pair_key // {TRACE_ROOM} AS INTEGER)"
ACCOUNT_A_OF = f"CAST((pair_key // {ACCOUNT_ROOM}) % {ACCOUNT_ROOM} AS INTEGER)"
ACCOUNT_B_OF = f"CAST(pair_key % {ACCOUNT_ROOM} AS INTEGER)"
PAIR_COLUMNS = f"{TRACE_OF} AS trace_key, {ACCOUNT_A_OF} AS account_a, {ACCOUNT_B_OF} AS account_b"

WORK = (
    "kernel_near", "kernel_busy", "kernel_weights", "kernel_places", "kernel_aside", "kernel_sides",
    "kernel_heavy", "kernel_spans", "kernel_kept", "kernel_over", "kernel_ever", "kernel_met", "kernel_probes",
    "kernel_sought", "kernel_looked_up", "kernel_repeated", "kernel_found",
)  # fmt: skip

TOGETHER = """(SELECT pair_key, object_key, lag_s FROM kernel_met
    UNION ALL SELECT pair_key, object_key, lag_s FROM kernel_looked_up)"""
"""All meetings of every pair that can have met on two objects; made by `together_steps`."""


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


def bound_sql(actions: str, window: int) -> str:
    """Per object at most so many pairs of actions lie within the window: those in one bucket or in neighbours."""
    buckets = f"""(SELECT object_key, acted_s // {window + 1} AS bucket, count(*) AS actions
        FROM {actions} GROUP BY object_key, acted_s // {window + 1})"""
    return f"""
        SELECT object_key, CAST(sum(own.actions * (own.actions - 1) // 2
            + own.actions * coalesce(following.actions, 0)) AS BIGINT) AS weight
        FROM {buckets} AS own LEFT JOIN (SELECT object_key, bucket - 1 AS bucket, actions FROM {buckets})
            AS following USING (object_key, bucket)
        GROUP BY object_key"""


def side_steps(window: int, viral_pairs: int) -> tuple[Step, ...]:
    """Steps from `kernel_busy` to `kernel_sides`, the actions to join.

    Each has the place of its object and of what its account has set aside; where the two are equal the action
    itself is set aside. Beside it: `kernel_heavy`, the actions on viral objects, `kernel_spans`, when each account
    used each of these, and `kernel_kept`, the pairs of actions to be made of each object.
    """
    return (
        Step("kernel_weights", bound_sql("kernel_busy", window)),
        Step("kernel_places", f"""
            SELECT object_key, CAST(row_number() OVER (ORDER BY weight DESC, object_key) AS INTEGER) AS place
            FROM kernel_weights WHERE weight >= {viral_pairs}"""),
        Step("kernel_aside", """
            SELECT trace_key, account_key, min(place) AS aside FROM kernel_busy
            JOIN kernel_places USING (object_key) GROUP BY trace_key, account_key"""),
        Step("kernel_sides", f"""
            SELECT kernel_busy.*, coalesce(place, {NOT_VIRAL}) AS place, coalesce(aside, {NONE_ASIDE}) AS aside
            FROM kernel_busy LEFT JOIN kernel_places USING (object_key)
            LEFT JOIN kernel_aside USING (trace_key, account_key)"""),
        Step("kernel_heavy", f"SELECT * FROM kernel_sides WHERE place <> {NOT_VIRAL}"),
        Step("kernel_spans", """
            SELECT account_key, place, count(*) AS actions, min(acted_s) AS first_s, max(acted_s) AS last_s
            FROM kernel_heavy GROUP BY account_key, place"""),
        Step("kernel_kept", bound_sql("(SELECT * FROM kernel_sides WHERE place <> aside)", window)),
    )  # fmt: skip


def prepare(
    engine: Engine, actions: str, window: int, viral_pairs: int, counted: str = "keyed_actions"
) -> None:
    """Make `kernel_sides` and the tables beside it; accounts need two objects of one trace in `counted`."""
    engine.table(Step("kernel_near", near_sql(actions, window)))
    engine.table(Step("kernel_busy", busy_sql("kernel_near", counted)))
    engine.drop("kernel_near")
    engine.steps(side_steps(window, viral_pairs))
    engine.drop("kernel_busy", "kernel_weights")


def met_sql(window: int, part: int, parts: int) -> str:
    """Each unordered pair of actions by two accounts on one object within the window, except those set aside.

    Columns: pair_key, object_key, lag_s (second account minus first), sought (place of the one object that may
    have been set aside between the two). One of `parts`, by the first account.
    """
    width = window + 1
    return f"""
        SELECT {pair_key("side_a", "side_b")} AS pair_key, object_key,
            CAST(side_b.acted_s - side_a.acted_s AS INTEGER) AS lag_s,
            greatest(side_a.aside, side_b.aside) AS sought
        FROM (SELECT trace_key, account_key, object_key, acted_s, aside, acted_s // {width} + step_over AS bucket
              FROM kernel_sides, (SELECT unnest([-1, 0, 1]) AS step_over)
              WHERE place <> aside AND account_key % {parts} = {part}) AS side_a
        JOIN (SELECT account_key, object_key, acted_s, aside, acted_s // {width} AS bucket
              FROM kernel_sides WHERE place <> aside) AS side_b USING (object_key, bucket)
        WHERE side_a.account_key < side_b.account_key
            AND side_b.acted_s - side_a.acted_s BETWEEN -{window} AND {window}"""


EVER_SOUGHT = f"""
    SELECT pair_key, greatest(coalesce(one.aside, {NONE_ASIDE}), coalesce(other.aside, {NONE_ASIDE})) AS sought
    FROM (SELECT pair_key, {PAIR_COLUMNS} FROM kernel_ever WHERE shared_ever >= 2) AS found
    LEFT JOIN kernel_aside AS one ON one.trace_key = found.trace_key AND one.account_key = found.account_a
    LEFT JOIN kernel_aside AS other ON other.trace_key = found.trace_key AND other.account_key = found.account_b"""


def probes_sql(window: int) -> str:
    """Candidate pairs both of which used the sought object at times that may lie within the window.

    Of the two accounts `few` used it less often than `many`. The joins are outer ones so that an engine looks
    pairs up in the spans, not spans in the pairs.
    """
    candidates = f"SELECT pair_key, sought FROM kernel_met UNION ALL {EVER_SOUGHT}"
    fewer = "side_a.actions <= side_b.actions"
    return f"""
        SELECT DISTINCT pair_key, sought, if({fewer}, account_a, account_b) AS few,
            if({fewer}, account_b, account_a) AS many
        FROM (SELECT pair_key, sought, {ACCOUNT_A_OF} AS account_a, {ACCOUNT_B_OF} AS account_b
              FROM ({candidates}) WHERE sought < {NONE_ASIDE}) AS candidates
        LEFT JOIN kernel_spans AS side_a ON side_a.account_key = account_a AND side_a.place = sought
        LEFT JOIN kernel_spans AS side_b ON side_b.account_key = account_b AND side_b.place = sought
        WHERE side_a.first_s - {window} <= side_b.last_s AND side_b.first_s - {window} <= side_a.last_s"""


SOUGHT = """
    SELECT pair_key, sought, object_key, many, acted_s, few < many AS is_first
    FROM kernel_probes JOIN kernel_heavy ON account_key = few AND place = sought"""
"""For each probed pair the actions of the account that used the object less often."""


def looked_up_sql(window: int) -> str:
    """What `met_sql` left out, for the probed pairs."""
    width = window + 1
    return f"""
        SELECT pair_key, object_key,
            CAST(if(is_first, 1, -1) * (other.acted_s - one.acted_s) AS INTEGER) AS lag_s
        FROM (SELECT *, acted_s // {width} + step_over AS bucket
              FROM kernel_sought, (SELECT unnest([-1, 0, 1]) AS step_over)) AS one
        JOIN (SELECT account_key, place, acted_s, acted_s // {width} AS bucket FROM kernel_heavy) AS other
            ON other.account_key = many AND other.place = sought AND other.bucket = one.bucket
        WHERE other.acted_s - one.acted_s BETWEEN -{window} AND {window}"""


REPEATED = Step(
    "kernel_repeated",
    f"""
    SELECT pair_key FROM {TOGETHER} AS meetings GROUP BY pair_key HAVING min(object_key) < max(object_key)""",
)
"""The pairs that met on two objects."""


def together_steps(window: int, part: int, parts: int) -> tuple[Step, ...]:
    """Steps to `TOGETHER` and to `kernel_repeated`, the pairs that met on two objects.

    Needs `kernel_ever` (pair_key, shared_ever), whose pairs of two or more objects are looked up as well.
    """
    return (
        Step("kernel_met", met_sql(window, part, parts)),
        Step("kernel_probes", probes_sql(window)),
        Step("kernel_sought", SOUGHT),
        Step("kernel_looked_up", looked_up_sql(window)),
        REPEATED,
    )


def parts_needed(engine: Engine, actions: str, rows_per_pass: int, others: str = "0") -> int:
    """How many passes keep the rows of each below `rows_per_pass`; `others`: SQL count of further rows."""
    bound = f"(SELECT coalesce(sum(weight), 0) FROM kernel_kept) + {others}"
    return passes(engine, actions, rows_per_pass, bound)


def passes(engine: Engine, actions: str, rows_per_pass: int, bound: str) -> int:
    """How many passes keep the rows of each below `rows_per_pass`, where `bound` (SQL) rows may come together.

    Zero lets memory grow with the input: as many rows as half the actions, or more where passes would be too many.
    """
    counted = engine.arrow(f"SELECT {bound} AS bound, (SELECT count(*) FROM {actions}) AS actions")
    most, given = (int(counted[name][0].as_py()) for name in ("bound", "actions"))
    return 1 + most // (rows_per_pass or max(ROWS_PER_PASS, given // 2, most // MOST_PASSES))
