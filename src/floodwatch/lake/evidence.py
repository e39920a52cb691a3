"""Originals as they came, named by their SHA-256 and written once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from floodwatch.lake.files import own_scratch, settle, sweep, whole
from floodwatch.lake.layout import evidence_file

_CHUNK = 1 << 20


def fingerprint(path: Path) -> tuple[str, int]:
    """SHA-256 and size in bytes of a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def tidy(centre: Path) -> None:
    """Remove copies that killed processes left half-made."""
    for folder in (centre / "evidence").glob("*"):
        sweep(folder)


def keep(centre: Path, path: Path) -> tuple[str, int]:
    """Copy a file into the evidence store unless it is there; gives its hash and size."""
    if path == evidence_file(centre, path.name):
        return path.name, path.stat().st_size
    sha256, size = fingerprint(path)
    target = evidence_file(centre, sha256)
    if target.exists():
        return sha256, size
    with whole(target) as part, path.open("rb") as source, part.open("wb") as copy:
        while chunk := source.read(_CHUNK):
            copy.write(chunk)
        part.chmod(0o440)
    return sha256, size


def fetch(centre: Path, download: Callable[[Path], None]) -> Path:
    """Keep what `download` writes to the path that it is given; gives the original, which lies here once."""
    with own_scratch(centre / "evidence", "fetch") as folder:
        part = folder / "part"
        download(part)
        target = evidence_file(centre, fingerprint(part)[0])
        if not target.exists():
            target.parent.mkdir(exist_ok=True)
            part.chmod(0o440)
            settle(part)
            part.replace(target)
            settle(target.parent)
    return target
