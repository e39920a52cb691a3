"""What every kind of live block is: which views it asks, what rows it keeps, and which figures follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from floodwatch.model import refs
from floodwatch.model.document import Block, Callout
from floodwatch.model.reports import Evaluated, Number, Row
from floodwatch.model.runs import words
from floodwatch.model.units import Parameter

Settings = Mapping[str, str]
View = tuple[str, dict[str, Any]]


class Kind(Protocol):
    """A kind of block. `numbers` and `blocks` see nothing but rows, so that frozen evidence gives the same again.

    `subject` is the setting that a ref within a sentence gives; `free` kinds pass other settings on to a view.
    """

    @property
    def name(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def parameters(self) -> tuple[Parameter, ...]: ...
    @property
    def subject(self) -> str: ...
    @property
    def free(self) -> bool: ...

    def asks(self, settings: Settings) -> Sequence[View]: ...
    def rows(self, answers: Sequence[Any], settings: Settings) -> list[dict[str, Any]]: ...
    def numbers(self, rows: Sequence[Row], settings: Settings) -> list[Number]: ...
    def blocks(self, one: Evaluated) -> list[Block]: ...
    def inline(self, one: Evaluated) -> str: ...


def value(one: Evaluated, name: str) -> Any:
    """The value of a figure of a block; None where it has none of that name."""
    return next((n.value for n in one.numbers if n.name == name), None)


def count(name: str, rows: Sequence[Row], rule: str) -> Number:
    """How many rows there are."""
    return Number(name, len(rows), rule, _of(rows))


def total(name: str, rows: Sequence[Row], column: str, rule: str) -> Number:
    """The sum of a column."""
    return Number(name, sum(row[column] or 0 for row in rows), rule, _of(rows))


def _of(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(row["ref"]) for row in rows))


def of_kind(rows: Sequence[Row], what: str) -> list[Row]:
    """Rows that say of themselves that they are of this sort."""
    return [row for row in rows if row.get("what") == what]


def nothing(one: Evaluated, what: str) -> list[Block]:
    """What stands in the place of a block that nothing is left of."""
    said = words(f"{what} is not there any more: what it rested on was withdrawn, or is no longer found.")
    return [Callout("", (said,), "caution")]


def own_ref(row: Row, view: str, number: int) -> str:
    """The ref of a row of some view, from what it says of itself."""
    for name, kind in (("claim", "claim"), ("judgement", "judgement"), ("network_id", "network"),
                       ("narrative_id", "narrative"), ("event_id", "event")):  # fmt: skip
        if isinstance(row.get(name), str) and row[name]:
            return refs.entity(kind, row[name])
    if isinstance(row.get("ref"), str) and row["ref"]:
        return str(row["ref"])
    for name, make in (("post_id", refs.post), ("account_id", refs.account)):
        if row.get("platform") and row.get(name):
            return make(str(row["platform"]), str(row[name]))
    return refs.ref("row", view, str(number))


def named_in(told: Any) -> Iterator[str]:
    """Every ref that stands anywhere in a value."""
    if isinstance(told, str):
        if refs.is_ref(told):
            yield told
    elif isinstance(told, Mapping):
        if isinstance(told.get("claim"), str) and told["claim"]:
            yield refs.entity("claim", told["claim"])
        for one in told.values():
            yield from named_in(one)
    elif isinstance(told, Iterable):
        for one in told:
            yield from named_in(one)
