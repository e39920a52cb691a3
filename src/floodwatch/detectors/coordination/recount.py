"""Brings the co-actions of a case up to date: counts again the pairs that a changed action can concern, and no others.

What changed is the difference between the keyed actions of now and of the last run, whatever the reason. A pair is
counted again when it has a meeting with an added action, when one of the two lost an action, or when the rare
objects that both used may be others than before. All other pairs keep their rows, whose keys move as accounts and
objects come and go. Tables of the last run are found as `<table>_before`; `kernel` says which steps come when.
"""

from __future__ import annotations

from floodwatch.detectors.coordination.joins import ACCOUNT_ROOM, PAIR_COLUMNS, TRACE_ROOM
from floodwatch.model.findings import WINDOWS_S
from floodwatch.model.units import Engine, Step

MOST_AGAIN = 0.5
"""Where more than this part of the work of a whole run would be done again, the whole run is done."""
LOOK_UPS = 10
"""So many look-ups of an object cost as much as a meeting in a whole run."""

WORK = (
    "recount_traces", "recount_accounts", "recount_objects", "recount_old", "recount_changed", "recount_touched",
    "recount_rarity", "recount_new_users", "recount_sides", "recount_from", "recount_lost", "recount_wanted",
    "recount_common", "recount_ever", "recount_together",
)  # fmt: skip

SHARED = ", ".join(f"shared_{w}" for w in WINDOWS_S)
COUNTS = ", ".join(f"count_{w}" for w in WINDOWS_S)
STEPS_OVER = "(SELECT unnest([-1, 0, 1]) AS step_over)"
ADDED = "(SELECT * FROM recount_changed WHERE times > 0) AS added"


def key_of(trace: str, one: str, other: str) -> str:
    """SQL of the integer that stands for a trace and two accounts, in whatever order these come."""
    first, second = f"least({one}, {other})", f"greatest({one}, {other})"
    return f"CAST({trace} AS BIGINT) * {TRACE_ROOM} + CAST({first} AS BIGINT) * {ACCOUNT_ROOM} + {second}"


PAIR = key_of("one.trace_key", "one.account_key", "other.account_key")

CHANGES = (
    Step("recount_traces", """
        SELECT old.trace_key AS was_trace, keyed_traces.trace_key AS trace_key
        FROM keyed_traces_before AS old LEFT JOIN keyed_traces ON keyed_traces.trace = old.trace"""),
    Step("recount_accounts", """
        SELECT old.account_key AS was_account, keyed_accounts.account_key AS account_key
        FROM keyed_accounts_before AS old LEFT JOIN keyed_accounts
            ON keyed_accounts.platform = old.platform AND keyed_accounts.account_id = old.account_id"""),
    Step("recount_objects", """
        SELECT old.object_key AS was_object, recount_traces.trace_key AS trace_key,
            keyed_objects.object_key AS object_key
        FROM keyed_objects_before AS old JOIN recount_traces ON recount_traces.was_trace = old.trace_key
        LEFT JOIN keyed_objects ON keyed_objects.trace_key = recount_traces.trace_key
            AND keyed_objects.object_id = old.object_id"""),
    Step("recount_old", """
        SELECT trace_key, object_key, recount_accounts.account_key AS account_key, acted_s
        FROM (SELECT account_key AS was_account, object_key AS was_object, acted_s FROM keyed_actions_before) AS old
        JOIN recount_accounts USING (was_account) JOIN recount_objects USING (was_object)"""),
    Step("recount_changed", """
        SELECT trace_key, object_key, account_key, acted_s, sum(times) AS times FROM (
            SELECT trace_key, object_key, account_key, acted_s, 1 AS times FROM keyed_actions
            UNION ALL SELECT trace_key, object_key, account_key, acted_s, -1 AS times FROM recount_old)
        GROUP BY trace_key, object_key, account_key, acted_s HAVING sum(times) <> 0"""),
    Step("recount_touched", "SELECT DISTINCT object_key FROM recount_changed WHERE object_key IS NOT NULL"),
)  # fmt: skip
"""Old keys and those of now, old actions under the latter, and what changed: actions with how many more there are,
and the objects that they are on. What has lost its name has no key."""

