"""Candidate pairs of one trace, which stay in the engine: a part at a time is held, so that memory is bounded.

Parts have a fixed size and come in the order of their accounts, so that results do not depend on the memory there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from floodwatch.detectors.coordination.margins import N_STRATA, STRATA, Margins
from floodwatch.model.findings import WINDOWS_S
from floodwatch.model.units import Engine, Step

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

PART = 50_000
"""Pairs held at once."""
WIDEST_S = WINDOWS_S[-1]
SHARED = (*(f"shared_{w}" for w in WINDOWS_S), "shared_ever")
COUNTS = tuple(f"count_{w}" for w in WINDOWS_S)
CELLS = tuple(f"within_{s}_{w}" for s in range(N_STRATA) for w in WINDOWS_S)
LIKELY = pa.schema([
    ("account_a", pa.int64()), ("account_b", pa.int64()),
    *((name, pa.int32()) for name in SHARED), *((name, pa.int64()) for name in COUNTS),
    ("lag", pa.float64()),
])  # fmt: skip
WORK = ("edges_few", "edges_left_out", "edges_degrees", "edges_ready")


@dataclass(frozen=True)
class Pairs:
    """Candidate pairs with what they shared. Last column of `shared`: without a window."""

    a: Ints
    b: Ints
    shared: Floats
    counts: Ints
    median_lag_s: Floats

    def take(self, rows: Ints | Bools) -> Pairs:
        """Only those rows."""
        return Pairs(
            self.a[rows], self.b[rows], self.shared[rows], self.counts[rows], self.median_lag_s[rows]
        )


@dataclass(frozen=True)
class Part:
    """Some pairs, and the objects that each shares inside each window by stratum: pairs x strata x windows."""

    pairs: Pairs
    within: Floats


def number_of(engine: Engine, key: int) -> int:
    """How many candidate pairs a trace has."""
    return _count(engine, f"pairs WHERE trace_key = {key}")


def _count(engine: Engine, rows: str) -> int:
    return int(engine.arrow(f"SELECT count(*) AS n FROM {rows}").column("n")[0].as_py())


def ordinary(engine: Engine, key: int, met: tuple[int, ...], left_out: Bools) -> dict[str, Ints]:
    """Pairs that met only so often, without accounts left out, counted by how close they were and by degree.

    Columns: `met`, a column of `SHARED` for each window below the widest, `degree` (among these pairs, of the
    account that has more of them) and `pairs` (how many are alike in all of that).
    """
    narrow = ", ".join(SHARED[:-2])
    engine.register("edges_left_out", pa.table({"account": np.flatnonzero(left_out)}))
    without = " ".join(
        f"ANTI JOIN (SELECT account AS account_{side} FROM edges_left_out) AS out_{side} USING (account_{side})"
        for side in "ab"
    )
    engine.steps((
        Step("edges_few", f"""
            SELECT account_a, account_b, shared_{WIDEST_S} AS met, {narrow}
            FROM (SELECT * FROM pairs WHERE trace_key = {key}
                AND shared_{WIDEST_S} IN ({", ".join(map(str, met))})) AS few {without}"""),
        Step("edges_degrees", """
            SELECT account, count(*) AS degree
            FROM (SELECT account_a AS account FROM edges_few UNION ALL SELECT account_b FROM edges_few)
            GROUP BY account"""),
    ))  # fmt: skip
    table = engine.arrow(f"""
        SELECT met, {narrow}, degree, count(*) AS pairs
        FROM (SELECT met, {narrow}, greatest(of_a.degree, of_b.degree) AS degree FROM edges_few
            JOIN edges_degrees AS of_a ON of_a.account = account_a
            JOIN edges_degrees AS of_b ON of_b.account = account_b)
        GROUP BY met, {narrow}, degree ORDER BY ALL""")
    return {name: table.column(name).to_numpy().astype(np.int64) for name in table.column_names}


def keep_likely(engine: Engine, margins: Margins, screen: Callable[[pa.RecordBatch], pa.RecordBatch]) -> int:
    """Keep the pairs that `screen` leaves, count the objects that each shares by stratum and window; how many it left.

    `screen` is handed the columns of LIKELY and `x`, the product of the two accounts' shares of all actions.
    """
    total = f"CAST({max(int(margins.total), 1)} AS DOUBLE)"
    columns = [*SHARED, *COUNTS, "median_lag_s"]
    wanted = ", ".join(
        f"CAST(coalesce({c}, 0) AS {t}) AS {c}"
        for c, t in (*((c, "INTEGER") for c in SHARED), *((c, "BIGINT") for c in COUNTS))
    )
    engine.map(
        "edges_likely",
        f"""SELECT CAST(account_a AS BIGINT) AS account_a, CAST(account_b AS BIGINT) AS account_b, {wanted},
            CAST(median_lag_s AS DOUBLE) AS lag, (of_a.actions / {total}) * (of_b.actions / {total}) AS x
        FROM (SELECT account_a, account_b, {", ".join(columns)} FROM pairs WHERE trace_key = {margins.key}) AS found
        JOIN (SELECT * FROM account_margins WHERE trace_key = {margins.key}) AS of_a ON of_a.account_key = account_a
        JOIN (SELECT * FROM account_margins WHERE trace_key = {margins.key}) AS of_b ON of_b.account_key = account_b""",
        screen,
        LIKELY,
    )
    engine.steps((
        Step("edges_cells", _cells_sql(margins.key)),
        Step("edges_ready", f"""
            SELECT {", ".join(LIKELY.names)}, {", ".join(f"coalesce({c}, 0) AS {c}" for c in CELLS)}
            FROM edges_likely LEFT JOIN edges_cells USING (account_a, account_b)"""),
    ))  # fmt: skip
    engine.drop("edges_likely", "edges_cells")
    return _count(engine, "edges_ready")


def _cells_sql(key: int) -> str:
    """SQL of the objects that likely pairs share inside each window, by stratum of the object's actors."""
    stratum = " ".join(f"WHEN actors <= {most} THEN {s}" for s, most in enumerate(STRATA))
    cells = ", ".join(
        f"CAST(count(*) FILTER (WHERE stratum = {s} AND nearest_s <= {w}) AS INTEGER) AS within_{s}_{w}"
        for s in range(N_STRATA)
        for w in WINDOWS_S
    )
    return f"""
        SELECT CAST(account_a AS BIGINT) AS account_a, CAST(account_b AS BIGINT) AS account_b, {cells}
        FROM (SELECT account_a, account_b, object_key, nearest_s FROM co_actions WHERE trace_key = {key}) AS met
        SEMI JOIN edges_likely USING (account_a, account_b)
        JOIN (SELECT object_key, CASE {stratum} ELSE {len(STRATA)} END AS stratum FROM object_margins
            WHERE trace_key = {key}) AS strata USING (object_key)
        GROUP BY account_a, account_b"""


