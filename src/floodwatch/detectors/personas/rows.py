"""What every signal shares: its row, its table, the people it is compared with, and the tests used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from floodwatch.model import refs
from floodwatch.model.units import Engine, Example, Parameter, Value, sql_name

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

NOT_TESTED = "no background: not tested"
"""Said where the collection holds only accounts that somebody picked, so that nothing can be compared."""

COUNTED = "counted, not tested"
"""Said of a measure that has no background rate by its nature."""

EVIDENCE = 20
"""Refs kept with one signal; the measure itself uses every row."""

FIELDS = ("subject_kind", "subject_id", "signal", "value", "unit", "baseline", "p_value", "evidence",
          "explanation", "network_id")  # fmt: skip
_NUMBERS = ("value", "baseline", "p_value")


@dataclass(frozen=True, slots=True)
class Finding:
    """One measured signal; `baseline` and `p_value` are null where nothing was tested.

    `subject` is the ref of the account or site of the network that it is about, empty for the network itself.
    """

    network_id: str
    signal: str
    value: float
    unit: str
    explanation: str
    baseline: float | None = None
    p_value: float | None = None
    evidence: tuple[str, ...] = ()
    untested: str = NOT_TESTED
    subject: str = ""

    def record(self) -> dict[str, Any]:
        """The row as tables and CSV files hold it."""
        said = self.explanation if self.p_value is not None else f"{self.explanation} ({self.untested})"
        subject = self.subject or refs.entity("network", self.network_id)
        return {
            "subject_kind": subject.partition(":")[0], "subject_id": subject,
            "signal": self.signal, "value": float(self.value), "unit": self.unit,
            "baseline": self.baseline, "p_value": self.p_value,
            "evidence": "|".join(self.evidence[:EVIDENCE]), "explanation": said,
            "network_id": self.network_id,
        }  # fmt: skip


class Signal:
    """Base of the signal units: a subclass names itself and yields findings."""

    name = ""
    description = ""
    version = 1
    parameters: tuple[Parameter, ...] = ()
    needs: tuple[str, ...] = ("personas", "persona_members")
    grows = False

    @property
    def makes(self) -> tuple[str, ...]:
        """The one table, called like the unit."""
        return (self.name,)

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """Measure; a subclass says how."""
        raise NotImplementedError

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave the unit's table of signals, sorted."""
        save(engine, self.name, self.findings(engine, settings))

    def examples(self) -> Sequence[Example]:
        """A network that fires and one that does not."""
        return ()


def schema() -> pa.Schema:
    """Columns of every table of signals."""
    import pyarrow as pa

    return pa.schema([(f, pa.float64() if f in _NUMBERS else pa.string()) for f in FIELDS])


def save(engine: Engine, table: str, found: Iterable[Finding]) -> None:
    """Register the findings as the table, in one order whatever order they came in."""
    import pyarrow as pa

    rows = sorted((f.record() for f in found), key=lambda r: (r["network_id"], r["signal"], r["subject_id"]))
    engine.register(sql_name(table), pa.Table.from_pylist(rows, schema=schema()))


def columns(engine: Engine, sql: str) -> dict[str, list[Any]]:
    """A query's columns as lists."""
    found: dict[str, list[Any]] = engine.arrow(sql).to_pydict()
    return found


def grouped(keys: Sequence[str], values: Sequence[Any] | NDArray[Any]) -> Iterator[tuple[str, NDArray[Any]]]:
    """Rows sorted by key, as (key, array of the values of that key)."""
    array = np.asarray(values)
    names = np.asarray(keys, dtype=object)
    if not len(names):
        return
    cuts = np.flatnonzero(np.append(True, names[1:] != names[:-1]))
    for first, last in zip(cuts, np.append(cuts[1:], len(names)), strict=True):
        yield str(names[first]), array[first:last]


def account_refs(platforms: Iterable[str], ids: Iterable[str]) -> tuple[str, ...]:
    """Refs of accounts, for evidence."""
    return tuple(refs.account(p, i) for p, i in zip(platforms, ids, strict=True))


def binomial(hits: int, trials: int, chance: float, looks: int = 1) -> float:
    """P(at least `hits` of `trials`), times how many places were looked at, at most 1."""
    from scipy.special import betainc

    if trials <= 0 or hits <= 0:
        return 1.0
    tail = betainc(hits, trials - hits + 1, min(max(chance, 0.0), 1.0))
    return float(min(1.0, looks * tail))


def rate(hits: int, trials: int) -> float:
    """A background rate that is never zero, since absence in a finite background is not impossibility."""
    return (hits + 0.5) / (trials + 1.0)
