"""Writing whole or not at all: temporary name, fsync, rename. A full disk leaves nothing half-written."""

from __future__ import annotations

import errno
import json
import os
import platform
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from floodwatch.model.errors import OutOfSpace
from floodwatch.tools.stores import Place

_FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` that becomes `path` when the block ends well, else vanishes.

    It is of this process alone; what killed processes left beside `path` goes first.
    """
    part = path.with_name(f"{_own(path.name)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path.parent)
        yield part
        settle(part)
        part.replace(path)
        settle(path.parent)
    except OSError as problem:
        raise explained(problem, path) from problem
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def whole_at(place: Place, waiting: Path) -> Iterator[Path]:
    """`whole`, also for a place on an object store, whose file waits in a local folder until it is put as one."""
    if isinstance(place, Path):
        with whole(place) as part:
            yield part
        return
    with own_scratch(waiting, "put") as folder:
        yield folder / place.name
        place.put(folder / place.name)


def move(part: Path, place: Place) -> None:
    """Put a finished file where it belongs."""
    if not isinstance(place, Path):
        place.put(part)
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    settle(part)
    part.replace(place)
    settle(place.parent)


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """An empty folder that is gone when the block ends, however it ends."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        yield folder
    except OSError as problem:
        raise explained(problem, folder) from problem
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def own_scratch(folder: Path, name: str) -> Iterator[Path]:
    """A scratch folder that no other process or thread uses; those of processes that were killed go first."""
    sweep(folder)
    with scratch(folder / _own(name)) as made:
        yield made


def sweep(folder: Path) -> None:
    """Remove from a folder what processes of this machine that are gone left half-made in it."""
    made = re.compile(rf"\..+-{re.escape(platform.node())}-(\d+)-[0-9a-f]{{32}}(\.part)?")
    for left in folder.glob(".*"):
        named = made.fullmatch(left.name)
        if named and not _alive(int(named[1])):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def _own(name: str) -> str:
    """A hidden name that no other process or thread uses."""
    return f".{name}-{platform.node()}-{os.getpid()}-{uuid4().hex}"


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def write_json(path: Path, value: Any) -> None:
    """Write JSON whole, keys sorted."""
    with whole(path) as part:
        part.write_text(json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")


def read_json(path: Path, default: Any) -> Any:
    """The content of a JSON file, or the default where there is none."""
    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return default


def settle(path: Path) -> None:
    """Make sure that a file's bytes, or a folder's names, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def explained(problem: OSError, path: Path) -> Exception:
    """A full disk or a folder that cannot be written, said so that it can be mended; others unchanged."""
    if problem.errno in _FULL:
        return OutOfSpace(
            "The disk is full", where=str(path), do="Free space and run the same command again."
        )
    if isinstance(problem, PermissionError):
        return OutOfSpace(
            "This place cannot be written", where=str(path), do="Choose another folder with --out."
        )
    return problem
