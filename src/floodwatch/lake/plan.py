"""Puts units in order by what they need and make, and runs only those whose inputs have changed."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from floodwatch.engine.base import Engine
from floodwatch.lake.files import read_json, whole, write_json
from floodwatch.lake.layout import CaseFolder
from floodwatch.model.errors import UnitError
from floodwatch.model.records import TABLES
from floodwatch.model.units import Progress, Step, Unit, Value, quiet, settings_of, sql_name
from floodwatch.vocabulary.load import digest

SEEDS = "SELECT '' AS seed, '' AS group_id, '' AS platform, '' AS account_id WHERE false"
"""What a family looks like that no unit makes: only seeds may be missing altogether."""


@dataclass(slots=True)
class Ran:
    """What became of one unit: `ran`, or `fresh` (nothing had changed); seconds and rows of its last run."""

    unit: str
    version: int
    state: str
    seconds: float
    rows: dict[str, int] = field(default_factory=dict)


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
    there = {*given, *(t.name for t in TABLES)}
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
    run = _Refresh(case, engine, settings, {u.name: stage for stage, units in stages.items() for u in units})
    todo, ran = ordered([unit for units in stages.values() for unit in units]), list[Ran]()
    for number, unit in enumerate(todo):
        progress(unit.name, number / len(todo))
        ran.append(run.one(unit))
    run.forget()
    progress("done", 1.0)
    return ran


class _Refresh:
    """One pass over the units of a case: what is on disk, from what it was made, and what is done."""

    def __init__(
        self, case: CaseFolder, engine: Engine, settings: Mapping[str, Value], stages: Mapping[str, str]
    ) -> None:
        self.case, self.engine, self.settings, self.stages = case, engine, settings, stages
        self.made: dict[str, dict[str, Any]] = read_json(case.computed, {})
        self.tables: dict[str, object] = {}
        self.keys = _record_keys(case)

    def one(self, unit: Unit) -> Ran:
        key = _key(unit, self.settings, self.keys)
        result = self._open(unit) if self._is_fresh(unit, key) else self._make(unit, key)
        self.tables.update(dict.fromkeys(unit.makes, unit.name))
        self.keys.update(dict.fromkeys(unit.makes, key))
        return result

    def _path(self, unit: Unit, table: str) -> Path:
        return self.case.table(self.stages[unit.name], table)

    def _is_fresh(self, unit: Unit, key: str) -> bool:
        return all(
            self.made.get(t, {}).get("key") == key and self._path(unit, t).exists() for t in unit.makes
        )

    def _open(self, unit: Unit) -> Ran:
        for table in unit.makes:
            self.engine.scan(sql_name(table), [self._path(unit, table)])
        rows = {table: self.made[table]["rows"] for table in unit.makes}
        return Ran(unit.name, unit.version, "fresh", self.made[unit.makes[0]]["seconds"], rows)

    def _make(self, unit: Unit, key: str) -> Ran:
        result = _run(self.engine, unit, self.settings, self.tables)
        self._discard([t for t in unit.makes if t in self.made])
        for table in unit.makes:
            with whole(self._path(unit, table)) as part:
                self.engine.write(f"SELECT * FROM {sql_name(table)}", part)
            entry = {"rows": result.rows[table], "seconds": result.seconds}
            self.made[table] = {"key": key, "stage": self.stages[unit.name], **entry}
        write_json(self.case.computed, self.made)
        return result

    def forget(self) -> None:
        """Remove computed tables that no unit makes any more."""
        gone = sorted(set(self.made) - set(self.tables))
        files = [self.case.table(self.made[table]["stage"], table) for table in gone]
        self._discard(gone)
        for file in files:
            file.unlink(missing_ok=True)

    def _discard(self, tables: Sequence[str]) -> None:
        """Say that these count no longer, before their files change: nothing may count under a wrong key."""
        if tables:
            self.made = {t: entry for t, entry in self.made.items() if t not in tables}
            write_json(self.case.computed, self.made)


def _record_keys(case: CaseFolder) -> dict[str, str]:
    ingests = read_json(case.index, {"ingests": []})["ingests"]
    return {
        t.name: _hash([i["tables"][t.name] + i["id"] for i in ingests if t.name in i["tables"]])
        for t in TABLES
    }


def _key(unit: Unit, settings: Mapping[str, Value], keys: Mapping[str, str]) -> str:
    inputs = {t: keys[t] for need in unit.needs for t in matching(need, keys)}
    chosen = {k: list(v) if isinstance(v, tuple) else v for k, v in settings_of(unit, settings).items()}
    return _hash([unit.name, unit.version, digest(), chosen, inputs])


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
