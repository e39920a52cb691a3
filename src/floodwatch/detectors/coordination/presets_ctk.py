"""The rule of coordination-network-toolkit 1.5.2 for co-retweets (and co-links, co-replies), exactly.

A message counts once, by its id. Directed: the weight of an edge from one account to another is the
number of distinct messages of the first that share an object with some message of the second within the
window (inclusive). Edges below the least weight are left out. An account's edge to itself weighs all of
its messages that share something; the toolkit leaves those out of its files unless asked, and so does
this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from floodwatch.detectors.coordination.joins import ACCOUNT_A_OF, ACCOUNT_B_OF, ACCOUNT_ROOM
from floodwatch.detectors.coordination.presets_coortweet import Coordination, given
from floodwatch.detectors.coordination.shares import SHARES, USABLE, rejected_sql
from floodwatch.engine.base import Engine
from floodwatch.model.units import Step

if TYPE_CHECKING:
    import pyarrow as pa

EDGE_TYPES = {"object": "co_retweet", "repost": "co_retweet", "url": "co_link", "reply": "co_reply"}
WEIGHTS = "coordinate_weights"
WORK = (
    "coordinate_double", "coordinate_alone", "coordinate_near", "coordinate_things",
    "coordinate_rows", "coordinate_met", "coordinate_counted",
)  # fmt: skip


def coordinate(
    engine: Engine,
    rows: str | pa.Table = SHARES,
    window: int = 60,
    min_edge_weight: int = 2,
    objects: tuple[str, ...] = (),
    keep_loops: bool = False,
) -> Coordination:
    """Run the rule on a table of shares (see `shares`); only the first of `objects` is used.

    The result has edges.csv: source, target, weight, edge_type.
    """
    source = given(engine, rows)
    kind = objects[0] if objects else "object"
    engine.steps((
        *row_steps(source, kind, window, keep_loops),
        met_step(window),
        *weight_steps(min_edge_weight),
        *([loop_step(source, kind, min_edge_weight)] if keep_loops else []),
    ))  # fmt: skip
    engine.drop(*WORK)
    summary = f"""
        SELECT count(*) AS edges, CAST(coalesce(sum(weight), 0) AS BIGINT) AS weight_sum,
            coalesce(max(weight), 0) AS weight_max, {rejected_sql(source)} FROM {WEIGHTS}"""
    return Coordination(engine, {"edges.csv": edges_sql(EDGE_TYPES.get(kind, f"co_{kind}"))}, summary)


def shares_sql(source: str, kind: str) -> str:
    """The shares of one kind, each message once: the first read, as in the toolkit."""
    quoted = kind.replace("'", "''")
    return f"""(SELECT rowid AS row_key, account_id, object_id, acted_s FROM {source}
        WHERE kind = '{quoted}' AND {USABLE} AND rowid NOT IN (SELECT row_key FROM coordinate_double))"""


def row_steps(source: str, kind: str, window: int, everyone: bool) -> tuple[Step, ...]:
    """Messages with another one near on their object, with integers for names.

    `everyone` gives accounts without such a message a number too. Messages are sought by the hash of the
    object: two objects with one hash only keep rows that the join drops.
    """
    quoted = kind.replace("'", "''")
    return (
        Step("coordinate_double", f"""
            SELECT rowid AS row_key FROM {source} SEMI JOIN (
                SELECT hash(content_id) AS content_hash FROM {source} WHERE kind = '{quoted}'
                GROUP BY content_hash HAVING count(*) > 1) AS doubtful ON hash(content_id) = content_hash
            WHERE kind = '{quoted}' AND {USABLE}
            QUALIFY row_number() OVER (PARTITION BY content_id ORDER BY rowid) > 1"""),
        Step("coordinate_near", f"""
            SELECT row_key FROM (
                SELECT row_key, acted_s - lag(acted_s) OVER by_time AS since_s,
                    lead(acted_s) OVER by_time - acted_s AS until_s
                FROM {shares_sql(source, kind)}
                WINDOW by_time AS (PARTITION BY hash(object_id) ORDER BY acted_s))
            WHERE since_s <= {window} OR until_s <= {window}"""),
        Step("coordinate_alone", f"""
            SELECT CAST(row_key AS INTEGER) AS row_key, account_id, object_id, acted_s
            FROM {shares_sql(source, kind)} SEMI JOIN coordinate_near USING (row_key)"""),
        Step("coordinate_names", f"""
            SELECT account_id, CAST(row_number() OVER (ORDER BY account_id) AS INTEGER) AS account_key
            FROM (SELECT DISTINCT account_id
                  FROM {shares_sql(source, kind) if everyone else "coordinate_alone"})"""),
        Step("coordinate_things", """
            SELECT object_id, CAST(row_number() OVER () AS INTEGER) AS object_key
            FROM (SELECT DISTINCT object_id FROM coordinate_alone)"""),
        Step("coordinate_rows", """
            SELECT account_key, object_key, acted_s, row_key FROM coordinate_alone
            JOIN coordinate_names USING (account_id) JOIN coordinate_things USING (object_id)"""),
    )  # fmt: skip


def met_step(window: int) -> Step:
    """Pairs of messages by two accounts on one object within the window, by the kernel's bucketed join."""
    width = window + 1
    return Step("coordinate_met", f"""
        SELECT CAST(side_a.account_key AS BIGINT) * {ACCOUNT_ROOM} + side_b.account_key AS pair_key,
            side_a.row_key AS row_a, side_b.row_key AS row_b
        FROM (SELECT *, acted_s // {width} + step_over AS bucket
              FROM coordinate_rows, (SELECT unnest([-1, 0, 1]) AS step_over)) AS side_a
        JOIN (SELECT *, acted_s // {width} AS bucket FROM coordinate_rows) AS side_b
        USING (object_key, bucket)
        WHERE side_a.account_key < side_b.account_key
            AND side_b.acted_s - side_a.acted_s BETWEEN -{window} AND {window}""")  # fmt: skip


