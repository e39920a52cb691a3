"""Files, folders and compressed files as streams of plain bytes, within limits.

A compressed stream that breaks in the middle ends there and says so in `broken`; what came before counts.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from floodwatch.model.errors import InputError
from floodwatch.sources.base import MIB, Limits

MAGIC = {
    b"\x1f\x8b": "gzip",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
}
_BROKEN = (EOFError, OSError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, ValueError)
_BLOCK = MIB // 8


@dataclass(frozen=True, slots=True)
class Item:
    """One stream of rows: a file, or a member of a zip file. `given` is true when the user named it."""

    path: Path
    member: str = ""
    given: bool = True
    limits: Limits = field(default_factory=Limits)
    label: str = ""

    @property
    def name(self) -> str:
        """How the item is called in rejects and reports; bytes that are no UTF-8 are shown as escapes."""
        file = self.label or str(self.path)
        name = f"{file}!{self.member}" if self.member else file
        return os.fsencode(name).decode("utf-8", "backslashreplace")

    def open(self) -> Flow:
        """The plain bytes, from the beginning."""
        return Flow(self)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that came from elsewhere: where it lies here, and what it is called there. `given` as in `Item`."""

    path: Path
    name: str
    given: bool = True


class Flow:
    """Plain bytes of an item, decompressed as needed and counted against the limits."""

    def __init__(self, item: Item) -> None:
        self.item, self.broken = item, ""
        self.compression: list[str] = []
        self.count = self._start = 0
        self._limits = item.limits
        self._opened: list[Any] = []
        try:
            self._file = self._layers(self._bottom())
        except (*_BROKEN, RuntimeError) as problem:
            self.close()
            raise unreadable(item.name, problem) from problem

    def read(self, size: int = MIB) -> bytes:
        """The next bytes, at most `size`; empty at the end or where the compressed data breaks."""
        parts: list[bytes] = []
        while size > 0 and not self.broken:
            block = self._one(min(size, _BLOCK) if self.compression else size)
            if not block:
                break
            parts.append(block)
            size -= len(block)
        return b"".join(parts)

    def seekable(self) -> IO[bytes]:
        """A seekable file with the same bytes: the file itself, or a temporary copy."""
        if not self.compression and not self.item.member:
            return self._plain
        copy = tempfile.SpooledTemporaryFile(max_size=64 * MIB)  # noqa: SIM115
        self._opened.append(copy)
        while block := self.read():
            copy.write(block)
        copy.seek(0)
        return copy

    @property
    def share(self) -> float:
        """Share of the bytes on disk that have been used (of a zip member: of its compressed size)."""
        if self._plain.closed:
            return 1.0
        used = self._plain.tell() - self._start
        return max(0.0, min(1.0, used / max(1, self._size)))

    def close(self) -> None:
        """Close every layer."""
        for layer in reversed(self._opened):
            layer.close()

    def __enter__(self) -> Flow:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    def _bottom(self) -> Any:
        self._plain = self.item.path.open("rb")
        self._opened.append(self._plain)
        self._size = os.fstat(self._plain.fileno()).st_size
        if not self.item.member:
            return self._plain
        archive = zipfile.ZipFile(self._plain)
        info = archive.getinfo(self.item.member)
        self._size, self._start = info.compress_size, info.header_offset
        self.compression.append("zip")
        member = archive.open(info)
        self._opened += [archive, member]
        return io.BufferedReader(member)

    def _layers(self, file: Any) -> Any:
        for _ in range(3):
            kind = compression(file.peek(8)[:8])
            if not kind:
                return file
            self.compression.append(kind)
            layer = _decompressed(kind, file)
            self._opened.append(layer)
            file = io.BufferedReader(layer, _BLOCK)
        return file

    def _one(self, size: int) -> bytes:
        try:
            block: bytes = self._file.read1(size)
        except _BROKEN as problem:
            if not self.compression:
                raise unreadable(self.item.name, problem) from problem
            self.broken = f"the {self.compression[-1]} data is broken from here on ({problem})"
            return b""
        self.count += len(block)
        self._check()
        return block

    def _check(self) -> None:
        limits, used = self._limits, max(1, self._size)
        bomb = bool(self.compression) and self.count > limits.ratio_from and self.count > limits.ratio * used
        if bomb or self.count > limits.total:
            raise InputError(
                f"The content grows to more than {self.count // MIB:,} MiB from {used:,} bytes",
                where=self.item.name,
                do="It looks like a decompression bomb; unpack it yourself if you trust it.",
            )


def compression(head: bytes) -> str:
    """Name of the compression that the first bytes show, or nothing."""
    return next((name for magic, name in MAGIC.items() if head.startswith(magic)), "")


def _decompressed(kind: str, file: Any) -> Any:
    openers: dict[str, Any] = {
        "gzip": lambda: gzip.GzipFile(fileobj=file),
        "bzip2": lambda: bz2.BZ2File(file),
        "xz": lambda: lzma.LZMAFile(file),  # noqa: SIM115
        "zstd": lambda: _Zstd(file),
    }
    return openers[kind]()


