"""Decisions of people that a computation may know, frozen beside a case as tables and hashed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from floodwatch.engine.base import Engine
from floodwatch.lake.files import read_json, whole, write_json
from floodwatch.lake.layout import CaseFolder
from floodwatch.model.given import GIVEN
from floodwatch.model.units import sql_name
from floodwatch.tools.arrow import conform, empty

if TYPE_CHECKING:
    import pyarrow as pa


def freeze(case: CaseFolder, tables: Mapping[str, pa.Table]) -> dict[str, str]:
    """Write the given tables whole where they changed; gives the SHA-256 of each that has rows."""
    import pyarrow.parquet as pq

    hashes: dict[str, str] = {}
    for table in GIVEN:
        rows = conform(table, tables[table.name]) if table.name in tables else empty(table)
        if not rows.num_rows:
            continue
        rows = rows.sort_by([(name, "ascending") for name in table.names])
        hashes[table.name] = hashlib.sha256(repr(rows.to_pylist()).encode()).hexdigest()
        if frozen(case).get(table.name) != hashes[table.name] or not _path(case, table.name).exists():
            with whole(_path(case, table.name)) as part:
                pq.write_table(rows, part)
    if hashes != frozen(case):
        write_json(_index(case), hashes)
    return hashes


def frozen(case: CaseFolder) -> dict[str, str]:
    """Hash of each given table that has rows."""
    found: dict[str, str] = read_json(_index(case), {})
    return found


def open_given(case: CaseFolder, engine: Engine) -> None:
    """Make every given table readable in the engine, empty ones included."""
    there = frozen(case)
    for table in GIVEN:
        if table.name in there:
            engine.scan(sql_name(table.name), [_path(case, table.name)])
        else:
            engine.register(sql_name(table.name), empty(table))


def _index(case: CaseFolder) -> Path:
    return case.root / "given.json"


def _path(case: CaseFolder, name: str) -> Path:
    return case.root / f"{name}.parquet"
