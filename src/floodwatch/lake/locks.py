"""One writer per case: a second one is refused with the reason."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from floodwatch.lake.layout import CaseFolder
from floodwatch.model.errors import CentreError


@contextmanager
def writing(case: CaseFolder) -> Iterator[None]:
    """Hold the case for the block. The lock dies with the process, so a killed one leaves none behind."""
    case.root.mkdir(parents=True, exist_ok=True)
    with case.lock.open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            handle.seek(0)
            raise CentreError(
                f"Another process ({handle.read().strip() or 'unknown'}) is writing to this case",
                where=str(case.root),
                do="Wait until it ends, or use another case.",
            ) from busy
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield
