"""Every unit that makes tables, on every engine. None is named: a new one is tested when it is listed."""

from __future__ import annotations

import re

import pytest

from floodwatch.centre.units import every
from floodwatch.engine import DuckDB
from floodwatch.lake.plan import compute, matching, ordered
from floodwatch.model.given import GIVEN
from floodwatch.model.records import OBSERVED, TABLES
from floodwatch.model.units import Example, Unit, sql_name
from tests.contract.harness import RECORDS, columns, outcome, records, sorted_rows
from tests.contract.words import reserved
from tests.engines import ON_ENGINES

UNITS = every()
EXAMPLES = [(unit, example) for unit in UNITS for example in unit.examples()]
NAME = re.compile(r"[a-z][a-z0-9_]*$")
UNIT = re.compile(r"[a-z][a-z0-9_]*(/[a-z][a-z0-9_]*)?$")
TABLE = re.compile(r"[a-z][a-z0-9_]*(/[a-z][a-z0-9_]*)?$")

units = pytest.mark.parametrize("unit", UNITS, ids=lambda u: u.name)
engines = pytest.mark.parametrize("kind", ON_ENGINES)
examples = pytest.mark.parametrize(
    ("unit", "example"), EXAMPLES, ids=[f"{u.name}: {e.title}" for u, e in EXAMPLES]
)


@units
def test_a_unit_says_what_it_is(unit):
    assert isinstance(unit, Unit)
    assert UNIT.match(unit.name)
    assert unit.description.endswith("."), "one sentence"
    assert len(unit.description) > 15
    assert unit.version >= 1
    assert isinstance(unit.grows, bool)


@units
def test_every_parameter_is_explained_and_keeps_to_its_choices(unit):
    names = [p.name for p in unit.parameters]
    assert len(names) == len(set(names))
    assert "seed" not in names, "every unit is handed the seed"
    for parameter in unit.parameters:
        assert NAME.match(parameter.name)
        assert len(parameter.help) > 8
        assert not parameter.choices or parameter.default in parameter.choices


@units
def test_needs_and_makes_are_tables_that_the_plan_can_find(unit):
    makers = {name: u.name for u in UNITS for name in u.makes}
    known = {t.name for t in (*TABLES, *OBSERVED.values(), *GIVEN)} | set(makers)
    assert unit.makes
    assert all(TABLE.match(name) for name in unit.makes)
    assert not set(unit.makes) & {t.name for t in TABLES}, "records are never made again"
    for need in unit.needs:
        assert need.endswith("/*") or need in known
        assert unit.name not in {makers.get(n) for n in matching(need, makers)}, "needs what it makes"


def test_the_plan_orders_all_units():
    assert {u.name for u in ordered(UNITS)} == {u.name for u in UNITS}


@units
def test_examples_show_when_it_fires_and_when_it_does_not(unit):
    shown = [example.fires for example in unit.examples()]
    assert True in shown
    assert False in shown


@engines
@examples
def test_an_example_does_what_it_says_on_every_engine(unit, example, kind):
    with DuckDB() as engine:
        first = outcome(engine, example, unit, UNITS)
    with kind() as engine:
        had: set[str] = set()
        second = outcome(engine, example, unit, UNITS, had)
        left = engine.names() - had
        names = {name: {c.lower() for c in columns(engine, name)} for name in unit.makes}
    assert bool(first[unit.makes[0]]) is example.fires, "the first table that it makes is its answer"
    assert repr(first) == repr(second)
    families = {sql_name(need) for need in unit.needs if need.endswith("/*")}
    assert left - families == {sql_name(name) for name in unit.makes}, "it leaves only what it makes"
    assert [name for name, own in names.items() if own & reserved()] == []


@engines
@pytest.mark.parametrize("rows", [0, 1, 3], ids=["empty", "one post", "one second"])
def test_all_units_together_survive_little_data(kind, rows):
    posts = [
        {"platform": "x", "post_id": str(n), "account_id": str(n), "created_at": 1_700_000_000_000_000}
        for n in range(rows)
    ]
    example = Example("little", False, {"posts": posts})
    results = []
    for one in (DuckDB, kind):
        with one() as engine:
            for name in RECORDS:
                engine.register(sql_name(name), records(name, example.tables.get(name, [])))
            compute(engine, UNITS, {"seed": 1})
            results.append(
                {t: sorted_rows(engine.arrow(f"SELECT * FROM {sql_name(t)}")) for u in UNITS for t in u.makes}
            )
    assert repr(results[0]) == repr(results[1])
