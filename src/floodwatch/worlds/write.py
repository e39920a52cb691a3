"""Leaves a world as files: the records as CSV, the truth as JSON, the same bytes every time."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from floodwatch.worlds.recipe import World


def write(world: World, folder: Path) -> list[Path]:
    """Write `posts.csv` and the other records of a world into a folder, and the truth beside it.

    The truth is `<folder>.truth.json`, outside the folder, so that whoever reads the folder does not meet it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = [_csv(table, folder / f"{name}.csv") for name, table in world.tables.items()]
    whole = folder.resolve()
    truth = whole.with_name(f"{whole.name}.truth.json")
    truth.write_text(
        json.dumps(truth_of(world), ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8"
    )
    return [*written, truth]


def truth_of(world: World) -> dict[str, Any]:
    """What was planted, as plain values: name, seed, and each group with its members."""
    members: dict[str, list[list[str]]] = {}
    for row in world.members.to_pylist():
        members.setdefault(row["group_id"], []).append([row["platform"], row["account_id"]])
    groups = [g | {"members": members.get(g["group_id"], [])} for g in world.groups.to_pylist()]
    return {
        "name": world.name,
        "seed": world.seed,
        "groups": groups,
        "latencies": world.latencies.to_pylist(),
    }


def _csv(table: pa.Table, path: Path) -> Path:
    columns = [_cells(table.column(name)) for name in table.column_names]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(table.column_names)
        out.writerows(zip(*columns, strict=True))
    return path


def _cells(column: pa.ChunkedArray) -> list[str]:
    if pa.types.is_timestamp(column.type):
        whole = pc.cast(column, pa.timestamp("s", tz="UTC"), safe=False)
        return ["" if v is None else v for v in pc.strftime(whole, "%Y-%m-%dT%H:%M:%SZ").to_pylist()]
    if pa.types.is_list(column.type):
        return ["|".join(v) if v else "" for v in column.to_pylist()]
    if pa.types.is_boolean(column.type):
        return ["" if v is None else str(v).lower() for v in column.to_pylist()]
    return ["" if v is None else str(v) for v in column.to_pylist()]
