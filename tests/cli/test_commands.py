"""The command line: what is typed reaches the verb, and what the verb says reaches the user."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from floodwatch.centre.verbs import VERBS
from floodwatch.cli.commands import argument, asked, option, program
from floodwatch.cli.main import run
from floodwatch.model.units import Parameter

HEAVY = {
    "alembic",
    "babel",
    "duckdb",
    "jinja2",
    "numpy",
    "pandas",
    "polars",
    "pyarrow",
    "rich",
    "scipy",
    "sqlalchemy",
    "sqlite3",
    "yaml",
}


def test_help_loads_nothing_heavy():
    code = (
        "import sys; from floodwatch.cli.main import run; run(['--help']); "
        f"sys.exit(' '.join(sorted({HEAVY!r} & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""
    assert "investigate" in done.stdout


@pytest.mark.parametrize("verb", VERBS, ids=lambda v: v.name)
def test_each_verb_is_a_command_that_explains_every_parameter(verb, capsys):
    assert run([verb.name, "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert verb.description.split(";")[0].split(",")[0].rstrip(".") in said
    for parameter in verb.parameters:
        name = parameter.name.upper() if parameter.positional else f"--{parameter.name.replace('_', '-')}"
        assert name in said


def test_the_help_lists_the_verbs_in_their_order(capsys):
    assert run([]) == 0
    said = capsys.readouterr().out
    places = [said.index(f"\n  {v.name} ") for v in VERBS]
    assert places == sorted(places)


def test_the_version_is_the_packages(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("floodwatch 0.")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell, capsys):
    assert run(["--completion", shell]) == 0
    assert "_FLOODWATCH_COMPLETE" in capsys.readouterr().out


def test_completion_offers_verbs_and_options(monkeypatch, capsys):
    monkeypatch.setenv("_FLOODWATCH_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "floodwatch inv")
    monkeypatch.setenv("COMP_CWORD", "1")
    with pytest.raises(SystemExit):
        run(["inv"])
    assert "investigate" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("parameter", "typed", "value"),
    [
        (Parameter("out", "x", "."), ["--out", "y"], "y"),
        (Parameter("out", "x", "."), [], None),
        (Parameter("min_weight", 2, "."), ["--min-weight", "3"], 3),
        (Parameter("edge_weight", 0.5, "."), ["--edge-weight", "0.9"], 0.9),
        (Parameter("keep_loops", False, "."), ["--keep-loops"], True),
        (Parameter("keep_loops", False, "."), [], None),
        (Parameter("power", True, "."), ["--no-power"], False),
        (Parameter("power", True, "."), [], None),
        (Parameter("map", (), "."), ["--map", "a=b", "--map", "c=d"], ("a=b", "c=d")),
        (Parameter("note", None, "."), ["--note", "5"], "5"),
        (Parameter("preset", "", ".", choices=("", "ctk")), ["--preset", "ctk"], "ctk"),
    ],
)
def test_an_option_has_the_type_of_its_default(parameter, typed, value):
    import click

    command = click.Command("c", params=[option(parameter)], callback=lambda **given: asked(given))
    result = command.main(typed, standalone_mode=False)
    assert result == ({} if value is None else {parameter.name: value})


def test_positional_parameters_take_one_or_many():
    assert argument(Parameter("inputs", (), ".", positional=True)).nargs == -1
    assert argument(Parameter("inputs", (), ".", positional=True)).required
    assert not argument(Parameter("folder", ".", ".", positional=True)).required


def test_init_makes_a_centre_and_says_so_in_json(tmp_path, capsys):
    assert run(["init", str(tmp_path / "c"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"centre": str(tmp_path / "c"), "new": True, "cases": []}


def test_quiet_prints_nothing_and_text_prints_names(tmp_path, capsys):
    assert run(["init", str(tmp_path / "c"), "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    assert run(["init", str(tmp_path / "c")]) == 0
    assert "new: no\n" in capsys.readouterr().out


def test_every_verb_is_reachable():
    assert set(program().commands) == {v.name for v in VERBS}
