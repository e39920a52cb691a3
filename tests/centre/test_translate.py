"""Translations for reading: recorded, marked, shown beside the original, and nowhere else."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from floodwatch import Centre
from floodwatch.casebook.read import audit, translations
from floodwatch.centre.translator import translator
from floodwatch.cli.answers import translated
from floodwatch.cli.main import run
from floodwatch.model.errors import InputError, SettingError, TranslationError
from tests.wire.test_translation import says, server

POSTS = """platform,post_id,account_id,created_at,text,collection_id
x,1,a,2024-05-01T12:00:00Z,Der Zug kommt heute wieder später,open
x,2,b,2024-05-01T12:01:00Z,Der Bus kommt heute auch später,amber
x,3,c,2024-05-01T12:02:00Z,Das Schiff kommt morgen,odd
x,4,d,2024-05-01T12:03:00Z,Das Rad steht im Hof,
"""
COLLECTIONS = """collection_id,method,markings
open,sample,TLP:GREEN
amber,sample,tlp amber
odd,sample,In Confidence
"""
UPPER = [
    sys.executable,
    "-c",
    "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read().upper() + b'XZQ '[::-1])",
]


@pytest.fixture
def case(tmp_path):
    (tmp_path / "posts.csv").write_text(POSTS, "utf-8")
    (tmp_path / "collections.csv").write_text(COLLECTIONS, "utf-8")
    case = Centre.init(tmp_path / "centre").case()
    case.ingest(tmp_path / "posts.csv", tmp_path / "collections.csv")
    return case


def set_up(case, **told):
    lines = "".join(f"{name} = {json.dumps(value)}\n" for name, value in told.items())
    (case.centre.path / "centre.toml").write_text(f"schema = 1\n[translation]\n{lines}", "utf-8")


def test_it_is_off_until_it_is_set_up(case):
    with pytest.raises(SettingError, match="No machine translation is set up"):
        case.translate("post:x/1")


def test_a_program_translates_what_never_leaves_the_machine(case):
    set_up(case, command=UPPER)
    found = case.translate("post:x/1", "x/2", to="en")
    assert [p["ref"] for p in found["posts"]] == ["post:x/1", "post:x/2"]
    first = found["posts"][0]
    assert first["text"] == "Der Zug kommt heute wieder später"
    (made,) = first["translations"]
    assert made["text"] == "DER ZUG KOMMT HEUTE WIEDER SPäTER QZX"
    assert (made["made_by"], made["target"], made["stale"]) == ("machine", "en", False)
    assert made["author"] == Path(sys.executable).name
    shown = "\n".join(translated(found))
    assert "MACHINE-MADE" in shown
    assert "no evidence" in shown


def test_what_is_there_is_not_asked_for_again(case):
    with server(says({"translatedText": "The train is late"})) as (address, asked):
        set_up(case, endpoint=address, name="test")
        case.translate("post:x/1")
        again = case.translate("post:x/1")
        assert len(asked) == 1
        case.translate("post:x/1", to="fr")
        assert len(asked) == 2
    assert again["posts"][0]["translations"][0]["author"] == "test"
    assert asked[0][1]["source"] == "auto"


@pytest.mark.parametrize(("ref", "label"), [("post:x/2", "TLP:AMBER"), ("post:x/3", "In Confidence")])
def test_what_is_marked_is_not_sent_and_neither_is_what_is_beside_it(case, ref, label):
    with server(says({"translatedText": "x"})) as (address, asked):
        set_up(case, endpoint=address)
        with pytest.raises(TranslationError, match=f"marked {label} and must not leave"):
            case.translate("post:x/1", ref)
        assert asked == []
        case.translate("post:x/1", "post:x/4")
    assert len(asked) == 2


def test_a_stricter_observation_of_a_post_counts(case, tmp_path):
    (tmp_path / "again.csv").write_text(POSTS.replace(",open", ",amber"), "utf-8")
    case.ingest(tmp_path / "again.csv")
    (tmp_path / "last.csv").write_text(POSTS.replace("Zug", "Wagen"), "utf-8")
    case.ingest(tmp_path / "last.csv")
    set_up(case, endpoint="http://127.0.0.1:9/")
    with pytest.raises(TranslationError, match="TLP:AMBER"):
        case.translate("post:x/1")


def test_a_person_s_translation_comes_first_with_its_author(case):
    set_up(case, command=UPPER)
    case.translate("post:x/1")
    found = case.translate("post:x/1", by="Ada", text="The train is late again today")
    made = found["posts"][0]["translations"]
    assert made[0]["author"] == "Ada"
    assert [t["made_by"] for t in made] == ["human", "machine"]


def test_a_translation_of_a_text_that_changed_is_stale(case, tmp_path):
    case.translate("post:x/1", by="Ada", text="The train is late again today")
    (tmp_path / "later.csv").write_text(POSTS.replace("Zug", "Wagen"), "utf-8")
    case.ingest(tmp_path / "later.csv")
    set_up(case, command=UPPER)
    made = case.translate("post:x/1")["posts"][0]["translations"]
    assert [(t["made_by"], t["stale"]) for t in made] == [("machine", False), ("human", True)]


@pytest.mark.parametrize(
    ("posts", "asked"),
    [
        ((), {}),
        (("post:x/1",), {"by": "Ada"}),
        (("post:x/1",), {"text": "The train"}),
        (("post:x/1", "post:x/2"), {"by": "Ada", "text": "The train"}),
        (("post:x/1",), {"to": "english please"}),
        (("post:x/1",), {"to": "--help"}),
    ],
)
def test_what_makes_no_sense_is_refused(case, posts, asked):
    with pytest.raises(SettingError):
        case.translate(*posts, **asked)
    assert translations(case.centre.casebook, case.name) == []


def test_a_post_that_is_not_there(case):
    with pytest.raises(InputError, match="There is no post post:x/99"):
        case.translate("post:x/99", by="Ada", text="x")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"command": ["a"], "endpoint": "https://b.example"}, "either a command or an endpoint"),
        ({"key_env": "A"}, "either a command or an endpoint"),
        ({"command": "translate --to en"}, "list of texts"),
        ({"command": []}, "list of texts"),
        ({"endpoint": "ftp://b.example"}, "begins with http"),
        ({"endpoint": "file:///etc/passwd"}, "begins with http"),
        ({"endpoint": "https://me:secret@b.example/"}, "must not hold a password"),
        ({"endpoint": "https://b.example/?api_key=secret"}, "must not hold a password"),
        ({"endpoint": "https://b.example:x/"}, "no address"),
        ({"endpoint": "https://b.example/", "key_env": "NOT_SET_HERE"}, "holds no key"),
        ({"endpoint": "http://b.example/", "key_env": "TRANSLATION_KEY"}, "without encryption"),
        ({"command": ["a"], "seconds": 0}, "seconds"),
        ({"command": ["a"], "shell": True}, "There is no setting 'shell'"),
        ("deepl", "either a command or an endpoint"),
    ],
)
def test_settings_that_make_no_sense_are_refused(told, words, monkeypatch):
    monkeypatch.setenv("TRANSLATION_KEY", "a-key")
    with pytest.raises(SettingError, match=words) as caught:
        translator({"translation": told})
    assert "secret" not in str(caught.value)


def test_the_key_stands_nowhere_in_the_centre(case, monkeypatch, capsys):
    monkeypatch.setenv("TRANSLATION_KEY", "k3y-that-nobody-sees")
    with server(says({"error": "bad key k3y-that-nobody-sees"}, 403)) as (address, asked):
        set_up(case, endpoint=address, key_env="TRANSLATION_KEY")
        assert run(["translate", "post:x/1", "--centre", str(case.centre.path), "--debug"]) == 1
    said = "".join(capsys.readouterr())
    assert "bad key …" in said
    assert asked[0][1]["api_key"] == "k3y-that-nobody-sees"
    assert "k3y-that" not in said + str(audit(case.centre.casebook))
    assert holding(case.centre.path, "k3y-that") == []


def holding(folder, word):
    """Files that hold a word, packed or not as they lie."""
    return sorted(p.name for p in folder.rglob("*") if p.is_file() and word.encode() in p.read_bytes())


def published(case, out):
    case.detect(power=False)
    case.publish(out=str(out))
    tables = {p: p.read_bytes() for p in sorted(case.folder.root.rglob("*.parquet"))}
    return {p.name: p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}, tables


def test_nothing_but_the_casebook_holds_a_translation(case, tmp_path):
    set_up(case, command=UPPER)
    before = published(case, tmp_path / "before")
    case.translate("post:x/1", "post:x/2")
    case.translate("post:x/1", by="Ada", text="Said by a person: QZX")
    after = published(case, tmp_path / "after")
    assert before[0].keys() == after[0].keys()
    assert before[1] == after[1]
    assert holding(tmp_path, "QZX") == ["casebook.db"]


def test_the_command_shows_both_texts(case, capsys):
    set_up(case, command=UPPER)
    assert run(["translate", "x/1", "--to", "en", "--centre", str(case.centre.path)]) == 0
    said = capsys.readouterr().out
    assert said.index("Der Zug kommt") < said.index("MACHINE-MADE") < said.index("DER ZUG KOMMT")
