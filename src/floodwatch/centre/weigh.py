"""`floodwatch weigh`: a matrix of explanations and evidence from a file, weighed, written, and kept on record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from floodwatch.model.errors import InputError
from floodwatch.model.units import Progress

LARGEST = 1_000_000
"""Bytes of a file: a matrix of people is smaller."""


def weigh(
    place: None,
    progress: Progress,
    file: str = "",
    vocabulary: str = "icd_203",
    seed: int = 1,
    out: str = "",
    keep: str = "",
    undo: int = 0,
    by: str = "",
    **asked: str,
) -> dict[str, Any]:
    """Weigh the matrix in a file; without one list what a centre keeps. InputError where it cannot be weighed."""
    from floodwatch.centre.decisions import person

    who = person(by)
    if keep and (undo or not file):
        return _listed(keep, undo, who)
    path = Path(file)
    result = _weighed(path, vocabulary, seed)
    number = _kept(keep, path, result, who, asked) if keep else 0
    result = {**result, "kept": bool(keep), "decision": number}
    return {**result, "written": _written(Path(out), result) if out else []}


def _weighed(path: Path, vocabulary: str, seed: int) -> dict[str, Any]:
    from floodwatch.assessment.weighing import read, weighed
    from floodwatch.lake.evidence import fingerprint

    told = _content(path)
    try:
        result = weighed(read(told), seed, vocabulary)
    except ValueError as problem:
        raise InputError(
            f"This cannot be weighed: {problem}", where=str(path), do="See docs/weighing.md."
        ) from problem
    return {"file": path.name, "ref": f"sha256:{fingerprint(path)[0]}", **result}


def _kept(folder: str, path: Path, result: dict[str, Any], by: str, asked: dict[str, str]) -> int:
    from floodwatch.centre.handles import Centre
    from floodwatch.centre.weighings import kept

    return kept(Centre.open(folder), path, result, by, asked)


def _listed(folder: str, undo: int, by: str) -> dict[str, Any]:
    from floodwatch.centre.handles import Centre
    from floodwatch.centre.weighings import listed

    return listed(Centre.open(folder), undo, by)


def _content(path: Path) -> Any:
    import yaml

    if not path.is_file():
        raise InputError("There is no such file", where=str(path), do="Give a YAML or JSON file.")
    if path.stat().st_size > LARGEST:
        raise InputError(f"The file has more than {LARGEST:,} bytes", where=str(path))
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as problem:
        raise InputError("This is no YAML or JSON", where=f"{path}: {problem}"[:300]) from problem


def _written(folder: Path, result: dict[str, Any]) -> list[str]:
    """The page and the values."""
    import json

    from floodwatch.lake.files import whole
    from floodwatch.outputs.weighing import render

    folder.mkdir(parents=True, exist_ok=True)
    files = {"weighed.html": render(result), "weighed.json": json.dumps(result, indent=1, ensure_ascii=False)}
    for name, content in files.items():
        with whole(folder / name) as part:
            part.write_text(content, "utf-8")
    return sorted(str(folder / name) for name in files)
