"""The corpus of report texts keeps its own rules, and the checker says where a text does not."""

from __future__ import annotations

import shutil

import pytest
import yaml

from evaluation.reading import check
from evaluation.reading.fields import problems_of
from evaluation.reading.reduce import Missing, marked_down, plain, without
from evaluation.reading.texts import HALVES, places, texts


def test_every_rule_holds_over_the_corpus(capsys):
    assert check.main() == 0
    shown = capsys.readouterr().out
    assert "0 breaches" in shown
    assert "narrative" in shown


@pytest.mark.parametrize("half", HALVES)
def test_no_half_is_empty(half):
    assert list(texts(check.HERE / half))


@pytest.mark.parametrize(
    ("suffix", "raw", "read"),
    [
        (".txt", "Of\ufb01ce web-\nsites\u00ad, 4\u00a0mil\u200blion", "Office websites, 4 million"),
        (".md", "---\na: 1\n---\n# **Top**\n- [a b](http://c.example) `d`", "Top a b d"),
        (".html", "<head><title>t</title></head><p>a<b>b</b><p>c<script>d</script>&amp;", "ab c &"),
        (".eml", "Subject: s\n\n> a\n>> b\n", "a b"),
        (".eml", "Content-Type: text/html\n\n<p>a<br>b</p>", "a b"),
    ],
)
def test_a_file_is_reduced_to_what_a_person_reads(suffix, raw, read):
    assert plain(raw.encode(), suffix) == read


def test_boilerplate_is_cut_in_its_order_and_must_be_there():
    assert without("nav a share b nav", ("nav", "share")) == "a b nav"
    with pytest.raises(Missing, match="share"):
        without("share nav", ("nav", "share"))
    assert marked_down("> a", ".txt") == "> a"


COUNT = {"kind": "count", "text": "over 4", "low": 4, "high": None, "unit": "site", "qualifier": "over"}
DATE = {"kind": "date", "text": "May", "from": "2024-05-01", "to": "2024-05-31", "precision": "month"}


@pytest.mark.parametrize(
    ("item", "problem"),
    [
        (COUNT, ""),
        (DATE, ""),
        (COUNT | {"low": 5, "high": 4, "qualifier": "4"}, "low is above high"),
        (COUNT | {"high": 4}, "both bounds under 'over'"),
        (COUNT | {"text": "up to 4", "qualifier": "up to"}, "both bounds under 'up to'"),
        (COUNT | {"low": None}, "no bound"),
        (COUNT | {"qualifier": "some"}, "qualifier"),
        (COUNT | {"currency": "USD"}, "has currency"),
        (DATE | {"from": "2024-06-01"}, "from is after to"),
        (DATE | {"from": "May"}, "no dates"),
        (DATE | {"precision": "week"}, "precision is 'week'"),
        ({"kind": "country", "text": "X", "code": "XXZ", "form": "noun"}, "no country XXZ"),
        ({"kind": "money", "text": "1", "low": 1, "high": 1, "currency": "DOL"}, "no currency DOL"),
        ({"kind": "technique", "text": "T0001", "id": "T0001", "framework": "attack"}, "no id T0001"),
        (
            {"kind": "estimate", "text": "Likely", "vocabulary": "icd203", "band": [5, 20], "judges": "a"},
            "band",
        ),
        ({"kind": "negation", "text": "no", "polarity": "denied", "of": "z"}, "not in the text: 'z'"),
        ({"kind": "name", "text": "X"}, "lacks class"),
        ({"kind": "nonsense", "text": "X"}, "no such kind"),
    ],
)
def test_a_wrong_field_is_named(item, problem):
    found = list(problems_of(item, "a b"))
    assert len(found) == bool(problem)
    assert problem in "".join(found)


def corpus(folder, body, **notes):
    folder.mkdir()
    (folder / "a.txt").write_text(body)
    (folder / "a.yaml").write_text(yaml.safe_dump(notes))
    (text,) = texts(folder)
    return list(check.breaches(text, text.reading()))


NAME = {"kind": "name", "text": "Grey Gull", "occurrence": 1, "class": "actor"}


def test_what_breaks_a_rule_of_the_text_is_named(tmp_path):
    body = "Grey Gull and Grey Gull in Peru. " + "word " * 150
    shown = corpus(tmp_path / "a", body, items=[NAME])
    assert shown == [
        "'Grey Gull' is marked elsewhere and not in: 'Grey Gull and Grey Gull in Peru. word word '"
    ]
    second = NAME | {"occurrence": 2}
    assert corpus(tmp_path / "b", body, items=[NAME, second]) == []
    assert "listed twice" in corpus(tmp_path / "c", body, items=[NAME, NAME, second])[0]
    assert (
        "occurrence is 3"
        in corpus(tmp_path / "d", body, items=[NAME, second], refused=[NAME | {"occurrence": 3}])[0]
    )
    inner = {"kind": "count", "text": "Gull", "occurrence": 1, "low": 1, "high": 1, "unit": "bird"}
    assert corpus(tmp_path / "e", body, items=[NAME, second, inner]) == [
        "count 'Gull' lies in name 'Grey Gull'"
    ]
    alias = {"kind": "alias", "text": "Peru", "of": "Ibis", "relation": "same", "polarity": "asserted"}
    assert corpus(tmp_path / "f", body, items=[alias]) == ["alias of 'Ibis', which is no name of the text"]
    assert corpus(tmp_path / "g", "short", items=[]) == ["1 words"]
    assert "not in the text" in corpus(tmp_path / "h", body, items=[NAME | {"text": "Ibis"}])[0]


def test_a_sealed_file_that_changed_was_added_or_is_gone_is_named(tmp_path):
    for path in (check.HERE / "sealed").iterdir():
        shutil.copy(path, tmp_path)
    assert list(check.sealed(tmp_path)) == []
    changed, gone = sorted(tmp_path.glob("*.yaml"))[:2]
    changed.write_text("items: []")
    gone.unlink()
    (tmp_path / "zz.txt").write_text("new")
    assert list(check.sealed(tmp_path)) == [
        f"sealed/{name}: not as listed in SHA256" for name in (changed.name, gone.name, "zz.txt")
    ]


def test_a_half_with_too_little_is_named():
    assert list(
        check.short("open", 3, {"name": 100, "country": 100, "count": 99, "money": 100, "date": 100})
    ) == [
        "open: 3 texts, at least 24",
        "open: 99 items of kind count, at least 100",
    ]


def test_places_count_overlaps():
    assert places("aa", "aaa") == [0, 1]
