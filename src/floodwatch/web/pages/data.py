"""Data into a case: send a file, see what it would become, say which column is which, read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from floodwatch.model.errors import SettingError
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

    return {**inputs(asked.of_case(), asked.acting), "uploads": uploads(asked.centre, asked.acting)}


def look(asked: Asked) -> Values:
    """One file that was sent, as it would be read."""
    from floodwatch.centre.preview import preview

    given = {name: asked.query[name] for name in ("format", "platform") if asked.query[name]}
    chosen = tuple(f"{ours}={asked.query[f'map_{ours}']}" for ours in OURS if asked.query[f"map_{ours}"])
    told = preview(asked.centre, asked.acting, asked.path["upload"], map=chosen, **given)
    return {**told, "upload": asked.path["upload"], "map": chosen, "ours": OURS, "methods": METHODS}


async def send(request: Request) -> Response:
    """Take a file; the browser is led to what it would become, or to what is read of it."""
    from floodwatch.web.answering import changing

    def sent(asked: Asked, given: Any) -> Response:
        from starlette.responses import RedirectResponse

        from floodwatch.centre.offered import offered
        from floodwatch.centre.uploads import keep
        from floodwatch.web.doing import later

        file: Any = given.get("file")
        if not getattr(file, "filename", ""):
            raise SettingError("No file was chosen")
        kept, base = (
            keep(asked.centre, asked.acting, file.filename, file.file),
            f"/c/{quote(asked.of_case().name)}",
        )
        if given.get("for") == "read":
            return later(asked, offered("read"), {"inputs": (kept.upload,)}, f"{base}/reading")
        return RedirectResponse(f"{base}/data/{kept.upload}", 303)

    return await changing(request, sent, files=1)


async def new(request: Request) -> Response:
    """Begin a case; the browser is led to where its data come in."""
    from floodwatch.web.answering import changing

    def begun(asked: Asked, given: Any) -> Response:
        from starlette.responses import RedirectResponse

        from floodwatch.centre.front import begin

        case = begin(asked.centre, asked.acting, str(given.get("case", "")).strip())
        return RedirectResponse(f"/c/{quote(case.name)}/data", 303)

    return await changing(request, begun)


PAGES = (
    Page("data", "/c/{case}/data", "Data", data, "Case", "inputs", noted=True),
    Page("upload", "/c/{case}/data/{upload}", "A file", look, rows="rows", noted=True),
)
