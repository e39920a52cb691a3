"""`floodwatch lint`: what is to be mended in the language of reports, each with its line and a remedy."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from floodwatch.model.documents import Block, Document
from floodwatch.model.errors import InputError, SettingError
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.assessment.lint import Remark
    from floodwatch.centre.handles import Centre
    from floodwatch.sources.documents.base import Given
    from floodwatch.sources.documents.pictures import PictureText


SHORTEST, LONGEST, SURE = 200, 5_000, 0.9
"""Characters by which a language is told, and how sure that must be."""


def lint(
    centre: Centre | None,
    progress: Progress,
    inputs: tuple[str, ...] = (),
    vocabulary: str = "icd_203",
    casebook: bool = False,
) -> dict[str, Any]:
    """Check documents; what cannot be read is listed with the reason, and is an error where nothing can."""
    from floodwatch.centre.read import local_paths
    from floodwatch.sources.documents.base import Given
    from floodwatch.sources.documents.files import content, files

    if not inputs and not casebook:
        raise SettingError("There is nothing to check", do="Name files or folders, or add --casebook.")
    checked = _of_casebook(centre) if casebook else []
    problems: list[tuple[str, InputError]] = []
    for path, name in files(local_paths(inputs)):
        progress(f"checking {name}", None)
        try:
            checked.append(examined(centre, Given(content(path, name), name), vocabulary))
        except InputError as problem:
            problems.append((name, problem))
    if problems and not checked:
        raise problems[0][1]
    severities = Counter(row["severity"] for one in checked for row in one["findings"])
    refused = [{"file": name, "reason": problem.what, "do": problem.do} for name, problem in problems]
    return {
        "documents": checked,
        "refused": refused,
        "errors": severities["error"],
        "warnings": severities["warning"],
    }


def _of_casebook(centre: Centre | None) -> list[dict[str, Any]]:
    """The judgements and forecasts of the centre's own, each as a document."""
    from floodwatch.centre.worded import standing

    if centre is None:
        raise SettingError("There is no centre whose casebook could be checked", do="Name it with --centre.")
    return list(standing(centre.casebook))


def examined(centre: Centre | None, given: Given, vocabulary: str) -> dict[str, Any]:
    """One document with what is to be mended in it."""
    from floodwatch.assessment.lint import LANGUAGES
    from floodwatch.assessment.lint import lint as check
    from floodwatch.sources.documents import read as opened
    from floodwatch.sources.documents.apart import set_apart
    from floodwatch.sources.documents.pictures import picture_texts
    from floodwatch.sources.documents.places import places

    document = opened(given.data, given.name).document
    document = replace(document, language=_language(document))
    pictures = picture_texts(given, document.form)
    whole = _with(document, pictures)
    remarks = (*check(whole, vocabulary, set_apart(document, given)), *_known(centre, document))
    there = places(document, given)
    first = len(document.text) + 1
    rows = []
    for one in sorted(remarks, key=lambda r: (r.start, r.end)):
        shown = _pictured(whole, pictures, one) if one.start >= first else None
        line, column = shown or (there.of(one.start) if there else _of_text(document, one.start))
        rows.append(_row(document, one, line, column))
    return {
        "file": given.name,
        "form": document.form,
        "sha256": document.sha256,
        "vocabulary": vocabulary,
        "language": document.language,
        "checked": (document.language or "en") in LANGUAGES,
        "lines_of": "file" if there else "text",
        "findings": rows,
    }


def _language(document: Document) -> str:
    """The language that a text of some length is in, else what the file declares; empty where neither is known."""
    from floodwatch.tools.language import identify

    text = " ".join(text for block, text in document.said() if block.kind != "code")
    found = identify(text[:LONGEST]) if len(text) >= SHORTEST else None
    told = found.language if found and found.confidence >= SURE else document.language
    return told.partition("-")[0].lower()


def _with(document: Document, pictures: tuple[PictureText, ...]) -> Document:
    """The document with the texts of its pictures behind its own, as captions."""
    text, blocks = document.text, list(document.blocks)
    for one in pictures:
        blocks.append(Block(len(text) + 1, len(text) + 1 + len(one.text), "caption"))
        text += f"\n{one.text}"
    return replace(document, text=text, blocks=tuple(blocks))


def _pictured(whole: Document, pictures: tuple[PictureText, ...], one: Remark) -> tuple[int, int]:
    """Line of a picture's text in the file, and where in the text the words begin."""
    own = whole.blocks[len(whole.blocks) - len(pictures) :]
    number, block = next((n, b) for n, b in enumerate(own) if b.start <= one.start < b.end)
    return pictures[number].line, one.start - block.start + 1


def _of_text(document: Document, place: int) -> tuple[int, int]:
    """Line and column in the readable text, whose blocks are its lines."""
    before = document.text[:place]
    return before.count("\n") + 1, place - (before.rfind("\n") + 1) + 1


def _row(document: Document, one: Remark, line: int, column: int) -> dict[str, Any]:
    return {
        "line": line,
        "column": column,
        "page": document.page_of(one.start),
        "span": [one.start, one.end],
        "rule": one.rule,
        "severity": one.severity,
        "words": one.words,
        "why": one.why,
        "remedy": one.remedy,
    }


def _known(centre: Centre | None, document: Document) -> tuple[Remark, ...]:
    """What the casebook knows of those who make the document's claims, where it was read into one."""
    from floodwatch.assessment.lint.known import Shared, retellings
    from floodwatch.casebook.claims import claims, entity, side_by_side
    from floodwatch.model.claims import document_id

    if centre is None:
        return ()
    book = centre.casebook
    shared: list[Shared] = []
    for claim in claims(book, document=document.sha256):
        if (
            claim.span_start is None
            or claim.span_end is None
            or claim.status not in ("suggested", "confirmed")
        ):
            continue
        alike = next((g for g in side_by_side(book, claim.subject, claim.predicate) if claim in g), ())
        told = frozenset(one.source_document for one in alike if one.source_document)
        words = document.text[claim.span_start : claim.span_end]
        shared.append(Shared(claim.span_start, claim.span_end, words, told))
    documents = {one for row in shared if len(row.documents) > 1 for one in row.documents}
    ids = {document_id(one): one for one in documents}
    retells = {
        one: [
            ids.get(link.object_entity, link.object_entity)
            for link in claims(book, subject=known, predicate="derived_from")
            if link.status in ("suggested", "confirmed")
        ]
        for known, one in ids.items()
    }
    names = {one: held.label for known, one in ids.items() if (held := entity(book, known))}
    return retellings(shared, retells, names)
