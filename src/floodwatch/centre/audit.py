"""`floodwatch audit`: who did and saw what, and whether the log is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Centre


def audit(
    centre: Centre, progress: Progress, action: str = "show", who: str = "", verb: str = "", since: str = "",
    limit: int = 50,
) -> dict[str, Any]:  # fmt: skip
    """The latest lines that fit, newest first; or how many there are, and the first that breaks the chain."""
    from floodwatch.casebook.chain import verify
    from floodwatch.casebook.read import audit_lines

    if action == "verify":
        progress("verifying the log", None)
        found = verify(centre.casebook)
        return {
            "whole": found.broken is None,
            "first_broken": found.broken,
            "lines": found.rows,
            "last": found.last,
        }
    return {"lines": audit_lines(centre.casebook, who, verb, since, max(limit, 0))}
