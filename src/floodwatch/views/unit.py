"""What every view is, and the few ways in which views read tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from floodwatch.model.units import Parameter, Rows

if TYPE_CHECKING:
    import pyarrow as pa


class Reader(Protocol):
    """What a view may ask: the rows of a query over the tables of a case."""

    def arrow(self, sql: str) -> pa.Table: ...
    def names(self) -> set[str]: ...


@dataclass(frozen=True, slots=True)
class View:
    """One answer about a case: its name, what it says, the tables it reads, its parameters, its function."""

    name: str
    description: str
    view: Callable[..., Any]
    needs: tuple[str, ...]
    parameters: tuple[Parameter, ...] = ()


def rows(reader: Reader, sql: str) -> Rows:
    """The rows of a query as dictionaries, in the query's order; times aware and in UTC."""
    found: Rows = reader.arrow(sql).to_pylist()
    return [{k: _utc(v) for k, v in row.items()} for row in found]


def _utc(value: Any) -> Any:
    if not isinstance(value, datetime):
        return value
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def has(reader: Reader, table: str) -> bool:
    """Whether there is a table of that name: power is not always measured."""
    return table in reader.names()


def literal(text: str) -> str:
    """Text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def literals(texts: Iterable[str]) -> str:
    """Texts as the inside of a SQL `IN (…)`; never empty, so that the query stays valid."""
    return ", ".join(literal(t) for t in texts) or "NULL"


def parts(value: object) -> tuple[str, ...]:
    """A list that a table holds as a list or as text separated by `|`."""
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(p for p in value.split("|") if p)
    return tuple(str(v) for v in value) if isinstance(value, Iterable) else (str(value),)


def grouped(found: Rows, key: str = "network_id") -> Mapping[str, Rows]:
    """Rows by the value of one column, each group in the rows' order."""
    groups: dict[str, Rows] = {}
    for row in found:
        groups.setdefault(str(row[key]), []).append(row)
    return groups
