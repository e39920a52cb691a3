"""The tables on which the cost of personas is measured: what is looked at again is there, and is read."""

from benchmarks.personas import TABLES, _open, make, measure
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


def test_units_are_told_with_whether_signals_need_them(tmp_path):
    make(tmp_path, 300)
    told = {unit["unit"]: unit["of_signals"] for unit in measure(tmp_path)}
    assert len(told) == len(UNITS)
    assert all(needed for name, needed in told.items() if name.startswith("signals/"))
    assert told["personas"] and told["lifecycle_fates"]
    assert not any(told[name] for name in ("seeds/profile_template", "successors", "pair_odds"))
