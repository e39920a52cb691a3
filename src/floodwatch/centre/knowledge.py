"""`floodwatch knowledge`: what others know, read from their lists and bundles, what was read when, and out again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.centre.decisions import person
from floodwatch.model.errors import SettingError
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.casebook.store import Book
    from floodwatch.centre.handles import Centre
    from floodwatch.knowledge.importing import Difference
    from floodwatch.model.batches import Batch
    from floodwatch.sources.knowledge import Read, Unread

Answer = dict[str, Any]


def knowledge(
    centre: Centre, progress: Progress, action: str = "list", inputs: tuple[str, ...] = (), **asked: Any
) -> Answer:
    """Import files, list or show what was imported, or export what is known."""
    from floodwatch.views.imported import view

    if action == "export":
        from floodwatch.centre.exchange import export

        return export(centre, progress, inputs, **asked)
    if action == "import":
        return _imported(centre.casebook, progress, inputs, **asked)
    if action == "show" and not inputs:
        raise SettingError("This needs the name of a source", do="See: floodwatch knowledge list.")
    names = inputs if action == "show" else ("",)
    return {"sources": [row for name in names for row in view(centre.casebook, name)]}


def _imported(book: Book, progress: Progress, inputs: tuple[str, ...], **asked: Any) -> Answer:
    from floodwatch.casebook.imports import coded
    from floodwatch.sources.knowledge import Read, read

    if not inputs:
        raise SettingError("There is nothing to import", do="Name files or folders.")
    answer: Answer = {"dry_run": asked["dry_run"], "sources": [], "unread": []}
    for one in read([Path(name) for name in inputs], coded(book), asked["as"], asked["source"]):
        if isinstance(one, Read):
            progress(f"comparing {one.batch.label}", None)
            answer["sources"].append(_source(book, one, person(asked["by"]), asked["dry_run"]))
        else:
            answer["unread"].append(_unread(one))
    return answer


def _source(book: Book, one: Read, by: str, dry_run: bool) -> Answer:
    """One file: what is different, in words, before anything is done, and then done unless only that was asked for."""
    from floodwatch.centre.starting import about, bring, counted
    from floodwatch.knowledge.importing import compare
    from floodwatch.views.difference import view

    found = compare(book, one.batch)
    told = view(book, one.batch, _sorts(found))
    if not dry_run:
        bring(book, one.batch, found, by=by, sha256=one.file.sha256, file=one.file.name, form=one.form)
    return {
        "file": one.file.name, "format": one.form, **about(one.batch), **_read(one.batch), **counted(found),
        "sentences": told,
    }  # fmt: skip


def _read(batch: Batch) -> Answer:
    return {"read": batch.read, "entities": len(batch.entities), "claims": len(batch.claims)}


def _sorts(found: Difference) -> dict[str, Any]:
    changed = [one.claim_id for one, _ in found.changed]
    return {
        "new": found.new, "instead_of": changed, "changed": [new for _, new in found.changed],
        "gone": [one.claim_id for one in found.gone], "again": found.again, "joining": found.joining,
        "waiting": found.waiting,
        "refused_before": [*found.doubted, *(one.claim_id for one in found.refused)],
        "kept": [one.claim_id for one in found.kept],
    }  # fmt: skip


def _unread(one: Unread) -> Answer:
    return {"file": one.name, "reason": one.reason}
