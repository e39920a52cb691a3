"""How the files of a case are marked; the case, its findings and its report inherit the strictest of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from floodwatch.model.markings import Marking, strictest

if TYPE_CHECKING:
    from floodwatch.casebook.ceiling import SourceMark
    from floodwatch.casebook.store import Book
    from floodwatch.centre.handles import Centre


def of_case(centre: Centre, name: str, known: Mapping[str, SourceMark] | None = None) -> Marking:
    """The strictest of how a case is marked and how the files are that it holds, as it stands now."""
    from floodwatch.casebook.marks import sources
    from floodwatch.centre.consent import case_source

    marked = sources(centre.casebook) if known is None else known
    own = {case_source(name), *(held(centre, name) if marked else ())}
    return strictest(one.marking for source, one in marked.items() if source in own)


def held(centre: Centre, name: str) -> set[str]:
    """SHA-256 of the files that a case holds."""
    from floodwatch.lake.layout import case_folder
    from floodwatch.lake.read import ingests

    files = (file for ingest in ingests(case_folder(centre.path, name)) for file in ingest["inputs"])
    return {str(file["sha256"]) for file in files if "sha256" in file}


def mark_files(book: Book, files: Mapping[str, str], marking: Marking, case: str, by: str) -> None:
    """Put on record how files (names by SHA-256) are marked; what stands already is not said again."""
    from floodwatch.casebook.ceiling import MARKED
    from floodwatch.casebook.marks import mark, sources

    known = sources(book) if marking.labels() else {}
    for sha256, name in files.items():
        before = known[sha256].marking if sha256 in known else Marking()
        if strictest((before, marking)) != before:
            told = {"tlp": marking.tlp, "pap": marking.pap, "file": name}
            mark(book, sha256, MARKED, told, by, f"read into the case {case}")


def names(book: Book, hashes: Collection[str]) -> dict[str, str]:
    """Names of files by their SHA-256, where they were marked when they were read into a case."""
    from floodwatch.casebook.marks import marks

    told = [one for one in marks(book) if one.source in hashes and one.content.get("file")]
    return {one.source: str(one.content["file"]) for one in told}
