"""One writer per case: a second one waits as long as it was told to, or is refused with the reason."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TextIO

from floodwatch.lake.layout import CaseFolder
from floodwatch.lake.tidy import tidy
from floodwatch.model.errors import CentreError
from floodwatch.model.units import Progress, quiet

PAUSE_S = 0.2
_HELD: ContextVar[frozenset[Path]] = ContextVar("held", default=frozenset())
"""Cases that this thread holds: a verb that is made of verbs holds its case once, from its first to its last."""


@contextmanager
def writing(case: CaseFolder, wait: float = 0, progress: Progress = quiet) -> Iterator[None]:
    """Hold the case for the block, after at most `wait` seconds; what a killed writer left behind goes first.

    The lock is the operating system's and dies with its process, so a killed one leaves none behind.
    """
    root = case.root.resolve()
    if root in _HELD.get():
        yield
        return
    with _taken(case, wait, progress) as handle:
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        tidy(case)
        _HELD.set(_HELD.get() | {root})
        try:
            yield
        finally:
            _HELD.set(_HELD.get() - {root})


def _taken(case: CaseFolder, wait: float, progress: Progress) -> TextIO:
    """The lock's file, locked."""
    until = time.monotonic() + wait
    while True:
        case.root.mkdir(parents=True, exist_ok=True)
        handle = case.lock.open("a+")
        if _locked(handle) and _is_at(case.lock, handle):
            return handle
        handle.seek(0)
        owner = handle.read().strip() or "unknown"
        handle.close()
        if time.monotonic() >= until:
            raise CentreError(
                f"Another process ({owner}) is writing to this case",
                where=str(case.root),
                do="Wait until it ends, give --wait SECONDS, or use another case.",
            )
        progress(f"waiting for process {owner}", None)
        time.sleep(PAUSE_S)


def _locked(handle: TextIO) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_at(path: Path, handle: TextIO) -> bool:
    """Whether the file still has its name: a new case that failed is removed together with its lock."""
    try:
        return path.stat().st_ino == os.fstat(handle.fileno()).st_ino
    except FileNotFoundError:
        return False
