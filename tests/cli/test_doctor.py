"""What `floodwatch doctor` says about a machine."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError

import pytest

from floodwatch.centre import doctor
from floodwatch.cli.main import run


def test_it_looks_at_everything_and_says_whether_one_can_start(capsys):
    assert run(["doctor", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    names = {check["name"] for check in told["checks"]}
    assert {"python", "package duckdb", "memory", "disk"} <= names
    assert told["ready"] is True
    assert all(check["detail"] for check in told["checks"])


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("duckdb>=2.0", ("duckdb", "")),
        ("pandas>=2.2; extra == 'notebook'", ("pandas", "notebook")),
        ('polars ; extra == "notebook"', ("polars", "notebook")),
        ("floodwatch[notebook]; extra == 'all'", ("floodwatch", "all")),
    ],
)
def test_a_line_of_metadata_names_a_package_and_its_extra(line, found):
    assert doctor.requirement(line) == found


def test_a_missing_package_stops_only_when_it_is_not_an_extra(monkeypatch):
    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(doctor, "version", missing)
    monkeypatch.setattr(doctor, "requires", lambda _: ["duckdb>=2", "pandas>=2; extra == 'notebook'"])
    needed, optional = doctor.packages()
    assert (needed.ok, needed.advice) == (False, "pip install 'floodwatch'")
    assert (optional.ok, optional.advice) == (None, "pip install 'floodwatch[notebook]'")
    assert doctor.doctor()["ready"] is False


def test_an_old_python_little_memory_and_a_full_disk_are_named(monkeypatch, tmp_path):
    monkeypatch.setattr(doctor, "PYTHON", (99, 0))
    assert doctor.python().ok is False
    monkeypatch.setattr(doctor, "GIB", 1 << 60)
    assert doctor.memory().ok is None
    assert "--memory" in doctor.memory().advice
    assert doctor.disk(tmp_path).ok is False
    monkeypatch.setattr(doctor.shutil, "which", lambda _: None)
    assert {c.ok for c in doctor.programs()} == {None}
