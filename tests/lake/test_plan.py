from pathlib import Path

import pytest

from floodwatch.engine import DuckDB
from floodwatch.lake import refresh as refreshed
from floodwatch.lake.layout import CaseFolder
from floodwatch.lake.plan import compute, leading_to, ordered
from floodwatch.lake.read import open_records
from floodwatch.lake.refresh import refresh
from floodwatch.lake.write import ingesting
from floodwatch.model.errors import UnitError
from floodwatch.model.records import EVENTS
from floodwatch.model.units import Step, Value
from floodwatch.tools.arrow import schema
from tests.lake.units import Sql


def units() -> list[Sql]:
    return [
        Sql("sum", ("parts/*",), ("sum",), "SELECT sum(n) AS n FROM parts"),
        Sql("one", ("events",), ("parts/one",), "SELECT count(*) * {factor} AS n FROM events"),
        Sql("two", ("events",), ("parts/two",), "SELECT 10 AS n"),
    ]


def case(folder: Path, events: int = 2) -> CaseFolder:
    where = CaseFolder(folder / "case")
    add(where, events)
    return where


def add(where: CaseFolder, events: int) -> None:
    import pyarrow as pa

    rows = [{"event_id": f"e{i}", "title": "t", "kind": "policy"} for i in range(events)]
    with ingesting(where) as ingest:
        ingest.add("events", pa.Table.from_pylist(rows, schema=schema(EVENTS)))
        ingest.commit({"id": f"i{events}", "inputs": []})


def run(where: CaseFolder, todo: list[Sql], **settings: Value) -> tuple[int, list[str]]:
    with DuckDB() as engine:
        open_records(where, engine)
        ran = refresh(where, engine, {"findings": todo}, settings)
        total = engine.arrow("SELECT n FROM sum").column("n")[0].as_py()
    return int(total), [r.unit for r in ran if r.state == "ran"]


def test_units_run_after_what_they_need() -> None:
    assert [u.name for u in ordered(units())] == ["one", "two", "sum"]


def test_a_circle_is_refused_with_the_names() -> None:
    with pytest.raises(UnitError, match="circle: a, b"):
        ordered([Sql("a", ("y",), ("x",), ""), Sql("b", ("x",), ("y",), "")])


def test_two_units_may_not_make_one_table() -> None:
    with pytest.raises(UnitError, match="both make"):
        ordered([Sql("a", (), ("x",), ""), Sql("b", (), ("x",), "")])


def test_a_need_that_nothing_makes_is_refused() -> None:
    with pytest.raises(UnitError, match="nothing makes"):
        ordered([Sql("a", ("nowhere",), ("x",), "")])


def test_a_second_run_computes_nothing_and_gives_the_same(tmp_path: Path) -> None:
    where = case(tmp_path)
    assert run(where, units()) == (12, ["one", "two", "sum"])
    assert run(where, units()) == (12, [])


def test_a_changed_parameter_reruns_the_unit_and_what_follows(tmp_path: Path) -> None:
    where = case(tmp_path)
    run(where, units())
    assert run(where, units(), **{"one.factor": 3}) == (16, ["one", "sum"])


def test_a_new_unit_version_reruns_it(tmp_path: Path) -> None:
    where = case(tmp_path)
    run(where, units())
    changed = units()
    changed[2].version = 2
    assert run(where, changed)[1] == ["two", "sum"]


def test_new_records_rerun_what_reads_them(tmp_path: Path) -> None:
    where = case(tmp_path)
    run(where, units())
    add(where, 3)
    assert run(where, units())[0] == 13


def test_a_lost_table_is_made_again(tmp_path: Path) -> None:
    where = case(tmp_path)
    run(where, units())
    where.table("findings", "parts/two").unlink()
    assert run(where, units()) == (12, ["two"])


def test_a_unit_that_fails_leaves_the_others_and_no_part_of_itself(tmp_path: Path) -> None:
    where, broken = case(tmp_path), units()
    broken[0].sql = "SELECT no_such_column FROM parts"
    with pytest.raises(Exception, match="no_such_column"):
        run(where, broken)
    assert not where.table("findings", "sum").exists()
    assert run(where, units()) == (12, ["sum"])


def test_a_table_never_counts_under_the_key_of_another_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = case(tmp_path)
    run(where, units())
    real = refreshed.write_json

    def broken_off(path: Path, value: dict[str, object]) -> None:
        if "parts/one" in value:
            raise KeyboardInterrupt
        real(path, value)

    monkeypatch.setattr(refreshed, "write_json", broken_off)
    with pytest.raises(KeyboardInterrupt):
        run(where, units(), **{"one.factor": 3})
    monkeypatch.undo()
    assert run(where, units()) == (12, ["one"])


def test_tables_of_units_that_are_gone_are_removed(tmp_path: Path) -> None:
    where = case(tmp_path)
    run(where, units())
    with DuckDB() as engine:
        open_records(where, engine)
        refresh(where, engine, {"findings": units()[1:]}, {})
    assert not where.table("findings", "sum").exists()


def test_in_memory_the_same_units_give_the_same() -> None:
    with DuckDB() as engine:
        engine.table(Step("events", "SELECT 'e' || range AS event_id FROM range(2)"))
        ran = compute(engine, units(), {})
        assert engine.arrow("SELECT n FROM sum").column("n").to_pylist() == [12]
        assert [r.rows for r in ran][-1] == {"sum": 1}


def test_only_what_leads_to_a_table_is_chosen() -> None:
    chain = [
        Sql("c", ("b",), ("c",), ""),
        Sql("b", ("a", "actions/*"), ("b",), ""),
        Sql("a", (), ("a",), ""),
        Sql("x", ("features_of_others",), ("x",), ""),
    ]
    assert [u.name for u in leading_to(chain, "b", ("actions/*",))] == ["a", "b"]
    assert [u.name for u in leading_to(chain, "b", ("a",))] == ["b"]
