"""The islands' build: in wheels and source archives, said where Node.js is missing, editable installs untouched."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
SCRIPT = "scripts/islands.sh"
PLACE = "src/floodwatch/web/static/built"


BUILT = TOP / PLACE
MANIFEST = BUILT / "manifest.json"
built = pytest.mark.skipif(
    not MANIFEST.exists() and not os.environ.get("CI"), reason="the islands are not built (make islands)"
)


@pytest.fixture(scope="module")
def hook():
    spec = importlib.util.spec_from_file_location("hatch_build", TOP / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class App:
    def __init__(self):
        self.said = []

    def display_info(self, text):
        self.said.append(text)

    display_warning = display_info


def run(hook, top, version="standard"):
    app, data = App(), {"artifacts": []}
    made = hook.Islands(str(top), {}, None, None, str(top), "wheel", app)
    made.initialize(version, data)
    return app.said, data["artifacts"]


def house(tmp_path, script, *, built=False):
    (tmp_path / "scripts").mkdir()
    (tmp_path / SCRIPT).write_text(script)
    if built:
        folder = tmp_path / PLACE
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text("{}")
    return tmp_path


BUILDS = f"mkdir -p {PLACE}; cd {PLACE}; echo Building; echo {{}} > manifest.json"


def test_what_the_script_builds_is_taken_along(hook, tmp_path):
    made = house(tmp_path, f"cd {tmp_path}; {BUILDS}")
    assert run(hook, made) == (["Building"], [f"/{hook.BUILT}/*"])


def test_where_nothing_can_be_built_the_wheel_says_what_it_lacks(hook, tmp_path):
    said, taken = run(hook, house(tmp_path, "echo 'no Node.js' >&2"))
    assert taken == [] and said == [
        "no Node.js", "The islands of the workbench are not built: its pages come as tables.",
    ]  # fmt: skip


def test_what_was_built_before_is_taken_along_where_nothing_can_be_built(hook, tmp_path):
    assert run(hook, house(tmp_path, "exit 1", built=True)) == ([], [f"/{hook.BUILT}/*"])


def test_an_editable_install_builds_nothing(hook, tmp_path):
    made = house(tmp_path, f"cd {tmp_path}; {BUILDS}")
    assert run(hook, made, "editable") == ([], []) and not (made / "src").exists()


def without_node(tmp_path, **more):
    """Runs the script where only the shell's own programs are found."""
    for name in ("bash", "dirname"):
        (tmp_path / name).symlink_to(Path("/usr/bin") / name)
    env = {"PATH": str(tmp_path), **more}
    return subprocess.run(
        [tmp_path / "bash", TOP / SCRIPT], env=env, capture_output=True, text=True, check=False
    )


def test_without_node_the_script_says_one_line_and_fails_only_in_ci(tmp_path):
    done = without_node(tmp_path)
    assert done.returncode == 0 and len(done.stderr.splitlines()) == 1 and "Node.js 20.19" in done.stderr
    for name in ("bash", "dirname"):
        (tmp_path / name).unlink()
    assert without_node(tmp_path, CI="1").returncode == 1


@built
def test_a_wheel_and_a_source_archive_carry_the_islands_but_not_their_tools(hook, tmp_path):
    from hatchling.builders.sdist import SdistBuilder
    from hatchling.builders.wheel import WheelBuilder

    (wheel,) = WheelBuilder(str(TOP)).build(directory=str(tmp_path), versions=["standard"])
    (archive,) = SdistBuilder(str(TOP)).build(directory=str(tmp_path), versions=["standard"])
    names = zipfile.ZipFile(wheel).namelist()
    with tarfile.open(archive) as held:
        sources = [name.partition("/")[2] for name in held.getnames()]
    assert {f"floodwatch/web/static/built/{p.name}" for p in BUILT.iterdir()} <= set(names)
    assert not any("islands/" in name or "node_modules" in name for name in names)
    assert {
        "hatch_build.py",
        SCRIPT,
        f"{hook.BUILT}/manifest.json",
        "src/floodwatch/web/islands/package-lock.json",
    } <= set(sources)
    assert not any("node_modules" in name for name in sources)


@built
def test_all_scripts_and_styles_together_are_small():
    files = json.loads(MANIFEST.read_text("utf-8"))["files"]
    assert {"islands.js", "islands.css", "graph.js", "map.js", "timeline.js", "htmx.js", "world.json"} <= set(
        files
    )
    assert sum(f["gzip"] for name, f in files.items() if name.endswith((".js", ".css"))) <= 150 * 1024
    assert files["world.json"]["gzip"] <= 150 * 1024


@built
def test_the_manifest_names_the_files_by_hash_and_they_are_fresh():
    held = json.loads(MANIFEST.read_text("utf-8"))
    on_disk = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in BUILT.iterdir() if p != MANIFEST}
    assert {name: about["sha256"] for name, about in held["files"].items()} == on_disk
    if shutil.which("node"):
        script = TOP / "src" / "floodwatch" / "web" / "islands" / "sources.mjs"
        assert subprocess.run(["node", script, BUILT], check=False).returncode == 0, "make islands"


@built
def test_no_island_makes_code_from_text_or_asks_another_server():
    for path in BUILT.glob("*.js"):
        text = path.read_text("utf-8")
        if path.name != "htmx.js":
            assert not re.search(
                r"\beval\(|new Function|\binnerHTML\s*=|insertAdjacentHTML|document\.write", text
            ), path
        addresses = set(re.findall(r"https?://[\w.]+", text)) - {"http://www.w3.org"}
        assert addresses <= {"https://four.htmx.org"}, path


@built
def test_licences_of_what_is_shipped_are_beside_it():
    text = (BUILT / "licences.txt").read_text("utf-8")
    for name in ("d3-geo", "htmx.org", "topojson-client", "uplot", "world-atlas"):
        assert re.search(rf"^{re.escape(name)} \d", text, re.MULTILINE)
    assert text.count("opyright") >= 5
