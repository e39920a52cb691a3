"""Runs one example of one unit on one engine. What the example does not give is empty, or made by others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa

from floodwatch.engine import Engine
from floodwatch.lake.plan import compute, matching
from floodwatch.model.given import GIVEN
from floodwatch.model.records import OBSERVED, TABLES
from floodwatch.model.units import Example, Rows, Unit, sql_name
from floodwatch.tools.arrow import conform, empty, schema

RECORDS = {t.name: t for t in (*TABLES, *OBSERVED.values(), *GIVEN)}


def prepared(engine: Engine, example: Example, unit: Unit, units: Sequence[Unit]) -> list[Unit]:
    """Register the example's rows; gives the units to run so that `unit` finds all it needs, itself last.

    Of the records only those are there that some unit says it needs, or that the example gives.
    """
    given = {n.replace("/*", "/given"): r for n, r in example.tables.items() if n not in RECORDS}
    todo = upstream(unit, units, set(given))
    wanted = {need for one in todo for need in one.needs} | set(example.tables)
    for name in RECORDS:
        if name in wanted:
            engine.register(sql_name(name), records(name, example.tables.get(name, [])))
    return [Given(name, rows) for name, rows in sorted(given.items())] + todo


def records(name: str, rows: Rows) -> pa.Table:
    """Rows of a table of records, with all of its columns."""
    known = RECORDS[name]
    if not rows:
        return empty(known)
    wanted = [f for f in schema(known) if any(f.name in row for row in rows)]
    return conform(known, pa.Table.from_pylist(rows, schema=pa.schema(wanted)))


def upstream(unit: Unit, units: Sequence[Unit], given: set[str]) -> list[Unit]:
    """The unit and, before it, all units that make what is needed and not given."""
    whole = tuple(name.removesuffix("given") for name in given if name.endswith("/given"))
    makers = {name: u for u in units for name in u.makes if not name.startswith(whole)}
    chosen: dict[str, Unit] = {}

    def add(one: Unit) -> None:
        for need in one.needs:
            for name in matching(need, makers):
                if name not in given and makers[name].name not in chosen and makers[name] is not one:
                    add(makers[name])
        chosen[one.name] = one

    add(unit)
    for one in chosen.values():
        assert one is unit or not given & set(one.makes), f"{one.name} would make again what was given"
    return list(chosen.values())


class Given:
    """A unit that makes one table from the example's rows."""

    description, version, parameters, needs, grows = "given", 1, (), (), False

    def __init__(self, name: str, rows: Rows) -> None:
        self.name, self.makes, self.rows = f"given {name}", (name,), rows

    def run(self, engine: Engine, settings: Mapping[str, object]) -> None:
        engine.register(sql_name(self.makes[0]), typed(pa.Table.from_pylist(self.rows)))

    def examples(self) -> Sequence[Example]:
        return ()


def typed(rows: pa.Table) -> pa.Table:
    """The rows, with a type for columns of nulls only: a time when the name ends in `_at`, else text."""
    kinds = {True: pa.timestamp("us", tz="UTC"), False: pa.string()}
    fields = [
        f.with_type(kinds[f.name.endswith("_at")]) if pa.types.is_null(f.type) else f for f in rows.schema
    ]
    return rows.cast(pa.schema(fields))


def outcome(
    engine: Engine, example: Example, unit: Unit, units: Sequence[Unit], had: set[str] | None = None
) -> dict[str, Rows]:
    """Rows of every table that the unit makes from the example, in a fixed order.

    `had` is told what the engine holds when the unit begins.
    """

    def begins(name: str, _: float) -> None:
        if name == unit.name and had is not None:
            had.update(engine.names())

    todo = prepared(engine, example, unit, units)
    own = {f"{unit.name}.{k}": v for k, v in example.parameters.items()}
    compute(engine, todo, {**example.parameters, **own, "seed": 1}, begins)
    return {name: sorted_rows(engine.arrow(f"SELECT * FROM {sql_name(name)}")) for name in unit.makes}


def sorted_rows(found: pa.Table) -> Rows:
    """Rows in an order that does not depend on the engine."""
    return sorted(found.to_pylist(), key=repr)


def columns(engine: Engine, name: str) -> Iterator[str]:
    """Columns of a table."""
    yield from engine.arrow(f"SELECT * FROM {sql_name(name)} LIMIT 0").column_names
