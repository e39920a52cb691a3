"""Static files, and the pages of what is not there and of what broke."""

from __future__ import annotations

import logging
import mimetypes
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

SHARED = "shared.css"
"""The style of reports, which pages share."""
log = logging.getLogger(__name__)


def static(request: Request) -> Response:
    """A file of the package; nothing else can be named."""
    from starlette.responses import Response

    name = request.path_params["name"]
    content = _content(name)
    if content is None:
        return Response("There is no such file.\n", 404, media_type="text/plain")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(content, media_type=kind, headers={"cache-control": "public, max-age=3600"})


@cache
def _content(name: str) -> bytes | None:
    """A file by its name below `static`, of those that are there: a name is looked up, never put together to a path."""
    from floodwatch.centre.dress import style

    if name == SHARED:
        return style().encode()
    return _static().get(name)


@cache
def _static() -> dict[str, bytes]:
    root = files("floodwatch.web").joinpath("static")
    found = {one.name: one.read_bytes() for one in root.iterdir() if one.is_file()}
    built = root.joinpath("built")
    if built.is_dir():
        found |= {f"built/{one.name}": one.read_bytes() for one in built.iterdir() if one.is_file()}
    return found


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
