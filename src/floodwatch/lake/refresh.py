"""Brings a case's computed tables up to date: what is stale runs again, or grows; what is fresh is only opened."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from floodwatch.engine.base import Engine
from floodwatch.lake import grow
from floodwatch.lake.files import read_json, whole_at, write_json
from floodwatch.lake.given import frozen
from floodwatch.lake.layout import CaseFolder
from floodwatch.lake.plan import Ran, count, matching, ordered, run_one
from floodwatch.lake.read import files, ingests
from floodwatch.model.given import GIVEN, LABELS
from floodwatch.model.records import ACCOUNTS, OBSERVED, POSTS, TABLES
from floodwatch.model.units import Progress, Renewing, Unit, Value, quiet, settings_of, sql_name
from floodwatch.tools.stores import Place
from floodwatch.vocabulary.load import digest


def refresh(
    case: CaseFolder,
    engine: Engine,
    stages: Mapping[str, Sequence[Unit]],
    settings: Mapping[str, Value],
    progress: Progress = quiet,
) -> list[Ran]:
    """Bring a case's computed tables up to date, each written whole; what is fresh is only opened.

    What grows runs over what came since, as long as that is all that changed; what renews its tables does so from
    the last ones, whatever changed before it. `stages` maps the folder (`features`, `findings`) to its units. A run
    that was interrupted goes on where it stopped.
    """
    todo, ran = ordered([unit for units in stages.values() for unit in units]), list[Ran]()
    folders = {u.name: stage for stage, units in stages.items() for u in units}
    run = _Refresh(case, engine, settings, folders, grow.growable(todo))
    for number, unit in enumerate(todo):
        progress(unit.name, number / len(todo))
        ran.append(run.one(unit))
    run.forget()
    progress("done", 1.0)
    return ran


class _Refresh:
    """One pass over the units of a case: what is on disk, from what it was made, and what is done."""

    def __init__(
        self,
        case: CaseFolder,
        engine: Engine,
        settings: Mapping[str, Value],
        stages: Mapping[str, str],
        growing: Sequence[Unit],
    ) -> None:
        self.case, self.engine, self.settings, self.stages, self.growing = (
            case, engine, settings, stages, growing
        )  # fmt: skip
        self.made: dict[str, dict[str, Any]] = read_json(case.computed, {})
        self.tables: dict[str, object] = {}
        self.keys = _record_keys(case)
        self.posts = len(files(case, POSTS.name))
        self._since = 0

    def one(self, unit: Unit) -> Ran:
        key = _key(unit, self.settings, self.keys)
        if self._is_made(unit, key):
            result = self._fresh(unit)
        elif covered := self._covered(unit):
            result = self._grow(unit, key, covered)
        else:
            result = self._make(unit, key)
        self.tables.update(dict.fromkeys(unit.makes, unit.name))
        self.keys.update(dict.fromkeys(unit.makes, key))
        return result

    def _path(self, unit: Unit, table: str) -> Place:
        return self.case.table(self.stages[unit.name], table)

    def _is_made(self, unit: Unit, key: str) -> bool:
        return all(
            self.made.get(t, {}).get("key") == key and self._path(unit, t).exists() for t in unit.makes
        )

    def _covered(self, unit: Unit) -> int:
        """How many files of posts the unit's tables are about, where all that is missing are files after these."""
        if unit not in self.growing:
            return 0
        covered = int(self.made.get(unit.makes[0], {}).get("posts", 0))
        keys = {POSTS.name: _record_keys(self.case, covered)[POSTS.name]}
        for one in self.growing[: self.growing.index(unit)]:
            keys.update(dict.fromkeys(one.makes, _key(one, self.settings, keys)))
        return covered if covered and self._is_made(unit, _key(unit, self.settings, keys)) else 0

    def _fresh(self, unit: Unit) -> Ran:
        self._open(unit)
        rows = {table: self.made[table]["rows"] for table in unit.makes}
        return Ran(unit.name, unit.version, "fresh", self.made[unit.makes[0]]["seconds"], rows)

    def _open(self, unit: Unit) -> None:
        for table in unit.makes:
            scan = grow.show if unit in self.growing else _scan
            scan(self.engine, table, [self._path(unit, table)])

    def _renews(self, unit: Unit) -> bool:
        """Whether the unit makes its tables from the last ones and finds them, all of one run, made as now."""
        made = _way(unit, self.settings)
        return isinstance(unit, Renewing) and all(
            self.made.get(t, {}).get("way") == made and self._path(unit, t).exists() for t in unit.makes
        )

    def _make(self, unit: Unit, key: str) -> Ran:
        renewing = self._renews(unit)
        for table in unit.makes if renewing else ():
            self.engine.scan(f"{sql_name(table)}_before", [self._path(unit, table)])
        result = run_one(self.engine, unit, self.settings, self.tables, renewing)
        return self._keep(unit, key, result, {t: f"SELECT * FROM {sql_name(t)}" for t in unit.makes})

    def _grow(self, unit: Unit, key: str, covered: int) -> Ran:
        started = time.perf_counter()
        if self._since != covered:
            grow.since(self.engine, self.case, covered)
            self._since = covered
        added = grow.grow(self.engine, unit, self.settings)
        queries = {t: grow.grown_sql(self.engine, t, self._path(unit, t)) for t in unit.makes}
        rows = {t: count(self.engine, f"({sql}) AS grown") for t, sql in queries.items()}
        seconds = round(time.perf_counter() - started, 3)
        return self._keep(unit, key, Ran(unit.name, unit.version, "grew", seconds, rows, added), queries)

    def _keep(self, unit: Unit, key: str, result: Ran, queries: Mapping[str, str]) -> Ran:
        """Write the unit's tables whole, then the plan, which makes them count."""
        self._discard([t for t in unit.makes if t in self.made])
        for table, sql in queries.items():
            with whole_at(self._path(unit, table), self.case.incoming) as part:
                self.engine.write(sql, part)
            entry: dict[str, Any] = {"rows": result.rows[table], "seconds": result.seconds}
            if unit in self.growing:
                entry["posts"] = self.posts
            if isinstance(unit, Renewing):
                entry["way"] = _way(unit, self.settings)
            self.made[table] = {"key": key, "stage": self.stages[unit.name], **entry}
        write_json(self.case.computed, self.made)
        if unit in self.growing:
            self.engine.drop(*(sql_name(t) for t in unit.makes))
            self._open(unit)
        return result

    def forget(self) -> None:
        """Remove computed tables that no unit makes any more."""
        gone = sorted(set(self.made) - set(self.tables))
        left = [self.case.table(self.made[table]["stage"], table) for table in gone]
        self._discard(gone)
        for file in left:
            file.unlink(missing_ok=True)

    def _discard(self, tables: Sequence[str]) -> None:
        """Say that these count no longer, before their files change: nothing may count under a wrong key."""
        if tables:
            self.made = {t: entry for t, entry in self.made.items() if t not in tables}
            write_json(self.case.computed, self.made)


