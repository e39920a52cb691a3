"""Small synthetic operations laid into a user's own actions, to see how many of them are found.

Groups of new accounts act together on objects as operations do: half of them are new and pushed by the group
alone, the others (one more when the number is odd) are the user's own, drawn without replacement and whatever
their popularity. Times are drawn from the data's own, so that the daily rhythm is the data's. As many ordinary
actions again are laid around them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

PLATFORM = "planted"
EVERY_LANGUAGE = ""
COLUMNS = ("trace", "language", "members", "actions_each", "spread_s")
_HOURS_6 = 21_600

Integers = npt.NDArray[np.int64]
Names = npt.NDArray[np.object_]
Cell = tuple[int, int, int]
"""Members, actions each, spread in seconds."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Which operations are planted, and how many of each.

    `spread_s`: all members act on an object within that many seconds. `share`: planted actions are at most
    this share of the trace's own, so that they hardly change what chance would do; cells too large for that
    are left out. `least_accounts`: below it, a language is not measured.
    """

    members: tuple[int, ...] = (3, 5, 10, 20)
    actions_each: tuple[int, ...] = (3, 8, 20)
    spread_s: tuple[int, ...] = (60, 3600)
    groups: int = 10
    least_groups: int = 5
    share: float = 0.3
    least_accounts: int = 200
    languages: int = 3

    @property
    def cells(self) -> tuple[tuple[int, int, int], ...]:
        """Every combination, the one with the fewest actions first."""
        every = product(self.members, self.actions_each, self.spread_s)
        return tuple(sorted(every, key=lambda cell: (cost(cell), cell)))


def cost(cell: Cell) -> int:
    """Actions that one group of a cell takes, the ordinary ones around it included."""
    return 2 * cell[0] * cell[1]


@dataclass(frozen=True, slots=True)
class Planting:
    """Planted `actions` (columns of the actions tables) and their `members` (cell, group_id, account_id)."""

    actions: pa.Table
    members: pa.Table


ACTIONS = pa.schema(
    [
        ("trace", pa.string()),
        ("platform", pa.string()),
        ("account_id", pa.string()),
        ("object_id", pa.string()),
        ("acted_at", pa.timestamp("us", tz="UTC")),
        ("post_id", pa.string()),
    ]
)
MEMBERS = pa.schema(
    [
        ("trace", pa.string()),
        ("language", pa.string()),
        ("members", pa.int64()),
        ("actions_each", pa.int64()),
        ("spread_s", pa.int64()),
        ("group_id", pa.string()),
        ("platform", pa.string()),
        ("account_id", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class _Field:
    """Actions of one trace and language, sorted by object, and how many may be planted there."""

    trace: str
    language: str
    thing: Integers
    second: Integers
    names: Names
    budget: float


def plant(actions: pa.Table, seed: int, grid: Grid | None = None) -> Planting:
    """Groups for every trace, over all languages and within each of the largest ones.

    `actions`: trace, platform, account_id, object_id, acted_at and, where known, language. Languages of too
    few accounts are left out; a trace with too few actions for any cell gets no groups at all.
    """
    grid = grid or Grid()
    taken: list[dict[str, Any]] = []
    held: list[dict[str, Any]] = []
    for number, field in enumerate(_fields(actions, grid)):
        rng = np.random.default_rng((seed, number))
        for cell, group, things in _layout(field, grid, rng):
            group_id = f"{number:03d}-{group:05d}"
            names = [f"planted-{group_id}-{i:03d}" for i in range(cell[0])]
            key = dict(zip(COLUMNS, (field.trace, field.language, *cell), strict=True))
            held += [{**key, "group_id": group_id, "platform": PLATFORM, "account_id": n} for n in names]
            new = [f"planted-object-{group_id}-{i:02d}" for i in range(cell[1] - len(things))]
            taken += _acts(field, names, cell, things, new, rng)
    return Planting(_actions(taken), pa.Table.from_pylist(held, schema=MEMBERS))


def _actions(rows: list[dict[str, Any]]) -> pa.Table:
    numbered = [{**row, "platform": PLATFORM, "post_id": f"planted-{i:07d}"} for i, row in enumerate(rows)]
    seconds = pa.array([row["acted_s"] * 1_000_000 for row in numbered], pa.int64())
    columns = [
        seconds.cast(f.type) if f.name == "acted_at" else pa.array([r[f.name] for r in numbered], f.type)
        for f in ACTIONS
    ]
    return pa.table(columns, schema=ACTIONS)


def _fields(actions: pa.Table, grid: Grid) -> Iterator[_Field]:
    """Traces and languages to plant in, traces by name, languages by number of accounts."""
    trace, traces = _ranked(actions.column("trace"))
    tongue, tongues = _ranked(_languages(actions))
    who, _ = _ranked(_joined(actions))
    thing, things = _ranked(actions.column("object_id"))
    second = (
        actions.column("acted_at").cast(pa.timestamp("s", tz="UTC"), safe=False).cast(pa.int64()).to_numpy()
    )
    for number, name in enumerate(traces):
        inside = trace == number
        large = _large(who[inside], tongue[inside], tongues, grid)
        for language in (EVERY_LANGUAGE, *large):
            part = 1.0 if not large else 0.5 if language == EVERY_LANGUAGE else 0.5 / len(large)
            wanted = inside & (tongues[tongue] == language) if language else inside
            labels, coded = np.unique(thing[wanted], return_inverse=True)
            order = np.lexsort((second[wanted], who[wanted], coded))
            budget = part * grid.share * inside.sum()
            yield _Field(name, language, coded[order], second[wanted][order], things[labels], budget)


def _large(who: Integers, tongue: Integers, tongues: Names, grid: Grid) -> list[str]:
    """Languages with enough accounts, most first; none where everything is in one language."""
    present = np.unique(tongue)
    spoken = {str(tongues[t]): len(np.unique(who[tongue == t])) for t in present}
    large = [t for t, accounts in spoken.items() if t and accounts >= grid.least_accounts]
    return sorted(large, key=lambda t: (-spoken[t], t))[: grid.languages] if len(present) > 1 else []


def _languages(actions: pa.Table) -> pa.ChunkedArray:
    if "language" in actions.column_names:
        return pc.fill_null(actions.column("language").cast(pa.string()), EVERY_LANGUAGE)
    return pa.chunked_array([pa.array([EVERY_LANGUAGE] * actions.num_rows, pa.string())])


def _joined(actions: pa.Table) -> pa.ChunkedArray:
    parts = (actions.column(name).cast(pa.string()) for name in ("platform", "account_id"))
    return pc.binary_join_element_wise(*parts, "\x1f")


def _ranked(column: pa.ChunkedArray) -> tuple[Integers, Names]:
    """Codes of a column's values in sorted order, whatever the order of rows, and the values."""
    coded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    values = np.asarray(coded.dictionary.to_pylist(), dtype=object)
    order = np.argsort(values)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank[coded.indices.to_numpy().astype(np.int64)], values[order]


