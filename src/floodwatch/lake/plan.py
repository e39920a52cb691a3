"""Puts units in order by what they need and make, and runs only those whose inputs have changed."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from floodwatch.engine.base import Engine
from floodwatch.lake.files import read_json, whole, write_json
from floodwatch.lake.layout import CaseFolder
from floodwatch.model.errors import UnitError
from floodwatch.model.records import TABLES
from floodwatch.model.units import Progress, Step, Unit, Value, quiet, settings_of, sql_name

SEEDS = "SELECT '' AS seed, '' AS group_id, '' AS platform, '' AS account_id WHERE false"
"""What a family looks like that no unit makes: only seeds may be missing altogether."""


@dataclass(slots=True)
class Ran:
    """What became of one unit: `ran`, `fresh` (nothing had changed), with seconds and rows made."""

    unit: str
    version: int
    state: str
    seconds: float
    rows: dict[str, int] = field(default_factory=dict)


def ordered(units: Sequence[Unit]) -> list[Unit]:
    """Units so that each comes after those that make what it needs; ties keep the listed order."""
    makers = _makers(units)
    waiting, done, result = list(units), set[str](), list[Unit]()
    while waiting:
        ready = [u for u in waiting if all(m in done for m in _before(u, makers))]
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


def _before(unit: Unit, makers: Mapping[str, str]) -> Iterator[str]:
    for need in unit.needs:
        found = [makers[t] for t in matching(need, makers)]
        if not found and not need.endswith("/*") and need not in {t.name for t in TABLES}:
            raise UnitError(f"{unit.name} needs the table {need}, which nothing makes")
        yield from (name for name in found if name != unit.name)


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
        ran.append(_run(engine, unit, settings, tables))
        tables.update(dict.fromkeys(unit.makes, unit.name))
    progress("done", 1.0)
    return ran


def _run(engine: Engine, unit: Unit, settings: Mapping[str, Value], tables: Mapping[str, object]) -> Ran:
    started = time.perf_counter()
    _families(engine, unit, tables)
    unit.run(engine, settings_of(unit, settings))
    rows = {t: _count(engine, t) for t in unit.makes}
    return Ran(unit.name, unit.version, "ran", round(time.perf_counter() - started, 3), rows)


def _families(engine: Engine, unit: Unit, tables: Mapping[str, object]) -> None:
    for need in unit.needs:
        if need.endswith("/*"):
            parts = [f"SELECT * FROM {sql_name(t)}" for t in matching(need, tables)]
            engine.view(Step(sql_name(need), " UNION ALL BY NAME ".join(parts) or SEEDS))


def _count(engine: Engine, table: str) -> int:
    return int(engine.arrow(f"SELECT count(*) AS n FROM {sql_name(table)}").column("n")[0].as_py())


def refresh(
    case: CaseFolder,
    engine: Engine,
    stages: Mapping[str, Sequence[Unit]],
    settings: Mapping[str, Value],
    progress: Progress = quiet,
) -> list[Ran]:
    """Bring a case's computed tables up to date, each written whole; what is fresh is only opened.

    `stages` maps the folder (`features`, `findings`) to its units. A run that was interrupted goes on
    where it stopped.
    """
    place = {unit.name: stage for stage, units in stages.items() for unit in units}
    todo = ordered([unit for units in stages.values() for unit in units])
    made, tables = read_json(case.computed, {}), dict[str, object]()
    keys, ran = _record_keys(case), list[Ran]()
    for number, unit in enumerate(todo):
        progress(unit.name, number / len(todo))
        key = _key(unit, settings, keys)
        stage = place[unit.name]
        ran.append(_refresh_one(case, engine, unit, settings, stage, key, made, tables))
        tables.update(dict.fromkeys(unit.makes, unit.name))
        keys.update(dict.fromkeys(unit.makes, key))
    _forget(case, made, tables)
    progress("done", 1.0)
    return ran


def _refresh_one(
    case: CaseFolder,
    engine: Engine,
    unit: Unit,
    settings: Mapping[str, Value],
    stage: str,
    key: str,
    made: dict[str, dict[str, str]],
    tables: Mapping[str, object],
) -> Ran:
    if all(made.get(t, {}).get("key") == key and case.table(stage, t).exists() for t in unit.makes):
        for table in unit.makes:
            engine.scan(sql_name(table), [case.table(stage, table)])
        return Ran(unit.name, unit.version, "fresh", 0.0)
    result = _run(engine, unit, settings, tables)
    for table in unit.makes:
        with whole(case.table(stage, table)) as part:
            engine.write(f"SELECT * FROM {sql_name(table)}", part)
        made[table] = {"key": key, "stage": stage}
    write_json(case.computed, made)
    return result


def _record_keys(case: CaseFolder) -> dict[str, str]:
    ingests = read_json(case.index, {"ingests": []})["ingests"]
    return {
        t.name: _hash([i["tables"][t.name] + i["id"] for i in ingests if t.name in i["tables"]])
        for t in TABLES
    }


def _key(unit: Unit, settings: Mapping[str, Value], keys: Mapping[str, str]) -> str:
    inputs = {t: keys[t] for need in unit.needs for t in matching(need, keys)}
    chosen = {k: list(v) if isinstance(v, tuple) else v for k, v in settings_of(unit, settings).items()}
    return _hash([unit.name, unit.version, chosen, inputs])


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _forget(case: CaseFolder, made: dict[str, dict[str, str]], tables: Mapping[str, object]) -> None:
    """Remove computed tables that no unit makes any more."""
    gone = sorted(set(made) - set(tables))
    for table in gone:
        case.table(made.pop(table)["stage"], table).unlink(missing_ok=True)
    if gone:
        write_json(case.computed, made)
