"""Every source and every mapping. None is named: a new one is tested when it is listed."""

from __future__ import annotations

import re

import pytest

from floodwatch.model.records import TABLES, table
from floodwatch.sources import SOURCES, ReadOptions, plan, read
from floodwatch.sources.mapping import read as mapping_of
from floodwatch.vocabulary.load import listing, load

EXAMPLES = [(source, example) for source in SOURCES for example in source.examples()]
MAPPINGS = listing("mappings")

sources = pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.name)
examples = pytest.mark.parametrize(
    ("source", "example"), EXAMPLES, ids=[f"{s.name}: {e.title}" for s, e in EXAMPLES]
)
mappings = pytest.mark.parametrize("name", MAPPINGS)


@sources
def test_a_source_says_what_it_is_and_shows_it(source):
    assert re.match(r"[a-z][a-z0-9_]*$", source.name)
    assert len(source.description) > 10
    assert all(re.match(r"\.[a-z0-9.]+$", e) or re.match(r"[a-z0-9.]+$", e) for e in source.extensions)
    assert source.examples()


@examples
def test_an_example_is_recognised_by_its_content_and_read_whole(source, example, tmp_path):
    path = tmp_path / "without_extension"
    path.write_bytes(example.content)
    planned = plan([path], ReadOptions(platform="x"))
    told, rejects = [], []
    chunks = list(read(planned, ReadOptions(platform="x"), rejects.append, told=told.append))
    assert len(told) == 1
    assert sum(s.rows_read for s in told) == example.rows
    assert {c.table for c in chunks} <= {t.name for t in TABLES}
    for chunk in chunks:
        assert tuple(chunk.rows.column_names) == table(chunk.table).names
    again = list(read([path], ReadOptions(platform="x", format=source.name), rejects.append))
    assert [c.rows for c in again] == [c.rows for c in chunks]


@mappings
def test_a_mapping_is_understood_and_named_as_its_file(name):
    data = load(name)
    mapping = mapping_of(data, name)
    assert f"mappings/{mapping.name}.yaml" == name
    assert len(data["description"]) > 10
