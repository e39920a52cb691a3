"""Units: the small files that everything which grows in number is made of.

A unit says everything about itself: name, description, parameters, the tables it needs and makes, what
it runs, and examples. Outsiders add theirs through entry points named in `ENTRY_POINTS`; a unit written
for another `UNIT_API` is refused with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

from floodwatch.model.acting import access_of
from floodwatch.model.errors import UnitError

if TYPE_CHECKING:
    import pyarrow as pa

UNIT_API = 1
ENTRY_POINTS = {
    "source": "floodwatch.sources",
    "feature": "floodwatch.features",
    "copy": "floodwatch.copies",
    "trace": "floodwatch.traces",
    "detector": "floodwatch.detectors",
    "view": "floodwatch.views",
    "output": "floodwatch.outputs",
}

Value = str | int | float | bool | tuple[str, ...] | None
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One setting of a unit: name, default, unit of measure, and what it does.

    The type is that of the default: a tuple may be given several times, None is optional text.
    """

    name: str
    default: Value
    help: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    positional: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One named SQL statement of a unit: `sql` is a SELECT that becomes the table `name`."""

    name: str
    sql: str


@dataclass(frozen=True, slots=True)
class Example:
    """Rows for each table that a unit needs, and whether the unit must then make at least one row."""

    title: str
    fires: bool
    tables: Mapping[str, Rows]
    parameters: Mapping[str, Value] = field(default_factory=dict)


class Engine(Protocol):
    """What a unit may ask of the engine it runs on; it never asks which engine that is."""

    def table(self, step: Step) -> None: ...
    def steps(self, steps: Sequence[Step]) -> None: ...
    def arrow(self, sql: str) -> pa.Table: ...
    def batches(self, sql: str) -> AbstractContextManager[pa.RecordBatchReader]: ...
    def register(self, name: str, table: pa.Table) -> None: ...
    def map(
        self, name: str, sql: str, function: Callable[[pa.RecordBatch], pa.RecordBatch], schema: pa.Schema
    ) -> None: ...
    def drop(self, *names: str) -> None: ...
    def another(self) -> AbstractContextManager[Engine]: ...


@runtime_checkable
class Unit(Protocol):
    """Something that turns tables into tables.

    `needs` and `makes` name tables, never units; `family/*` in `needs` is the union of all tables
    `family/…` under the name `family`. `run` finds its needs as tables of the engine (slashes become
    two underscores) and leaves what it makes there under the same rule.

    A unit that `grows` promises that each row it makes carries the platform and post_id of a post and follows
    from that post's rows in what it needs: posts, and tables of other such units. Where it follows from
    another post as well, `kin` (which may be missing) holds the columns of `posts` that name that post's id.
    """

    @property
    def name(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def parameters(self) -> tuple[Parameter, ...]: ...
    @property
    def needs(self) -> tuple[str, ...]: ...
    @property
    def makes(self) -> tuple[str, ...]: ...
    @property
    def grows(self) -> bool: ...

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None: ...
    def examples(self) -> Sequence[Example]: ...


@runtime_checkable
class Renewing(Unit, Protocol):
    """A unit that can make its tables from those of its last run, which it finds as `<table>_before`.

    `renew` is called where the unit's version and settings are still those of that run, whatever has become of
    its needs. It leaves what `run` would leave, row for row; it gives how many rows of each table it made, or
    None where it made all of them.
    """

    def renew(self, engine: Engine, settings: Mapping[str, Value]) -> dict[str, int] | None: ...


@dataclass(frozen=True, slots=True)
class Verb:
    """Something a user asks for: the same name is a CLI command, a method and, later, a route.

    `target` is `module:function`, loaded on use and called as `function(place, progress, **settings)`;
    it returns a plain dictionary that can be written as JSON. `place` is what `on` says: a `Case`, a
    `Centre` or None. `local` verbs are never offered over a network.
    """

    name: str
    description: str
    target: str
    parameters: tuple[Parameter, ...] = ()
    on: Literal["case", "centre", "nothing"] = "case"
    local: bool = False

    @property
    def least(self) -> str:
        """The least role that may use it; some settings ask for more, as `model.acting.ACCESS` says."""
        return access_of(self.name).least


Progress = Callable[[str, float | None], None]
"""Called with what is being done and the share done so far (None when it is not known)."""


def quiet(what: str, share: float | None = None) -> None:
    """A `Progress` that says nothing."""


def sql_name(table: str) -> str:
    """Name of a table inside an engine: `actions/url` is `actions__url`, `actions/*` is `actions`."""
    return table.removesuffix("/*").replace("/", "__")


def kin_of(unit: Unit) -> tuple[str, ...]:
    """Columns of `posts` that name other posts from which the unit's rows follow too."""
    return tuple(getattr(unit, "kin", ()))


def settings_of(unit: Unit, given: Mapping[str, Value]) -> dict[str, Value]:
    """Defaults of the unit, overlaid by `given` (`unit.parameter` before `parameter`), and the seed."""
    chosen = {
        p.name: given.get(f"{unit.name}.{p.name}", given.get(p.name, p.default)) for p in unit.parameters
    }
    return {**chosen, "seed": given.get("seed", 1)}


def listed(folder: str, units: Sequence[Any], extra: Iterator[Any] | Sequence[Any] = ()) -> tuple[Any, ...]:
    """The units of a folder and those of outsiders, with double names and nameless units refused."""
    seen: dict[str, Any] = {}
    for unit in (*units, *extra):
        if not getattr(unit, "name", ""):
            raise UnitError(f"A unit of {folder} has no name: {unit!r}")
        if unit.name in seen:
            raise UnitError(f"Two units of {folder} are called {unit.name}", do="Rename one of them.")
        seen[unit.name] = unit
    return tuple(seen.values())


def from_outside(kind: str) -> Iterator[Any]:
    """Units that installed packages offer under the kind's entry-point group."""
    from importlib.metadata import entry_points

    for point in entry_points(group=ENTRY_POINTS[kind]):
        unit = point.load()
        if getattr(unit, "api", None) != UNIT_API:
            theirs = getattr(unit, "api", None)
            raise UnitError(
                f"The unit {point.name} is written for unit API {theirs}, this is {UNIT_API}",
                do="Install a version of the package that fits, or remove it.",
            )
        yield unit
