"""A unit that grows sees the new posts, and those they concern, and no others."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pytest

from floodwatch.engine import DuckDB
from floodwatch.lake.layout import CaseFolder
from floodwatch.lake.read import open_records
from floodwatch.lake.refresh import refresh
from floodwatch.lake.write import ingesting
from floodwatch.model.records import POSTS
from floodwatch.model.units import Engine, Value
from floodwatch.tools.arrow import schema
from tests.lake.units import Sql


class Seen(Sql):
    """Keeps which posts it was shown each time."""

    kin: tuple[str, ...] = ()

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        self.seen = sorted(engine.arrow("SELECT post_id FROM posts").column("post_id").to_pylist())
        super().run(engine, settings)


def unit(*kin: str) -> Seen:
    """Counts, for each post, the posts that it answers."""
    sql = """
        SELECT answer.platform, answer.post_id, count(original.post_id) AS originals
        FROM posts AS answer LEFT JOIN (SELECT * FROM posts) AS original
        ON original.platform = answer.platform AND original.post_id = answer.reply_to
        GROUP BY answer.platform, answer.post_id"""
    made = Seen("originals", ("posts",), ("originals",), sql, grows=True)
    made.kin = kin
    return made


def add(case: CaseFolder, *posts: tuple[str, str | None]) -> None:
    rows = [{"platform": "x", "post_id": name, "account_id": "a", "reply_to": other} for name, other in posts]
    with ingesting(case) as ingest:
        ingest.add("posts", pa.Table.from_pylist(rows, schema=schema(POSTS)))
        ingest.commit({"inputs": [{"key": repr(posts)}]})


def run(case: CaseFolder, one: Seen) -> dict[str, int]:
    with DuckDB() as engine:
        open_records(case, engine)
        [told] = refresh(case, engine, {"features": (one,)}, {})
        rows = engine.arrow("SELECT post_id, originals FROM originals").to_pylist()
        every = engine.arrow("SELECT count(*) AS n FROM posts").column("n")[0].as_py()
    assert told.rows == {"originals": len(rows)} == {"originals": every}
    one.told = told
    return {row["post_id"]: row["originals"] for row in rows}


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    where = CaseFolder(tmp_path)
    add(where, ("1", "9"), ("2", None), ("3", "2"))
    run(where, unit("reply_to"))
    return where


def test_only_new_posts_are_seen(case: CaseFolder) -> None:
    one = unit("reply_to")
    add(case, ("4", None))
    assert run(case, one) == {"1": 0, "2": 0, "3": 1, "4": 0}
    assert one.seen == ["4"]
    assert (one.told.state, one.told.added) == ("grew", {"originals": 1})


def test_a_post_that_answers_a_new_one_is_seen_again(case: CaseFolder) -> None:
    one = unit("reply_to")
    add(case, ("9", None))
    assert run(case, one) == {"1": 1, "2": 0, "3": 1, "9": 0}
    assert one.seen == ["1", "9"]
    assert one.told.added == {"originals": 2}


def test_a_post_that_a_new_one_answers_is_seen_but_not_made_again(case: CaseFolder) -> None:
    one = unit("reply_to")
    add(case, ("5", "2"))
    assert run(case, one) == {"1": 0, "2": 0, "3": 1, "5": 1}
    assert one.seen == ["2", "5"]
    assert one.told.added == {"originals": 1}


def test_a_later_observation_takes_the_place_of_the_earlier(case: CaseFolder) -> None:
    one = unit("reply_to")
    add(case, ("3", None))
    assert run(case, one) == {"1": 0, "2": 0, "3": 0}
    assert one.seen == ["3"]


def test_several_ingests_at_once_and_then_nothing(case: CaseFolder) -> None:
    one = unit("reply_to")
    add(case, ("4", None))
    add(case, ("5", None))
    run(case, one)
    assert one.seen == ["4", "5"]
    run(case, one)
    assert one.told.state == "fresh"


def test_a_changed_version_runs_over_everything(case: CaseFolder) -> None:
    one = unit("reply_to")
    one.version = 2
    add(case, ("4", None))
    run(case, one)
    assert (one.told.state, one.seen) == ("ran", ["1", "2", "3", "4"])


def test_a_table_that_is_lost_is_made_of_everything(case: CaseFolder) -> None:
    one = unit("reply_to")
    case.table("features", "originals").unlink()
    add(case, ("4", None))
    run(case, one)
    assert one.told.state == "ran"
