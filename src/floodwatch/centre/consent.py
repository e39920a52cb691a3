"""Whose consent is needed before something goes out, and the line in the log that says what went out."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import SettingError

if TYPE_CHECKING:
    from floodwatch.casebook.ceiling import SourceMark
    from floodwatch.casebook.dissemination import Handed
    from floodwatch.casebook.store import Book

CONTROLLED = ("ORCON", "ORIGINATOR CONTROLLED", "ORIGINATOR-CONTROLLED")
"""Labels of collections by which their originators want to be asked."""


def case_source(case: str) -> str:
    """The name under which a case is marked."""
    return f"case:{case}"


def unasked(sources: Mapping[str, SourceMark]) -> dict[str, str]:
    """Sources that ask for consent and have given none, with whom to ask."""
    return {name: one.asks for name, one in sources.items() if one.asks and one.consent is None}


def titles(book: Book, documents: Iterable[str]) -> list[str]:
    """What the documents are called."""
    from floodwatch.casebook.claims import entity
    from floodwatch.model.claims import document_id

    known = [(one, entity(book, document_id(one))) for one in sorted(documents)]
    return [found.label if found else one[:12] for one, found in known]


def must_be_asked(source: str, sources: Mapping[str, SourceMark], labels: Collection[str], why: str) -> bool:
    """Whether something of a source goes out though nobody agreed, for the reason given (SettingError without one)."""
    own = sources.get(source)
    asks = bool(own and own.asks) or any(label.upper() in CONTROLLED for label in labels)
    if not asks or (own and own.consent):
        return False
    if not why.strip():
        raise SettingError(
            f"Whoever {source} is from wants to be asked before it is passed on, and no consent is on record",
            do=f"Record it: floodwatch marking {source} --consent WHO --on DAY --text WORDS; "
            "or say why not, with --without-consent.",
        )
    return True


def logged(book: Book, one: Handed, by: str) -> int:
    """Put a hand-over on record; gives its number."""
    from floodwatch.casebook.dissemination import hand_over

    return hand_over(book, one, by)


def of_files(one: Handed, folder: Path, names: Iterable[str]) -> Handed:
    """A hand-over of several files: each with its hash, and one hash for the list of them."""
    from floodwatch.lake.evidence import fingerprint

    files = {name: fingerprint(folder / name)[0] for name in sorted(names)}
    whole = "".join(f"{sha256}  {name}\n" for name, sha256 in files.items())
    return replace(one, files=files, sha256=hashlib.sha256(whole.encode()).hexdigest())


def line(one: Handed) -> dict[str, Any]:
    """A hand-over as a row of a result."""
    return {
        "number": one.number, "recorded_at": one.recorded_at, "by": one.handed_by, "what": one.what,
        "name": one.name, "to": one.to, "on": one.handed_on, "how": one.how, "markings": one.marking.labels(),
        "sha256": one.sha256, "files": dict(one.files), "case": one.case_name,
        "without_consent": one.without_consent, "struck_by": one.struck_by,
    }  # fmt: skip
