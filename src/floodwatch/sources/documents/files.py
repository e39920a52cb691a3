"""The files under what a user named, and their bytes, within the bounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from floodwatch.model.errors import InputError
from floodwatch.sources.containers import unreadable
from floodwatch.sources.documents.base import Bounds, Given, too_large


def files(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Every file with what it is called: of a folder all that are not hidden, by name; what is named twice comes once.

    What a file is called begins at what was named, since the way to it may name a person.
    """
    seen: set[Path] = set()
    for given in paths:
        for path in _under(given):
            if path.resolve() not in seen:
                seen.add(path.resolve())
                plain = given if not given.is_absolute() and ".." not in given.parts else Path(given.name)
                yield path, str(plain / path.relative_to(given))


def _under(given: Path) -> Iterator[Path]:
    try:
        if not given.is_dir():
            yield given
            return
        inside = sorted(path for path in given.rglob("*") if path.is_file())
    except (OSError, ValueError) as problem:
        raise unreadable(str(given), problem) from problem
    yield from (p for p in inside if not any(part.startswith(".") for part in p.relative_to(given).parts))


def content(path: Path, name: str, bounds: Bounds | None = None) -> bytes:
    """The bytes of a file (InputError where it is no file, cannot be read or is too large)."""
    most = (bounds or Bounds()).size
    try:
        if path.exists() and not path.is_file():
            raise InputError("This is no file", where=name, do="Give files or folders.")
        with path.open("rb") as stream:
            data = stream.read(most + 1)
    except (OSError, ValueError) as problem:
        raise unreadable(name, problem) from problem
    if len(data) > most:
        raise too_large(f"It has more than {most:,} bytes", Given(b"", name))
    return data
