"""Static files, and the pages of what is not there and of what broke."""

from __future__ import annotations

import logging
import mimetypes
from typing import TYPE_CHECKING

from floodwatch.web.files import content, fingerprint

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

log = logging.getLogger(__name__)


def static(request: Request) -> Response:
    """A file of the package; nothing else can be named."""
    from starlette.responses import Response

    name = request.path_params["name"]
    found = content(name)
    if found is None:
        return Response("There is no such file.\n", 404, media_type="text/plain")
    kind, tag = mimetypes.guess_type(name)[0] or "application/octet-stream", f'"{fingerprint(name)}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"etag": tag, "cache-control": "no-cache"})
    return Response(found, media_type=kind, headers={"etag": tag, "cache-control": "no-cache"})


def missing(request: Request, problem: Exception) -> Response:
    """There is no such page."""
    from starlette.responses import HTMLResponse

    from floodwatch.web.rendering import render

    return HTMLResponse(
        render("alone.html.j2", title="There is no such page", words="Nothing stands at this address."), 404
    )


def broken(request: Request, problem: Exception) -> Response:
    """Something went wrong that nobody foresaw: it is in the log, the page says no more than that."""
    from starlette.responses import HTMLResponse

    from floodwatch.web.rendering import render

    log.error("%s %s", request.method, request.url.path, exc_info=problem)
    words = "The error is in the server's log, with what led to it. Nothing was changed half."
    return HTMLResponse(render("alone.html.j2", title="Something went wrong", words=words), 500)
