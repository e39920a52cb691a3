"""Sees to it that a casebook holds what the package knows, once for each version of it."""

from __future__ import annotations

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
    from floodwatch.casebook.imports import imports
    from floodwatch.vocabulary.knowledge.starting import BY, digest, starting

    batch = starting()
    done = imports(book, batch.entity.entity_id)
    if done and done[-1].content.get("sha256") == digest():
        return False
    bring(book, batch, by=BY, sha256=digest(), file="", form=BY)
    return True


def bring(book: Book, batch: Batch, *, by: str, sha256: str, file: str, form: str) -> Difference:
    """Compare a source with what is held of it, and add and take back what follows; gives the difference."""
    from floodwatch.casebook import record
    from floodwatch.knowledge.importing import compare

    found = compare(book, batch)
    told = {"file": file, "sha256": sha256, "format": form, **about(batch), **counted(found)}
    record.bring(book, batch, found.claims(by, batch.label), found.lines, by, told)
    return found


def about(batch: Batch) -> dict[str, Any]:
    """What a source says of itself."""
    return {
        "source": batch.label, "publisher": batch.publisher, "version": batch.version, "licence": batch.licence,
        "credit": batch.credit,
    }  # fmt: skip


def counted(found: Difference) -> dict[str, int]:
    """How many claims are new, gone and so on."""
    return {
        "new": len(found.new), "changed": len(found.changed), "known": found.known, "gone": len(found.gone),
        "again": len(found.again), "refused_before": len(found.refused) + len(found.doubted), "kept": len(found.kept),
        "joining": len(found.joining),
    }  # fmt: skip
