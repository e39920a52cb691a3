"""Files that are no documents, and what to do about each kind."""

from __future__ import annotations

from collections.abc import Mapping

from floodwatch.model.errors import FormatError
from floodwatch.sources.documents.base import Given

PICTURE = ("a picture", "Recognise its text first (OCR), and give that.")
MEDIA = ("a sound or a film", "Give a transcript.")
KINDS: Mapping[bytes, tuple[str, str]] = {
    b"\x89PNG": PICTURE,
    b"\xff\xd8\xff": PICTURE,
    b"GIF8": PICTURE,
    b"II*\0": PICTURE,
    b"MM\0*": PICTURE,
    b"ID3": MEDIA,
    b"OggS": MEDIA,
    b"\xd0\xcf\x11\xe0": ("an old Office document", "Save it as DOCX or PDF."),
    b"{\\rtf": ("a document in RTF", "Save it as DOCX or PDF."),
    b"PK\x03\x04": (
        "an archive, or an Office file other than a text",
        "Unpack it, or save it as DOCX or PDF.",
    ),
    b"\x1f\x8b": ("a compressed file", "Unpack it first."),
    b"Rar!": ("a RAR archive", "Unpack it first."),
    b"7z\xbc\xaf": ("a 7z archive", "Unpack it first."),
    b"SQLite format 3": ("an SQLite database", "Give a document."),
    b"PAR1": ("a Parquet table", "Tables are read by `ingest`."),
    b"\x7fELF": ("a program", "Give a document."),
    b"MZ": ("a program", "Give a document."),
}


def refuse(given: Given) -> None:
    """Raise the error for a file that is known not to be a document; a text may begin with letters of such a mark."""
    for magic, (kind, do) in KINDS.items():
        a_word = magic.isalnum() and b"\0" not in given.data[:65536]
        if given.data.startswith(magic) and not a_word:
            raise FormatError(f"This is {kind}, not a document that can be read", where=given.name, do=do)
    if not given.data.strip():
        raise FormatError("The file is empty", where=given.name, do="Copy it again.")
