"""`floodwatch election`: the calendar of elections, and what is said of threats to them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.centre.decisions import person
from floodwatch.model.markings import asked
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Centre

MOST_REJECTS = 100
"""Rejected rows that are told one by one."""


def election(
    centre: Centre,
    progress: Progress,
    name: str = "",
    table: str = "",
    tlp: str = "",
    pap: str = "",
    by: str = "",
) -> dict[str, Any]:
    """What the view `elections` answers, after the import of a table where one is given."""
    from floodwatch.casebook.ceiling import up_to
    from floodwatch.centre.starting import ready
    from floodwatch.views.elections import view

    ready(centre.casebook)
    done = {"imported": _imported(centre, progress, Path(table), person(by))} if table else {}
    progress("reading the casebook", None)
    with up_to(asked(tlp, pap)):
        return {**done, **view(centre.casebook, name)}


def _imported(centre: Centre, progress: Progress, path: Path, by: str) -> dict[str, Any]:
    """Keep the file as evidence and what it says as claims, for which the person vouches who imports it."""
    from floodwatch import sources
    from floodwatch.casebook import record
    from floodwatch.lake.evidence import keep
    from floodwatch.sources.calendar import read

    progress("reading the calendar", None)
    sha256, _ = keep(centre.path, path)
    found = read(path, sha256, by, sources.raw)
    added = record.add(centre.casebook, found.entities.values(), found.claims.values())
    return {
        "rows": found.rows,
        "rejected": len(found.rejects),
        "new_claims": added.claims,
        "known_claims": len(added.known),
        "rejects": [{"line": one.line, "reason": one.reason} for one in found.rejects[:MOST_REJECTS]],
    }
