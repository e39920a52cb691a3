"""The tables on which the cost of personas is measured: what is looked at again is there, and is read."""

from benchmarks.personas import TABLES, _open, make
from floodwatch.detectors.personas import UNITS
from floodwatch.engine import DuckDB
from floodwatch.lake.plan import leading_to, run_one


def test_accounts_posts_and_sites_are_looked_at_again(tmp_path):
    make(tmp_path, 300)
    made = dict.fromkeys(n for n in TABLES if "/" in n)
    with DuckDB() as engine:
        _open(engine, tmp_path)
        for unit in leading_to(UNITS, "lifecycle", list(TABLES)):
            run_one(engine, unit, {"seed": 1}, made)
            made |= dict.fromkeys(unit.makes)
        told = engine.arrow("SELECT thing, sum(checked) AS n FROM lifecycle GROUP BY thing").to_pylist()
    looked = {row["thing"]: row["n"] for row in told}
    assert all(looked[thing] > 0 for thing in ("accounts", "posts", "sites")), looked