def _layout(field: _Field, grid: Grid, rng: np.random.Generator) -> Iterator[tuple[Cell, int, list[int]]]:
    """Cell, group number and which of the data's objects the group takes, as long as they and the budget last.

    Rounds go over the affordable cells, so that each has as many groups as every other or one fewer.
    """
    free = rng.permutation(len(field.names)).tolist()
    sums = np.cumsum([cost(cell) for cell in grid.cells])
    cells = grid.cells[: np.searchsorted(grid.least_groups * sums, field.budget, side="right")]
    left = field.budget
    for group, cell in enumerate(cell for _ in range(grid.groups) for cell in cells):
        left -= cost(cell)
        taken = cell[1] - cell[1] // 2
        if left < 0 or len(free) < taken:
            return
        yield cell, group, [free.pop() for _ in range(taken)]


def _acts(
    field: _Field, names: list[str], cell: Cell, things: list[int], new: list[str], rng: np.random.Generator
) -> Iterator[dict[str, Any]]:
    """The group's actions on objects of the data and new ones, and as many ordinary ones per member."""
    low = np.searchsorted(field.thing, things, side="left")
    high = np.searchsorted(field.thing, things, side="right")
    rows = np.concatenate([rng.integers(low, high), rng.integers(0, len(field.thing), len(new))])
    objects = [*(str(field.names[thing]) for thing in things), *new]
    starts = field.second[rows]
    for name in names:
        moved = starts + rng.integers(0, cell[2] + 1, len(objects))
        for thing, when in zip(objects, moved, strict=True):
            yield _row(field, name, thing, int(when))
        rows = rng.integers(0, len(field.thing), len(objects))
        moved = field.second[rows] + rng.integers(-_HOURS_6, _HOURS_6 + 1, len(objects))
        for row, when in zip(rows, moved, strict=True):
            yield _row(field, name, str(field.names[field.thing[row]]), int(when))


def _row(field: _Field, name: str, thing: str, second: int) -> dict[str, Any]:
    return {"trace": field.trace, "account_id": name, "object_id": thing, "acted_s": second}
