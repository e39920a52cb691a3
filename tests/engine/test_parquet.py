"""What an engine writes depends on the rows alone: not on their order, nor on how they were cut, nor on the engine."""

import hashlib
from itertools import pairwise

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.engine import DuckDB, parquet
from tests.engines import ON_ENGINES

ROWS = 300_000


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def table(order):
    return pa.table(
        {
            "n": pa.array([n % 977 for n in order], pa.int64()),
            "word": [None if n % 7 == 0 else f"word {n % 313} ä" for n in order],
            "at": pa.array([n * 1_000_003 for n in order], pa.timestamp("us", tz="UTC")),
            "share": [n / 7 if n % 5 else None for n in order],
            "tags": [[f"t{n % 3}", None][: n % 3] for n in order],
        }
    )


@pytest.mark.parametrize("kind", ON_ENGINES)
def test_equal_rows_make_equal_files(kind, tmp_path):
    found = set()
    for number, order in enumerate((range(ROWS), range(ROWS - 1, -1, -1))):
        path = tmp_path / f"{number}.parquet"
        with DuckDB(threads=2) if number == 0 else kind() as engine:
            engine.register("t", table(order))
            engine.write("SELECT * FROM t", path)
        found.add(digest(path))
        assert pq.read_metadata(path).num_rows == ROWS
        assert pq.read_metadata(path).num_row_groups == 3
    assert len(found) == 1


@pytest.mark.parametrize("kind", ON_ENGINES)
def test_a_table_without_rows_keeps_its_columns(kind, tmp_path):
    with kind() as engine:
        engine.write("SELECT 1 AS n, ['a'] AS words WHERE false", tmp_path / "none.parquet")
        engine.scan("t", [tmp_path / "none.parquet"])
        assert engine.arrow("SELECT * FROM t").column_names == ["n", "words"]


@given(cuts=st.lists(st.integers(0, 50), max_size=6))
def test_how_rows_are_cut_into_batches_leaves_no_trace(cuts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cuts")
    rows = table(range(50)).combine_chunks()
    bounds = sorted({0, 50, *cuts})
    pieces = [rows.slice(a, b - a) for a, b in pairwise(bounds)]
    cut = [batch for piece in pieces for batch in piece.to_batches()]
    parquet.write(rows.to_batches(), rows.schema, folder / "whole.parquet")
    parquet.write(cut, rows.schema, folder / "cut.parquet")
    assert digest(folder / "whole.parquet") == digest(folder / "cut.parquet")
    assert pq.read_table(folder / "cut.parquet").to_pylist() == rows.to_pylist()
