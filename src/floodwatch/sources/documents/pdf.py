"""PDF: the lines of each page, as paragraphs; what is repeated at the edges of pages is boilerplate."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from floodwatch.model.errors import InputError
from floodwatch.sources.documents.base import DocumentExample, Found, Given, broken, too_large
from floodwatch.sources.documents.pdf_lines import Line, pieces_of
from floodwatch.sources.documents.pdf_made import made

CHILD = Path(__file__).with_name("pdf_child.py")
KEPT = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL")
"""What the child is told of the environment."""


class Pdf:
    """A PDF with text; a scan without it is refused."""

    name = "pdf"
    description = "PDF: the text of each page, read in a process of its own with limits of time and memory."
    suffixes = (".pdf",)

    def recognises(self, given: Given) -> bool:
        """It says %PDF- at its beginning."""
        return b"%PDF-" in given.data[:1024]

    def read(self, given: Given) -> Found:
        """The pieces page by page, and what the file's data says."""
        about, *pages = _asked(given)
        _refuse(about, *pages[-1:], given=given)
        lines = [_lines(page, number) for number, page in enumerate(pages, 1)]
        return Found(
            pieces_of(lines),
            title=_title(about["Title"]),
            published=about["CreationDate"].removeprefix("D:")[:8],
            silent=tuple(number for number, page in enumerate(pages, 1) if not page["lines"]),
        )

    def examples(self) -> Sequence[DocumentExample]:
        """A heading and a paragraph over a page's number."""
        page = [
            (18, 72, 740, "Two names"),
            (11, 72, 700, "The two ac-"),
            (11, 72, 686, "tors are one."),
            (9, 290, 30, "1"),
        ]
        return (DocumentExample("a page", made([page]), "Two names\nThe two actors are one.", "1"),)


def _lines(page: dict[str, Any], number: int) -> list[Line]:
    height = page["size"][1]
    return [Line(t, left, low, right, top, number, height) for t, left, low, right, top in page["lines"]]


def _asked(given: Given) -> list[dict[str, Any]]:
    """What the child says (InputError where it fails, or takes too long)."""
    bounds = given.bounds
    limits = (bounds.memory, bounds.seconds, bounds.pages, bounds.characters)
    try:
        done = subprocess.run(  # noqa: S603  our own script, no shell
            [sys.executable, "-I", str(CHILD), *map(str, limits)],
            input=given.data,
            capture_output=True,
            timeout=2 * bounds.seconds,
            check=False,
            cwd=tempfile.gettempdir(),
            env={name: os.environ[name] for name in KEPT if name in os.environ},
        )
    except subprocess.TimeoutExpired as problem:
        raise _too_much(given) from problem
    if done.returncode:
        raise _failed(done, given)
    return [json.loads(line) for line in done.stdout.splitlines()]


def _failed(done: subprocess.CompletedProcess[bytes], given: Given) -> InputError:
    last = (done.stderr.decode("utf-8", "replace").strip().splitlines() or [""])[-1]
    if done.returncode < 0 or "MemoryError" in last:
        return _too_much(given)
    return InputError(
        f"The reader of PDF failed: {last[:200]}",
        where=given.name,
        do="Run `floodwatch doctor`, or give its text.",
    )


def _too_much(given: Given) -> InputError:
    bounds = given.bounds
    return InputError(
        f"This PDF takes more than {bounds.seconds} s or {bounds.memory >> 20:,} MiB to read",
        where=given.name,
        do="Print it to a new PDF, cut it into parts, or give its text.",
    )


def _refuse(*told: dict[str, Any], given: Given) -> None:
    wrong = next((t["wrong"] for t in told if "wrong" in t), "")
    if wrong == "locked":
        raise broken("This PDF is locked with a password", given, "Save it without one.")
    if wrong == "pages":
        raise too_large(f"This PDF has more than {given.bounds.pages:,} pages", given)
    if wrong == "characters":
        raise too_large(f"The text is longer than {given.bounds.characters:,} characters", given)
    if wrong:
        raise broken("This PDF is broken", given)


def _title(said: str) -> str:
    """The title, unless a program put the name of a file there."""
    name = said.strip().lower()
    made_up = name.endswith((".doc", ".docx", ".pdf", ".indd", ".tex", ".rtf", ".odt", ".pptx")) or name in (
        "untitled",
        "document",
    )
    return "" if made_up or name.startswith("microsoft word - ") else said
