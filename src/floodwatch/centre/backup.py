"""`floodwatch backup`: a whole centre in one file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import SettingError
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Centre

FORM = 1
BOOK, SETTINGS = "casebook", "centre.toml"
FOLDERS = ("evidence", "cases")
_PASSWORD = re.compile(r"(://[^:/@\s\"']*):[^@/\s\"']+@")


def backup(
    centre: Centre, progress: Progress, out: str = "", secrets: bool = False, wait: int = 60
) -> dict[str, Any]:
    """Write settings, casebook, evidence and cases into one file, whole or not at all; gives the hash of its list.

    Nothing that opens a door is in it, unless `secrets`: then the file opens every door of the centre.
    """
    from floodwatch.casebook.dump import rows
    from floodwatch.lake.files import whole
    from floodwatch.tools.archives import packed, packing

    path = Path(out)
    if not out or path.exists():
        raise SettingError("A backup needs a new file", do="Name one that is not there yet.")
    with ExitStack() as held, whole(path) as part:
        part.touch(0o600)
        remote = _held(centre, held, wait, progress)
        with packing(part, _about(secrets, remote)) as archive:
            archive.add(SETTINGS, [_settings(centre, secrets).encode()])
            for table, lines in rows(centre.casebook, secrets):
                progress(f"writing {table}", None)
                archive.add(f"{BOOK}/{table}.jsonl", lines)
            for name, file in _files(centre, {part.resolve()}):
                progress(f"writing {name}", None)
                archive.add_file(name, file)
    with packed(path) as made:
        return {
            "file": str(path), "files": len(made.files), "bytes": path.stat().st_size, "sha256": made.sha256,
            "secrets": secrets, "not_in_it": remote,
        }  # fmt: skip


def _held(centre: Centre, held: ExitStack, wait: int, progress: Progress) -> list[str]:
    """Hold every case, so that each is of one moment; gives the places of tables that lie elsewhere."""
    from floodwatch.lake.layout import case_folder, case_names
    from floodwatch.lake.locks import writing

    folders = [case_folder(centre.path, name) for name in case_names(centre.path)]
    for folder in folders:
        held.enter_context(writing(folder, wait, progress))
    return [str(folder.store) for folder in folders if folder.store is not None]


def _about(secrets: bool, remote: list[str]) -> dict[str, Any]:
    from importlib.metadata import version

    from floodwatch.casebook.store import HEAD

    return {
        "form": FORM, "made_at": datetime.now(UTC).isoformat(timespec="seconds"), "floodwatch": version("floodwatch"),
        "tables": HEAD, "secrets": secrets, "not_in_it": remote,
    }  # fmt: skip


def _settings(centre: Centre, secrets: bool) -> str:
    text = (centre.path / SETTINGS).read_text("utf-8")
    return text if secrets else _PASSWORD.sub(r"\1@", text)


def _files(centre: Centre, without: set[Path]) -> Iterator[tuple[str, Path]]:
    """Files of evidence and cases, without locks, what is half-made, and links."""
    for folder in FOLDERS:
        for file in sorted((centre.path / folder).rglob("*")):
            name = file.relative_to(centre.path)
            ours = file.is_file() and not file.is_symlink() and file.resolve() not in without
            if ours and not any(one.startswith(".") for one in name.parts) and name.name != "lock":
                yield name.as_posix(), file
