"""Object stores: what a URL such as s3://bucket/folder names, by fsspec, with the credentials of the environment.

The one file of Floodwatch that opens connections to stores. Addresses hold no credentials; messages hold none either.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from floodwatch.model.errors import ExtraMissing, FloodwatchError, StoreError

SCHEMES = {
    "s3": "s3fs", "gs": "gcsfs", "abfs": "adlfs", "abfss": "adlfs", "hdfs": "pyarrow", "file": "fsspec",
}  # fmt: skip
"""What may stand before :// and the package that reaches it."""
READING = {"s3": {"default_cache_type": "none"}}
"""Options of packages that would read ahead: DuckDB asks for just what it needs, megabytes at a time."""
FOLDERS = ("hdfs", "file")
"""Schemes of stores in which a folder must be made before a file can lie in it."""
URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(.*)", re.DOTALL)
CREDENTIALS = re.compile(r"^[^/]*:[^/]*@|\?[^/*]*=")
"""A password before the host, or a signature behind the path."""
SECRET = re.compile(r"KEY|SECRET|TOKEN|PASSWORD|SAS|CREDENTIAL|CONNECTION", re.IGNORECASE)
MAGIC = re.compile(r"[*?\[]")
GUIDE = "See docs/how-to/use-an-object-store.md."


@dataclass(frozen=True, slots=True, order=True)
class Remote:
    """A file or a folder on an object store: what is needed of `pathlib.Path`, and no more."""

    url: str

    def __post_init__(self) -> None:
        scheme, rest = _parts(self.url)
        if CREDENTIALS.search(rest):
            raise StoreError(
                "An address must not hold a password or a signature",
                where=masked(self.url),
                do=f"Set them in the environment. {GUIDE}",
            )
        if scheme not in SCHEMES:
            raise StoreError(
                f"{scheme}:// is no object store that can be read",
                do=f"Choose one of {', '.join(f'{s}://' for s in SCHEMES)}, or download the file first.",
            )

    def __str__(self) -> str:
        return self.url

    def __truediv__(self, name: str) -> Remote:
        return Remote(f"{self.url.rstrip('/')}/{name}")

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.url.rstrip("/").rpartition("/")[2]

    @property
    def parent(self) -> Remote:
        """The folder in which it lies."""
        return Remote(self.url.rstrip("/").rpartition("/")[0])

    @property
    def scheme(self) -> str:
        """What stands before ://."""
        return _parts(self.url)[0]

    def system(self, reading: bool = False) -> Any:
        """The file system (of fsspec) that reaches it; one for reading remembers listings, the other asks each time."""
        try:
            import fsspec
        except ImportError as missing:
            raise ExtraMissing("fsspec", "store") from missing
        options = READING.get(self.scheme, {}) if reading else {}
        with asked(self):
            try:
                return fsspec.core.url_to_fs(self.url, use_listings_cache=reading, **options)[0]
            except ImportError as missing:
                package = SCHEMES[self.scheme]
                raise ExtraMissing(package, "store", "" if package == "s3fs" else package) from missing

    def get(self, local: Path) -> None:
        """Copy it to a local file."""
        system = self.system()
        with asked(self):
            system.get_file(system._strip_protocol(self.url), str(local))

    def put(self, local: Path) -> None:
        """Make it of a local file; until that has arrived whole there is nothing, or what was there before."""
        system = self.system()
        with asked(self):
            path = system._strip_protocol(self.url)
            if self.scheme in FOLDERS:
                system.makedirs(system._parent(path), exist_ok=True)
            system.put_file(str(local), path)

    def exists(self) -> bool:
        """Whether there is such an object."""
        system = self.system()
        with asked(self):
            return bool(system.exists(system._strip_protocol(self.url)))

    def unlink(self, missing_ok: bool = True) -> None:
        """Remove it."""
        system = self.system()
        with asked(self), suppress(*[FileNotFoundError] * missing_ok):
            system.rm_file(system._strip_protocol(self.url))

    def rglob(self, pattern: str) -> Iterator[Remote]:
        """Every object below it whose name fits the pattern."""
        system = self.system()
        with asked(self):
            names = system.find(system._strip_protocol(self.url))
        return (self._at(name) for name in names if fnmatch(name.rpartition("/")[2], pattern))

    def _at(self, name: str) -> Remote:
        """Another object of this store, by the name that fsspec gives it."""
        scheme, rest = _parts(self.url)
        return Remote(f"{scheme}://{rest.partition('/')[0]}/{name.partition('/')[2]}")


