"""Static files of the package: looked up by name, never put together to a path."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

SHARED = "shared.css"
"""The style of reports, which pages share."""


def is_there(name: str) -> bool:
    """Whether there is a file of that name: the islands are missing where nobody built them."""
    return name in _static()


@cache
def content(name: str) -> bytes | None:
    """A file by its name below `static`, of those that are there: a name is looked up, never put together to a path."""
    from floodwatch.centre.dress import style

    if name == SHARED:
        return style().encode()
    return _static().get(name)


@cache
def fingerprint(name: str) -> str:
    """What tells a file from the one that it was before an update."""
    return hashlib.sha256(content(name) or b"").hexdigest()[:32]


@cache
def _static() -> dict[str, bytes]:
    root = files("floodwatch.web").joinpath("static")
    found = {one.name: one.read_bytes() for one in root.iterdir() if one.is_file()}
    built = root.joinpath("built")
    if built.is_dir():
        found |= {f"built/{one.name}": one.read_bytes() for one in built.iterdir() if one.is_file()}
    return found
