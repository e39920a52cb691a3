"""Odd names, odd headers, odd mapping files, swollen Parquet: each is told in a sentence, none is guessed."""

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch import sources
from floodwatch.model.errors import FloodwatchError, FormatError, InputError, SettingError
from floodwatch.sources import Limits, ReadOptions, mapping

ROW = "platform,post_id,account_id,created_at,text\nx,1,a,2024-01-01,hello\n"


def planned(path, **options):
    return sources.plan([path], ReadOptions(**options))


def test_a_file_name_that_is_not_utf_8_is_read_and_shown(tmp_path):
    (tmp_path / os.fsdecode(b"\xff.csv")).write_text(ROW, "utf-8")
    told = []
    chunks = list(sources.read([tmp_path], ReadOptions(), print, told=told.append))
    assert sum(c.rows.num_rows for c in chunks if c.table == "posts") == 1
    assert told[0].file.endswith("\\xff.csv")


def test_a_column_that_counts_and_occurs_twice_is_named(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text(ROW.replace("text", " created_at "), "utf-8")
    with pytest.raises(FormatError, match="more than one column called created_at"):
        planned(path)


def test_a_column_that_does_not_count_may_occur_twice(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("platform,post_id,account_id,created_at,text,z,z\nx,1,a,2024-01-01,hello,1,2\n")
    told = []
    assert list(sources.read([path], ReadOptions(), print, told=told.append))
    assert "the column 'z' occurs 2 times: the first is used" in told[0].notes


@pytest.mark.parametrize(
    "data",
    [
        {"tables": {"posts": None}},
        {"tables": {"posts": 5}},
        {"tables": {"posts": {"text": {"parts": 5}}}},
        {"tables": {"posts": {}}, "recognise": 5},
        {"tables": {"posts": {}}, "recognise": [5]},
        {"tables": {"posts": {}}, "recognise": ["a", "b"], "collection": 5},
    ],
)
def test_an_odd_mapping_is_refused(data):
    with pytest.raises(SettingError):
        mapping.read(data, "odd.yaml")


odd = st.recursive(
    st.none() | st.integers() | st.sampled_from(["same", "text", "column", "as", "x"]),
    lambda part: (
        st.lists(part, max_size=3)
        | st.dictionaries(st.sampled_from(["text", "column", "as", "prefix", "parts", "constant"]), part)
    ),
    max_leaves=8,
)


@given(fields=odd, recognise=odd, collection=odd)
def test_any_mapping_is_read_or_refused(fields, recognise, collection):
    data = {"tables": {"posts": fields}, "recognise": recognise, "collection": collection}
    try:
        assert isinstance(mapping.read(data, "odd.yaml"), mapping.Mapping)
    except FloodwatchError as problem:
        assert "odd.yaml" in str(problem)


def test_parquet_that_grows_beyond_the_limits_is_refused(tmp_path: Path):
    path = tmp_path / "p.parquet"
    row = {"platform": "x", "account_id": "a", "created_at": "2024-01-01", "text": "y" * 1000}
    pq.write_table(
        pa.Table.from_pylist([row | {"post_id": str(n)} for n in range(2000)]),
        path, compression="zstd", use_dictionary=False,
    )  # fmt: skip
    assert planned(path)
    with pytest.raises(InputError, match="would grow"):
        planned(path, limits=Limits(ratio=5, ratio_from=1 << 16))


def test_rejects_do_not_say_where_the_given_paths_lie(tmp_path):
    for name in ("a/in/posts.csv", "b/in/posts.csv", "c/posts.csv"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(ROW + "x,2,b,never,hello\n", "utf-8")
    rejects = []
    given = [tmp_path / "a/in", tmp_path / "b/in", tmp_path / "c/posts.csv"]
    list(sources.read(given, ReadOptions(), rejects.append))
    names = [reject.file for reject in rejects]
    assert names == ["in/posts.csv", "in/posts.csv (2)", "posts.csv"]


def test_a_relative_path_is_kept_as_given(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "posts.csv").write_text(ROW, "utf-8")
    monkeypatch.chdir(tmp_path / "in")
    assert [f.name for f in sources.plan([Path("posts.csv")])] == ["posts.csv"]
    assert [f.name for f in sources.plan([Path("../in")])] == ["in/posts.csv"]
    assert [f.name for f in sources.plan([Path()])] == ["posts.csv"]
