"""One file as an importer sees it: JSON, or the rows of a table, within limits."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from floodwatch.model.batches import Batch
from floodwatch.model.claims import Entity
from floodwatch.model.errors import FormatError
from floodwatch.sources.base import MIB
from floodwatch.sources.containers import Item

MOST_BYTES = 256 * MIB
MOST_CELL = 1 * MIB
Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file: its name, the hash of its plain bytes, and its content as JSON or as a table.

    `source` is what the user calls the source.
    """

    name: str
    sha256: str
    path: Path
    json: Any = None
    columns: tuple[str, ...] = ()
    rows: Rows = ()
    source: str = ""


class Known:
    """Entities by the ids that catalogues give them: of the files of this import, and of those before."""

    def __init__(self, before: Mapping[str, Entity]) -> None:
        self._before = {name.rpartition("--")[2]: one for name, one in before.items()}
        self._here: dict[str, Entity] = {}

    def add(self, name: str, entity: Entity) -> None:
        """Note an entity of one of the files; the first that has the id counts."""
        self._here.setdefault(name.rpartition("--")[2], entity)

    def entity(self, name: str) -> Entity | None:
        """The entity with that id in a catalogue."""
        key = name.rpartition("--")[2]
        return self._here.get(key) or self._before.get(key)


class Format(Protocol):
    """Reads one format of what others know. It sees values only, and says what it could not keep."""

    name: str
    description: str

    def recognises(self, file: Loaded) -> bool: ...

    def collect(self, file: Loaded, known: Known) -> None:
        """Note ids to which this file or another may refer."""

    def read(self, file: Loaded, known: Known) -> Batch: ...


def loaded(item: Item, source: str = "") -> Loaded:
    """The content of a file (FormatError in one sentence where there is none to be had)."""
    with item.open() as flow:
        data = flow.read(MOST_BYTES + 1)
        broken = flow.broken
    if broken:
        raise FormatError(f"The file cannot be read: {broken}", where=item.name)
    if len(data) > MOST_BYTES:
        raise FormatError(f"The file is larger than {MOST_BYTES // MIB} MiB", where=item.name, do="Split it.")
    digest = hashlib.sha256(data).hexdigest()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise FormatError("The file is not text in UTF-8", where=item.name) from problem
    if text.lstrip()[:1] in ("{", "["):
        return Loaded(item.name, digest, item.path, json=_json(text, item.name), source=source)
    columns, rows = _table(text, item.name)
    return Loaded(item.name, digest, item.path, columns=columns, rows=rows, source=source)


def _json(text: str, name: str) -> Any:
    try:
        told = json.loads(text, parse_int=_whole)
        return _mended(told) if "\\ud" in text.lower() else told
    except RecursionError as problem:
        raise FormatError("The JSON is nested too deeply to be what it says", where=name) from problem
    except ValueError as problem:
        raise FormatError(f"The file is not JSON: {problem}", where=name) from problem


def _mended(value: Any) -> Any:
    """The same with half characters, which escapes can spell and nothing can store, replaced."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_mended(one) for one in value]
    if isinstance(value, dict):
        return {_mended(name): _mended(one) for name, one in value.items()}
    return value


def _whole(text: str) -> int | float:
    return int(text) if len(text) < 20 else float(text)


def _table(text: str, name: str) -> tuple[tuple[str, ...], Rows]:
    before = csv.field_size_limit(MOST_CELL)
    try:
        reader = csv.DictReader(io.StringIO(text), restkey="", restval="")
        columns = tuple(reader.fieldnames or ())
        rows = [{column: str(row.get(column) or "") for column in columns} for row in reader]
    except csv.Error as problem:
        raise FormatError(f"The file is no table that can be read: {problem}", where=name) from problem
    finally:
        csv.field_size_limit(before)
    return columns, rows


def text(value: Any) -> str:
    """A text, or nothing where there is something else."""
    return value if isinstance(value, str) else ""


def texts(value: Any) -> list[str]:
    """Texts of a list, or the one that stands in place of a list."""
    given = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(one.strip() for one in given if isinstance(one, str) and one.strip()))


def part(value: Any) -> Mapping[str, Any]:
    """An object, empty where there is something else."""
    return value if isinstance(value, dict) else {}


def parts(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
