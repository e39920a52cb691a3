"""Fonts: what can be printed, what is missing and what to install, fonts borrowed from the system, no font at all."""

from __future__ import annotations

import sys

import pytest

from floodwatch.centre import doctor
from floodwatch.model.document import Figure, Paragraph
from floodwatch.model.errors import ExtraMissing
from floodwatch.model.runs import words
from floodwatch.outputs import fonts, glyphs, pdf
from tests.outputs import made_document as made
from tests.outputs.pdf_reading import Reader

pytest.importorskip("typst")
PRINTED = (
    "Latin", "Greek", "Cyrillic", "Armenian", "Georgian", "Hebrew", "Arabic", "Ethiopic", "Devanagari", "Bengali",
    "Tamil", "Thai", "Khmer", "Myanmar", "Hangul", "Japanese", "Chinese", "emoji",
)  # fmt: skip


@pytest.fixture
def alone(monkeypatch):
    """No font of the system is looked at."""
    monkeypatch.setattr(glyphs, "of_system", tuple)


def test_the_packages_print_these_scripts(alone):
    found = glyphs.scripts()
    assert [name for name in PRINTED if not found[name]] == []


@pytest.mark.parametrize(
    ("text", "package"),
    [
        ("\ue000", "no public font has it"),
        ("\U00012000", "fonts-noto-core"),
        ("\U0002a6d0", "floodwatch[fonts]"),
    ],
)
def test_a_missing_character_is_named_with_its_place_and_a_remedy(alone, text, package):
    (missing,) = glyphs.coverage(made.short(Paragraph(words(f"a {text} b {text}")))).missing
    assert missing.place == "block 1 (paragraph)"
    assert f"U+{ord(text):04X}" in str(missing)
    assert package in missing.package


def test_letters_of_a_drawing_are_looked_at_too_but_not_what_a_pointer_shows(alone):
    svg = '<svg viewBox="0 0 9 9"><title>\ue001</title><text>\ue000</text></svg>'
    (missing,) = glyphs.coverage(made.short(Figure("x", svg=svg))).missing
    assert (missing.text, missing.place) == ("\ue000", "the drawing of block 1")


def test_a_letter_whose_mark_is_in_another_font_is_missing(alone):
    (missing,) = glyphs.coverage(made.short(Paragraph(words("क\u0308")))).missing
    assert missing.name == "devanagari letter ka with combining diaeresis"


def test_what_shows_nothing_needs_no_font(alone):
    text = "a\u200b\u200c\u200d\u2060\ufeff\ufe0f\u00ad\u034f\u3164\U000e0041\u2003\u2028b"
    assert glyphs.coverage(made.short(Paragraph(words(text)))).missing == ()


def test_signs_that_are_said_to_be_inside_typst_are(alone):
    """Each is printed, though no font of the packages may have it: typst refuses one that it has no glyph for."""
    signs = "".join(map(chr, sorted(fonts.inside())))
    text = Reader(pdf.render(made.short(Paragraph(words(signs))))).text()
    assert len(signs) > 1000
    assert [s for s in signs if not s.isspace() and not glyphs.unseen(s) and s not in text] == []


def test_fonts_of_the_system_are_asked_only_for_what_the_packages_lack(monkeypatch):
    thai = next(face for face in fonts.packaged() if face.family == "Noto Sans Thai")
    others = tuple(face for face in fonts.packaged() if face != thai)
    monkeypatch.setattr(glyphs, "packaged", lambda: others)
    monkeypatch.setattr(glyphs, "of_system", lambda: (*others, thai))
    monkeypatch.setattr(glyphs, "relatives", lambda face: [face.path])
    assert glyphs.coverage(made.short(Paragraph(words("ไทย")))) == glyphs.Coverage((), (thai.path,))
    assert glyphs.coverage(made.short(Paragraph(words("Ж")))).files == ()


def test_a_borrowed_font_is_printed_with(monkeypatch):
    face = next(face for face in fonts.packaged() if face.family == "Noto Sans Thai")
    monkeypatch.setattr(pdf, "folders", list)
    monkeypatch.setattr(pdf, "coverage", lambda document: glyphs.Coverage((), (face.path,)))
    read = Reader(pdf.render(made.short(Paragraph(words("ไทย")))))
    assert any("NotoSansThai" in str(font.BaseFont) for font in read.fonts().values())
    assert "ไทย" in read.text()


def test_without_the_extra_nothing_is_made_and_it_is_said_which(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(ExtraMissing, match=r"floodwatch\[pdf\]"):
        pdf.render(made.short())
    fonts._faces.cache_clear()
    check = doctor.scripts()
    assert (check.ok, "floodwatch[pdf]" in check.advice) == (None, True)


def test_the_doctor_names_scripts_that_cannot_be_printed(monkeypatch):
    monkeypatch.setattr(glyphs, "scripts", lambda: {"Latin": True, "Tibetan": False})
    check = doctor.scripts()
    assert (check.ok, check.detail) == (None, "1 can be printed; not Tibetan")
    monkeypatch.setattr(glyphs, "scripts", lambda: {"Latin": True})
    assert doctor.scripts().ok


@pytest.mark.parametrize(
    ("language", "first"), [("en", "Noto Sans"), ("zh-Hant", "Noto Sans CJK TC"), ("ja", "Noto Sans CJK JP")]
)
def test_a_language_has_its_forms_of_characters(language, first):
    found = fonts.families(language)
    assert found[0] == first
    assert len(set(found)) == len(found)
