"""A matrix as people write it down: what is read, what is refused, and what the command says of it."""

from __future__ import annotations

import json
import stat

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.assessment.weighing import read, weighed
from floodwatch.centre.handles import Centre, weigh
from floodwatch.cli.commands import program
from floodwatch.cli.weighing import explained
from floodwatch.model.errors import InputError
from floodwatch.outputs.weighing import render

FILE = """
question: Who runs network 3?
asks: operator
hypotheses:
  north: {text: A ministry of North, kind: state}
  agency: {text: An agency, kind: commercial}
prior: {north: 0.5, agency: 0.1, organic: 0.2, other_state: 0.1, false_flag: [0.05, 0.2]}
prior_reason: Like cases before.
profile_sources: ["document:old"]
evidence:
  - name: hours
    kind: behaviour
    group: time
    sources: "document:log"
    copied: [hours]
    cells: {north: CC, agency: I, organic: II, other_state: I, false_flag: C}
    chances: {north: 0.6, agency: 0.2, organic: 0.02, other_state: 0.1, false_flag: 0.4}
  - name: phrases
    kind: content
    sources: ["document:old"]
    cells: {north: C, agency: I, organic: I, other_state: C, false_flag: C}
    chances: {north: 0.9, agency: 0.05, organic: 0.02, other_state: 0.1, false_flag: 0.2}
  - name: topic
    kind: content
    relevance: low
    refs: ["finding:main/n1"]
    cells: {north: C, agency: C, organic: C, other_state: C, false_flag: C}
milestones: [A court rules]
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "matrix.yaml"
    path.write_text(FILE, "utf-8")
    return path


def test_a_file_is_read_whole(file):
    told = weigh(file)
    assert told["question"] == "Who runs network 3?"
    assert [one["name"] for one in told["hypotheses"]] == [
        "north",
        "agency",
        "organic",
        "other_state",
        "false_flag",
    ]
    assert told["evidence"][0]["chances"]["north"] == (0.6, 0.6)
    assert told["evidence"][0]["sources"] == ("document:log",)
    assert told["evidence"][2]["refs"] == ("finding:main/n1",)
    assert told["against"]["undiagnostic"] == ("topic",)
    assert told["odds"]["unused"] == ("topic",)
    assert told["odds"]["prior"].endswith("Like cases before.")
    assert weigh(file) == told
    assert json.loads(json.dumps(told))["seed"] == 1


def test_the_state_is_capped_and_says_why(file):
    lines = [click.unstyle(line) for line in explained(weigh(file))]
    said = next(n for n, line in enumerate(lines) if line.startswith("   north: computed"))
    assert "may be stated: " in lines[said] and lines[said].endswith("roughly even chance")
    assert "hours is about behaviour; is easily copied (hours)" in lines[said + 1]
    assert "phrases is about content; goes back to a source of the profile" in lines[said + 1]


def test_the_command_prints_matrix_ranking_flip_and_odds(file):
    lines = CliRunner().invoke(program(), ["weigh", str(file)]).output.splitlines()
    assert lines[0] == "Who runs network 3?"
    assert "hours    CC     I       II       I            C           1.00    (easily copied: hours)" in lines
    assert (
        "topic    C      C       C        C            C           0.71    (inconsistent with none)" in lines
    )
    assert "    1   0.00  north: nothing" in lines and "    1   0.00  false_flag: nothing" in lines
    assert "turned by leaving out: hours, phrases" not in lines
    assert "turned by leaving out: hours" in lines
    assert "! no hypothesis leads: north and false_flag have equally little against them" in lines
    assert any(line.startswith("   time") and line.endswith("held to its cap") for line in lines)
    assert "another one is likeliest without: no single group" in lines
    assert lines[-1].startswith("matrix.yaml: sha256:") and lines[-1].endswith("(not kept in a centre)")


def test_the_words_are_those_that_are_asked_for(file):
    assert weigh(file, vocabulary="kent")["stated"] != weigh(file)["stated"]
    assert CliRunner().invoke(program(), ["weigh", str(file), "--vocabulary", "mine"]).exit_code == 2


def test_page_and_values_are_written_and_the_file_is_kept(file, tmp_path):
    Centre.init(tmp_path / "centre")
    told = weigh(file, out=str(tmp_path / "out"), keep=str(tmp_path / "centre"))
    page, values = (tmp_path / "out" / name for name in ("weighed.html", "weighed.json"))
    assert told["written"] == [str(page), str(values)]
    assert json.loads(values.read_text("utf-8"))["ref"] == told["ref"]
    kept = tmp_path / "centre" / "evidence" / told["ref"][7:9] / told["ref"][7:]
    assert kept.read_text("utf-8") == FILE
    assert not kept.stat().st_mode & stat.S_IWUSR
    text = page.read_text("utf-8")
    assert text.count('class="chart waterfall"') == 5
    assert "Log10 odds. prior:" in text
    assert "script-src" in text and "<script" not in text


def test_strangers_text_stays_text(file):
    hostile = FILE.replace("name: hours", 'name: "<img src=x onerror=alert(1)>\\u202e\\e[2J"')
    file.write_text(hostile, "utf-8")
    told = weigh(file)
    page = render({**told, "written": []})
    assert "<img" not in page and "&lt;img" in page
    lines = "".join(click.unstyle(line) for line in explained(told))
    assert "\u202e" not in lines and "\x1b" not in lines


def test_half_a_matrix_is_weighed_by_half():
    told = {"question": "?", "asks": "x", "hypotheses": {"a": "A", "b": "B"}}
    rated = weighed(read({**told, "evidence": [{"name": "e", "cells": {"a": "C", "b": "I"}}]}))
    assert rated["odds"] is None and rated["stated"] == [] and rated["left_open"]
    judged = weighed(read({**told, "evidence": [{"name": "e", "chances": {"a": 0.5, "b": [0.1, 0.2]}}]}))
    assert judged["against"] is None and judged["odds"]["shares"][0]["hypothesis"] == "a"
    for one in (rated, judged):
        more = {"file": "f", "ref": "sha256:0", "kept": True, "decision": 1, "written": []}
        assert list(explained({**one, **more}))
        assert "<h1" in render({**one, **more})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- a\n- b", "the file: names with values"),
        ("hypothesis: {}", "'hypothesis' is none of question"),
        ("question: [a]", "question: text is needed"),
        ("evidence: {}", "evidence: a list is needed"),
        ("evidence: [{}]", "evidence 1 has no name"),
        ("evidence: [{name: e, weight: 3}]", "'weight' is none of name"),
        ("hypotheses: {a: {kind: [state]}}", "kind of a: text is needed"),
        ("evidence: [{name: e, chances: {organic: yes}}]", "a number such as 0.2"),
        ("evidence: [{name: e, chances: {organic: [1, 2, 3]}}]", "a number such as 0.2"),
        ("evidence: [{name: e, cells: {organic: no}}]", "cell organic of e: text is needed"),
        ("evidence: [{name: e, chances: {organic: .nan}}]", "a range above 0"),
        ("evidence: [{name: e, chances: {organic: .5}}]", "missing: commercial, false_flag, other_state"),
        ("prior: {organic: .5}", "a prior for every hypothesis"),
        ("a: [", "no YAML or JSON"),
        ("[" * 5000, "no YAML or JSON"),
        ("a: &x [*x, *x]", "'a' is none of"),
    ],
)
def test_what_is_written_wrongly_is_refused_with_its_place(tmp_path, content, said):
    path = tmp_path / "m.yaml"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError) as refused:
        weigh(path)
    assert said in str(refused.value)


def test_aliases_that_multiply_are_not_followed(tmp_path):
    levels = "".join(f"l{n}: &l{n} [*l{n - 1}, *l{n - 1}, *l{n - 1}, *l{n - 1}]\n" for n in range(1, 30))
    path = tmp_path / "m.yaml"
    path.write_text("question: &l0 [x]\n" + levels, "utf-8")
    with pytest.raises(InputError, match="is none of"):
        weigh(path)


def test_files_that_are_missing_large_or_no_text_are_refused(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        weigh(tmp_path / "none.yaml")
    (tmp_path / "big.yaml").write_bytes(b"#" * 1_000_001)
    with pytest.raises(InputError, match="more than 1,000,000 bytes"):
        weigh(tmp_path / "big.yaml")
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="no YAML or JSON"):
        weigh(tmp_path / "binary.yaml")


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(
    st.dictionaries(
        st.sampled_from(("question", "asks", "hypotheses", "evidence", "prior", "milestones")),
        VALUES,
        max_size=4,
    )
)
def test_anything_is_read_or_refused(told):
    try:
        read(told)
    except ValueError as problem:
        assert str(problem)
