"""`floodwatch weigh`: a matrix of explanations and evidence from a file, weighed, written and kept."""

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
) -> dict[str, Any]:
    """Weigh the matrix in a YAML or JSON file; InputError where it cannot be read or weighed."""
    from floodwatch.assessment.weighing import read, weighed
    from floodwatch.centre.handles import Centre
    from floodwatch.lake import evidence

    path = Path(file)
    told = _content(path)
    try:
        result = weighed(read(told), seed, vocabulary)
    except ValueError as problem:
        raise InputError(
            f"This cannot be weighed: {problem}", where=file, do="See docs/weighing.md."
        ) from problem
    kept = evidence.keep(Centre.open(keep).path, path) if keep else evidence.fingerprint(path)
    result = {"file": path.name, "ref": f"sha256:{kept[0]}", "kept": bool(keep), **result}
    return {**result, "written": _written(Path(out), result) if out else []}


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
