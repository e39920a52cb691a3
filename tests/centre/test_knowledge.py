"""`floodwatch knowledge`: what is different is said first, and a dry run changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from floodwatch.centre import Centre
from floodwatch.cli.main import run
from floodwatch.model.errors import FormatError, SettingError
from tests.casebook.made import STANDS, held
from tests.sources.knowledge.made import GALAXY, JSON, written

REAL = Path(__file__).resolve().parents[3] / "shared" / "data"
NEEDED = ("misp_galaxy/threat-actor.json", "misp_galaxy/disarm-techniques.json", "disarm/DISARM_STIX.json",
          "microsoft_actor_names/MicrosoftMapping.json")  # fmt: skip


@pytest.fixture
def centre(tmp_path):
    return Centre.init(tmp_path / "centre")


def test_a_dry_run_says_what_is_different_and_changes_nothing(centre, tmp_path):
    path = written(tmp_path, "actors.json")
    centre.knowledge()
    before = held(centre.casebook, *STANDS)
    dry = centre.knowledge("import", path, dry_run=True, by="ada")
    assert held(centre.casebook, *STANDS) == before
    wet = centre.knowledge("import", path, by="ada")
    assert [{**row} for row in dry["sources"]] == wet["sources"]
    assert wet["sources"][0]["new"] > 10
    again = centre.knowledge("import", path, by="ada")["sources"][0]
    assert (again["new"], again["known"], again["sentences"]) == (0, wet["sources"][0]["new"], {})


def test_what_was_imported_is_listed_and_shown(centre, tmp_path):
    centre.knowledge("import", written(tmp_path, "actors.json"), by="ada")
    listed = centre.knowledge()["sources"]
    assert {row["source"] for row in listed} == {"Starting knowledge", "MISP galaxy Threat Actor"}
    (shown,) = centre.knowledge("show", "threat actor")["sources"]
    assert (shown["by"], shown["file"], shown["format"]) == ("ada", "actors.json", "misp_galaxy")
    assert shown["claims"] == {"confirmed": shown["history"][0]["new"]}
    assert "a reference (uses) to what is in no file" in shown["left"]


def test_a_folder_says_what_it_could_not_read(centre, tmp_path):
    for name in JSON:
        written(tmp_path, name)
    written(tmp_path, "notes.txt", "hello")
    (tmp_path / "all").mkdir()
    for path in [*tmp_path.glob("*.json"), tmp_path / "notes.txt"]:
        path.rename(tmp_path / "all" / path.name)
    told = centre.knowledge("import", tmp_path / "all")
    assert (len(told["sources"]), [one["file"] for one in told["unread"]]) == (len(JSON), ["all/notes.txt"])


def test_what_is_wrong_is_said(centre, tmp_path):
    with pytest.raises(SettingError, match="nothing to import"):
        centre.knowledge("import")
    with pytest.raises(SettingError, match="name of a source"):
        centre.knowledge("show")
    with pytest.raises(FormatError, match="of no format"):
        centre.knowledge("import", written(tmp_path, "x", "{}"))


def test_nothing_of_an_import_stays_when_it_breaks(centre, tmp_path, monkeypatch):
    centre.knowledge()
    before = held(centre.casebook, *STANDS, "claims", "decisions")

    def broken(*_):
        raise KeyError

    monkeypatch.setattr("floodwatch.casebook.record.log_import", broken)
    with pytest.raises(KeyError):
        centre.knowledge("import", written(tmp_path, "actors.json"))
    assert held(centre.casebook, *STANDS, "claims", "decisions") == before


def test_the_command_line_says_licence_difference_and_what_was_left(centre, tmp_path, capsys):
    path = written(tmp_path, "actors.json", GALAXY)
    assert run(["knowledge", "import", str(path), "--dry-run", "--centre", str(centre.path)]) == 0
    said = capsys.readouterr().out
    for words in (
        "licence: CC0-1.0 or BSD-2-Clause",
        "+ Grey Heron has the code",
        "has no place here",
        "nothing was changed",
    ):
        assert words in said
    assert run(["knowledge", "--centre", str(centre.path)]) == 0
    assert "Starting knowledge" in capsys.readouterr().out
    assert (
        run(["knowledge", "import", str(path), "--as", "misp_galaxy", "--json", "--centre", str(centre.path)])
        == 0
    )
    assert json.loads(capsys.readouterr().out)["sources"][0]["format"] == "misp_galaxy"
    assert run(["knowledge", "show", "threat", "--centre", str(centre.path)]) == 0
    assert "alias_of 5" in capsys.readouterr().out


def test_names_from_a_file_do_not_reach_the_terminal_as_they_are(centre, tmp_path, capsys):
    told = {
        **GALAXY,
        "values": [{**GALAXY["values"][0], "value": "Red\u202e Heron", "description": "a\x1b[2Jb"}],
    }
    assert (
        run(["knowledge", "import", str(written(tmp_path, "x.json", told)), "--centre", str(centre.path)])
        == 0
    )
    said = capsys.readouterr().out
    assert "\u202e" not in said
    assert "\x1b[2J" not in said


@pytest.mark.skipif(
    not all((REAL / name).exists() for name in NEEDED), reason="needs the public lists of ../shared/data"
)
def test_the_public_lists_come_in_whole_and_only_once(centre):
    first = centre.knowledge("import", *(REAL / name for name in NEEDED), by="ada")
    read = {row["source"]: row["read"] for row in first["sources"]}
    assert read == {"MISP galaxy Threat Actor": 1041, "MISP galaxy Techniques": 298, "DISARM framework (STIX)": 698,
                    "Microsoft's names of threat actors": 166}  # fmt: skip
    before = held(centre.casebook, *STANDS)
    second = centre.knowledge("import", *(REAL / name for name in NEEDED), by="ada")
    assert [row["new"] for row in second["sources"]] == [0] * 4
    assert held(centre.casebook, *STANDS) == before
