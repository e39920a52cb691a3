"""`floodwatch ingest`: files into a case, in one commit."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.centre.settings import pairs
from floodwatch.model.markings import asked
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case
    from floodwatch.sources import FileSummary, InputFile, ReadOptions


def ingest(
    case: Case,
    progress: Progress,
    inputs: tuple[str, ...] = (),
    format: str = "",
    platform: str = "",
    map: tuple[str, ...] = (),
    method: str = "",
    query: str = "",
    tlp: str = "",
    pap: str = "",
    wait: int = 0,
) -> dict[str, Any]:
    """Recognise every file, keep the originals, read the records; what was read before is left out.

    A file that was read before with other options is read again, and the new reading counts alone.
    `replaced` is how many readings that ended; `already_held` how many other inputs the case held before;
    `recurrence` what of the new files was met before; `markings` those of the files.
    """
    from floodwatch import sources
    from floodwatch.centre.decisions import person
    from floodwatch.centre.engines import centre_settings
    from floodwatch.centre.fetch import fetched
    from floodwatch.centre.marked_case import mark_files
    from floodwatch.centre.recurrence import at_ingest
    from floodwatch.lake import evidence
    from floodwatch.lake.locks import writing
    from floodwatch.lake.read import known_inputs, superseded
    from floodwatch.lake.write import Rejects, choose_place, ingesting

    options, marking = read_options(format, platform, map, method, query), asked(tlp, pap)
    files, origins = fetched(case, inputs, progress)
    planned = sources.plan(files, options)
    with writing(case.folder, wait, progress):
        choose_place(case.folder, str(centre_settings(case.centre.path).get("tables", "")))
        evidence.tidy(case.centre.path)
        held = known_inputs(case.folder)
        kept = _keep(case, planned, options, progress)
        named = {str(file["sha256"]): path.name for path, file in kept.items()}
        mark_files(case.centre.casebook, named, marking, case.name, person(""))
        originals = {p: f | origins.get(p, {}) for p, f in kept.items() if f["key"] not in held}
        fresh = [file for file in planned if file.item.path in originals]
        old = superseded(case.folder, {file["sha256"] for file in originals.values()})
        ended = {file["key"] for ingest in old for file in ingest["inputs"] if "key" in file}
        others = held - ended - {file["key"] for file in kept.values()}
        summaries: list[FileSummary] = []
        with ingesting(case.folder) as rows:
            rejects = Rejects(rows)
            for chunk in sources.read(fresh, options, rejects.add, progress, summaries.append):
                rows.add(chunk.table, chunk.rows)
            told = [{**asdict(s), **originals[_path(s.file, fresh)]} for s in summaries]
            if fresh:
                rows.commit({"inputs": told, "rejects": rejects.close()}, old)
        again = at_ingest(case, progress)
    return {
        "inputs": told,
        "known_already": len(planned) - len(fresh),
        "already_held": len(others),
        "replaced": len(ended),
        "records": rows.rows,
        "markings": marking.labels(),
        "recurrence": again,
    }


def read_options(format: str, platform: str, map: tuple[str, ...], method: str, query: str) -> ReadOptions:
    """What the user said about the input; a format that is no file format is a mapping."""
    from floodwatch.sources import SOURCES, ReadOptions

    known = format in {s.name for s in SOURCES}
    given = {"method": method or None, "collection_query": query or None}
    return ReadOptions(
        format=format if known else "",
        platform=platform,
        mapping=pairs(map) if known or not format else format,
        collection={k: v for k, v in given.items() if v},
        now=datetime.now(UTC),
    )


def _path(name: str, files: list[InputFile]) -> Path:
    return next(f.item.path for f in files if f.name == name)


def _keep(
    case: Case, planned: list[InputFile], options: ReadOptions, progress: Progress
) -> dict[Path, dict[str, Any]]:
    """Originals, each kept as evidence, with hash, size and the key that tells how it is read."""
    from floodwatch.lake.evidence import keep
    from floodwatch.sources import identity

    originals: dict[Path, dict[str, Any]] = {}
    how = f"{options.format} {options.platform} {identity(options.mapping)} {options.collection}"
    for path in dict.fromkeys(file.item.path for file in planned):
        progress(f"keeping {path.name}", None)
        sha256, size = keep(case.centre.path, path)
        originals[path] = {"sha256": sha256, "bytes": size, "key": f"{sha256} {how}"}
    return originals
