"""`floodwatch verify report`: whether every figure of a released report follows from the evidence beside it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import InputError
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.outputs.studio.proof import Bytes

MANIFEST = "manifest.json"
MOST = 1 << 30
"""Bytes of one file."""


def verify(place: None, progress: Progress, what: str = "report", file: str = "") -> dict[str, Any]:
    """Recount a frozen report from its folder, its manifest, or a zip of the folder (InputError where it is none)."""
    from floodwatch.model.reports import fingerprint
    from floodwatch.outputs.studio.proof import problems

    with _opened(Path(file)) as read:
        manifest = _manifest(read, file)
        progress("recounting figures", None)
        try:
            found = problems(manifest, read)
        except (KeyError, TypeError, AttributeError) as problem:
            raise InputError(
                f"The manifest of the report is not whole: {problem}",
                where=file,
                do="Ask for the report again.",
            ) from problem
    blocks = manifest["blocks"]
    return {
        "report": manifest["about"]["title"], "issue": manifest["about"]["issue"], "whole": not found,
        "figures": sum(len(one["numbers"]) for one in blocks), "rows": sum(len(one["rows"]) for one in blocks),
        "files": len(manifest["files"]), "problems": found, "manifest": fingerprint(manifest),
    }  # fmt: skip


def _manifest(read: Bytes, file: str) -> dict[str, Any]:
    data = read(MANIFEST)
    try:
        told = json.loads(data or b"")
    except ValueError:
        told = None
    if not isinstance(told, dict) or not {"about", "blocks", "files"} <= told.keys():
        raise InputError(
            "There is no frozen report here",
            where=file,
            do=f"Give its folder, its {MANIFEST}, or a zip of the folder.",
        )
    return told


@contextmanager
def _opened(path: Path) -> Iterator[Bytes]:
    """Gives the files of a release by name, wherever they lie; no name leads out of it."""
    if path.is_file() and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            yield lambda name: _packed(packed, name)
        return
    folder = (path.parent if path.is_file() else path).resolve()
    yield lambda name: _lying(folder, name)


def _lying(folder: Path, name: str) -> bytes | None:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder) or not path.is_file() or path.stat().st_size > MOST:
        return None
    return path.read_bytes()


def _packed(packed: zipfile.ZipFile, name: str) -> bytes | None:
    """A file of a zip, at its top or in the one folder that it holds."""
    fit = [one for one in packed.infolist() if one.filename == name or one.filename.partition("/")[2] == name]
    if len(fit) != 1 or fit[0].file_size > MOST:
        return None
    return packed.read(fit[0])
