"""`floodwatch investigate`: from files to a report."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.centre.detect import detect
from floodwatch.centre.ingest import ingest
from floodwatch.centre.publish import publish
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case


def investigate(
    case: Case,
    progress: Progress,
    inputs: tuple[str, ...] = (),
    out: str = "",
    power: bool = True,
    seed: int = 1,
    set: tuple[str, ...] = (),
    engine: str = "",
    memory: str = "",
    spill: str = "",
    wait: int = 0,
    **reading: Any,
) -> dict[str, Any]:
    """Ingest, detect, measure power, publish; gives what was read, what was found and where it lies.

    `already_held` is how many other inputs the case held before: what was found is about them too.
    """
    running: dict[str, Any] = {"memory": memory, "spill": spill}
    with _centre(case, wait, progress):
        read = ingest(case, progress, inputs, **reading)
        found = detect(case, progress, seed, set, power, engine=engine, **running)
        published = publish(case, progress, out=out, **running)
    return {
        **published,
        "already_held": read["already_held"],
        "read": {name: value for name, value in read.items() if name != "recurrence"},
        "recurrence": read["recurrence"],
        "work": found["work"],
        "units": found["units"],
    }


@contextmanager
def _centre(case: Case, wait: int, progress: Progress) -> Iterator[None]:
    """Makes the centre where there is none and holds the case; when nothing could be read, the new centre goes."""
    from floodwatch.centre.handles import SETTINGS, Centre
    from floodwatch.lake.locks import writing
    from floodwatch.lake.read import ingests

    folder = case.centre.path
    new = not (folder / SETTINGS).exists()
    content, around = ([path for path in paths if not path.exists()] for paths in _parts(case))
    if new:
        Centre.init(folder)
    with writing(case.folder, wait, progress):
        try:
            yield
        except BaseException:
            if new and not ingests(case.folder):
                _remove(content, around)
            raise


def _parts(case: Case) -> tuple[list[Path], list[Path]]:
    """What a new centre with one case consists of: its content, and the folders around that."""
    from floodwatch.centre.handles import SETTINGS

    folder = case.centre.path
    names = ("evidence", SETTINGS, "casebook.db")
    return [case.folder.root, *(folder / name for name in names)], [folder / "cases", folder]


def _remove(content: Sequence[Path], around: Sequence[Path]) -> None:
    """Take away a centre that was made for nothing. Both hold only what was not there before: nothing of the user's."""
    for path in content:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    for folder in around:
        with suppress(OSError):
            folder.rmdir()
