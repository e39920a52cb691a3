"""Every form of documents: its examples, its recognition, and what holds for any bytes."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from floodwatch.model.errors import FloodwatchError, FormatError
from floodwatch.sources.documents import FORMS, Bounds, Given, form_of, read
from floodwatch.sources.documents.cleaning import clean
from floodwatch.sources.documents.dates import day_of
from floodwatch.sources.documents.furniture import is_furniture, prefix
from tests.documents.shapes import aside, check, document, said

SMALL = Bounds(size=1 << 20, unpacked=1 << 20, characters=200_000, seconds=5)
examples = pytest.mark.parametrize(
    ("form", "example"), [(f, e) for f in FORMS for e in f.examples()], ids=lambda x: getattr(x, "name", "")
)
forms = pytest.mark.parametrize("form", FORMS, ids=lambda f: f.name)


@examples
def test_an_example_is_recognised_and_read_whatever_its_name(form, example):
    assert form_of(Given(example.content)) is form
    found = document(example.content)
    assert found.form == form.name
    assert "\n".join(text for _, text in said(found)) == example.said
    assert "\n".join(aside(found)) == example.boilerplate


@forms
def test_a_form_explains_itself(form):
    assert re.match(r"[a-z]+$", form.name)
    assert form.description.endswith(".")
    assert form.examples()


def reads_or_says_why(data, name=""):
    try:
        found = read(data, name, SMALL).document
    except FloodwatchError as problem:
        assert problem.what
        assert problem.do
    else:
        check(found)


@forms
def test_any_damage_to_a_file_is_read_or_said(form):
    content = form.examples()[0].content
    count = 15 if form.name == "pdf" else 120

    @settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, len(content)), st.integers(0, 40), st.binary(max_size=40))
    def damaged(place, gone, put):
        reads_or_says_why(content[:place] + put + content[place + gone :], f"a{form.suffixes[0]}")

    damaged()


TAGS = ["<p>", "</p>", "<div class=nav>", "<table><td>", "<li>", "<br>", "<hr>", "&amp;"]
SIGNS = [
    "# ",
    "- ",
    "> ",
    "\n",
    "\n\n",
    "**",
    "`",
    "[a](b)",
    "-- \n",
    "a-\nb",
    "\f",
    "   ",
    "\u200b",
    "\ufb01",
]
MARKS = st.sampled_from([*TAGS, *SIGNS, "© 2024 A", "On Monday A wrote:\n", "| a | b |\n|-|-|\n"])
TEXT = st.lists(st.one_of(MARKS, st.text(max_size=12)), max_size=40).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXT, st.sampled_from(["a.txt", "a.md", "a.html", "a.eml", ""]))
def test_any_text_is_read_or_said(text, name):
    head = "From: a@b.example\nTo: c@d.example\n\n" if name == "a.eml" else ""
    reads_or_says_why((head + text).encode("utf-8", "surrogatepass"), name)


@settings(max_examples=150, deadline=None)
@given(TEXT)
def test_cleaning_twice_changes_nothing(text):
    once = clean(text)
    assert clean(once) == once
    assert once == " ".join(once.split())


def test_the_content_tells_the_form_before_the_name():
    page = b"<!doctype html><p>A page.</p>"
    assert document(page, "a.txt").form == "html"
    assert document(b"# A\n\n**b** and more", "").form == "markdown"
    assert document(b"# A\n\n**b** and more", "a.txt").form == "text"
    assert document(b"1. A list\n2. of two", "a.md").form == "markdown"
    assert document(b"To: whom it concerns. Read this.", "").form == "text"


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_text_in_any_encoding(coding):
    text = "Über 40 Konten schrieben für die Gegner der Straße in der Stadt.\n\nDie Prüfung läuft für alle Städte."
    assert [t for _, t in said(document(text.encode(coding), "a.txt"))] == text.split("\n\n")


def test_a_page_in_the_encoding_that_it_names():
    page = '<!doctype html><meta charset="koi8-r"><p>Сеть из 40 учётных записей</p>'
    assert said(document(page.encode("koi8-r"))) == [("paragraph", "Сеть из 40 учётных записей")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\x89PNG\r\n\x1a\n0000", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office"),
        (b"{\\rtf1 a}", "RTF"),
        (b"PK\x03\x04" + b"0" * 60, "archive"),
        (bytes(range(256)) * 20, "no document"),
    ],
)
def test_what_is_no_document_is_said_to_be_what_it_is(data, words):
    with pytest.raises(FormatError, match=words) as problem:
        read(data, "strange.bin")
    assert problem.value.where == "strange.bin"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-03T10:00:00Z", "2024-05-03"),
        ("20240503", "2024-05-03"),
        ("Published May 3, 2024", "2024-05-03"),
        ("3 May 2024", "2024-05-03"),
        ("Stand: 3. März 2024", "2024-03-03"),
        ("3 de mayo de 2024", "2024-05-03"),
        ("Last changed 10.05.2022.", "2022-05-10"),
        ("updated 22/04/2025", "2025-04-22"),
        ("updated 04/22/2025", "2025-04-22"),
        ("updated 04/05/2025", ""),
        ("31 February 2024", ""),
        ("version 1.2.2024.7, room 4", ""),
        ("0001-01-01", ""),
    ],
)
def test_a_day_is_read_and_never_guessed(text, day):
    assert day_of(text) == day


FURNITURE = """
Home | News | Weather
Skip to content
This site uses cookies.
We use only necessary cookies.
Share this page: Facebook | X | Email
By Jane Doe and John Roe
Published 3 May 2024
July 11, 2024 · 6 min read
Advertisement
Story continues below advertisement
© 2024 The Desk. All rights reserved.
Page 3 of 12
Media contact: press@desk.example, +32 2 555 01 01
FOR IMMEDIATE RELEASE
Read next: Sweden buys ships
Reporting by Jane Doe; editing by John Roe
Subscribe to our newsletter for weekly updates
Related: Five questions
If you no longer wish to hear from us, unsubscribe here.
""".strip().splitlines()
TEXTS = """
The group stole session cookies from browsers of officials.
We saw that the loader sets no cookies.
By April, Russian accounts had posted 400 videos.
By Microsoft's count, 40 accounts took part.
Posted by the accounts in May, the video reached 300 people.
Contact between the groups ended in 2023.
Like the other actor, it copies news sites.
Read the report of 3 May with care.
Search warrants were issued.
The accounts shared the page of the candidate.
Page owners in Ghana were paid.
Reporting by the accounts went up.
Copyright complaints were used to silence critics.
The press release of the party was copied by 40 accounts.
See the hashtag #vote, which 40 accounts used.
Follow-up attacks hit 12 firms.
Sponsored posts cost $40 each.
""".strip().splitlines()


@pytest.mark.parametrize("text", FURNITURE)
def test_furniture_is_known_by_its_words(text):
    assert is_furniture(text)


@pytest.mark.parametrize("text", TEXTS)
def test_sentences_that_sound_like_it_are_text(text):
    assert not is_furniture(text)
    assert not is_furniture(text, web=True)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("PARIS, 3 May (AFP) - The network", "PARIS, 3 May (AFP) -"),
        ("WASHINGTON (Reuters) — The network", "WASHINGTON (Reuters) —"),
        ("LONDON, March 3, 2024 – The network", "LONDON, March 3, 2024 –"),
        ("KYIV, Ukraine (AP) — The network", "KYIV, Ukraine (AP) —"),
        ("NATO (the alliance) said", ""),
        ("APT41 (also BARIUM) - a group", ""),
        ("The network - of 40", ""),
    ],
)
def test_a_dateline_is_cut_from_its_sentence(text, cut):
    assert text[: prefix(text)] == cut
