"""Reads the YAML files of this folder, once each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> Any:
    """The content of one file, such as `load("mappings/x_api_v2.yaml")`. Callers must not change it."""
    import yaml

    safe = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(_root().joinpath(name).read_text("utf-8"), Loader=safe)  # noqa: S506 (a safe loader, in C)


@cache
def listing(folder: str) -> tuple[str, ...]:
    """Names of the YAML files of one folder, sorted, as `load` takes them."""
    entries = _root().joinpath(folder).iterdir()
    return tuple(sorted(f"{folder}/{e.name}" for e in entries if e.name.endswith(".yaml")))


@cache
def digest() -> str:
    """SHA-256 over every file of words and rules: what was computed with others is stale."""
    total = hashlib.sha256()
    for path in sorted(_yaml(_root()), key=str):
        total.update(path.read_bytes())
    return total.hexdigest()


def _yaml(folder: Any) -> Iterator[Any]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _yaml(entry)
        elif entry.name.endswith(".yaml"):
            yield entry


def _root() -> Any:
    return files("floodwatch.vocabulary")