TOUCHED = "SEMI JOIN recount_touched USING (object_key)"


def margins_kept(columns: str) -> str:
    """SQL of the margins (`columns`) of the objects that all have the actions that they had."""
    return f"""
        SELECT recount_objects.trace_key AS trace_key, recount_objects.object_key AS object_key, {columns}
        FROM (SELECT * FROM recount_objects ANTI JOIN recount_touched USING (object_key)) AS recount_objects
        JOIN object_margins_before AS old ON old.object_key = was_object
        WHERE recount_objects.object_key IS NOT NULL"""


def reason_steps(rare_cap: int) -> tuple[Step, ...]:
    """Steps to why pairs are counted again; needs `kernel_sides` and `co_action_rare` of now.

    Actions that were added, as far as they can be in a meeting of a pair (`recount_from`); in old keys, who lost an
    action (`recount_lost`); who is new on a rare object; and which objects have become rare or have ceased to be.
    """
    return (
        Step("recount_sides", """
            SELECT trace_key, object_key, account_key, count(*) AS actions FROM kernel_sides
            GROUP BY trace_key, object_key, account_key"""),
        Step("recount_from", f"""
            SELECT DISTINCT trace_key, object_key, account_key, acted_s
            FROM kernel_sides SEMI JOIN {ADDED} USING (object_key, account_key, acted_s)"""),
        Step("recount_lost", """
            SELECT DISTINCT was_trace, was_account FROM recount_changed
            JOIN recount_traces USING (trace_key) JOIN recount_accounts USING (account_key) WHERE times < 0"""),
        Step("recount_rarity", f"""
            SELECT object_key, is_rare, was_rare FROM (
                SELECT now.object_key AS object_key, now.actors BETWEEN 2 AND {rare_cap} AS is_rare,
                    coalesce(old.actors, 0) BETWEEN 2 AND {rare_cap} AS was_rare
                FROM (SELECT * FROM object_margins {TOUCHED}) AS now
                LEFT JOIN recount_objects ON recount_objects.object_key = now.object_key
                LEFT JOIN object_margins_before AS old ON old.object_key = recount_objects.was_object)
            WHERE is_rare <> was_rare"""),
        Step("recount_new_users", f"""
            SELECT object_key, account_key FROM co_action_rare SEMI JOIN {ADDED} USING (object_key, account_key)
            ANTI JOIN recount_old USING (object_key, account_key)"""),
    )  # fmt: skip


def met_sql(window: int) -> str:
    """Pairs that have a meeting with an added action."""
    width = window + 1
    return f"""
        SELECT DISTINCT {PAIR} AS pair_key
        FROM (SELECT trace_key, account_key, object_key, acted_s, acted_s // {width} + step_over AS bucket
              FROM recount_from, {STEPS_OVER}) AS one
        JOIN (SELECT account_key, object_key, acted_s, acted_s // {width} AS bucket FROM kernel_sides) AS other
            USING (object_key, bucket)
        WHERE one.account_key <> other.account_key
            AND other.acted_s - one.acted_s BETWEEN -{window} AND {window}"""


def reach_sql(window: int) -> str:
    """How many pairs of actions `met_sql` looks at: counted by buckets, none of them made."""
    bucket = f"acted_s // {window + 1}"
    return f"""
        SELECT coalesce(sum(one.actions * other.actions), 0) AS n
        FROM (SELECT object_key, {bucket} + step_over AS bucket, count(*) AS actions
              FROM recount_from, {STEPS_OVER} GROUP BY object_key, {bucket} + step_over) AS one
        JOIN (SELECT object_key, {bucket} AS bucket, count(*) AS actions FROM kernel_sides {TOUCHED}
              GROUP BY object_key, {bucket}) AS other USING (object_key, bucket)"""


