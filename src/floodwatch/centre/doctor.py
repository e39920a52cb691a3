"""`floodwatch doctor`: what is installed, what is missing, and what to do about it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

from floodwatch.model.errors import ExtraMissing
from floodwatch.model.units import Progress, quiet
from floodwatch.tools.memory import machine_mb

GIB = 1 << 30
PYTHON = (3, 11)
PROGRAMS = {
    "chromium": "opens the report in the browser tests; a user does not need it",
    "java": "runs Spark, for cases larger than one machine (17 or later)",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. `ok` is None when it is optional and missing."""

    name: str
    ok: bool | None
    detail: str
    advice: str = ""


def doctor(place: None = None, progress: Progress = quiet) -> dict[str, Any]:
    """Every check; `ready` says whether Floodwatch can run here."""
    found = tuple(checks())
    return {"ready": all(c.ok is not False for c in found), "checks": [asdict(c) for c in found]}


def checks() -> Iterator[Check]:
    """Python, packages, extras, programs, scripts, memory and disk, in that order."""
    yield python()
    yield from packages()
    yield from programs()
    yield scripts()
    yield memory()
    yield disk(Path.cwd())


def python() -> Check:
    """The interpreter."""
    fits = sys.version_info >= PYTHON
    return Check("python", fits, platform.python_version(), "" if fits else "Install Python 3.11 or later.")


def packages() -> Iterator[Check]:
    """Every package that the installed Floodwatch names, those of extras as optional."""
    lines = [requirement(line) for line in reversed(requires("floodwatch") or [])]
    for name, extra in sorted({name: extra for name, extra in lines if name != "floodwatch"}.items()):
        try:
            yield Check(f"package {name}", True, version(name))
        except PackageNotFoundError:
            wanted = f"floodwatch[{extra}]" if extra else "floodwatch"
            yield Check(
                f"package {name}",
                None if extra else False,
                f"not installed; part of the extra {extra}" if extra else "not installed",
                f"pip install '{wanted}'",
            )


def requirement(line: str) -> tuple[str, str]:
    """Package and extra of one line of metadata, such as `pandas>=2 ; extra == 'notebook'`."""
    wanted, _, marker = line.partition(";")
    name = wanted.strip()
    for sign in "<>=!~[ (":
        name = name.split(sign)[0]
    _, _, extra = marker.partition("extra ==")
    return name, extra.strip().strip("'\"")


def programs() -> Iterator[Check]:
    """Programs outside Python, all optional."""
    for name, use in PROGRAMS.items():
        where = shutil.which(name)
        yield Check(f"program {name}", True if where else None, where or f"not found; {use}")


def scripts() -> Check:
    """Which scripts the fonts at hand can print in a PDF."""
    from floodwatch.outputs import glyphs

    try:
        found = glyphs.scripts()
    except ExtraMissing as absent:
        return Check("scripts in PDF", None, f"{absent.what}: no PDF can be made", absent.do)
    gone = [name for name, fine in found.items() if not fine]
    if not gone:
        return Check("scripts in PDF", True, f"all {len(found)} that are looked for")
    advice = "pip install 'floodwatch[fonts]'; on Debian, apt-get install fonts-noto-core fonts-noto-cjk for the rest"
    return Check(
        "scripts in PDF", None, f"{len(found) - len(gone)} can be printed; not {', '.join(gone)}", advice
    )


def memory() -> Check:
    """Physical memory of the machine."""
    total = machine_mb() * 10**6 / GIB
    if not total:
        return Check("memory", None, "not known on this system")
    enough = total >= 2
    advice = "" if enough else "Give --memory 1GB so that large queries use the disk."
    return Check("memory", True if enough else None, f"{total:.1f} GiB", advice)


def disk(folder: Path) -> Check:
    """Free space where one stands, and whether it can be written."""
    free = shutil.disk_usage(folder).free / GIB
    writable = os.access(folder, os.W_OK)
    detail = f"{free:.1f} GiB free in {folder}" + ("" if writable else ", which cannot be written")
    fine = writable and free >= 1
    return Check("disk", fine, detail, "" if fine else "Go to a folder that can be written and has space.")