def parts(engine: Engine) -> Iterator[Part]:
    """The likely pairs with their cells, in the order of their accounts, `PART` at a time."""
    sql = "SELECT * FROM edges_ready ORDER BY account_a, account_b"
    with engine.batches(sql) as reader:
        for table in _cut(reader):
            yield _part(table)


def _cut(reader: pa.RecordBatchReader) -> Iterator[pa.Table]:
    """The same rows in tables of `PART` rows, the last one with what remains; one at least."""
    rest, whole = reader.schema.empty_table(), True
    for batch in reader:
        rest = pa.concat_tables([rest, pa.Table.from_batches([batch])])
        while rest.num_rows >= PART:
            yield rest.slice(0, PART)
            rest, whole = rest.slice(PART), False
    if rest.num_rows or whole:
        yield rest


def _part(table: pa.Table) -> Part:
    get = {name: table.column(name).to_numpy() for name in table.column_names}
    pairs = Pairs(
        get["account_a"],
        get["account_b"],
        np.column_stack([get[name].astype(np.float64) for name in SHARED]),
        np.column_stack([get[name] for name in COUNTS]),
        get["lag"],
    )
    within = np.column_stack([get[name].astype(np.float64) for name in CELLS])
    return Part(pairs, within.reshape(table.num_rows, N_STRATA, len(WINDOWS_S)))
