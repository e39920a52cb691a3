"""The rule of CooRTweet 2.1.3, exactly, except two faults in its columns that are put right.

1. Rows that are equal in object, account, content and time count once (with loops: each). 2. Accounts
with fewer rows than the minimal participation (of one kind of object) are left out. 3. Per object, every
unordered pair of rows at most a window apart (inclusive) is a pair, unless (loops kept: always) the
object is the content of either side, or the contents or the accounts are the same. 4. An account
qualifies if at least so many of its rows as the minimal participation have a content that occurs in some
pair; a pair stays if either side qualifies. 5. An edge's weight is its number of pairs. 6. Kept are the
edges strictly above a quantile (type 7) of the weights. Several kinds of objects: pairs are found in
each, then stacked. The published tool gives `n_content_id` to the wrong account on some edges and
miscounts symmetry there; here it belongs to `from`. Pairs are ordered in time (ties by account and
content), edges by account.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from floodwatch.detectors.coordination.presets_steps import run
from floodwatch.detectors.coordination.shares import SHARES, USABLE, rejected_sql
from floodwatch.engine.base import Engine
from floodwatch.model.units import Step

if TYPE_CHECKING:
    import pyarrow as pa

PAIRS, EDGES = "coordinate_pairs", "coordinate_edges"
PAIR_ORDER = "object_id, content_id, content_id_y, account_id, account_id_y"


@dataclass(frozen=True)
class Coordination:
    """What a preset found: tables left in the engine, read as `files` say, and a summary in one row."""

    engine: Engine
    files: dict[str, str]
    summary_sql: str

    @cached_property
    def summary(self) -> dict[str, Any]:
        """Counts, by name; what is added here is written too.

        Read by way of a file, because loading Arrow would cost more than the rule itself on small inputs.
        """
        with TemporaryDirectory() as folder:
            file = Path(folder) / "summary.json"
            self._copy(self.summary_sql, file, "json")
            return dict(json.loads(file.read_text("utf-8")))

    @property
    def pairs(self) -> pa.Table:
        """One row per co-action pair (KeyError for a rule that lists none)."""
        return self.engine.arrow(self.files["pairs.csv"])

    @property
    def edges(self) -> pa.Table:
        """One row per pair of accounts."""
        return self.engine.arrow(self.files["edges.csv"])

    def write(self, folder: Path) -> list[Path]:
        """Write every table as CSV and the summary as JSON; the folder must exist."""
        for name, sql in self.files.items():
            self._copy(sql, folder / name, "csv, HEADER")
        (folder / "summary.json").write_text(json.dumps(self.summary, indent=2) + "\n", "utf-8")
        return [folder / name for name in (*self.files, "summary.json")]

    def _copy(self, sql: str, file: Path, kind: str) -> None:
        target = str(file).replace("'", "''")
        self.engine.run(f"COPY ({sql}) TO '{target}' (FORMAT {kind})", f"writing {file.name}")


def coordinate(
    engine: Engine,
    rows: str | pa.Table = SHARES,
    window: int = 60,
    min_participation: int = 2,
    edge_weight: float = 0.5,
    objects: tuple[str, ...] = (),
    keep_loops: bool = False,
    on: Engine | None = None,
) -> Coordination:
    """Run the rule on a table of shares (see `shares`); `objects` names the kinds to use (all when empty).

    `on` is another engine that does the work.
    """
    source = given(engine, rows)
    steps = (
        *row_steps(source, min_participation, objects, keep_loops),
        *pair_steps(window, min_participation, keep_loops),
        edge_step(edge_weight),
    )
    run(engine, on, source, steps, (PAIRS, EDGES))
    engine.drop("coordinate_rows", "coordinate_near", "coordinate_met", "coordinate_qualified")
    files = {
        "pairs.csv": f"SELECT {PAIR_CELLS} FROM {PAIRS} ORDER BY {PAIR_ORDER}",
        "edges.csv": f'SELECT * REPLACE ({safe("object_ids")}) FROM {EDGES} ORDER BY weight DESC, "from", "to"',
    }
    return Coordination(engine, files, summary(engine, source))


def given(engine: Engine, rows: str | pa.Table) -> str:
    """Name of the table of shares, which is registered first when it is given as Arrow."""
    if isinstance(rows, str):
        return rows
    if "kind" not in rows.column_names:
        import pyarrow as pa

        rows = rows.append_column("kind", pa.array(["object"] * rows.num_rows, pa.string()))
    engine.register(SHARES, rows)
    return SHARES


def row_steps(
    source: str, min_participation: int, objects: tuple[str, ...], keep_loops: bool
) -> tuple[Step, ...]:
    """Rules 1 and 2; each row numbered, so that two equal ones can be told apart where they count."""
    different = "" if keep_loops else "DISTINCT"
    listed = ", ".join("'" + kind.replace("'", "''") + "'" for kind in objects)
    chosen = f"AND kind IN ({listed})" if objects else ""
    return (
        Step("coordinate_rows", f"""
            SELECT *, row_number() OVER () AS row_key FROM (
                SELECT {different} kind, object_id, account_id, content_id, acted_s FROM {source}
                WHERE {USABLE} {chosen})
            QUALIFY count(*) OVER (PARTITION BY kind, account_id) >= {min_participation}"""),
    )  # fmt: skip


def safe(column: str) -> str:
    """SQL of a column with an apostrophe before what a spreadsheet may run; ids and numbers stand verbatim."""
    return f"""CASE WHEN regexp_matches({column}, '^[=+@\\t\\r\\n＝＋－＠-]')
        AND NOT regexp_full_match({column}, '[+@-]?[A-Za-z0-9_.:,-]*')
        THEN chr(39) || {column} ELSE {column} END AS {column}"""


PAIR_CELLS = f"{safe('object_id')}, content_id, content_id_y, time_delta, account_id, account_id_y"


def pair_steps(window: int, min_participation: int, keep_loops: bool) -> tuple[Step, ...]:
    """Rules 3 and 4."""
    width = window + 1
    loops = """AND first_row.account_id <> second_row.account_id
                AND first_row.content_id <> second_row.content_id
                AND object_id <> first_row.content_id AND object_id <> second_row.content_id"""
    order = "({row}.account_id, {row}.content_id, {row}.row_key)"
    names = "kind, object_id, account_id, content_id, acted_s, row_key"
    return (
        Step("coordinate_met", f"""
            SELECT kind, object_id, first_row.content_id AS content_id, second_row.content_id AS content_id_y,
                second_row.acted_s - first_row.acted_s AS time_delta, first_row.account_id AS account_id,
                second_row.account_id AS account_id_y
            FROM (SELECT {names}, acted_s // {width} + step_over AS bucket
                  FROM coordinate_rows, (SELECT unnest([0, 1]) AS step_over)) AS first_row
            JOIN (SELECT {names}, acted_s // {width} AS bucket FROM coordinate_rows) AS second_row
            USING (kind, object_id, bucket)
            WHERE second_row.acted_s - first_row.acted_s BETWEEN 0 AND {window}
                AND (second_row.acted_s > first_row.acted_s
                     OR {order.format(row="first_row")} < {order.format(row="second_row")})
                {"" if keep_loops else loops}"""),
        Step("coordinate_qualified", f"""
            SELECT kind, account_id FROM coordinate_rows SEMI JOIN (
                SELECT kind, account_id, content_id FROM coordinate_met
                UNION SELECT kind, account_id_y, content_id_y FROM coordinate_met) AS seen
            USING (kind, account_id, content_id)
            GROUP BY kind, account_id HAVING count(*) >= {min_participation}"""),
        Step(PAIRS, """
            SELECT * FROM coordinate_met
            WHERE (kind, account_id) IN (SELECT kind, account_id FROM coordinate_qualified)
                OR (kind, account_id_y) IN (SELECT kind, account_id FROM coordinate_qualified)"""),
    )  # fmt: skip


def edge_step(edge_weight: float) -> Step:
    """Rules 5 and 6: undirected edges; `weight_threshold` is 1 for those kept."""
    return Step(EDGES, f"""
        WITH oriented AS (
            SELECT *, account_id <= account_id_y AS in_order, least(account_id, account_id_y) AS source_name,
                greatest(account_id, account_id_y) AS target_name FROM {PAIRS}),
        weighed AS (
            SELECT source_name AS "from", target_name AS "to", count(*) AS weight,
                avg(time_delta) AS avg_time_delta,
                count(DISTINCT if(in_order, content_id, content_id_y)) AS n_content_id,
                count(DISTINCT if(in_order, content_id_y, content_id)) AS n_content_id_y,
                array_to_string(array_agg(DISTINCT object_id ORDER BY object_id), ',') AS object_ids
            FROM oriented GROUP BY source_name, target_name)
        SELECT "from", "to", weight, avg_time_delta, n_content_id, n_content_id_y,
            least(n_content_id, n_content_id_y) / greatest(n_content_id, n_content_id_y)
                AS edge_symmetry_score,
            object_ids,
            CAST(weight > (SELECT quantile_cont(weight, {edge_weight}) FROM weighed) AS INTEGER)
                AS weight_threshold
        FROM weighed""")  # fmt: skip


def summary(engine: Engine, source: str) -> str:
    """SQL of the counts of pairs and of the graph, of all edges and (`…_kept`) of those kept."""
    kept = "weight_threshold = 1"
    return f"""
        SELECT count(*) AS pairs, count(DISTINCT object_id) AS objects,
            (SELECT count(*) FROM (
                SELECT content_id FROM {PAIRS} UNION SELECT content_id_y FROM {PAIRS})) AS contents,
            (SELECT count(*) FROM (
                SELECT account_id FROM {PAIRS} UNION SELECT account_id_y FROM {PAIRS})) AS accounts,
            {graph_sql("", "TRUE")}, {components(engine, "TRUE")} AS components,
            {graph_sql("_kept", kept)}, {components(engine, kept)} AS components_kept,
            CAST(coalesce(sum(time_delta), 0) AS BIGINT) AS sum_td, {rejected_sql(source)}
        FROM {PAIRS}"""


def graph_sql(suffix: str, condition: str) -> str:
    """SQL columns that count nodes, edges and weights of the edges that meet a condition."""
    edges = f"FROM {EDGES} WHERE {condition}"
    return f"""
        (SELECT count(*) FROM (SELECT "from" {edges} UNION SELECT "to" {edges})) AS nodes{suffix},
        (SELECT count(*) {edges}) AS edges{suffix},
        (SELECT CAST(coalesce(sum(weight), 0) AS BIGINT) {edges}) AS weight_sum{suffix},
        (SELECT coalesce(max(weight), 0) {edges}) AS weight_max{suffix}"""


def components(engine: Engine, condition: str) -> int:
    """Number of connected components of the edges that meet a condition (union-find, paths halved)."""
    edges = engine.arrow(f'SELECT "from" AS one, "to" AS other FROM {EDGES} WHERE {condition}')
    parent: dict[str, str] = {}

    def top(node: str) -> str:
        while parent.setdefault(node, node) != node:
            parent[node] = node = parent[parent[node]]
        return node

    for one, other in zip(edges["one"].to_pylist(), edges["other"].to_pylist(), strict=True):
        parent[top(one)] = top(other)
    return sum(node == above for node, above in parent.items())
