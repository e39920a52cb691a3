"""Folders that hold units: each lists what it has, under one name each, and outsiders can add theirs."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from floodwatch.model.errors import UnitError
from floodwatch.model.findings import EXPORTS
from floodwatch.model.records import TABLES
from floodwatch.model.units import ENTRY_POINTS, UNIT_API, from_outside, listed
from tests.contract.words import reserved


def test_no_column_of_records_or_exports_is_a_reserved_word():
    names = {c.name for t in TABLES for c in t.columns} | {c for columns in EXPORTS.values() for c in columns}
    assert not names & reserved()


def test_a_name_used_twice_or_missing_is_refused():
    one = SimpleNamespace(name="one")
    assert listed("traces", (one,)) == (one,)
    with pytest.raises(UnitError, match="Two units of traces are called one"):
        listed("traces", (one, SimpleNamespace(name="one")))
    with pytest.raises(UnitError, match="no name"):
        listed("traces", (SimpleNamespace(name=""),))


class Offered:
    def __init__(self, api):
        self.name = "theirs"
        self.unit = SimpleNamespace(name="theirs", api=api)

    def load(self):
        return self.unit


@pytest.mark.parametrize("kind", ENTRY_POINTS)
def test_units_of_other_packages_are_taken_when_they_fit(kind, monkeypatch):
    offered = Offered(UNIT_API)
    asked = {}
    monkeypatch.setattr("importlib.metadata.entry_points", lambda **k: asked.update(k) or [offered])
    assert list(from_outside(kind)) == [offered.unit]
    assert asked == {"group": ENTRY_POINTS[kind]}


def test_units_for_another_api_are_refused_with_the_reason(monkeypatch):
    monkeypatch.setattr("importlib.metadata.entry_points", lambda **k: [Offered(UNIT_API + 1)])
    with pytest.raises(UnitError, match=f"unit API {UNIT_API + 1}, this is {UNIT_API}"):
        list(from_outside("trace"))
