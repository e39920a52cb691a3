"""Files that people send to the server: kept under a name of ours until they are read, and never served as they are."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from floodwatch.model.errors import SettingError

if TYPE_CHECKING:
    from floodwatch.centre.handles import Centre
    from floodwatch.model.acting import Acting

FOLDER, MADE = "incoming", "made"
MOST_BYTES = 4 * 1024**3
"""Of one upload, unless the settings allow less."""
CHUNK = 1024 * 1024
KEPT_DAYS = 7
OWNER = ".made.json"
_ID = re.compile(r"[0-9a-f]{32}")
_ODD = re.compile(r"[^\w.\- ]+")


@dataclass(frozen=True, slots=True)
class Upload:
    """One file: the id by which it is named, what it was called, its size and SHA-256, and who sent it."""

    upload: str
    name: str
    bytes: int
    sha256: str
    by: str


def keep(centre: Centre, acting: Acting, name: str, stream: IO[bytes], most: int = MOST_BYTES) -> Upload:
    """Write a stream to the disk, whole or not at all (SettingError where it is too large or empty)."""
    tidy(centre)
    number = secrets.token_hex(16)
    folder = centre.path / FOLDER / number
    folder.mkdir(parents=True)
    path = folder / plain_name(name)
    try:
        digest, size = _written(path, stream, most)
    except BaseException:
        _gone(folder)
        raise
    told = Upload(number, path.name, size, digest, acting.user)
    _note(folder, told)
    return told


def _written(path: Path, stream: IO[bytes], most: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as out:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise SettingError(f"A file has at most {most // 1024**2:,} MB here", do="Send it in parts.")
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if not size:
        raise SettingError("The file is empty", where=path.name)
    return digest.hexdigest(), size


def _note(folder: Path, told: Upload) -> None:
    from floodwatch.lake.files import write_json

    write_json(folder / ".upload.json", asdict(told))


def plain_name(name: str) -> str:
    """What a file is called on our disk: the last part of its name, without anything that a path could be made of."""
    last = unicodedata.normalize("NFKC", name).replace("\\", "/").rpartition("/")[2]
    return _ODD.sub("_", last).strip(". ")[-120:] or "file"


def path_of(centre: Centre, acting: Acting, upload: str) -> Path:
    """Where an upload of somebody lies (SettingError where they sent no such file)."""
    for path, told in _held(centre):
        if told["upload"] == upload and told["by"] == acting.user:
            return path
    raise SettingError("There is no such upload", do="Send the file again.")


def uploads(centre: Centre, acting: Acting) -> list[dict[str, Any]]:
    """What somebody sent, the newest first."""
    held = [(path.stat().st_mtime, told) for path, told in _held(centre) if told["by"] == acting.user]
    return [told for _, told in sorted(held, key=lambda one: -one[0])]


def _held(centre: Centre) -> Iterator[tuple[Path, dict[str, Any]]]:
    from floodwatch.lake.files import read_json

    root = centre.path / FOLDER
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        told = read_json(folder / ".upload.json", None) if _ID.fullmatch(folder.name) else None
        if told and (folder / told["name"]).is_file():
            yield folder / told["name"], told


def fresh(centre: Centre, acting: Acting) -> Path:
    """A new folder for what a verb writes for somebody."""
    from floodwatch.lake.files import write_json

    folder = centre.path / FOLDER / MADE / secrets.token_hex(16)
    folder.mkdir(parents=True)
    write_json(folder / OWNER, {"by": acting.user})
    return folder


def made(centre: Centre, acting: Acting, folder: str, name: str) -> Path:
    """Where a file lies that a verb wrote for somebody (SettingError where there is none)."""
    from floodwatch.lake.files import read_json

    place = centre.path / FOLDER / MADE / folder
    told = read_json(place / OWNER, None) if _ID.fullmatch(folder) else None
    names = [one.name for one in place.iterdir() if one.is_file()] if told else []
    if not told or told["by"] != acting.user or name not in names or name == OWNER:
        raise SettingError("There is no such file")
    return place / name


def tidy(centre: Centre, days: float = KEPT_DAYS) -> None:
    """Delete what was sent or made for sending more than so many days ago."""
    import time

    root = centre.path / FOLDER
    before = time.time() - days * 86400
    folders = [*root.glob("*"), *(root / MADE).glob("*")] if root.is_dir() else []
    for folder in folders:
        if _ID.fullmatch(folder.name) and folder.stat().st_mtime < before:
            _gone(folder)


def _gone(folder: Path) -> None:
    import shutil

    with suppress(OSError):
        shutil.rmtree(folder)