Place = Path | Remote
"""Where a file lies: on this machine or on a store."""


@dataclass(frozen=True, slots=True)
class Found:
    """An object, its size, and what changes when its content does (empty where the store does not say).

    `given` is true when the user named it, by its name or a pattern.
    """

    place: Remote
    size: int
    version: str
    given: bool


def is_url(text: str) -> bool:
    """Whether this is an address and no path of this machine."""
    return bool(URL.match(text))


def masked(text: str) -> str:
    """The text, but of an address that holds a password, a signature or a token only what kind it is."""
    scheme, mark, rest = text.partition("://")
    return f"{scheme}://…" if mark and (CREDENTIALS.search(rest) or "token=" in rest) else text


def found(place: Remote) -> list[Found]:
    """The objects that an address names, by name: itself, those of a pattern (*, ?, [a-c]), those of a folder."""
    system = place.system()
    with asked(place):
        path = system._strip_protocol(place.url)
        named = system.glob(path, detail=True) if MAGIC.search(path) else {}
        plain = {n: i for n, i in named.items() if i["type"] == "file"}
        within = [n for n in named if n not in plain] if named else [path]
        below = {n: i for folder in within for n, i in system.find(folder, detail=True).items()}
        every = [_found(place, n, i, n in plain or n == path) for n, i in sorted({**below, **plain}.items())]
    kept = [one for one in every if one.given or not one.place.name.startswith(".")]
    if not kept:
        raise StoreError("There is no such object", where=str(place), do=f"Check the address. {GUIDE}")
    return kept


def _found(place: Remote, name: str, told: Mapping[str, Any], given: bool) -> Found:
    changes = next((str(told[k]) for k in ("ETag", "etag", "md5Hash", "mtime") if told.get(k)), "")
    return Found(place._at(name), int(told["size"]), changes.strip('"'), given)


def reader(places: Sequence[Remote]) -> Any:
    """The file system for reading files of one store, which lists their folders now and asks about no file again."""
    system = places[0].system(reading=True)
    for folder in {place.parent for place in places}:
        with asked(folder):
            path = system._strip_protocol(folder.url)
            system.invalidate_cache(path)
            system.ls(path)
    return system


@contextmanager
def asked(place: Remote) -> Iterator[None]:
    """What a store, or its package, says against what the block asks of it, as an error that can be mended."""
    try:
        yield
    except (FloodwatchError, ImportError):
        raise
    except Exception as problem:
        raise refused(problem, place) from problem


def refused(problem: Exception, place: Remote) -> StoreError:
    """The error for what a store said: what, where, what to do, and no secret."""
    if isinstance(problem, FileNotFoundError):
        advice = "Check the bucket and the path."
    elif isinstance(problem, PermissionError) or "redentials" in f"{type(problem).__name__} {problem}":
        advice = f"Check the credentials in the environment, and what they allow. {GUIDE}"
    else:
        advice = "Check that the store can be reached, and run the same command again."
    return StoreError(f"The object store cannot be used: {_said(problem)}", where=str(place), do=advice)


def _said(problem: Exception) -> str:
    """The first line of a message, without the values of what the environment keeps secret."""
    first = (str(problem).strip() or type(problem).__name__).splitlines()[0].rstrip(".")
    for name, value in os.environ.items():
        if len(value) > 3 and SECRET.search(name):
            first = first.replace(value, "…")
    return first


def _parts(url: str) -> tuple[str, str]:
    matched = URL.match(url)
    if not matched:
        raise StoreError(
            "This is not the address of an object store", where=url, do="Write it like s3://bucket/folder."
        )
    return matched[1].lower(), matched[2]
