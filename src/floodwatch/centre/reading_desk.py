"""Documents that were read, for a person who decides about what they suggest: the text, and each claim at its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import InputError, SettingError

if TYPE_CHECKING:
    from floodwatch.centre.handles import Centre
    from floodwatch.model.documents import Document

STATUSES = ("suggested", "confirmed", "refused")


def documents(centre: Centre) -> list[dict[str, Any]]:
    """Every document that claims are from, with how many of its claims wait, and how many were decided."""
    from floodwatch.casebook.claims import by_document

    rows = [
        {"document": sha256, "title": title, **{name: told.get(name, 0) for name in STATUSES}}
        for sha256, (title, told) in by_document(centre.casebook).items()
    ]
    return sorted(rows, key=lambda row: (-row["suggested"], row["title"], row["document"]))


def document(centre: Centre, sha256: str) -> dict[str, Any]:
    """The text of a document in pieces, each with the claims made in it, and these (SettingError if unknown)."""
    from floodwatch.casebook.claims import by_document
    from floodwatch.views.suggested import view

    if sha256 not in by_document(centre.casebook):
        raise SettingError("There is no such document", do="See the list of those that were read.")
    rows, text = view(centre.casebook, sha256), _text(centre, sha256)
    return {
        "document": sha256,
        "title": text.title if text else "",
        "language": text.language if text else "",
        "pieces": pieces(text.text, rows) if text else [],
        "claims": rows,
        "problem": "" if text else "The original is not in this centre; its claims are.",
    }


def _path(centre: Centre, sha256: str) -> Any:
    from floodwatch.lake.layout import evidence_file

    return evidence_file(centre.path, sha256)


def _text(centre: Centre, sha256: str) -> Document | None:
    from floodwatch.sources.documents import read
    from floodwatch.sources.documents.files import content

    try:
        return read(content(_path(centre, sha256), sha256), sha256).document
    except InputError:
        return None


def pieces(text: str, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A text cut where a claim begins or ends; each piece with the ids of the claims that lie over it."""
    spans = [(row["claim"], *row["span"]) for row in rows if row.get("span")]
    ends = sorted({0, len(text), *_within(text, spans)})
    return [
        {"text": text[start:end], "claims": [claim for claim, a, b in spans if a <= start and end <= b]}
        for start, end in pairwise(ends)
    ]


def _within(text: str, spans: Iterable[tuple[str, int, int]]) -> Iterable[int]:
    return (place for _, a, b in spans for place in (a, b) if 0 <= place <= len(text))
