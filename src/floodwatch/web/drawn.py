"""Bytes that pages draw, for whoever may see the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from floodwatch.model.errors import FloodwatchError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def graph(request: Request) -> Response:
    """The graph of a case."""
    from starlette.responses import PlainTextResponse, Response

    from floodwatch.centre.drawn import graph_bytes
    from floodwatch.web.answering import question, who

    acting = who(request)
    if acting is None:
        return PlainTextResponse("Nobody has entered.\n", 401)
    asked = question(request, acting)
    try:
        return Response(graph_bytes(asked.of_case(), acting), media_type="application/octet-stream")
    except FloodwatchError as problem:
        return PlainTextResponse(f"{problem}\n", 404)
