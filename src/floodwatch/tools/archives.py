"""One file that holds many, with a list of their hashes. One that comes back is a stranger's until it is checked."""

from __future__ import annotations

import hashlib
import json
import re
import stat
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from floodwatch.model.errors import FormatError

MANIFEST = "manifest.json"
MOST_MANIFEST = 1 << 28
AT_ONCE = 1 << 20
PACKED = (".parquet", ".zst", ".gz", ".zip", ".jpg", ".png", ".mp4")
"""Endings of what is packed already."""
_NAME = re.compile(r"[^\x00-\x1f\x7f\\:]{1,1000}")


class Packing:
    """An archive that is being written."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.files: dict[str, dict[str, Any]] = {}

    def add(self, name: str, parts: Iterable[bytes]) -> None:
        """Add a file from its bytes."""
        digest, size = hashlib.sha256(), 0
        entry = zipfile.ZipInfo(_good(name), (1980, 1, 1, 0, 0, 0))
        entry.external_attr = 0o600 << 16
        entry.compress_type = zipfile.ZIP_STORED if name.endswith(PACKED) else zipfile.ZIP_DEFLATED
        with self._archive.open(entry, "w", force_zip64=True) as out:
            for part in parts:
                out.write(part)
                digest.update(part)
                size += len(part)
        self.files[name] = {"sha256": digest.hexdigest(), "bytes": size}

    def add_file(self, name: str, path: Path) -> None:
        """Add a file of the disk."""
        with path.open("rb") as source:
            self.add(name, iter(lambda: source.read(AT_ONCE), b""))


@contextmanager
def packing(path: Path, about: Mapping[str, Any]) -> Iterator[Packing]:
    """An archive at that path; the manifest, with `about` and a hash for each file, is written when the block ends."""
    with zipfile.ZipFile(path, "w", allowZip64=True) as archive:
        made = Packing(archive)
        yield made
        told = json.dumps({**about, "files": made.files}, indent=1, sort_keys=True, ensure_ascii=False)
        archive.writestr(zipfile.ZipInfo(MANIFEST, (1980, 1, 1, 0, 0, 0)), told + "\n")


class Packed:
    """An archive whose names are safe and whose list fits; the bytes are checked when they are read."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        names = [entry.filename for entry in archive.infolist()]
        if len(set(names)) != len(names) or names.count(MANIFEST) != 1:
            raise _wrong("holds a file twice, or no list of them")
        if archive.getinfo(MANIFEST).file_size > MOST_MANIFEST:
            raise _wrong("has a list that is too long")
        text = archive.read(MANIFEST)
        self.sha256 = hashlib.sha256(text).hexdigest()
        self.about = _manifest(text)
        self.files: dict[str, dict[str, Any]] = self.about["files"]
        if set(names) != {MANIFEST, *self.files}:
            raise _wrong("does not hold what its list says")
        for name in self.files:
            _same(archive.getinfo(_good(name)), self.files[name])

    def parts(self, name: str) -> Iterator[bytes]:
        """The bytes of a file; FormatError at the end where they are not those of the list."""
        told, digest, size = self.files[name], hashlib.sha256(), 0
        try:
            with self._archive.open(name) as source:
                while part := source.read(AT_ONCE):
                    digest.update(part)
                    size += len(part)
                    if size > told["bytes"]:
                        break
                    yield part
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as problem:
            raise _wrong(f"cannot be read at {name}") from problem
        if (size, digest.hexdigest()) != (told["bytes"], told["sha256"]):
            raise _wrong(f"was changed at {name}")

    def lines(self, name: str) -> Iterator[str]:
        """The lines of a text file."""
        left = b""
        for part in self.parts(name):
            *whole, left = (left + part).split(b"\n")
            yield from (line.decode() for line in whole)
        if left:
            yield left.decode()


@contextmanager
def packed(path: Path) -> Iterator[Packed]:
    """The archive at that path (FormatError where it is none, or not as its list says)."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as problem:
        raise _wrong("is no archive of a backup") from problem
    with archive:
        yield Packed(archive)


def _manifest(text: bytes) -> dict[str, Any]:
    try:
        told = json.loads(text)
        right = all(
            isinstance(one["sha256"], str) and type(one["bytes"]) is int for one in told["files"].values()
        )
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise _wrong("has a list that cannot be read") from problem
    if not right:
        raise _wrong("has a list that cannot be read")
    found: dict[str, Any] = told
    return found


def _good(name: str) -> str:
    """A name that stays below the folder into which it is unpacked, on every system."""
    path = PurePosixPath(name)
    if (
        not _NAME.fullmatch(name)
        or path.is_absolute()
        or ".." in path.parts
        or str(path) != name
        or name == MANIFEST
    ):
        raise _wrong(f"names a file {name[:80]!r} that cannot be unpacked")
    return name


def _same(entry: zipfile.ZipInfo, told: Mapping[str, Any]) -> None:
    mode = entry.external_attr >> 16
    if entry.is_dir() or (stat.S_IFMT(mode) and not stat.S_ISREG(mode)) or entry.file_size != told["bytes"]:
        raise _wrong(f"was changed at {entry.filename}")


def _wrong(what: str) -> FormatError:
    return FormatError(f"The file {what}", do="Use another backup; nothing was written.")
