"""Sizes of memory: as users write them, and the most that this process has held."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path

from floodwatch.model.errors import SettingError

UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
BINARY = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}
SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?\s*", re.IGNORECASE)


def bytes_of(size: str) -> int:
    """Bytes of a size such as `2GB` or `512MiB` (SettingError for anything else)."""
    found = SIZE.fullmatch(size)
    if not found:
        raise SettingError(f"memory cannot be {size!r}", do="Write it like 2GB or 512MB.")
    number, unit, binary = found.groups()
    return int(float(number) * (BINARY if binary else UNITS)[unit.lower()])


def peak_mb() -> int | None:
    """Megabytes that this process held at its most; None where the system does not say.

    Linux is asked for the peak of this program: `getrusage` counts what the process held before it became this one.
    """
    with suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text("ascii", "replace").splitlines()
        kilobytes = next(line.split()[1] for line in lines if line.startswith("VmHWM:"))
        return round(int(kilobytes) * 1024 / 10**6)
    try:
        import resource
    except ImportError:  # Windows
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (10**6 if sys.platform == "darwin" else 10**6 / 1024))


def machine_mb() -> float:
    """Megabytes of memory that this machine has; without a word from the system, none is known of: 0."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 10**6
    except (ValueError, OSError, AttributeError):
        return 0.0
