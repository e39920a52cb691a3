"""Reports of others: read, and their suggested claims beside the words that make them, to accept or refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import SettingError
from floodwatch.web.page import MOST_ROWS, Asked, Page, Values

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def reading(asked: Asked) -> Values:
    """Every document that was read, those with claims that wait first."""
    from floodwatch.centre.reading_desk import documents

    rows, offset = documents(asked.centre), asked.whole("offset", 0, 10**6)
    return {
        "documents": rows[offset : offset + MOST_ROWS],
        "total": len(rows),
        "offset": offset,
        "limit": MOST_ROWS,
    }


def document(asked: Asked) -> Values:
    """One document with its claims."""
    from floodwatch.centre.reading_desk import document as opened

    told = opened(asked.centre, asked.path["sha256"])
    wanted = asked.query["status"]
    return {**told, "shown": [c for c in told["claims"] if not wanted or c["status"] == wanted]}


async def decide(request: Request) -> Response:
    """Accept or refuse the claims that were chosen."""
    from floodwatch.web.answering import changing

    def decided(asked: Asked, given: Any) -> Response:
        from starlette.responses import RedirectResponse

        from floodwatch.web.forms import local

        chosen = tuple(str(one) for one in given.getlist("claim"))
        if not chosen:
            raise SettingError("No claim was chosen", do="Go back and choose some.")
        if given.get("do") not in {"accept", "refuse"}:
            raise SettingError("A claim is accepted or refused")
        asked.call("read", **{str(given["do"]): chosen, "reason": str(given.get("reason", ""))})
        return RedirectResponse(local(str(given.get("back", "/"))), 303)

    return await changing(request, decided)


PAGES = (
    Page("reading", "/c/{case}/reading", "Reading", reading, "Case", "documents", noted=True),
    Page("document", "/c/{case}/reading/{sha256}", "A document", document, rows="claims"),
)