class _Zstd(io.RawIOBase):
    """Zstandard through Arrow, which notices a stream that ends too early."""

    def __init__(self, file: Any) -> None:
        self._stream = pa.CompressedInputStream(pa.PythonFile(file, "r"), "zstd")

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        block: bytes = self._stream.read(len(target))
        target[: len(block)] = block
        return len(block)


def items(paths: Sequence[Path | Fetched], limits: Limits) -> list[Item]:
    """Every stream under the paths, in order; folders are read recursively, by name, each file once.

    Labels do not say where the given paths lie, which may name a person: folder and below, or file alone.
    """
    found: dict[tuple[Path, str], Item] = {}
    labels: dict[str, Path] = {}
    for path in paths:
        for item in _under(path, limits):
            label, number = _label(item.path, path), 1
            while labels.setdefault(_numbered(label, number), item.path) != item.path:
                number += 1
            named = replace(item, label=_numbered(label, number))
            found.setdefault((item.path.resolve(), item.member), named)
    return list(found.values())


def _label(path: Path, given: Path | Fetched) -> str:
    """The path as given when it is relative, else from the given folder or file on."""
    if isinstance(given, Fetched):
        return given.name
    plain = given if not given.is_absolute() and ".." not in given.parts else Path(given.name)
    return str(plain / path.relative_to(given))


def _numbered(label: str, number: int) -> str:
    return label if number == 1 else f"{label} ({number})"


def _under(path: Path | Fetched, limits: Limits) -> Iterator[Item]:
    if isinstance(path, Fetched):
        yield from _streams(path.path, path.given, limits)
        return
    try:
        if stat.S_ISDIR(path.stat().st_mode):
            for file in _files(path):
                yield from _streams(file, False, limits)
            return
    except (OSError, ValueError) as problem:
        raise unreadable(str(getattr(problem, "filename", None) or path), problem) from problem
    yield from _streams(path, True, limits)


def _streams(path: Path, given: bool, limits: Limits) -> Iterator[Item]:
    """The streams of one file. A pipe or a socket is refused unopened, since opening it may wait for ever."""
    do = "" if given else "Remove it, or give the files one by one."
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError("This is neither a file nor a folder", where=str(path), do=do)
        yield from _members(path, given, limits)
    except (OSError, ValueError) as problem:
        raise unreadable(str(path), problem, do) from problem


def _files(folder: Path) -> Iterator[Path]:
    def fail(problem: OSError) -> None:
        raise problem

    for place, folders, names in os.walk(folder, onerror=fail):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        yield from (Path(place, n) for n in sorted(names) if not n.startswith("."))


def _members(path: Path, given: bool, limits: Limits) -> Iterator[Item]:
    with path.open("rb") as file:
        zipped = file.read(4) == b"PK\x03\x04"
    if not zipped:
        yield Item(path, "", given, limits)
        return
    try:
        infos = zipfile.ZipFile(path).infolist()
    except zipfile.BadZipFile as problem:
        raise InputError(
            f"The zip file is broken: {problem}", where=str(path), do="Copy it again."
        ) from problem
    _check_zip(path, infos, limits)
    for name in sorted({i.filename for i in infos if _wanted(i)}):
        yield Item(path, name, given and len(infos) == 1, limits)


def _wanted(info: zipfile.ZipInfo) -> bool:
    parts = info.filename.split("/")
    return not info.is_dir() and not any(p.startswith(".") or p == "__MACOSX" for p in parts)


def _check_zip(path: Path, infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    total, size = sum(i.file_size for i in infos), max(1, path.stat().st_size)
    if any(i.filename == "[Content_Types].xml" for i in infos):
        raise InputError(
            "This is an Office document, not a table", where=str(path), do="Save it as CSV first."
        )
    if len(infos) > limits.members or total > limits.total:
        raise InputError("The zip file holds too much", where=str(path), do="Unpack it and give the folder.")
    if total > limits.ratio_from and total > limits.ratio * size:
        raise InputError(
            f"The zip file would grow from {size:,} to {total:,} bytes",
            where=str(path),
            do="It looks like a decompression bomb; unpack it yourself if you trust it.",
        )
    if any(i.flag_bits & 1 for i in infos):
        raise InputError("The zip file is encrypted", where=str(path), do="Unpack it first.")


def unreadable(name: str, problem: Exception, do: str = "") -> InputError:
    """The error for a file or folder that the system does not let us read."""
    if isinstance(problem, FileNotFoundError):
        return InputError("There is no such file or folder", where=name, do=do or "Check the path.")
    if isinstance(problem, PermissionError):
        return InputError("This may not be read", where=name, do="Ask for read permission, or copy it.")
    why = getattr(problem, "strerror", None) or problem
    return InputError(f"This cannot be read: {why}", where=name, do="Copy it again or check the disk.")
