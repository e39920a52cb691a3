"""How a route is added: its endpoint turns a request into an answer, and OpenAPI is told what comes and what goes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from floodwatch.api.problems import KIND
from floodwatch.api.replies import JSON, MOST_ROWS, ROWS

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    Endpoint = Callable[[Request], Awaitable[Response]]

Told = dict[str, Any]
TOKEN: list[Told] = [{"token": []}]
PROBLEM = "Problem"
AS_PROBLEM: Told = {KIND: {"schema": {"$ref": f"#/components/schemas/{PROBLEM}"}}}
PROBLEMS: Told = {
    "type": "object", "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
        "do": {"type": "string"}, "where": {"type": "string"}, "errors": {"type": "array", "items": {"type": "object"}},
    },
}  # fmt: skip
SAID = {
    400: "Not readable", 401: "Nobody has entered", 403: "Not allowed", 404: "Not there", 408: "Too slow",
    409: "Not now", 410: "Changed since", 413: "Too large", 415: "Not of this kind", 422: "Makes no sense",
    429: "Too often", 500: "Unforeseen", 501: "An extra is missing", 502: "Another service failed",
    507: "The disk is full",
}  # fmt: skip
CASE: Told = {
    "name": "case", "in": "path", "required": True, "description": "Name of a case.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}  # fmt: skip
TAG: Told = {
    "name": "If-None-Match", "in": "header", "required": False,
    "description": "Tags of answers that the asker has.", "schema": {"type": "string"},
}  # fmt: skip
KEY: Told = {
    "name": "Idempotency-Key", "in": "header", "required": False,
    "description": "The same request with the same key gets the same answer for a day, and is done once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}  # fmt: skip
LIMIT: Told = {
    "name": "limit", "in": "query", "required": False, "description": "So many rows at most.",
    "schema": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": ROWS},
}  # fmt: skip
CURSOR: Told = {
    "name": "cursor", "in": "query", "required": False,
    "description": "Where to go on, as `next` of the part before says.", "schema": {"type": "string"},
}  # fmt: skip
LIST: Told = {
    "name": "rows", "in": "query", "required": False,
    "description": "Only this list of the answer, in parts.", "schema": {"type": "string"},
}  # fmt: skip


def add(
    made: FastAPI, method: str, path: str, endpoint: Endpoint, name: str, says: str, *, tag: str,
    takes: list[Told] | None = None, more: Told | None = None, gives: Told | None = None, kind: str = JSON,
    status: tuple[int, ...] = (200,), secured: list[Told] | None = None,
    wrong: Told | None = None,
) -> None:  # fmt: skip
    """Add one route; `gives` is the schema of its answer, `status` those that it may have when all goes well.

    `wrong` is what a problem comes as, where that is not as RFC 9457 has it.
    """
    from starlette.responses import Response

    content: Told = {kind: {"schema": gives or {"type": "object"}}}
    good: dict[int | str, Told] = {code: {"description": "The answer", "content": content} for code in status}
    good |= {304: {"description": "The asker has it already"}} if method == "GET" and kind == JSON else {}
    bad: dict[int | str, Told] = {
        code: {
            "description": said,
            "content": wrong or AS_PROBLEM,
        }
        for code, said in SAID.items()
    }
    extra: Told = {
        "parameters": takes or [],
        "security": TOKEN if secured is None else secured,
        **(more or {}),
    }
    made.add_api_route(
        path, typed(endpoint), methods=[method], name=name, operation_id=name, summary=says, tags=[tag],
        status_code=status[0], response_class=Response, responses={**good, **bad}, openapi_extra=extra,
        response_model=None,
    )  # fmt: skip


def hidden(made: FastAPI, method: str, path: str, endpoint: Endpoint) -> None:
    """Add a route of which OpenAPI is not told."""
    made.add_api_route(path, typed(endpoint), methods=[method], include_in_schema=False, response_model=None)


def typed(endpoint: Endpoint) -> Endpoint:
    """The endpoint with the types that the framework looks at when it runs."""
    from starlette.requests import Request

    endpoint.__annotations__ = {"request": Request}
    return endpoint
