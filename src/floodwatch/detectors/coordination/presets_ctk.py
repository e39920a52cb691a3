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
from floodwatch.detectors.coordination.presets_steps import run
from floodwatch.detectors.coordination.shares import EDGE_TYPES, SHARES, USABLE, rejected_sql
from floodwatch.engine.base import Engine
from floodwatch.model.units import Step

if TYPE_CHECKING:
    import pyarrow as pa

WEIGHTS, NAMES = "coordinate_weights", "coordinate_names"
FAR_S = 2**61
"""Times are held within so many seconds of 1970 where they are only sorted, so that no sum overflows."""
WORK = (
    "coordinate_near", "coordinate_alone", "coordinate_double", "coordinate_things",
    "coordinate_rows", "coordinate_met", "coordinate_counted",
)  # fmt: skip


def coordinate(
    engine: Engine,
    rows: str | pa.Table = SHARES,
    window: int = 60,
    min_edge_weight: int = 2,
    objects: tuple[str, ...] = (),
    keep_loops: bool = False,
    on: Engine | None = None,
) -> Coordination:
    """Run the rule on a table of shares (see `shares`); only the first of `objects` is used.

    The result has edges.csv: source, target, weight, edge_type. `on` is another engine that does the work.
    """
    source = given(engine, rows)
    kind = objects[0] if objects else "object"
    shares = shares_sql(source, kind)
    steps = (
        *row_steps(shares, window, keep_loops),
        met_step(window),
        *weight_steps(min_edge_weight),
        *([loop_step(shares, min_edge_weight)] if keep_loops else []),
    )
    run(engine, on, source, steps, (WEIGHTS, NAMES))
    engine.drop(*WORK)
    files = {"edges.csv": edges_sql(EDGE_TYPES.get(kind, f"co_{kind}"), min_edge_weight)}
    return Coordination(engine, files, summary_sql(source, min_edge_weight))


def shares_sql(source: str, kind: str) -> str:
    """The shares of one kind that the rule can use, numbered in the order in which they were read."""
    quoted = kind.replace("'", "''")
    return f"""(SELECT CAST(rowid AS INTEGER) AS row_key, account_id, object_id,
        coalesce(content_id, '') AS content_id, acted_s FROM {source} WHERE kind = '{quoted}' AND {USABLE})"""


def near_step(shares: str, window: int) -> Step:
    """Messages that may have another one near on their object, and only few that have none.

    Sorted are sums of an object's hash and the time: what is near on one object is near in the sums.
    """
    place = f"CAST(hash(object_id) >> 2 AS BIGINT) + greatest(least(acted_s, {FAR_S}), -{FAR_S})"
    return Step("coordinate_near", f"""
        SELECT row_key FROM (
            SELECT row_key, place - lag(place) OVER by_place AS since_s,
                lead(place) OVER by_place - place AS until_s
            FROM (SELECT row_key, {place} AS place FROM {shares}) WINDOW by_place AS (ORDER BY place))
        WHERE since_s <= {window} OR until_s <= {window}""")  # fmt: skip


def row_steps(shares: str, window: int, everyone: bool) -> tuple[Step, ...]:
    """Messages with another one near, each once (the first read, as in the toolkit), with integers for names.

    `everyone` gives accounts without such a message a number too, and seeks all repeated messages.
    """
    sought = shares if everyone else "coordinate_alone"
    return (
        near_step(shares, window),
        Step("coordinate_alone", f"SELECT * FROM {shares} SEMI JOIN coordinate_near USING (row_key)"),
        Step("coordinate_double", f"""
            SELECT row_key FROM {shares} SEMI JOIN (
                SELECT content_id FROM {shares} AS share JOIN (
                    SELECT content_id, min(row_key) AS first_key FROM {sought} GROUP BY content_id)
                USING (content_id) WHERE row_key <> first_key) AS doubtful USING (content_id)
            QUALIFY row_number() OVER (PARTITION BY content_id ORDER BY row_key) > 1"""),
        Step("coordinate_names", f"""
            SELECT account_id, CAST(row_number() OVER (ORDER BY account_id) AS INTEGER) AS account_key
            FROM (SELECT DISTINCT account_id FROM {sought})"""),
        Step("coordinate_things", """
            SELECT object_id, CAST(row_number() OVER () AS INTEGER) AS object_key
            FROM (SELECT DISTINCT object_id FROM coordinate_alone)"""),
        Step("coordinate_rows", """
            SELECT account_key, object_key, acted_s, row_key
            FROM coordinate_alone ANTI JOIN coordinate_double USING (row_key)
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
    """Weights both ways, one of them at least `least`. A pair that met once weighs one, uncounted."""
    return (
        Step("coordinate_counted", f"""
            SELECT pair_key, count(*) AS meetings FROM coordinate_met
            GROUP BY pair_key HAVING count(*) >= {least}"""),
        Step(WEIGHTS, f"""
            SELECT {ACCOUNT_A_OF} AS account_a, {ACCOUNT_B_OF} AS account_b, weight_a, weight_b FROM (
                SELECT pair_key, count(DISTINCT row_a) AS weight_a, count(DISTINCT row_b) AS weight_b
                FROM coordinate_met SEMI JOIN (
                    SELECT pair_key FROM coordinate_counted WHERE meetings > 1) AS often
                USING (pair_key) GROUP BY pair_key
                UNION ALL SELECT pair_key, 1, 1 FROM coordinate_counted WHERE meetings = 1)
            WHERE weight_a >= {least} OR weight_b >= {least}"""),
    )  # fmt: skip


def loop_step(shares: str, least: int) -> Step:
    """The weights, and every account's edge to itself, which has no way back."""
    return Step(WEIGHTS, f"""
        SELECT * FROM {WEIGHTS}
        UNION ALL SELECT account_key, account_key, count(*) AS messages, CAST(NULL AS BIGINT)
        FROM {shares} ANTI JOIN coordinate_double USING (row_key) JOIN coordinate_names USING (account_id)
        GROUP BY account_key HAVING messages >= {least}""")  # fmt: skip


def edges_sql(edge_type: str, least: int) -> str:
    """The edges in the order of the accounts' names, each followed by its way back.

    Sorting pairs rather than edges halves the costliest part of writing.
    """
    return f"""
        SELECT if(is_back, name_b, name_a) AS source, if(is_back, name_a, name_b) AS target,
            if(is_back, weight_b, weight_a) AS weight, '{edge_type.replace("'", "''")}' AS edge_type
        FROM (SELECT *, unnest([false, true]) AS is_back FROM (
            SELECT names_a.account_id AS name_a, names_b.account_id AS name_b, weight_a, weight_b
            FROM {WEIGHTS} JOIN coordinate_names AS names_a ON names_a.account_key = account_a
            JOIN coordinate_names AS names_b ON names_b.account_key = account_b
            ORDER BY account_a, account_b))
        WHERE if(is_back, weight_b, weight_a) >= {least}"""


def summary_sql(source: str, least: int) -> str:
    """Counts of the edges, and of the shares that the rule cannot use."""
    weights = f"(SELECT unnest([weight_a, weight_b]) AS weight FROM {WEIGHTS})"
    return f"""
        SELECT count(*) AS edges, CAST(coalesce(sum(weight), 0) AS BIGINT) AS weight_sum,
            coalesce(max(weight), 0) AS weight_max, {rejected_sql(source)}
        FROM {weights} WHERE weight >= {least}"""