def moved_sql(table: str, columns: str) -> str:
    """Rows of an old table of pairs with the pair's key of now; pairs of which a name is gone are left out."""
    return f"""
        SELECT {key_of("recount_traces.trace_key", "one.account_key", "other.account_key")} AS pair_key, {columns}
        FROM {table} AS old JOIN recount_traces ON was_trace = old.trace_key
        JOIN recount_accounts AS one ON one.was_account = old.account_a
        JOIN recount_accounts AS other ON other.was_account = old.account_b
        WHERE recount_traces.trace_key IS NOT NULL
            AND one.account_key IS NOT NULL AND other.account_key IS NOT NULL"""


LOST = " UNION ".join(
    f"""SELECT trace_key, account_a, account_b FROM pairs_before
        SEMI JOIN (SELECT was_trace AS trace_key, was_account AS {side} FROM recount_lost) AS lost
        USING (trace_key, {side})"""
    for side in ("account_a", "account_b")
)
"""Old pairs, in old keys, of which one lost an action."""

RARE_NOW = f"""
    SELECT {PAIR} AS pair_key
    FROM (SELECT trace_key, object_key, account_key FROM co_action_rare
              SEMI JOIN recount_new_users USING (object_key, account_key)
          UNION SELECT trace_key, object_key, account_key FROM co_action_rare
              SEMI JOIN (SELECT * FROM recount_rarity WHERE is_rare) AS newly USING (object_key)) AS one
    JOIN co_action_rare AS other USING (object_key) WHERE one.account_key <> other.account_key"""
"""Pairs that share a rare object which they did not share before, or which was not rare."""

WERE_RARE = """(SELECT DISTINCT trace_key, object_key, account_key FROM recount_old
    SEMI JOIN (SELECT * FROM recount_rarity WHERE was_rare) AS ceased USING (object_key)
    WHERE account_key IS NOT NULL)"""
"""Who had used what was rare and is no more: few for each object."""


def wanted_step(window: int) -> Step:
    """The pairs to count again, and which of the two accounts has fewer objects to look up."""
    no_more = f"""SELECT {PAIR} AS pair_key FROM {WERE_RARE} AS one JOIN {WERE_RARE} AS other USING (object_key)
        WHERE one.account_key < other.account_key"""
    lost = f"SELECT pair_key FROM ({moved_sql(f'({LOST})', 'was_trace')}) AS moved"
    objects = """(SELECT trace_key, account_key, count(*) AS objects FROM recount_sides
        GROUP BY trace_key, account_key)"""
    fewer = "coalesce(one.objects, 0) <= coalesce(other.objects, 0)"
    return Step("recount_wanted", f"""
        SELECT pair_key, found.trace_key AS trace_key, if({fewer}, account_a, account_b) AS few,
            if({fewer}, account_b, account_a) AS many, if({fewer}, one.objects, other.objects) AS objects
        FROM (SELECT pair_key, {PAIR_COLUMNS}
              FROM ({met_sql(window)} UNION {lost} UNION {RARE_NOW} UNION {no_more})) AS found
        LEFT JOIN {objects} AS one ON one.trace_key = found.trace_key AND one.account_key = account_a
        LEFT JOIN {objects} AS other
            ON other.trace_key = found.trace_key AND other.account_key = account_b""")  # fmt: skip


def pays(engine: Engine, window: int, rare_cap: int) -> bool:
    """Whether little enough is to be counted again; makes `recount_wanted` where that is so.

    What a whole run does is at hand: the meetings that it makes, and the pairs that the last one found.
    """
    engine.steps(reason_steps(rare_cap))
    meetings = MOST_AGAIN * _number(engine, "SELECT coalesce(sum(weight), 0) AS n FROM kernel_kept")
    pairs = MOST_AGAIN * _number(engine, "SELECT count(*) AS n FROM pairs_before")
    if _number(engine, reach_sql(window)) > meetings:
        return False
    if _number(engine, f"SELECT count(*) AS n FROM ({LOST}) AS lost") > pairs:
        return False
    engine.table(wanted_step(window))
    return _number(engine, "SELECT coalesce(sum(objects), 0) AS n FROM recount_wanted") <= LOOK_UPS * meetings


