"""Documents that are zip archives: their parts by name, within the bounds, none of them written to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from functools import cached_property

from floodwatch.sources.base import MIB
from floodwatch.sources.documents.base import Given, broken, too_large

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
)
_BLOCK = MIB // 4


class Parts:
    """The parts of one document."""

    def __init__(self, given: Given) -> None:
        self.given, self.left = given, given.bounds.unpacked
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(given.data))
            self.infos = {info.filename: info for info in self.archive.infolist()}
        except _BROKEN as problem:
            raise broken(f"Its archive is broken: {problem}", given) from problem
        if len(self.archive.infolist()) > given.bounds.members:
            raise too_large(f"Its archive has more than {given.bounds.members:,} parts", given)

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of all parts."""
        return frozenset(self.infos)

    def read(self, name: str) -> bytes:
        """One part; nothing where it is missing. What is unpacked is counted, whatever the archive says."""
        info = self.infos.get(name)
        if info is None:
            return b""
        if info.flag_bits & 1:
            raise broken("It is encrypted", self.given, "Save it without a password or protection.")
        found = bytearray()
        try:
            with self.archive.open(info) as part:
                while block := part.read(_BLOCK):
                    found += block
                    self._count(len(block), len(found), info.compress_size)
        except _BROKEN as problem:
            raise broken(f"Its part {name} is broken: {problem}", self.given) from problem
        return bytes(found)

    def _count(self, more: int, size: int, packed: int) -> None:
        bounds = self.given.bounds
        self.left -= more
        if self.left < 0 or (size > bounds.ratio_from and size > bounds.ratio * max(1, packed)):
            raise too_large("It unpacks to far more than its size, like a decompression bomb", self.given)


def is_zip(given: Given) -> bool:
    """Whether the file begins like a zip archive."""
    return given.data.startswith(b"PK\x03\x04")


def names_in(given: Given) -> frozenset[str]:
    """Names of the parts, for telling what it is; none where the archive is broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(given.data)) as archive:
            return frozenset(archive.namelist())
    except _BROKEN:
        return frozenset()
