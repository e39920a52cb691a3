"""Units that grow, all of them: whatever comes in whatever portions, what grew is what one run makes of it all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.centre.units import every
from floodwatch.engine import DuckDB
from floodwatch.lake.grow import growable
from floodwatch.lake.layout import CaseFolder
from floodwatch.lake.plan import ordered
from floodwatch.lake.read import ingests, open_records
from floodwatch.lake.refresh import refresh
from floodwatch.lake.write import ingesting
from floodwatch.model.records import POSTS
from floodwatch.model.units import sql_name
from floodwatch.tools.arrow import schema
from tests.contract.harness import sorted_rows

UNITS = ordered(every())
GROWING = growable(UNITS)
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)

ids = st.sampled_from([str(n) for n in range(8)])
accounts = st.sampled_from("abc")


def some(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), max_size=3)


posts = st.fixed_dictionaries(
    {
        "platform": st.sampled_from("xy"),
        "post_id": ids,
        "account_id": accounts,
        "created_at": st.integers(0, 3).map(lambda n: NOON + timedelta(minutes=n)),
        "text": st.sampled_from(
            [None, "yes", "the bridge opens again on Monday", "The bridge opens again on Monday!"]
        ),
        "is_repost": st.sampled_from([None, None, True, False]),
        "repost_of": st.none() | ids,
        "repost_of_account": st.none() | accounts,
        "reply_to": st.none() | ids,
        "reply_to_account": st.none() | accounts,
        "urls": some(
            "https://example.org/a", "http://www.example.org/a/?utm_source=b", "https://other.example/", ""
        ),
        "hashtags": some("one", "Two", "#three"),
        "mentions": some("@a", "@b"),
        "media": some("m1", "m2"),
        "observed_at": st.sampled_from([None, NOON, NOON + timedelta(hours=1)]),
    }
)
portions = st.lists(
    st.tuples(st.lists(posts, min_size=1, max_size=6), st.booleans(), st.integers(0, 5)),
    min_size=2,
    max_size=4,
)
"""Posts that come together, whether a detection follows, and (at 0) whether they replace the first that is there."""


def add(case: CaseFolder, rows: list[dict[str, object]], instead: bool = False) -> None:
    with ingesting(case) as ingest:
        ingest.add("posts", pa.Table.from_pylist(rows, schema=schema(POSTS)))
        ingest.commit({"inputs": [{"key": repr(rows)}]}, ingests(case)[:1] if instead else ())


def made(case: CaseFolder) -> tuple[dict[str, list[dict[str, object]]], list[str]]:
    """Rows of every table, in order, and what became of the units."""
    with DuckDB(threads=1) as engine:
        open_records(case, engine)
        ran = refresh(case, engine, {"features": GROWING}, {"seed": 1})
        tables = [t for unit in GROWING for t in unit.makes]
        return {t: sorted_rows(engine.arrow(f"SELECT * FROM {sql_name(t)}")) for t in tables}, [
            r.state for r in ran
        ]


def test_a_unit_that_says_it_grows_needs_only_what_grows():
    assert [u.name for u in UNITS if u.grows] == [u.name for u in GROWING]


@settings(max_examples=25)
@given(history=portions)
def test_what_grew_is_what_one_run_makes(history):
    with TemporaryDirectory() as folder:
        grown, fresh = CaseFolder(Path(folder) / "grown"), CaseFolder(Path(folder) / "fresh")
        left: list[list[dict[str, object]]] = []
        for rows, detected, replaces in history:
            add(grown, rows, instead=replaces == 0)
            left = [*(left[1:] if replaces == 0 else left), rows]
            if detected:
                made(grown)
        add(fresh, [row for rows in left for row in rows])
        assert repr(made(grown)[0]) == repr(made(fresh)[0])
        assert set(made(grown)[1]) == {"fresh"}


@pytest.mark.parametrize("unit", GROWING, ids=lambda u: u.name)
def test_a_unit_grows_when_posts_are_added_and_runs_whole_when_some_are_taken_away(unit, tmp_path):
    case, post = CaseFolder(tmp_path), {"platform": "x", "account_id": "a", "created_at": NOON}
    states = []
    for number, instead in ((1, False), (2, False), (3, True)):
        add(case, [{**post, "post_id": str(number)}], instead)
        states.append(made(case)[1][GROWING.index(unit)])
    assert states == ["ran", "grew", "ran"]
