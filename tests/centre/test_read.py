"""The verb `read`: documents with their places, attachments, and what could not be read."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from click.testing import CliRunner

from floodwatch.centre.handles import Centre
from floodwatch.cli.commands import program
from floodwatch.lake.layout import evidence_file
from floodwatch.model.errors import InputError
from floodwatch.sources.documents.pdf_made import made

TEXT = "# Two names\n\nThe two names belong to one actor, and they wrote about the election.\n\n**Advertisement**\n"


@pytest.fixture
def case(tmp_path):
    return Centre.init(tmp_path / "centre").case()


def test_pages_of_which_no_text_can_be_read_are_named(case, tmp_path):
    path = tmp_path / "scanned.pdf"
    path.write_bytes(
        made([[(11, 72, 700, "A page of one actor.")], [], [(11, 72, 700, "The end of it.")], []])
    )
    (document,) = case.read(path)["documents"]
    assert (document["pages"], document["pages_without_text"]) == (2, [2, 4])
    shown = CliRunner().invoke(program(), ["read", str(path), "--centre", str(tmp_path / "centre")]).output
    assert "no text on 2 pages (pictures of text, or broken): 2, 4" in shown


def test_documents_of_a_folder_are_read_and_kept(case, tmp_path):
    folder = tmp_path / "reports"
    (folder / "more").mkdir(parents=True)
    (folder / "a.md").write_text(TEXT)
    (folder / "more" / "b.pdf").write_bytes(made([[(11, 72, 700, "A page of one actor.")]]))
    (folder / "c.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / ".hidden").write_text("x")
    result = case.read(folder, folder / "a.md")
    assert [d["file"] for d in result["documents"]] == ["reports/a.md", "reports/more/b.pdf"]
    assert [(r["file"], "picture" in r["reason"]) for r in result["refused"]] == [("reports/c.png", True)]
    first, second = result["documents"]
    assert (first["form"], first["title"], first["language"], first["left_out"]) == (
        "markdown",
        "Two names",
        "en",
        13,
    )
    assert [(b["text"][:9], b["kind"]) for b in first["blocks"]] == [
        ("Two names", "heading"), ("The two n", "paragraph"), ("Advertise", "boilerplate"),
    ]  # fmt: skip
    assert (second["pages"], second["blocks"][0]["page"]) == (1, 1)
    assert evidence_file(case.centre.path, first["sha256"]).read_text() == TEXT


def test_attachments_are_kept_and_those_that_are_documents_read(case, tmp_path):
    message = EmailMessage()
    message["From"], message["Subject"] = "a@desk.example", "Names"
    message.set_content("See the note.")
    message.add_attachment(TEXT, subtype="markdown", filename="note.md")
    message.add_attachment(b"\x89PNG\r\n", maintype="image", subtype="png", filename="p.png")
    (tmp_path / "m.eml").write_bytes(message.as_bytes())
    result = case.read(tmp_path / "m.eml")
    assert [d["file"] for d in result["documents"]] == ["m.eml", "m.eml!note.md"]
    kept = result["documents"][0]["attached"]
    assert [(a["name"], a["form"], "reason" in a) for a in kept] == [
        ("note.md", "markdown", False),
        ("p.png", "", True),
    ]
    assert all(evidence_file(case.centre.path, a["sha256"]).stat().st_size == a["bytes"] for a in kept)


@pytest.mark.parametrize(
    ("given", "words"),
    [("https://desk.example/a", "not fetched"), ("missing.txt", "no such file"), ("empty.txt", "empty")],
)
def test_what_cannot_be_read_is_an_error_where_it_is_all(case, tmp_path, given, words, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.txt").touch()
    with pytest.raises(InputError, match=words):
        case.read(given)


def test_the_command_shows_pages_places_and_what_was_left_out(case, tmp_path):
    (tmp_path / "a.pdf").write_bytes(
        made([[(20, 72, 740, "Two names"), (11, 72, 700, "Of one \x1b[2J actor.")]])
    )
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n")
    given = ["read", str(tmp_path / "a.pdf"), str(tmp_path / "b.png"), "--centre", str(case.centre.path)]
    shown = CliRunner().invoke(program(), given).output
    assert "       0  p. 1   Two names" in shown
    assert "      10  p. 1   Of one" in shown
    assert "not read: b.png: This is a picture" in shown
    assert "\x1b[2J" not in shown
