"""Files that are made to harm: each is refused with a sentence, or read within bounds."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import time
import zipfile

import pytest

from floodwatch.model.errors import FloodwatchError, InputError
from floodwatch.sources.documents import Bounds, read
from floodwatch.sources.documents.docx import made as docx
from floodwatch.sources.documents.epub import made as epub
from floodwatch.sources.documents.pdf import CHILD
from floodwatch.sources.documents.pdf_made import made as pdf
from tests.documents.shapes import document, said
from tests.growth import in_proportion

LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha ha ha ha ha ha ha ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;">'
    '<!ENTITY f SYSTEM "file:///etc/passwd">]>'
)


def refused(data, words, bounds=None, name="report.bin"):
    with pytest.raises(InputError, match=words) as problem:
        read(data, name, bounds)
    assert problem.value.do
    assert problem.value.where == name


def test_a_file_larger_than_the_bounds_is_refused_unread():
    refused(b"x" * 101, "101 bytes, more than 100", Bounds(size=100))
    refused(b"word " * 100, "longer than 100 characters", Bounds(characters=100))
    refused(b"<!doctype html>" + b"<p>a</p>" * 60, "more than 50 blocks", Bounds(pieces=50))


def test_entities_are_not_expanded_and_nothing_is_fetched():
    archive = docx("<w:p/>", docProps__core=f"{LAUGHS}<p><title>&c;&f;</title></p>")
    refused(archive, "declares entities")
    refused(epub("<p>A</p>", about="<title>&f;</title>"), "XML in it is broken")
    page = f"{LAUGHS.replace('l [', 'html [')}<html><p>&c; and &f;</p></html>".encode()
    assert "root:" not in document(page, "a.html").text


def test_nesting_without_end():
    refused(b"<!doctype html>" + b"<div>" * 100_000 + b"x", "nested too deeply")
    assert said(document(b"<!doctype html>" + b"<div>" * 300 + b"x" + b"</div>" * 300)) == [
        ("paragraph", "x")
    ]
    deep = "<w:p>" * 5000 + "<w:r><w:t>x</w:t></w:r>" + "</w:p>" * 5000
    refused(docx(deep), "nested too deeply")
    refused(b"> " * 5000 + b"deep", "nested too deeply", name="a.md")
    assert said(document("> " * 50 + "deep", "a.md")) == [("quote", "deep")]


def test_an_archive_that_unpacks_to_far_more_than_its_size():
    bomb = docx(f"<w:p><w:r><w:t>{'0' * 5_000_000}</w:t></w:r></w:p>")
    refused(bomb, "decompression bomb", Bounds(ratio_from=1 << 20))
    refused(bomb, "decompression bomb", Bounds(unpacked=1 << 20))
    refused(epub(*["<p>a</p>"] * 60), "more than 50 parts", Bounds(members=50))


def test_a_size_that_an_archive_lies_about():
    data = bytearray(docx("<w:p><w:r><w:t>x</w:t></w:r></w:p>"))
    place = data.rindex(b"PK\x01\x02") + 24
    data[place : place + 4] = struct.pack("<I", 1 << 30)
    assert said(document(bytes(data))) == [("paragraph", "x")]


def test_locked_files_are_said_to_be_locked():
    data = bytearray(docx("<w:p/>"))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(mark, place + 1)
    refused(bytes(data), "encrypted")
    out = io.BytesIO(epub("<p>A</p>"))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("META-INF/encryption.xml", '<e><CipherReference URI="O/c0.xhtml"/></e>')
    refused(out.getvalue(), "locked by its seller")


def test_a_book_cannot_reach_out_of_its_archive():
    out = io.BytesIO(epub("<p>A</p>"))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("x", "")
    odd = out.getvalue().replace(b"O/p.opf", b"../../p")
    with pytest.raises(InputError):
        read(odd)


LOCKED = b"<< /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >>" % (b"a" * 32, b"b" * 32)


def test_a_locked_pdf():
    data = pdf([[(11, 72, 700, "secret")]])
    locked = data.replace(b"trailer << ", b"trailer << /Encrypt %s /ID [(a) (a)] " % LOCKED)
    refused(locked, "locked with a password")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n", "broken"),
        (pdf([]), "no text|broken"),
        (pdf([[]]), "no text"),
        (pdf([[(11, 72, 700, "x")]]).replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"), "no text|broken"),
        (pdf([[(11, 72, 700, "x")]] * 4), "more than 3 pages"),
        (pdf([[(11, 72, 700, "x" * 2000)]]), "longer than 1,000 characters"),
    ],
)
def test_a_pdf_that_says_nothing_or_too_much(data, words):
    refused(data, words, Bounds(pages=3, characters=1000))


def test_a_pdf_of_many_objects_is_read_in_time():
    filler = b"".join(b"%d 0 obj\n<< /Next %d 0 R >>\nendobj\n" % (n, n + 1) for n in range(100, 100_100))
    data = pdf([[(11, 72, 700, "All is well.")]])
    assert document(data.replace(b"%PDF-1.4\n", b"%PDF-1.4\n" + filler)).text == "All is well."


def test_the_reader_of_pdf_is_stopped_when_it_takes_too_long():
    stream = (
        b"BT /F1 1 Tf " + b"1 0 0 1 5 5 Tm (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj " * 1_000_000 + b"ET"
    )
    data = pdf([[(11, 72, 700, "x")]])
    start = data.index(b"4 0 obj")
    body = b"4 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(stream), stream)
    began = time.monotonic()
    refused(data[:start] + body + data[data.index(b"5 0 obj") :], "more than 1 s", Bounds(seconds=1))
    assert time.monotonic() - began < 20


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_the_reader_of_pdf_can_write_no_file_and_has_little_memory():
    code = (
        f"import runpy; m = runpy.run_path({str(CHILD)!r}); m['limit'](1 << 29, 5)\n"
        "import os, tempfile\n"
        "try:\n bytearray(1 << 30); print('memory')\nexcept MemoryError: pass\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "try:\n f = tempfile.TemporaryFile(); f.write(b'x'); f.flush(); print('file')\nexcept OSError: pass\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout == ""


SLOW = {
    "stars.md": lambda n: b"# x\n" + b"**a " * 5 * n,
    "links.md": lambda n: b"# x\n" + b"[a](" * 5 * n,
    "signatures.eml": lambda n: b"From: a\nTo: b\n\n" + b"-- \nx\n> y\n" * n,
    "attributions.eml": lambda n: b"From: a\nTo: b\n\n" + b"> On x wrote:\n" * n,
    "header.eml": lambda n: b"From: a\nTo: b\nContent-Type: text/plain" + b'; a="b\\\\' * 5 * n + b"\n\nx",
    "subject.eml": lambda n: b"From: a\nTo: b\nSubject: " + b"=?utf-8?q?a?= " * 5 * n + b"\n\nx",
    "coding.eml": lambda n: b"From: a\nTo: b\nContent-Type: text/plain; charset=punycode\n\n" + b"x" * 10 * n,
    "parts.eml": lambda n: (
        b"From: a\nTo: b\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        + b"--b\n\nx\n" * (n // 4)
    ),
    "within.eml": lambda n: (
        b"From: a\nTo: b\nMIME-Version: 1.0\n"
        + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (k, k) for k in range(n // 10))
    ),
    "capitals.html": lambda n: b"<!doctype html><p>" + b"A" * 50 * n,
    "quotes.eml": lambda n: b"From: a\nTo: b\n\n" + b">" * 50 * n + b" x\n",
    "tags.html": lambda n: b"<!doctype html>" + b"<a href=x>y " * n,
    "angles.html": lambda n: b"<!doctype html>" + b"<" * 50 * n,
    "hyphens.txt": lambda n: b"a-\n" * 10 * n,
    "spaces.txt": lambda n: b"a" + b" " * 50 * n + b"b",
    "gaps.txt": lambda n: b"a   " * 10 * n,
    "marks.txt": lambda n: ("a" + "\u0301" * 15 * n).encode(),
}


@pytest.mark.parametrize("name", SLOW)
def test_no_text_takes_the_square_of_its_length(name):
    def taken_in(size):
        try:
            document(SLOW[name](size), name)
        except FloodwatchError as problem:
            assert problem.do

    assert in_proportion(taken_in, 5_000)
