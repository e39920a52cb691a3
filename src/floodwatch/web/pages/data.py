"""Data into a case: send a file, see what it would become, say which column is which, read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from floodwatch.model.errors import FloodwatchError, SettingError
from floodwatch.web.page import Asked, Page, Values

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

OURS = (
    "post_id", "account_id", "created_at", "text", "language", "urls", "hashtags", "is_repost", "repost_of", "reply_to",
    "handle", "name", "bio", "followers", "following",
)  # fmt: skip
"""Columns that people map by hand most."""
METHODS = ("unknown", "sample", "firehose", "keyword", "seed_accounts", "takedown", "export", "manual")


def data(asked: Asked) -> Values:
    """What was read, what could not be used, and what was sent and waits to be read."""
    from floodwatch.centre.front import inputs
    from floodwatch.centre.uploads import uploads

    assert asked.case is not None
    return {**inputs(asked.case, asked.acting), "uploads": uploads(asked.centre, asked.acting)}


def look(asked: Asked) -> Values:
    """One file that was sent, as it would be read."""
    from floodwatch.centre.preview import preview

    given = {name: asked.query[name] for name in ("format", "platform") if asked.query[name]}
    chosen = tuple(f"{ours}={asked.query[f'map_{ours}']}" for ours in OURS if asked.query[f"map_{ours}"])
    told = preview(asked.centre, asked.acting, asked.path["upload"], map=chosen, **given)
    return {**told, "upload": asked.path["upload"], "map": chosen, "ours": OURS, "methods": METHODS}


async def send(request: Request) -> Response:
    """Take a file; the browser is led to what it would become."""
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import RedirectResponse

    from floodwatch.centre.offered import offered
    from floodwatch.centre.uploads import keep
    from floodwatch.web.doing import later
    from floodwatch.web.answering import question, refused, to_entrance, who
    from floodwatch.web.forms import right

    acting = await run_in_threadpool(who, request)
    if acting is None:
        return to_entrance(request)
    asked = question(request, acting)
    try:
        given = await request.form(max_files=1, max_fields=10)
        if not await run_in_threadpool(right, request, given):
            raise SettingError(
                "This form is from another session", do="Load the page again and send it again."
            )
        file: Any = given.get("file")
        if not getattr(file, "filename", ""):
            raise SettingError("No file was chosen")
        kept = await run_in_threadpool(keep, asked.centre, acting, file.filename, file.file)
    except FloodwatchError as problem:
        return await run_in_threadpool(refused, request, asked, problem)
    case = quote(request.path_params["case"])
    if given.get("for") == "read":
        asked_for = {"inputs": (kept.upload,)}
        return await run_in_threadpool(later, asked, offered("read"), asked_for, f"/c/{case}/reading")
    return RedirectResponse(f"/c/{case}/data/{kept.upload}", 303)


PAGES = (
    Page("data", "/c/{case}/data", "Data", data, "Case", "inputs", noted=True),
    Page("upload", "/c/{case}/data/{upload}", "A file", look, rows="rows", noted=True),
)
