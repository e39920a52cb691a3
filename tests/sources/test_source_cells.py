"""CSV exports: safe in a spreadsheet, and the same values when they are read back."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.model.records import ACCOUNTS, POSTS
from floodwatch.tools import cells
from floodwatch.tools.arrow import schema
from tests.sources.reading_helpers import Result

letters = st.one_of(st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from("\t\n\r\"',|=+-@'"))
texts = st.one_of(
    st.none(), st.text(letters, min_size=1), st.sampled_from(["=1+1", "+x", "-", "@a", "'=1", "\t=", "＝1"])
)
names = st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters="#＃"), min_size=1)
ids = st.text(st.characters(categories=["Lu", "N"]), min_size=1, max_size=20).map(lambda t: "id" + t)
moments = st.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 30), timezones=st.just(UTC))
posts = st.fixed_dictionaries(
    {"platform": st.just("x"), "post_id": ids, "account_id": ids, "created_at": moments, "text": texts,
     "hashtags": st.lists(names), "urls": st.lists(names),
     "likes": st.one_of(st.none(), st.integers(0, 10**12)),
     "is_repost": st.one_of(st.none(), st.booleans()), "client": texts, "poll_options": st.lists(names)}
)  # fmt: skip


def exported(table, rows, columns):
    handle = io.StringIO(newline="")
    full = [{c.name: [] if c.kind == "list" else None for c in table.columns} | row for row in rows]
    cells.write_records(handle, [pa.Table.from_pylist(full, schema(table))], columns)
    return handle.getvalue()


@settings(max_examples=60, deadline=None)
@given(st.lists(posts, min_size=1, max_size=8))
def test_posts_survive_the_round_trip(rows):
    content = exported(POSTS, rows, POSTS.names)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "posts.csv"
        path.write_text(content, "utf-8", newline="")
        result = Result([path])
    assert result.rejects == []
    back = [{k: row[k] for k in rows[0]} for row in result.rows()]
    assert back == rows


@given(st.lists(posts, min_size=1, max_size=5))
def test_no_cell_of_free_text_starts_a_formula(rows):
    for row in csv.DictReader(io.StringIO(exported(POSTS, rows, POSTS.names), newline="")):
        assert not any(cells.dangerous(row[name]) for name in POSTS.names if name in cells.FREE_TEXT)


def test_ids_are_written_as_they_are():
    row = {"platform": "x", "account_id": "-100200", "name": "-name"}
    line = exported(ACCOUNTS, [row], ["platform", "account_id", "name"]).splitlines()[1]
    assert line == "x,-100200,'-name,name"


def test_a_quote_in_a_strangers_file_is_left_alone(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("platform,post_id,account_id,created_at,text\nx,1,a,2024-01-01,'=1+1\n")
    assert Result([path]).rows()[0]["text"] == "'=1+1"
