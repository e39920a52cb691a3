"""`floodwatch read`: reports of others as clean text with pages and places, and the claims that they suggest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import InputError, SettingError
from floodwatch.model.markings import Marking
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case
    from floodwatch.centre.model import Model
    from floodwatch.centre.suggesting import Given
    from floodwatch.model.documents import Document
    from floodwatch.sources.documents import Attached, Opened

UNMARKED = Marking()
SURE = 0.9
"""How sure the language must be that is told by the text, before what the file declares gives way to it."""
DEEPEST = 3
"""A message within a message within a message is read, and nothing within that."""


def read(
    case: Case,
    progress: Progress,
    inputs: tuple[str, ...] = (),
    claims: bool = True,
    accept: tuple[str, ...] = (),
    refuse: tuple[str, ...] = (),
    undo: int = 0,
    by: str = "",
    reason: str = "",
    **given: str,
) -> dict[str, Any]:
    """Decide about suggestions, then read documents, and those attached to e-mails, and suggest claims.

    What cannot be read is listed with the reason; where nothing at all can be read that is an error.
    """
    from floodwatch.centre.decisions import person
    from floodwatch.centre.engines import centre_settings
    from floodwatch.centre.model import model
    from floodwatch.centre.suggesting import Given, decided

    if not (inputs or accept or refuse or undo):
        raise SettingError("There is nothing to read", do="Name files or folders.")
    said = Given(**given).checked()
    reader = model(centre_settings(case.centre.path)) if claims and inputs else None
    made = decided(case.centre.casebook, accept, refuse, undo, person(by), reason)
    result = _read(case, progress, inputs, _Reading(case, said, claims, person(by), reader))
    return ({"decided": made} if made else {}) | result


@dataclass(frozen=True, slots=True)
class _Reading:
    """How documents are read: for `claims` or for their text alone, and who says what is `given` of them."""

    case: Case
    given: Given
    claims: bool
    by: str
    model: Model | None

    def of(self, document: Document, name: str, came_with: Marking) -> tuple[dict[str, Any], Marking]:
        """How a document is marked, and the claims that it suggests, which inherit that."""
        from floodwatch.casebook.claims import claims
        from floodwatch.centre.marked import marking_of, noted, shown
        from floodwatch.centre.starting import ready

        book = self.case.centre.casebook
        said, marking = marking_of(document, name, self.given.marking, came_with)
        fresh = not claims(book, document=document.sha256, limit=1)
        told: dict[str, Any] = {}
        if self.claims:
            ready(book)
            told = self._suggested(document, name, said.consent, marking)
        noted(book, document.sha256, said, marking, self.by, fresh)
        return {**shown(said, marking), **told}, marking

    def _suggested(self, document: Document, name: str, asks: str, marking: Marking) -> dict[str, Any]:
        """The claims, with what a model adds where one is set up and may see the document."""
        from floodwatch.centre.suggesting import suggested

        book, model = self.case.centre.casebook, self.model
        if model is None:
            return suggested(book, document, name, self.given, marking=marking)
        kept_back = model.kept_back(marking, asks)
        offer = None if kept_back else model.offer
        told = suggested(book, document, name, self.given, offer, marking, model.name)
        return {**told, "model": model.name, "model_not_asked": kept_back}


def _read(case: Case, progress: Progress, inputs: tuple[str, ...], reading: _Reading) -> dict[str, Any]:
    from floodwatch.lake.evidence import keep, tidy
    from floodwatch.sources.documents import read as opened
    from floodwatch.sources.documents.files import content, files

    tidy(case.centre.path)
    documents: list[dict[str, Any]] = []
    problems: list[tuple[str, InputError]] = []
    for path, name in files(local_paths(inputs)):
        progress(f"reading {name}", None)
        try:
            found = opened(content(path, name), name)
        except InputError as problem:
            problems.append((name, problem))
            continue
        keep(case.centre.path, path)
        documents += _with_attached(reading, name, found)
    if problems and not documents:
        raise problems[0][1]
    refused = [{"file": name, "reason": problem.what, "do": problem.do} for name, problem in problems]
    return {"documents": documents, "refused": refused}


def local_paths(inputs: tuple[str, ...]) -> list[Path]:
    """The inputs as paths (InputError for an address: nothing is fetched)."""
    far = next((text for text in inputs if "://" in text), "")
    if far:
        raise InputError(
            "Addresses are not fetched by this verb",
            where=far,
            do="Save the page or the file, and give that.",
        )
    return [Path(text) for text in inputs]


def _with_attached(
    reading: _Reading, name: str, found: Opened, depth: int = 1, came_with: Marking = UNMARKED
) -> Iterator[dict[str, Any]]:
    """A document, then the documents that it carries, which are marked as it is where they are not stricter."""
    from floodwatch.sources.documents import read as opened

    carried: list[dict[str, Any]] = []
    inner: list[tuple[str, Opened]] = []
    for one in found.attached:
        label = f"{name}!{one.name}"
        try:
            inner.append((label, opened(one.data, label)))
            carried.append(_kept(reading.case, one, inner[-1][1].document.form))
        except InputError as problem:
            carried.append({**_kept(reading.case, one, ""), "reason": problem.what})
    told, marking = reading.of(found.document, name, came_with)
    silent = list(found.silent)
    yield {**_told(name, found.document), "pages_without_text": silent, "attached": carried, **told}
    if depth < DEEPEST:
        for label, document in inner:
            yield from _with_attached(reading, label, document, depth + 1, marking)


def _kept(case: Case, one: Attached, form: str) -> dict[str, Any]:
    from floodwatch.lake.evidence import fetch

    original = fetch(case.centre.path, lambda path: _write(path, one.data))
    return {"name": one.name, "bytes": len(one.data), "form": form, "sha256": original.name}


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _told(name: str, document: Document) -> dict[str, Any]:
    """A document as a result: what the file says of itself, and its blocks with their places."""
    known = replace(document, language=_language(document))
    about = {
        k: getattr(known, k) for k in ("sha256", "form", "title", "published", "publisher", "url", "language")
    }
    blocks = [{**asdict(b), "text": known.text[b.start : b.end]} for b in known.blocks]
    left_out = sum(b.end - b.start for b in known.blocks if b.kind == "boilerplate")
    pages = len({b.page for b in known.blocks} - {None})
    return {
        "file": name,
        **about,
        "pages": pages,
        "characters": len(known.text),
        "left_out": left_out,
        "blocks": blocks,
    }


def _language(document: Document) -> str:
    """The language that the text is in, else what the file declares."""
    from floodwatch.tools.language import LONGEST, identify

    text = " ".join(text for block, text in document.said() if block.kind in ("paragraph", "item", "quote"))
    found = identify(text[:LONGEST])
    return found.language if found.confidence >= SURE else document.language
