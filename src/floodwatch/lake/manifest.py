"""The manifest: what was read, with which versions and settings, what came out, and how long it took."""

from __future__ import annotations

import json
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePath
from typing import Any

from floodwatch.lake.files import read_json, write_json
from floodwatch.lake.given import frozen
from floodwatch.lake.layout import CaseFolder
from floodwatch.lake.read import ingests
from floodwatch.model.records import SCHEMA_VERSION
from floodwatch.model.refs import content_id

PACKAGES = ("floodwatch", "duckdb", "pyarrow", "numpy", "scipy", "graspologic-native")


def remember_run(
    case: CaseFolder,
    settings: Mapping[str, Any],
    units: Sequence[Mapping[str, Any]],
    ran_on: Mapping[str, Any],
) -> None:
    """Keep what the last detection did, about which ingests and on what; the manifest tells it.

    Without units it began only. `ran_on`: engine, what it was allowed, and the most that this program held.
    """
    done = [ingest["id"] for ingest in ingests(case)]
    told = {"settings": dict(settings), "units": list(units), "ingests": done, "ran_on": dict(ran_on)}
    write_json(case.root / "run.json", told)


def undetected(case: CaseFolder) -> str:
    """Why the findings of a case are not those of its records; empty when they are."""
    run = read_json(case.root / "run.json", None)
    if run is None:
        return "Nothing has been detected in this case yet"
    if not run["units"]:
        return "The last detection of this case did not end"
    if run.get("ingests") != [ingest["id"] for ingest in ingests(case)]:
        return "Files were read into this case after the last detection"
    return ""


def run_id(case: CaseFolder) -> str:
    """What tells the last detection of a case from others; empty where its findings are not those of its records."""
    return (
        ""
        if undetected(case)
        else content_id(json.dumps(read_json(case.root / "run.json", {}), sort_keys=True))
    )


def manifest(case: CaseFolder, name: str = "main") -> dict[str, Any]:
    """Everything that is known about how the case's findings came to be."""
    done = ingests(case)
    run = read_json(case.root / "run.json", {"settings": {}, "units": []})
    return {
        "case": name,
        "schema": SCHEMA_VERSION,
        "versions": {"python": platform.python_version(), **{p: _version(p) for p in PACKAGES}},
        "inputs": [file for ingest in done for file in ingest["inputs"]],
        "rejects": _reasons(done),
        "warnings": _warnings(done),
        "rows_read": sum(file["rows_read"] for i in done for file in i["inputs"]),
        "rows_rejected": sum(file["rows_rejected"] for i in done for file in i["inputs"]),
        "records": _totals(done),
        "seed": run["settings"].get("seed"),
        "parameters": run["settings"],
        "given": frozen(case),
        "ran_on": run.get("ran_on", {}),
        "units": run["units"],
        "seconds": round(sum(unit["seconds"] for unit in run["units"]), 3),
    }


def _totals(done: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for ingest in done:
        for table, rows in ingest["rows"].items():
            totals[table] = totals.get(table, 0) + rows
    return dict(sorted(totals.items()))


def _warnings(done: Sequence[Mapping[str, Any]]) -> list[str]:
    """What the sources noted about the files, each note once with the files it is about."""
    files: dict[str, list[str]] = {}
    for ingest in done:
        for file in ingest["inputs"]:
            for note in file.get("notes", ()):
                files.setdefault(note, []).append(PurePath(file["file"]).name)
    return [f"{', '.join(sorted(set(names)))}: {note}." for note, names in sorted(files.items())]


def _reasons(done: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    counts = Counter[str]()
    for ingest in done:
        counts.update({r["reason"]: r["rows"] for r in ingest.get("rejects", [])})
    return [
        {"reason": reason, "rows": rows}
        for reason, rows in sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    ]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
