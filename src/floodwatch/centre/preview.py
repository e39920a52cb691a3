"""What a file that somebody sent would become: its format, its first rows as they are, and the records made of them."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import FloodwatchError

if TYPE_CHECKING:
    import pyarrow as pa

    from floodwatch.centre.handles import Centre
    from floodwatch.model.acting import Acting
    from floodwatch.sources import ReadOptions

ROWS, REJECTS = 8, 20
CELL = 200
"""Characters of a cell that are shown."""


def preview(
    centre: Centre,
    acting: Acting,
    upload: str,
    format: str = "",
    platform: str = "",
    map: tuple[str, ...] = (),
) -> dict[str, Any]:
    """The file as it is and as it would be read; `problem` says why it cannot be, and what to do."""
    from floodwatch.centre.ingest import read_options
    from floodwatch.centre.uploads import path_of

    path = path_of(centre, acting, upload)
    options = read_options(format, platform, map, "", "")
    told: dict[str, Any] = {
        "file": path.name,
        "columns": [],
        "rows": [],
        "records": [],
        "rejects": [],
        "problem": None,
    }
    try:
        told |= _read(path, options)
    except FloodwatchError as problem:
        told["problem"] = {"what": problem.what, "where": problem.where, "do": problem.do}
    with suppress(FloodwatchError):  # an archive of files, or no table at all: what is wrong is said above
        told |= _raw(path, options)
    return told


def _read(path: Path, options: ReadOptions) -> dict[str, Any]:
    """The records of the first batch, and which of its rows cannot be used."""
    from floodwatch import sources

    planned = sources.plan([path], options)
    rejects: list[dict[str, Any]] = []

    def reject(one: sources.Reject) -> None:
        if len(rejects) < REJECTS:
            rejects.append({"line": one.line, "reason": one.reason})

    chunks = list(islice(sources.read(planned, options, reject), 4))
    known = [file for file in planned if file.source and file.mapping]
    return {
        "files": len(planned),
        "format": known[0].source.name if known and known[0].source else "",
        "mapping": known[0].mapping.name if known and known[0].mapping else "",
        "platform": known[0].platform if known else "",
        "records": [{"table": c.table, "rows": _shown(c.rows)} for c in chunks if c.table != "collections"],
        "rejects": rejects,
    }


def _raw(path: Path, options: ReadOptions) -> dict[str, Any]:
    from floodwatch import sources

    found = next(sources.raw(path, options, lambda reject: None), None)
    if found is None:
        return {}
    return {"columns": found.table.column_names, "rows": _shown(found.table)}


def _shown(table: pa.Table) -> list[dict[str, str]]:
    """The first rows, with cells cut and columns without any value left out."""
    rows = table.slice(0, ROWS).to_pylist()
    used = [name for name in table.column_names if any(row[name] not in (None, "", []) for row in rows)]
    return [{name: _cell(row[name]) for name in used} for row in rows]


def _cell(value: Any) -> str:
    text = "" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= CELL else f"{text[:CELL]}…"
