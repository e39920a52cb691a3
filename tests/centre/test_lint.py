"""The verb `lint`: lines, columns and pages, texts of pictures, exit codes, and what the casebook knows."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from floodwatch.centre.handles import Centre
from floodwatch.centre.lint import lint
from floodwatch.cli.main import run
from floodwatch.model.errors import InputError, SettingError
from floodwatch.model.units import quiet
from floodwatch.sources.documents import read
from floodwatch.sources.documents.base import Given
from floodwatch.sources.documents.docx import made as word
from floodwatch.sources.documents.pdf_made import made as pdf
from floodwatch.sources.documents.places import places

MARKDOWN = "---\ntitle: T\n---\n# A week\n\nThe posts of the\n**week** may\nreturn, and swayed the vote.\n"
PAGE = (
    "<!doctype html><html><body><h1>On it</h1>\n<p>We <b>saw</b> it &amp; more,\n<q>it may be bots</q>, and bots.</p>"
    '\n\n<img alt="The posts swayed the vote"></body></html>'
)


def checked(path):
    (document,) = lint(None, quiet, (str(path),))["documents"]
    return [(row["line"], row["column"], row["words"]) for row in document["findings"]]


def test_findings_have_their_line_and_column_in_the_file(tmp_path):
    (tmp_path / "a.md").write_text(MARKDOWN)
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "a.txt").write_text("One line.\n\n  It may be\n  bots.\n")
    assert checked(tmp_path / "a.md") == [(7, 10, "may"), (8, 13, "swayed the vote")]
    assert checked(tmp_path / "a.html") == [(3, 28, "bots"), (5, 11, "swayed the vote")]
    assert checked(tmp_path / "a.txt") == [(3, 6, "may"), (4, 3, "bots")]


def test_of_other_forms_lines_are_those_of_the_text_and_pages_are_named(tmp_path):
    (tmp_path / "a.pdf").write_bytes(
        pdf([[(11, 72, 700, "A page of one.")], [(11, 72, 700, "It may be bots on page two.")]])
    )
    drawn = '<wp:inline xmlns:wp="urn:wp"><wp:docPr descr="Bots did it"/></wp:inline>'
    picture = f"<w:p><w:r><w:drawing>{drawn}</w:drawing></w:r></w:p>"
    (tmp_path / "a.docx").write_bytes(word(f"<w:p><w:r><w:t>It may return.</w:t></w:r></w:p>{picture}"))
    (document,) = lint(None, quiet, (str(tmp_path / "a.pdf"),))["documents"]
    assert [(row["line"], row["page"], row["words"]) for row in document["findings"]] == [
        (2, 2, "may"), (2, 2, "bots"),
    ]  # fmt: skip
    assert document["lines_of"] == "text"
    assert [words for *_, words in checked(tmp_path / "a.docx")] == ["may", "Bots"]


def test_words_are_found_again_behind_what_was_left_out():
    data = b"<nav>It may</nav><script>may()</script><p>One two three\nfour may five</p>"
    document = read(data, "a.html").document
    there = places(document, Given(data, "a.html"))
    assert there is not None
    assert there.of(document.text.index("may five")) == (2, 6)


@pytest.mark.parametrize(
    ("text", "code"), [("It may return.", 0), ("The posts swayed the vote.", 1), ("All is well.", 0)]
)
def test_the_exit_code_is_1_where_an_error_was_found(tmp_path, text, code, capsys):
    (tmp_path / "a.txt").write_text(text)
    assert run(["lint", str(tmp_path / "a.txt")]) == code
    assert run(["lint", str(tmp_path / "a.txt"), "--json"]) == code
    shown = capsys.readouterr().out
    assert json.loads(shown[shown.index("{") :])["errors"] == code


def test_a_finding_is_printed_with_its_place_and_remedy(tmp_path):
    from floodwatch.cli.commands import program

    (tmp_path / "a.txt").write_text("It is so.\n\nBots did it.")
    out = CliRunner().invoke(program(), ["lint", str(tmp_path)]).output
    assert "a.txt:3:1: warning bots: «Bots»" in out
    assert "Write: accounts, network" in out
    assert out.endswith("errors: 0, warnings: 1, files: 1\n")


def test_what_cannot_be_read_is_listed_and_is_an_error_where_nothing_can(tmp_path):
    (tmp_path / "a.txt").write_text("It may be.")
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    result = lint(None, quiet, (str(tmp_path),))
    assert [one["file"].endswith("b.png") for one in result["refused"]] == [True]
    with pytest.raises(InputError):
        lint(None, quiet, (str(tmp_path / "b.png"),))
    with pytest.raises(SettingError, match="nothing to check"):
        lint(None, quiet)
    with pytest.raises(InputError, match="not fetched"):
        lint(None, quiet, ("https://a.example/b",))


FIRST = "Copper Heron ran 4,213 accounts and 1,871 pages, Meridian Lab said on 3 May 2024.\n"
SECOND = "According to Meridian Lab, Copper Heron ran 4,213 accounts and 1,871 pages.\n"


def test_the_casebook_says_which_claims_rest_on_retellings(tmp_path):
    centre = Centre.init(tmp_path / "centre")
    for name, text in (("first.txt", FIRST), ("second.txt", SECOND)):
        (tmp_path / name).write_text(text)
        centre.case().read(tmp_path / name, published="2024-05-04")
    (document,) = centre.lint(tmp_path / "second.txt")["documents"]
    rows = [row for row in document["findings"] if row["rule"] == "one_source"]
    assert rows
    assert "2 documents make this claim" in rows[0]["why"]
    assert lint(None, quiet, (str(tmp_path / "second.txt"),))["documents"][0]["findings"] == [
        row for row in document["findings"] if row["rule"] != "one_source"
    ]
