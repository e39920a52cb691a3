"""Sees to it that a casebook holds what the package knows, once for each version of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from floodwatch.casebook.store import Book
    from floodwatch.knowledge.importing import Difference
    from floodwatch.model.batches import Batch


def ready(book: Book) -> bool:
    """Add the starting knowledge where it is not there or of another version; gives whether anything was done.

    Every verb that asks what is known calls this first, so that names resolve in a centre that is only just made.
    What somebody decided about these claims stays, also when a newer package says them again.
    """
    from floodwatch.casebook import judging
    from floodwatch.casebook.imports import imports
    from floodwatch.knowledge.importing import compare
    from floodwatch.vocabulary.knowledge.starting import BY, digest, starting
    from floodwatch.vocabulary.knowledge.starting.judged import judged

    if isinstance(book, Path) and book.exists() and not os.access(book.parent, os.W_OK):
        return False  # a copy on a medium that cannot be written
    batch = starting()
    done = imports(book, batch.entity.entity_id)
    if done and done[-1].content.get("sha256") == digest():
        return False
    bring(book, batch, compare(book, batch), by=BY, sha256=digest(), file="", form=BY)
    told = judged()
    judging.bring(book, told.judgements, told.outcomes, BY)
    return True


def bring(book: Book, batch: Batch, found: Difference, *, by: str, sha256: str, file: str, form: str) -> None:
    """Add and take back what follows from a comparison, and note that it was done."""
    from floodwatch.casebook import record

    told = {"file": file, "sha256": sha256, "format": form, "documents": batch.sources}
    record.bring(
        book,
        batch,
        found.claims(by, batch.label),
        found.lines,
        by,
        {**told, **about(batch), **counted(found)},
    )


def about(batch: Batch) -> dict[str, Any]:
    """What a source says of itself."""
    return {
        "source": batch.label, "publisher": batch.publisher, "version": batch.version, "licence": batch.licence,
        "credit": batch.credit, "rejected": dict(batch.rejected), "left": dict(batch.left),
    }  # fmt: skip


def counted(found: Difference) -> dict[str, int]:
    """How many claims are new, gone and so on."""
    return {
        "new": len(found.new), "changed": len(found.changed), "known": found.known, "gone": len(found.gone),
        "again": len(found.again), "refused_before": len(found.refused) + len(found.doubted), "kept": len(found.kept),
        "joining": len(found.joining), "waiting": len(found.waiting),
    }  # fmt: skip
