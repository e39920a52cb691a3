"""Holds the table `tool.floodwatch.sees` of pyproject.toml: which room may import which.

import-linter holds the order of the rooms, their independence and the absence of cycles; this holds what is
stricter than the order, rooms that are not built yet included. Imports inside functions and for types count.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import grimp

TOP = Path(__file__).resolve().parent.parent
WRITERS = ("floodwatch.lake.write", "floodwatch.casebook.write", "floodwatch.casebook.record")
NETWORK = ("aiohttp", "httpx", "requests", "urllib3", "websockets", "socket", "smtplib", "ftplib", "imaplib")
STORES, STORE = ("fsspec", "s3fs", "gcsfs", "adlfs", "botocore", "boto3"), "floodwatch.tools.stores"
"""Packages that reach object stores, and the one file that may use them."""
WEB = ("urllib.request", "http.client")
"""Parts of the standard library that open connections: for `wire`, and for the client, which is another program's."""


def main() -> int:
    """Print every import that goes through a wall; 1 when there is one."""
    sees = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["tool"]["floodwatch"]["sees"]
    graph = grimp.build_graph("floodwatch", include_external_packages=True, cache_dir=None)
    problems = sorted({*walls(graph, sees), *outside(graph), *web(TOP / "src")})
    for problem in problems:
        print(problem)
    print(f"walls: {len(sees)} rooms, {len(problems)} broken")
    return 1 if problems else 0


def walls(graph: grimp.ImportGraph, sees: dict[str, list[str]]) -> Iterator[str]:
    """Imports between rooms that the table does not allow, and of what only the centre may write with."""
    for module in sorted(m for m in graph.modules if m.startswith("floodwatch.")):
        here = room(module)
        if here not in sees:
            yield f"{module}: the room {here} is not in tool.floodwatch.sees"
            continue
        for other in graph.find_modules_directly_imported_by(module):
            there = room(other)
            if other.startswith("floodwatch.") and there != here and there not in sees[here]:
                yield f"{module} imports {other}: {here} may see only {', '.join(sees[here]) or 'nothing'}"
            if other in WRITERS and here not in ("centre", room(other)):
                yield f"{module} imports {other}: only the centre writes"


def outside(graph: grimp.ImportGraph) -> Iterator[str]:
    """Imports of network libraries outside `wire`, and of those for object stores outside their one file."""
    for library in sorted(set(NETWORK) & graph.modules):
        for module in graph.find_modules_that_directly_import(library):
            if room(module) != "wire":
                yield f"{module} imports {library}: only wire talks to the network"
    for library in sorted(set(STORES) & graph.modules):
        for module in graph.find_modules_that_directly_import(library):
            if module != STORE:
                yield f"{module} imports {library}: only {STORE} talks to object stores"


def web(source: Path) -> Iterator[str]:
    """Imports of the parts of the standard library that open connections; a graph sees only top names."""
    for path in sorted(source.rglob("*.py")):
        text = path.read_text("utf-8")
        for name in WEB:
            if (f"import {name}" in text or f"from {name}" in text) and not {"wire", "client"} & set(
                path.parts
            ):
                yield f"{path.relative_to(TOP)} imports {name}: only wire talks to the network"


def room(module: str) -> str:
    """The room that a module stands in."""
    return module.split(".")[1] if "." in module else module


if __name__ == "__main__":
    sys.exit(main())
