"""Puts units in order by what they need and make, and runs them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from floodwatch.engine.base import Engine
from floodwatch.model.errors import UnitError
from floodwatch.model.given import GIVEN
from floodwatch.model.records import OBSERVED, TABLES
from floodwatch.model.units import Progress, Renewing, Step, Unit, Value, quiet, settings_of, sql_name

SEEDS = "SELECT '' AS seed, '' AS group_id, '' AS platform, '' AS account_id WHERE false"
"""What a family looks like that no unit makes: only seeds may be missing altogether."""


@dataclass(slots=True)
class Ran:
    """What became of one unit; seconds and rows of its last run.

    `state`: `ran`; `grew` (over what changed only, which made the rows of `added`); `fresh` (nothing had changed).
    """

    unit: str
    version: int
    state: str
    seconds: float
    rows: dict[str, int] = field(default_factory=dict)
    added: dict[str, int] = field(default_factory=dict)


def ordered(units: Sequence[Unit], given: Sequence[str] = ()) -> list[Unit]:
    """Units so that each comes after those that make what it needs; ties keep the listed order.

    `given` names tables that are there already, beside the tables of records.
    """
    makers = _makers(units)
    waiting, done, result = list(units), set[str](), list[Unit]()
    while waiting:
        ready = [u for u in waiting if all(m in done for m in _before(u, makers, given))]
        if not ready:
            names = ", ".join(u.name for u in waiting)
            raise UnitError(f"These units need one another in a circle: {names}")
        result.append(ready[0])
        done.add(ready[0].name)
        waiting.remove(ready[0])
    return result


def _makers(units: Sequence[Unit]) -> dict[str, str]:
    makers: dict[str, str] = {}
    for unit in units:
        for table in unit.makes:
            if table in makers:
                raise UnitError(f"{unit.name} and {makers[table]} both make the table {table}")
            makers[table] = unit.name
    return makers


def _before(unit: Unit, makers: Mapping[str, str], given: Sequence[str]) -> Iterator[str]:
    there = {*given, *(t.name for t in (*TABLES, *OBSERVED.values(), *GIVEN))}
    for need in unit.needs:
        found = [makers[t] for t in matching(need, makers)]
        if not found and not need.endswith("/*") and need not in there:
            raise UnitError(f"{unit.name} needs the table {need}, which nothing makes")
        yield from (name for name in found if name != unit.name)


def leading_to(units: Sequence[Unit], table: str, given: Sequence[str]) -> list[Unit]:
    """The units that must run for `table` to be made when the tables `given` are there already."""
    makers, by_name = _makers(units), {u.name: u for u in units}
    wanted, names = [table], set[str]()
    while wanted:
        name = makers.get(wanted.pop())
        if name is None or name in names:
            continue
        names.add(name)
        needs = [t for need in by_name[name].needs if need not in given for t in matching(need, makers)]
        wanted += needs
    return ordered([u for u in units if u.name in names], given)


def matching(need: str, tables: Mapping[str, object]) -> list[str]:
    """Tables that a need stands for: itself, or all of its family for `family/*`."""
    if need.endswith("/*"):
        return sorted(t for t in tables if t.startswith(need[:-1]))
    return [need] if need in tables else []


def compute(
    engine: Engine, units: Sequence[Unit], settings: Mapping[str, Value], progress: Progress = quiet
) -> list[Ran]:
    """Run all units on an engine that has the records; what they make stays there."""
    todo, ran = ordered(units), list[Ran]()
    tables: dict[str, object] = {}
    for number, unit in enumerate(todo):
        progress(unit.name, number / len(todo))
        ran.append(run_one(engine, unit, settings, tables))
        tables.update(dict.fromkeys(unit.makes, unit.name))
    progress("done", 1.0)
    return ran


def run_one(
    engine: Engine,
    unit: Unit,
    settings: Mapping[str, Value],
    tables: Mapping[str, object],
    renewing: bool = False,
) -> Ran:
    """Run one unit over all that it needs; `tables` holds the names of those that were made before.

    `renewing`: from the tables of its last run, where the unit offers that.
    """
    started, added, chosen = time.perf_counter(), None, settings_of(unit, settings)
    _families(engine, unit, tables)
    _given(engine, unit)
    if renewing and isinstance(unit, Renewing):
        added = unit.renew(engine, chosen)
    else:
        unit.run(engine, chosen)
    rows = {t: count(engine, sql_name(t)) for t in unit.makes}
    seconds = round(time.perf_counter() - started, 3)
    return Ran(unit.name, unit.version, "ran" if added is None else "grew", seconds, rows, added or {})


def _families(engine: Engine, unit: Unit, tables: Mapping[str, object]) -> None:
    for need in unit.needs:
        if need.endswith("/*"):
            parts = [sql_name(t) for t in matching(need, tables)]
            if parts:
                engine.union(sql_name(need), parts)
            else:
                engine.view(Step(sql_name(need), SEEDS))


def _given(engine: Engine, unit: Unit) -> None:
    """Give the unit empty tables of decisions where nobody decided anything."""
    from floodwatch.tools.arrow import empty

    wanted = [t for t in GIVEN if t.name in unit.needs]
    there = engine.names() if wanted else set()
    for table in wanted:
        if sql_name(table.name) not in there:
            engine.register(sql_name(table.name), empty(table))


def count(engine: Engine, source: str) -> int:
    """Rows of a table, or of a query in parentheses."""
    return int(engine.arrow(f"SELECT count(*) AS n FROM {source}").column("n")[0].as_py())