def _scan(engine: Engine, table: str, paths: Sequence[Place]) -> None:
    engine.scan(sql_name(table), paths)


def _record_keys(case: CaseFolder, files: int | None = None) -> dict[str, str]:
    """The key of every table of records, as it is or as it was with only its first so many files."""
    done = ingests(case)
    read = {t.name: [i["tables"][t.name] + i["id"] for i in done if t.name in i["tables"]] for t in TABLES}
    given = {table.name: frozen(case).get(table.name, "") for table in GIVEN}
    if files is None and given[LABELS.name]:
        read[ACCOUNTS.name].append(given[LABELS.name])  # accounts are read without the labels that are wrong
    read |= {seen.name: read[latest] for latest, seen in OBSERVED.items()}
    return {**{name: _hash(keys[:files]) for name, keys in read.items()}, **given}


def _key(unit: Unit, settings: Mapping[str, Value], keys: Mapping[str, str]) -> str:
    inputs = {t: keys[t] for need in unit.needs for t in matching(need, keys)}
    return _hash([*_made_by(unit, settings), inputs])


def _way(unit: Unit, settings: Mapping[str, Value]) -> str:
    """The key of how a unit makes its tables, whatever it makes them from."""
    return _hash(_made_by(unit, settings))


def _made_by(unit: Unit, settings: Mapping[str, Value]) -> list[object]:
    chosen = {k: list(v) if isinstance(v, tuple) else v for k, v in settings_of(unit, settings).items()}
    return [unit.name, unit.version, digest(), chosen]


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
