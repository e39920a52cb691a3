import sys
from pathlib import Path

import pyarrow as pa
import pytest

from floodwatch.engine import Engine
from floodwatch.model.errors import EngineError
from floodwatch.model.units import Step
from tests.engines import ON_ENGINES


@pytest.fixture(params=ON_ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    return request.param()


def test_steps_build_on_one_another(engine: Engine) -> None:
    engine.steps([Step("a", "SELECT 1 AS n"), Step("b", "SELECT n + 1 AS n FROM a")])
    assert engine.arrow("SELECT n FROM b").column("n").to_pylist() == [2]


def test_registering_again_replaces(engine: Engine) -> None:
    engine.register("t", pa.table({"n": [1]}))
    engine.register("t", pa.table({"n": [2, 3]}))
    assert engine.arrow("SELECT count(*) AS n FROM t").column("n").to_pylist() == [2]


def test_an_error_names_the_step_and_keeps_its_sql(engine: Engine) -> None:
    with pytest.raises(EngineError, match="step pairs") as caught:
        engine.table(Step("pairs", "SELECT nothing FROM nowhere"))
    assert "FROM nowhere" in caught.value.sql


def test_what_is_written_reads_back_and_missing_columns_are_null(engine: Engine, tmp_path: Path) -> None:
    engine.write("SELECT 1 AS n, 'a' AS word", tmp_path / "1.parquet")
    engine.write("SELECT 2 AS n", tmp_path / "2.parquet")
    engine.scan("t", [tmp_path / "1.parquet", tmp_path / "2.parquet"], arrival=True)
    rows = engine.arrow("SELECT n, word, file_row_number FROM t ORDER BY n").to_pylist()
    assert [(r["n"], r["word"], r["file_row_number"]) for r in rows] == [(1, "a", 0), (2, None, 0)]


def test_paths_with_quotes_are_safe(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "it's'; DROP TABLE t; --.parquet"
    engine.write("SELECT 1 AS n", path)
    engine.scan("t", [path])
    assert engine.arrow("SELECT n FROM t").num_rows == 1


def test_times_are_read_as_utc(engine: Engine) -> None:
    found = engine.arrow("SELECT epoch(TIMESTAMPTZ '2024-01-01 00:00:00') AS s").column("s").to_pylist()
    assert found == [1704067200]


def test_without_its_compiled_half_alone_duckdb_is_loaded_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    from floodwatch.engine.duckdb import compiled

    monkeypatch.setitem(sys.modules, "_duckdb", None)
    assert compiled() is duckdb
