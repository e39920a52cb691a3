"""Bytes -> documents: the readable text of a report, told from what surrounds it, with the place of every block.

Every file is taken as hostile: nothing is fetched, no script runs, and what goes beyond the bounds is refused.
"""

from __future__ import annotations

from dataclasses import dataclass

from floodwatch.model.documents import Document
from floodwatch.model.errors import FloodwatchError, FormatError
from floodwatch.model.units import listed
from floodwatch.sources.documents.base import (
    Attached,
    Bounds,
    DocumentExample,
    Form,
    Given,
    broken,
    too_large,
)
from floodwatch.sources.documents.build import build
from floodwatch.sources.documents.docx import Docx
from floodwatch.sources.documents.email import Email
from floodwatch.sources.documents.epub import Epub
from floodwatch.sources.documents.html import Html
from floodwatch.sources.documents.markdown import Markdown
from floodwatch.sources.documents.pdf import Pdf
from floodwatch.sources.documents.plain import Plain
from floodwatch.sources.documents.refused import refuse

PACKED: tuple[Form, ...] = listed("sources/documents", (Pdf(), Docx(), Epub()))
"""Forms that are no text themselves, so that they are asked first."""
FORMS: tuple[Form, ...] = listed("sources/documents", (*PACKED, Email(), Html(), Markdown(), Plain()))
"""Every form of documents, in the order in which they are asked whether they recognise a file."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A document, the files that it carries, and the pages of which no text can be read."""

    document: Document
    attached: tuple[Attached, ...] = ()
    silent: tuple[int, ...] = ()


def form_of(given: Given) -> Form:
    """The form of a file (FormatError where it is none of them, with what it is instead)."""
    form = next((f for f in PACKED if f.recognises(given)), None)
    if form is None:
        refuse(given)
        form = next((f for f in FORMS if f.recognises(given)), None)
    if form is None:
        raise FormatError(
            "This is no document in a known form",
            where=given.name,
            do=f"Known are: {', '.join(f.name for f in FORMS)}.",
        )
    return form


def read(data: bytes, name: str = "", bounds: Bounds | None = None) -> Opened:
    """Read a document; the name only settles what its content leaves open, and is what errors call it."""
    given = Given(data, name, bounds or Bounds())
    if len(data) > given.bounds.size:
        raise too_large(f"It has {len(data):,} bytes, more than {given.bounds.size:,}", given)
    form = form_of(given)
    try:
        found = form.read(given)
        return Opened(build(found, form.name, given), found.attached, found.silent)
    except FloodwatchError:
        raise
    except (RecursionError, MemoryError) as problem:
        raise broken(f"It cannot be read: {type(problem).__name__}", given) from problem


__all__ = [
    "FORMS",
    "Attached",
    "Bounds",
    "DocumentExample",
    "Form",
    "Given",
    "Opened",
    "form_of",
    "read",
]
