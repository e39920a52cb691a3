"""Every view and every output, over a case with nothing in it and over a small one. None is named."""

from __future__ import annotations

import inspect
import re
from pathlib import PurePosixPath

import pyarrow as pa
import pytest

from floodwatch.centre.units import every
from floodwatch.engine import DuckDB
from floodwatch.lake.plan import compute
from floodwatch.model.findings import REJECTS
from floodwatch.model.records import OBSERVED, TABLES
from floodwatch.model.units import sql_name
from floodwatch.outputs import DOSSIER, OUTPUTS
from floodwatch.views import VIEWS, dossier
from tests.contract.harness import records

UNITS = every()
TABLE_NAMES = {t.name for t in TABLES} | {name for u in UNITS for name in u.makes} | {"rejects"}
MANIFEST = {"case": "main", "inputs": [], "settings": {"seed": 1}, "versions": {}, "records": {}, "units": []}

views = pytest.mark.parametrize("view", VIEWS, ids=lambda v: v.name)
outputs = pytest.mark.parametrize("output", OUTPUTS, ids=lambda o: o.name)


def ring(size, objects):
    """Posts of `size` accounts that share the same links within seconds, and of as many that do not."""
    start = 1_700_000_000_000_000
    together = [(n, o, f"https://example.org/{o}", n + 3600 * o) for o in range(objects) for n in range(size)]
    alone = [
        (size + n, o, f"https://example.net/{n}-{o}", 997 * n + 3600 * o)
        for o in range(objects)
        for n in range(size)
    ]
    return [
        {
            "platform": "x",
            "post_id": f"{who}-{number}",
            "account_id": f"a{who}",
            "created_at": start + seconds * 1_000_000,
            "text": f"read {url}",
            "urls": [url],
        }
        for who, number, url, seconds in (*together, *alone)
    ]


@pytest.fixture(
    scope="module",
    params=[0, 6],
    ids=lambda size: f"{size} accounts",
)
def case(request):
    size = request.param
    with DuckDB() as engine:
        for table in (*TABLES, *OBSERVED.values()):
            engine.register(table.name, records(table.name, ring(size, 12) if table.name == "posts" else []))
        for table in OBSERVED.values():
            engine.register(table.name, records(table.name, []))
        engine.register("rejects", pa.table({name: pa.array([], pa.string()) for name in REJECTS}))
        compute(engine, UNITS, {"seed": 1})
        for family in {name.split("/")[0] for name in TABLE_NAMES if "/" in name}:
            members = sorted(name for name in TABLE_NAMES if name.startswith(f"{family}/"))
            engine.union(family, [sql_name(name) for name in members])
        yield engine


@views
def test_a_view_says_what_it_is_and_reads_tables_that_exist(view):
    assert re.match(r"[a-z][a-z_]*$", view.name)
    assert len(view.description) > 10
    for need in view.needs:
        assert need in TABLE_NAMES or need.endswith("/*")
    taken = inspect.signature(view.view).parameters
    for parameter in view.parameters:
        assert parameter.help
        assert parameter.name in taken
        assert taken[parameter.name].default in (parameter.default, inspect.Parameter.empty)


def test_views_and_outputs_have_names_and_files_of_their_own():
    for named in (VIEWS, OUTPUTS):
        assert len({unit.name for unit in named}) == len(named)
    assert len({output.file for output in OUTPUTS}) == len(OUTPUTS)


@views
def test_a_view_answers_twice_alike(view, case):
    taken = inspect.signature(view.view).parameters
    given = {p.name: p.default for p in view.parameters} | (
        {"manifest": MANIFEST} if "manifest" in taken else {}
    )
    assert view.view(case, **given) == view.view(case, **given)


@outputs
def test_an_output_says_what_it_is_and_where_it_goes(output):
    assert re.match(r"[a-z][a-z_]*$", output.name)
    assert len(output.description) > 10
    path = PurePosixPath(output.file)
    assert not path.is_absolute()
    assert ".." not in path.parts
    assert output.reads == DOSSIER or output.reads in TABLE_NAMES or output.reads.endswith("/*")


@outputs
def test_an_output_renders_twice_alike(output, case):
    if output.reads == DOSSIER:
        value = dossier.build(case, MANIFEST, [])
    else:
        value = case.arrow(f"SELECT * FROM {sql_name(output.reads)}")
    made = output.render(value)
    assert made
    assert output.render(value) == made