def _number(engine: Engine, sql: str) -> int:
    return int(engine.arrow(sql)["n"][0].as_py())


COMMON = (
    Step("recount_common", """
        SELECT pair_key, few, many, one.object_key AS object_key, one.actions * other.actions AS weight
        FROM recount_wanted
        JOIN recount_sides AS one ON one.trace_key = recount_wanted.trace_key AND one.account_key = few
        JOIN recount_sides AS other ON other.object_key = one.object_key AND other.account_key = many"""),
    Step("recount_ever", """
        SELECT pair_key, count(*) AS shared_ever FROM recount_wanted
        JOIN co_action_rare AS one ON one.trace_key = recount_wanted.trace_key AND one.account_key = few
        JOIN co_action_rare AS other ON other.object_key = one.object_key AND other.account_key = many
        GROUP BY pair_key HAVING count(*) >= 2"""),
    Step("recount_together", """
        SELECT * FROM recount_common SEMI JOIN (
            SELECT pair_key FROM recount_common GROUP BY pair_key HAVING min(object_key) < max(object_key)
            UNION SELECT pair_key FROM recount_ever) AS enough USING (pair_key)"""),
)  # fmt: skip
"""What the pairs to count again have in common: those with one object only are looked at no further."""


def meeting_steps(window: int, part: int, parts: int) -> tuple[Step, ...]:
    """Steps to all meetings of one part of the pairs to count again, as `joins.together_steps` leaves them."""
    width = window + 1
    return (
        Step("kernel_met", f"""
            SELECT pair_key, one.object_key AS object_key,
                CAST(if(few < many, 1, -1) * (other.acted_s - one.acted_s) AS INTEGER) AS lag_s
            FROM (SELECT pair_key, few, many, together.object_key AS object_key, acted_s,
                      acted_s // {width} + step_over AS bucket
                  FROM (SELECT * FROM recount_together WHERE pair_key % {parts} = {part}) AS together
                  JOIN kernel_sides ON kernel_sides.object_key = together.object_key AND account_key = few,
                  {STEPS_OVER}) AS one
            JOIN (SELECT account_key, object_key, acted_s, acted_s // {width} AS bucket FROM kernel_sides) AS other
                ON other.account_key = many AND other.object_key = one.object_key AND other.bucket = one.bucket
            WHERE other.acted_s - one.acted_s BETWEEN -{window} AND {window}"""),
        Step("kernel_looked_up", "SELECT pair_key, object_key, lag_s FROM kernel_met WHERE FALSE"),
        Step("kernel_ever", f"SELECT * FROM recount_ever WHERE pair_key % {parts} = {part}"),
    )  # fmt: skip


def kept_steps(part: int) -> tuple[Step, ...]:
    """Steps to the rows of all other pairs under their new keys, as a pass leaves its own."""
    rows = moved_sql("co_actions_before", f"old.object_key AS was_object, nearest_s, lag_s, {COUNTS}")
    pairs = moved_sql("pairs_before", f"{SHARED}, {COUNTS}, shared_ever, median_lag_s")
    return (
        Step(f"co_action_rows_{part}", f"""
            SELECT object_key, {PAIR_COLUMNS}, nearest_s, lag_s, {COUNTS}
            FROM (SELECT * FROM ({rows}) AS moved ANTI JOIN recount_wanted USING (pair_key)) AS kept
            JOIN (SELECT was_object, object_key FROM recount_objects) AS names USING (was_object)"""),
        Step(f"co_action_pairs_{part}", f"""
            SELECT {PAIR_COLUMNS}, {SHARED}, {COUNTS}, shared_ever, median_lag_s
            FROM ({pairs}) AS moved ANTI JOIN recount_wanted USING (pair_key)"""),
    )  # fmt: skip