def weight_steps(least: int) -> tuple[Step, ...]:
    """Directed weights of at least `least`. A pair that met once weighs one both ways, uncounted."""
    ends = f"{ACCOUNT_A_OF} AS account_a, {ACCOUNT_B_OF} AS account_b"
    return (
        Step("coordinate_counted", f"""
            SELECT pair_key, count(*) AS meetings FROM coordinate_met
            GROUP BY pair_key HAVING count(*) >= {least}"""),
        Step(WEIGHTS, f"""
            WITH both_ways AS (
                SELECT pair_key, count(DISTINCT row_a) AS weight_a, count(DISTINCT row_b) AS weight_b
                FROM coordinate_met SEMI JOIN (
                    SELECT pair_key FROM coordinate_counted WHERE meetings > 1) AS often
                USING (pair_key) GROUP BY pair_key
                UNION ALL SELECT pair_key, 1, 1 FROM coordinate_counted WHERE meetings = 1),
            named AS (SELECT {ends}, weight_a, weight_b FROM both_ways)
            SELECT account_a, account_b, weight_a AS weight FROM named WHERE weight_a >= {least}
            UNION ALL
            SELECT account_b, account_a, weight_b FROM named WHERE weight_b >= {least}"""),
    )  # fmt: skip


def loop_step(source: str, kind: str, least: int) -> Step:
    """The directed weights, and every account's edge to itself."""
    return Step(WEIGHTS, f"""
        SELECT * FROM {WEIGHTS}
        UNION ALL SELECT account_key, account_key, count(*)
        FROM {shares_sql(source, kind)} JOIN coordinate_names USING (account_id)
        GROUP BY account_key HAVING count(*) >= {least}""")  # fmt: skip


def edges_sql(edge_type: str) -> str:
    """The weights with the accounts' names, in their order (keys are in the order of names)."""
    return f"""
        SELECT source_names.account_id AS source, target_names.account_id AS target, weight,
            '{edge_type.replace("'", "''")}' AS edge_type
        FROM {WEIGHTS} JOIN coordinate_names AS source_names ON source_names.account_key = account_a
        JOIN coordinate_names AS target_names ON target_names.account_key = account_b
        ORDER BY account_a, account_b"""
