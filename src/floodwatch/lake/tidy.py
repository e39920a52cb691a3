"""Removes what a killed process left in a case: files half-written, and files that no list names."""

from __future__ import annotations

import shutil

from floodwatch.lake.files import read_json
from floodwatch.lake.layout import CaseFolder
from floodwatch.lake.read import ingests
from floodwatch.tools.stores import Place


def tidy(case: CaseFolder) -> None:
    """Leave only what counts. The caller holds the case, so nobody is writing."""
    shutil.rmtree(case.incoming, ignore_errors=True)
    for part in case.root.rglob(".*.part"):
        part.unlink(missing_ok=True)
    for kept, folders in ((_records(case), ("records",)), (_computed(case), ("features", "findings"))):
        for file in (f for folder in folders for f in (case.tables / folder).rglob("*.parquet")):
            if file not in kept:
                file.unlink(missing_ok=True)


def _records(case: CaseFolder) -> set[Place]:
    return {case.rows(name) for ingest in ingests(case) for name in ingest["tables"].values()}


def _computed(case: CaseFolder) -> set[Place]:
    made = read_json(case.computed, {})
    return {case.table(entry["stage"], name) for name, entry in made.items()}
