"""Opens a case for reading: records, features and findings in one engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.centre.warm import WARM
from floodwatch.model.errors import CentreError, ExtraMissing, SettingError
from floodwatch.model.records import TABLES
from floodwatch.model.units import Progress, sql_name

if TYPE_CHECKING:
    import pyarrow as pa

    from floodwatch.centre.handles import Case
    from floodwatch.engine import Engine


@contextmanager
def opened(
    case: Case, engine: str = "", memory: str = "", spill: str = "", computed: bool = True, warm: bool = True
) -> Iterator[Engine]:
    """An engine with the case's records (and computed tables); see `engines` for what may be chosen.

    In a server one that waits is taken, unless somebody chose.
    """
    if warm and WARM.on and computed and not (engine or memory or spill):
        with WARM.engine(case, partial(opened, case, warm=False)) as running:
            yield running
        return
    from floodwatch.centre.engines import engine_for
    from floodwatch.lake.read import open_computed, open_records

    with engine_for(case, engine, memory, spill) as running:
        open_records(case.folder, running)
        if computed:
            open_computed(case.folder, running)
        yield running


@contextmanager
def detected(case: Case, progress: Progress) -> Iterator[Engine]:
    """An engine with what was found in a case, for verbs that answer from it (CentreError before `detect`)."""
    must_be_detected(case)
    progress("reading the case", None)
    with opened(case) as engine:
        yield engine


def must_be_detected(case: Case) -> None:
    """Refuse a case whose findings are not those of its records (CentreError)."""
    from floodwatch.lake.manifest import undetected

    if problem := undetected(case.folder):
        raise CentreError(problem, where=case.name, do="Run: floodwatch detect")


def table(case: Case, name: str, form: str = "arrow") -> Any:
    """One table of a case, or all of a family, such as `signals` (CentreError where there is no such table)."""
    from floodwatch.lake.files import read_json

    if form not in FORMS:
        raise SettingError(f"A table has no form {form!r}", do=f"Choose one of: {', '.join(FORMS)}.")
    made = read_json(case.folder.computed, {})
    families = {n.partition("/")[0] for n in made if "/" in n}
    known = [t.name for t in TABLES] + sorted({"rejects", *made, *families})
    if name not in known:
        raise CentreError(
            f"The case {case.name} has no table {name}",
            where=str(Path(case.folder.root)),
            do=f"It has: {', '.join(known)}.",
        )
    with opened(case) as engine:
        return FORMS[form](engine.arrow(f"SELECT * FROM {sql_name(name)}"))


def _polars(rows: pa.Table) -> Any:
    try:
        import polars
    except ImportError as missing:
        raise ExtraMissing("polars", "notebook") from missing
    return polars.from_arrow(rows)


def _pandas(rows: pa.Table) -> Any:
    try:
        return rows.to_pandas()
    except ImportError as missing:
        raise ExtraMissing("pandas", "notebook") from missing


FORMS: dict[str, Callable[[Any], Any]] = {"arrow": lambda rows: rows, "pandas": _pandas, "polars": _polars}
"""Forms in which notebooks take tables."""
