"""Reads the YAML files of this folder, once each."""

from __future__ import annotations

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


def _root() -> Any:
    return files("floodwatch.vocabulary")
