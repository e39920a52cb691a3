"""What was imported, when and by whom, and how much of each source stands."""

from __future__ import annotations

from collections import Counter
from typing import Any

from floodwatch.casebook.ceiling import limited
from floodwatch.casebook.claims import entity
from floodwatch.casebook.imports import Import, held, imports
from floodwatch.casebook.store import Book
from floodwatch.model.units import Parameter
from floodwatch.views.unit import View

ABOUT = ("source", "publisher", "version", "licence", "credit", "file", "format")
DONE = ("new", "changed", "known", "gone", "again", "refused_before", "joining", "waiting", "kept")


def view(book: Book, name: str = "") -> list[dict[str, Any]]:
    """The sources that were imported, the latest first; with a name those whose name holds it, in full.

    Whoever may not see everything is told of those of which he sees a claim, and not how much they brought.
    """
    latest: dict[str, list[Import]] = {}
    for one in imports(book):
        latest.setdefault(one.source, []).append(one)
    fitting = [runs for runs in latest.values() if _fits(runs, name) and _told_of(book, runs[-1])]
    rows = [_source(book, runs, bool(name)) for runs in fitting]
    return sorted(rows, key=lambda row: str(row["imported_at"]), reverse=True)


def _fits(runs: list[Import], name: str) -> bool:
    last = runs[-1].content
    return (
        name.casefold()
        in f"{last.get('source', '')} {last.get('format', '')} {last.get('file', '')}".casefold()
    )


def _told_of(book: Book, last: Import) -> bool:
    return not limited() or bool(held(book, [str(one) for one in last.content.get("documents", ())]))


def _source(book: Book, runs: list[Import], full: bool) -> dict[str, Any]:
    last = runs[-1]
    row = {name: last.content.get(name, "") for name in ABOUT}
    row |= {"imported_at": last.imported_at, "by": last.imported_by, "imports": len(runs)}
    if not full:
        return row
    documents = last.content.get("documents", ())
    claims = held(book, [str(one) for one in documents]).values()
    found = entity(book, last.source)
    return {
        **row,
        "entity": last.source,
        "label": found.label if found else "",
        "claims": dict(sorted(Counter(one.status for one in claims).items())),
        "predicates": dict(Counter(one.predicate for one in claims if one.status == "confirmed").most_common()),
        "rejected": {} if limited() else last.content.get("rejected", {}),
        "left": {} if limited() else last.content.get("left", {}),
        "history": [
            {"imported_at": one.imported_at, "by": one.imported_by, "file": one.content.get("file", ""),
             "sha256": one.content.get("sha256", ""), **{name: one.content.get(name, 0) for name in DONE}}
            for one in (() if limited() else runs)
        ],
    }  # fmt: skip


IMPORTED = View(
    "imported", "What was imported, when and by whom, and how much of it stands", view, needs=(),
    parameters=(Parameter("name", "", "Words of a source's name, format or file; all when empty."),),
)  # fmt: skip
