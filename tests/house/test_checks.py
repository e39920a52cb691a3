"""The house's own checks, shown to bite: each is given something that breaks its rule."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import grimp
import pytest

TOP = Path(__file__).resolve().parents[2]


def script(name):
    spec = importlib.util.spec_from_file_location(name, TOP / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


sizes, walls, licences = script("check_sizes"), script("check_walls"), script("check_licences")


def graph(*imports):
    made = grimp.ImportGraph()
    for importer, imported in imports:
        for module in (importer, imported):
            made.add_module(module, is_squashed=not module.startswith("floodwatch"))
        made.add_import(importer=importer, imported=imported, line_number=1, line_contents="")
    return made


def test_a_room_that_looks_where_it_may_not_is_named():
    made = graph(
        ("floodwatch.outputs.csv", "floodwatch.engine.base"), ("floodwatch.outputs.csv", "floodwatch.model")
    )
    assert list(walls.walls(made, {"outputs": ["model"], "engine": [], "model": []})) == [
        "floodwatch.outputs.csv imports floodwatch.engine.base: outputs may see only model"
    ]


def test_only_the_centre_writes():
    made = graph(
        ("floodwatch.views.a", "floodwatch.lake.write"), ("floodwatch.centre.a", "floodwatch.lake.write")
    )
    sees = {"views": ["lake"], "centre": ["lake"], "lake": []}
    assert list(walls.walls(made, sees)) == [
        "floodwatch.views.a imports floodwatch.lake.write: only the centre writes"
    ]


def test_a_room_that_the_table_does_not_know_is_named():
    assert "not in tool.floodwatch.sees" in next(walls.walls(graph(("floodwatch.shed.a", "os")), {}))


def test_only_wire_talks_to_the_network(tmp_path, monkeypatch):
    made = graph(("floodwatch.views.a", "httpx"), ("floodwatch.wire.a", "httpx"))
    assert list(walls.outside(made)) == ["floodwatch.views.a imports httpx: only wire talks to the network"]
    made = graph(("floodwatch.lake.a", "fsspec"), (walls.STORE, "fsspec"))
    assert list(walls.outside(made)) == [
        f"floodwatch.lake.a imports fsspec: only {walls.STORE} talks to object stores"
    ]
    monkeypatch.setattr(walls, "TOP", tmp_path)
    (tmp_path / "a.py").write_text("from urllib.request import urlopen\n")
    (tmp_path / "b.py").write_text("from urllib.parse import quote\n")
    assert list(walls.web(tmp_path)) == ["a.py imports urllib.request: only wire talks to the network"]


def test_the_length_of_a_function_leaves_out_its_docstring():
    source = 'def f():\n    """One.\n\n    Two.\n    """\n    a = 1\n    return a\n'
    assert sizes.lines(ast.parse(source).body[0]) == 3


def test_what_is_too_long_is_named_unless_it_is_waived():
    assert list(sizes.over({"a.py:f": 81, "b.py:g": 81, "c.py:h": 80}, 80, {"b.py:g": 90})) == [
        "a.py:f: 81 lines, at most 80"
    ]
    assert list(sizes.middle([3, 11, 12])) == ["the median function of src has 11 lines, at most 10"]


def test_a_waiver_needs_a_reason(tmp_path):
    path = tmp_path / "waivers.txt"
    path.write_text("# comment\na.py:f = 90  # one table, better read whole\n")
    assert sizes.waivers(path) == {"a.py:f": 90}
    path.write_text("a.py:f = 90\n")
    with pytest.raises(SystemExit, match="needs a reason"):
        sizes.waivers(path)


def test_a_path_of_one_machine_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(sizes, "TOP", tmp_path)
    (tmp_path / "a.md").write_text("see /" + "work/main/x")
    (tmp_path / "b.md").write_text("see ../teamwork/main and https://e.org/work")
    assert list(sizes.machines([Path("a.md"), Path("b.md")])) == [
        "a.md: names a path of one machine: /" + "work/"
    ]


class Package:
    def __init__(self, licence):
        self.metadata = type("Metadata", (dict,), {"json": {"license_expression": licence}})(Name="p-kg")


@pytest.mark.parametrize("licence", ["GPL-3.0-or-later", "AGPL-3.0", "GNU General Public License", "", "Own"])
def test_the_gpl_and_what_is_not_known_are_refused(licence):
    assert list(licences.judged(Package(licence)))


@pytest.mark.parametrize("licence", ["MIT", "Apache-2.0", "BSD-3-Clause", "MPL-2.0", "PSF-2.0"])
def test_permissive_licences_pass(licence):
    assert list(licences.judged(Package(licence))) == []


def test_the_lgpl_passes_only_when_the_notice_names_the_package(tmp_path, monkeypatch):
    monkeypatch.setattr(licences, "NOTICE", tmp_path / "NOTICE")
    (tmp_path / "NOTICE").write_text("nothing")
    assert "must be named" in next(licences.judged(Package("LGPL-3.0")))
    (tmp_path / "NOTICE").write_text("p-kg (LGPL)")
    assert list(licences.judged(Package("LGPL-3.0"))) == []


def test_the_gate_looks_at_what_a_user_installs():
    names = {p.metadata["Name"].lower() for p in licences.closure("floodwatch")}
    assert {"duckdb", "pandas", "urllib3"} <= names
    assert "pytest" not in names
    assert distribution("floodwatch").metadata["License-Expression"] == "Apache-2.0"


def test_the_task_file_lists_its_tasks():
    done = subprocess.run(["make", "-s", "-C", str(TOP)], capture_output=True, text=True, check=True)
    for task in ("setup", "demo", "test", "check", "evaluate", "bench", "docs", "lock", "clean"):
        assert f"make {task} " in done.stdout


def test_the_locks_hold_every_direct_dependency():
    import tomllib

    project = tomllib.loads((TOP / "pyproject.toml").read_text())
    locked = (TOP / "requirements" / "core.txt").read_text().lower()
    for line in project["project"]["dependencies"]:
        assert f"\n{line.split('>=')[0].lower()}==" in f"\n{locked}", "run: make lock"
    assert sys.version_info >= (3, 11)


@pytest.mark.parametrize(
    ("path", "about", "words"),
    [
        ("node_modules/d3-geo", {"license": "GPL-3.0"}, "is not allowed for what is shipped"),
        ("node_modules/d3-geo", {"license": "MPL-2.0"}, "is not allowed for what is shipped"),
        ("node_modules/uplot", {}, "the licence '' is not allowed"),
        ("node_modules/a/node_modules/@b/c", {"license": "MIT"}, "@b/c (npm): is shipped and must be named"),
        ("node_modules/builder", {"license": "LGPL-3.0", "dev": True}, "is not allowed for what builds"),
        (
            "node_modules/builder",
            {"license": "MIT OR GPL-2.0", "dev": True},
            "is not allowed for what builds",
        ),
    ],
)
def test_an_npm_package_under_another_licence_is_named(path, about, words):
    assert words in next(licences.module(path, about))


@pytest.mark.parametrize(
    ("path", "about"),
    [
        ("", {"license": "Apache-2.0"}),
        ("node_modules/d3-geo", {"license": "ISC"}),
        ("node_modules/lightningcss", {"license": "MPL-2.0", "dev": True}),
    ],
)
def test_npm_packages_under_the_allowed_licences_pass(path, about):
    assert list(licences.module(path, about)) == []
