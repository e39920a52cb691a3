"""The documentation is run: `bash` and `python` blocks, links, and pages made from the registries."""

from __future__ import annotations

import importlib.util
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from floodwatch.centre.lint import lint
from floodwatch.centre.verbs import VERBS
from floodwatch.model import errors
from floodwatch.model.units import quiet

TOP = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^( *)```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
PAGES = sorted([*TOP.glob("*.md"), *(TOP / "docs").rglob("*.md")])
SAMPLE = tuple(
    TOP / name
    for name in (
        "README.md",
        "docs/tutorial.md",
        "docs/recurrence.md",
        "docs/how-to/follow-narratives.md",
        "docs/how-to/look-at-one-account.md",
        "docs/how-to/search-a-case.md",
        "docs/how-to/weigh-one-operator.md",
    )
)
"""Pages that work on the sample case, in this order: the README's run takes minutes, and the others go on from it."""


def blocks(page):
    """Language and text of the blocks of a page that are meant to run."""
    found = FENCE.findall(page.read_text("utf-8"))
    return [(language, text) for _, language, text in found if language in ("bash", "python")]


def run_page(page, folder):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for language, text in blocks(page):
        command = {"bash": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}[language]
        done = subprocess.run(
            [*command, text],
            cwd=folder,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{page.name}:\n{text}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize(
    "page",
    [p for p in PAGES if blocks(p) and p not in SAMPLE],
    ids=lambda p: p.relative_to(TOP).as_posix(),
)
def test_a_page_runs(page, tmp_path):
    run_page(page, tmp_path)


def test_the_readme_and_what_goes_on_from_it_run_one_after_the_other(tmp_path):
    for page in SAMPLE:
        assert blocks(page)
        assert page.parent == TOP or "README.md#an-example" in page.read_text("utf-8"), "says where it is run"
        run_page(page, tmp_path)
    (checked,) = lint(None, quiet, (str(tmp_path / "results" / "report.html"),))["documents"]
    assert [(row["rule"], row["words"]) for row in checked["findings"]] == [], "the report of the sample case"


def anchors(page):
    """Headings of a page as GitHub makes anchors of them."""
    heads = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(TOP).as_posix())
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if re.match(r"\w+:", target):
            continue
        name, _, anchor = target.partition("#")
        other = page.parent / name if name else page
        assert other.exists(), f"{target} does not exist"
        assert not anchor or anchor in anchors(other), f"{target}: no such heading"


def reference():
    spec = importlib.util.spec_from_file_location("reference", TOP / "scripts" / "reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_what_the_registries_say():
    made = reference().pages()
    kept = {p.name: p.read_text("utf-8") for p in (TOP / "docs" / "reference").glob("*.md")}
    assert set(made) == set(kept), "run: make docs"
    assert [name for name in made if made[name] != kept[name]] == [], "run: make docs"


def test_every_error_has_its_heading():
    slugs = {
        k.slug
        for _, k in inspect.getmembers(errors, inspect.isclass)
        if issubclass(k, errors.FloodwatchError)
    }
    assert slugs | {"unexpected"} <= anchors(TOP / "docs" / "errors.md")


def test_every_verb_is_named_where_a_newcomer_reads():
    told = (TOP / "README.md").read_text("utf-8") + (TOP / "docs" / "tutorial.md").read_text("utf-8")
    assert [v.name for v in VERBS if v.name not in told + (TOP / "CHANGELOG.md").read_text("utf-8")] == []
