"""Writing whole or not at all: temporary name, fsync, rename. A full disk leaves nothing half-written."""

from __future__ import annotations

import errno
import json
import os
import platform
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from floodwatch.model.errors import OutOfSpace

_FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` that becomes `path` when the block ends well, else vanishes."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        settle(part)
        part.replace(path)
    except OSError as problem:
        raise explained(problem, path) from problem
    finally:
        part.unlink(missing_ok=True)


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
    here = f".{name}-{platform.node()}-"
    for left in folder.glob(f"{here}*"):
        if not _alive(int(left.name.removeprefix(here).partition("-")[0])):
            shutil.rmtree(left, ignore_errors=True)
    with scratch(folder / f"{here}{os.getpid()}-{uuid4().hex}") as made:
        yield made


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
    """Make sure that a file's bytes are on the disk."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


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
