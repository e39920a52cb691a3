"""Which engine a case runs on and what it may use: what was asked for, else centre.toml, else one machine's."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import CentreError, SettingError
from floodwatch.tools.memory import bytes_of

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case
    from floodwatch.engine import Engine

AS_SET = "as set"
PYTHON = 250 * 10**6
"""Bytes that the program holds before it has read anything."""
KNOWN = (
    "engine",
    "memory",
    "spill",
    "tables",
    "schema",
    "translation",
    "reading",
    "casebook",
    "hashes",
    "watch",
    "people",
    "oidc",
    "server",
    "hooks",
)
SCHEMA = 1
"""Of centre.toml."""
MASTERS = ("local[", "spark://", "sc://", "yarn", "k8s://")


@contextmanager
def engine_for(case: Case, engine: str = "", memory: str = "", spill: str = "") -> Iterator[Engine]:
    """An empty engine for a case, of which the spill folder is gone afterwards.

    `engine` is a name or an address, or AS_SET for what centre.toml says; empty is the engine of one machine, which
    reads what every engine writes.
    """
    from floodwatch.lake.files import own_scratch

    told = centre_settings(case.centre.path)
    make = named(str(told.get("engine", "")) if engine == AS_SET else engine)
    place = Path(spill) if spill else case.centre.path / str(told.get("spill", case.folder.root.resolve()))
    limit = share_of(memory or str(told.get("memory", "")))
    with own_scratch(place, "spill") as folder, make(limit, folder) as opened:
        yield opened


def share_of(memory: str) -> str:
    """What an engine may use of the memory of the whole run: the rest is for statistics, batches and Python itself."""
    return f"{max(bytes_of(memory) - PYTHON, bytes_of(memory) // 4) // 2 // 10**6}MB" if memory else ""


def centre_settings(centre: Path) -> dict[str, Any]:
    """What centre.toml says (CentreError where it cannot be read)."""
    file = centre / "centre.toml"
    try:
        told = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise CentreError(f"The settings cannot be read: {problem}", where=str(file)) from problem
    unknown = sorted(set(told) - set(KNOWN))
    if unknown:
        raise CentreError(
            f"There is no setting {unknown[0]!r}", where=str(file), do=f"Known are: {', '.join(KNOWN)}."
        )
    if told.get("schema", SCHEMA) != SCHEMA:
        raise CentreError(
            f"The settings are of schema {told['schema']!r}, and this Floodwatch knows {SCHEMA}",
            where=str(file),
            do="Update Floodwatch, or put right the line that begins with schema.",
        )
    return told


def casebook(centre: Path) -> Path | str:
    """Where the casebook of a centre is: a file of its own, or the address of a database that a team shares."""
    from floodwatch.casebook.store import address

    told = centre_settings(centre).get("casebook")
    return centre / "casebook.db" if told is None else address(str(told))


def named(engine: str) -> Any:
    """How to make the engine of that name or address."""
    from floodwatch.engine import DuckDB, Spark

    if engine in ("", DuckDB.name):
        return DuckDB
    if engine != Spark.name and not engine.startswith(MASTERS):
        raise SettingError(
            f"There is no engine {engine!r}",
            do=f"Choose duckdb, spark, or an address of Spark that begins with {', '.join(MASTERS)}.",
        )
    where = "" if engine == Spark.name else engine
    return lambda memory, spill: Spark(memory, spill, where=where)
