"""`floodwatch knowledge export`: one file, what it does not carry beside it, and all of it on record."""

from __future__ import annotations

import csv
import json

import pytest

from floodwatch.casebook.exports import exports
from floodwatch.centre import Centre
from floodwatch.cli.main import run
from floodwatch.model.errors import SettingError


@pytest.fixture
def centre(tmp_path):
    return Centre.init(tmp_path / "centre")


def test_it_writes_every_format_and_says_what_is_missing(centre, tmp_path):
    for form in ("stix", "misp", "csv", "jsonl", "ftm"):
        place = tmp_path / f"all.{form}"
        told = centre.knowledge("export", format=form, out=str(place), by="ada")
        assert place.stat().st_size > 100_000
        beside = list(csv.DictReader((tmp_path / f"all.{form}.not-carried.csv").open(encoding="utf-8")))
        assert [{**row, "number": int(row["number"])} for row in beside] == told["not_carried"]
    first, *rest = exports(centre.casebook)
    assert (len(first.content["claims"]), first.exported_by) == (told["claims"], "ada")
    assert {len(one.content["claims"]) for one in rest} == {0}


def test_it_takes_names_and_all_that_go_with_them(centre, tmp_path):
    told = centre.knowledge("export", "storm 1376", out=str(tmp_path / "x.json"))
    everything = centre.knowledge("export")
    assert 0 < told["claims"] < everything["claims"]
    assert everything["file"].endswith("centre/exports/knowledge.stix.json")
    labels = {
        one["name"]
        for one in json.loads((tmp_path / "x.json").read_text("utf-8"))["objects"]
        if "name" in one
    }
    assert {"Storm-1376", "Spamouflage", "Taizi Flood"} <= labels
    with pytest.raises(SettingError, match="Nothing goes by the name"):
        centre.knowledge("export", "no such heron")
    with pytest.raises(SettingError, match="is a folder"):
        centre.knowledge("export", out=str(tmp_path))


def test_it_says_on_screen_what_was_written(centre, tmp_path, capsys):
    place = tmp_path / "k.json"
    assert (
        run(["knowledge", "export", "--out", str(place), "--tlp", "TLP:GREEN", "--centre", str(centre.path)])
        == 0
    )
    told = capsys.readouterr().out
    assert "(stix, up to TLP:GREEN)" in told
    assert "not carried:" in told
    assert run(["knowledge", "import", str(place), "--dry-run", "--centre", str(centre.path)]) == 0
    assert "new: 0" in capsys.readouterr().out
