"""Whatever stands in a file of knowledge, what comes out fits the schema, and the rest is counted."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from floodwatch.model.claims import checked, checked_entity
from floodwatch.model.errors import FloodwatchError
from floodwatch.sources.knowledge import Read, read
from floodwatch.vocabulary.kinds import wrong
from tests.sources.knowledge.made import CSV, JSON, written

LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just("\ud800"), st.just("\x00"),
    st.just("x" * 20_001), st.just("TLP:RED"), st.just("2024-99-99"), st.just("0000-00-00"),
)  # fmt: skip
ANYTHING = st.recursive(
    LEAVES, lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=4), one, max_size=3), max_leaves=6
)  # fmt: skip
CALM = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def places(value, path=()):
    """Every place in a JSON value."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inside:
        yield from places(one, (*path, name))


def put(value, path, new):
    """The value with another thing at a place."""
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(value[path[0]], path[1:], new)
    return copy


def fits(content):
    """Reads a file; all that comes out can be stored."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_text(content, "utf-8", errors="replace")
        try:
            found = list(read([path], {}))
        except FloodwatchError as problem:
            assert "\n" not in str(problem)
            return
    for one in found:
        assert isinstance(one, Read)
        kinds = {checked_entity(e).entity_id: e.kind for e in one.batch.entities}
        assert checked_entity(one.batch.entity).label
        for claim in one.batch.claims:
            checked(claim)
            assert (
                wrong(claim.predicate, kinds[claim.subject], kinds.get(claim.object_entity), claim.value)
                is None
            )
        json.dumps([one.batch.rejected, one.batch.left], ensure_ascii=False).encode()


@CALM
@given(st.data())
def test_json_with_anything_anywhere(data):
    told = JSON[data.draw(st.sampled_from(sorted(JSON)))]
    for _ in range(data.draw(st.integers(1, 3))):
        told = put(told, data.draw(st.sampled_from(list(places(told)))), data.draw(ANYTHING))
    fits(json.dumps(told))


@CALM
@given(st.sampled_from(sorted(set(CSV) - {"matrix.csv"})), st.data())
def test_tables_with_anything_in_their_rows(name, data):
    head, *_ = CSV[name].splitlines()
    cell = st.sampled_from(
        ["", "T0049", "C00006", "=1+1", '"', "\x00", "https://heron.org", "x" * 20_001]
    ) | st.text(max_size=9)
    rows = data.draw(st.lists(st.lists(cell, max_size=9), max_size=4))
    fits("\n".join([head, *(",".join(row) for row in rows)]))


def test_a_reference_in_a_circle_and_to_itself(tmp_path):
    told = JSON["bundle.json"]
    objects = [
        {**one, "object_refs": [one["id"]]} if one["type"] == "report" else one for one in told["objects"]
    ]
    (found,) = read([written(tmp_path, "x", {**told, "objects": objects})], {})
    assert not [c for c in found.batch.claims if c.subject == c.object_entity]
