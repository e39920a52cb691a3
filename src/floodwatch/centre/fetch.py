"""Turns what was named for reading into files: objects of a store are kept as evidence first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from floodwatch.model.errors import InputError
from floodwatch.model.units import Progress
from floodwatch.tools.stores import Found, Remote, found, is_url

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case
    from floodwatch.sources import Fetched

Origins = dict[Path, dict[str, str]]
"""Of each original that was fetched: `origin`, its address, and `etag`, what the store says of its content."""


def fetched(case: Case, inputs: Sequence[str], progress: Progress) -> tuple[list[Path | Fetched], Origins]:
    """The inputs as files in their order, and where those come from that were fetched.

    An object that the case holds and that the store says is the same is not fetched again.
    """
    from floodwatch.lake.read import ingests
    from floodwatch.sources import Fetched

    read = [file for ingest in ingests(case.folder) for file in ingest["inputs"] if file.get("etag")]
    held = {(file["origin"], file["etag"]): file["sha256"] for file in read}
    files, origins = list[Path | Fetched](), Origins()
    for one in _named(inputs):
        if isinstance(one, Path):
            files.append(one)
        else:
            path = _original(case.centre.path, one, held, progress)
            files.append(Fetched(path, str(one.place), one.given))
            origins.setdefault(path, {"origin": str(one.place), "etag": one.version})
    return files, origins


def local(inputs: Sequence[str]) -> list[Path]:
    """The inputs of a verb that keeps nothing, and so fetches nothing (InputError for an address)."""
    far = next((text for text in inputs if is_url(text)), "")
    if far:
        raise InputError(
            "This verb reads local files only", where=str(Remote(far)), do="Copy some of the objects here."
        )
    return [Path(text) for text in inputs]


def _named(inputs: Sequence[str]) -> Iterator[Path | Found]:
    for text in inputs:
        if is_url(text):
            yield from found(Remote(text))
        else:
            yield Path(text)


def _original(centre: Path, one: Found, held: Mapping[tuple[str, str], str], progress: Progress) -> Path:
    from floodwatch.lake.evidence import fetch
    from floodwatch.lake.layout import evidence_file

    known = held.get((str(one.place), one.version), "")
    if known and evidence_file(centre, known).exists():
        return evidence_file(centre, known)
    progress(f"fetching {one.place.name}", None)
    return fetch(centre, one.place.get)
