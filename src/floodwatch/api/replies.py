"""Answers as bytes with a strong tag, in parts that are stable, and without places on the disk of the server."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from floodwatch.api.problems import Problem, without_place

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from floodwatch.centre.handles import Centre

JSON = "application/json"
ROWS, MOST_ROWS = 500, 10_000
"""Rows of one part of an answer: by default and at most."""


def body_of(centre: Centre, values: Any) -> bytes:
    """Values as JSON, none of which says where the centre lies."""
    from floodwatch.centre.plain import as_json

    return without_place(centre, as_json(values).decode("utf-8")).encode("utf-8")


def reply(
    request: Request, body: bytes, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """The answer, or that the asker has it already (If-None-Match)."""
    from starlette.responses import Response

    tag = tag_of(body)
    told = {"ETag": tag, **(headers or {})}
    if status == 200 and request.method == "GET" and has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=told)
    return Response(body, status, told, JSON)


def tag_of(body: bytes) -> str:
    """A strong tag: equal bytes, equal tag."""
    return f'"{hashlib.sha256(body).hexdigest()[:40]}"'


def has(given: str, tag: str) -> bool:
    """Whether a list of tags holds one; a weak one counts, as HTTP wants for this header."""
    known = [one.strip().removeprefix("W/") for one in given.split(",")]
    return "*" in known or tag in known


@dataclass(frozen=True, slots=True)
class Part:
    """Which rows are wanted: how many, from which on, and of which list of the answer."""

    limit: int = ROWS
    start: int = 0
    tag: str = ""
    rows: str = ""

    def of(self, found: Sequence[Any], body: bytes) -> tuple[dict[str, Any], str]:
        """The rows, how many there are, and the cursor of the next ones; Problem where the answer has changed since."""
        tag = tag_of(body)
        if self.tag and self.tag != tag:
            raise Problem(410, "The rows have changed since the first part", "Begin again without a cursor.")
        end = self.start + self.limit
        after = cursor(end, tag) if end < len(found) else ""
        return {"total": len(found), "rows": list(found[self.start : end]), "next": after or None}, after


def cursor(start: int, tag: str) -> str:
    """Where the next part begins, and of which answer."""
    return base64.urlsafe_b64encode(json.dumps([start, tag]).encode()).decode().rstrip("=")


def part(limit: int, given: str, rows: str = "") -> Part:
    """What the query asks for (Problem for a cursor that is none of ours)."""
    if not given:
        return Part(limit, rows=rows)
    try:
        start, tag = json.loads(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)))
        fits = type(start) is int and start >= 0 and isinstance(tag, str)
    except (ValueError, TypeError, binascii.Error, RecursionError):
        fits = False
    if not fits:
        raise Problem(422, "This cursor is none of ours", "Use the one that the part before gave.")
    return Part(limit, start, tag, rows)


def parted(request: Request, centre: Centre, found: Any, wanted: Part) -> Response:
    """A list, or one list of an answer, in parts; anything else whole."""
    listed = _listed(found, wanted.rows)
    if listed is None:
        return reply(request, body_of(centre, found))
    told, after = wanted.of(listed, body_of(centre, listed))
    link = {"Link": f'<{_address(request, after)}>; rel="next"'} if after else {}
    return reply(request, body_of(centre, told), headers=link)


def _listed(found: Any, name: str) -> Sequence[Any] | None:
    if name:
        found = found.get(name) if isinstance(found, Mapping) else getattr(found, name, None)
        if not isinstance(found, list | tuple):
            raise Problem(422, f"The answer has no rows called {name!r}", "Leave rows out to see all of it.")
    return found if isinstance(found, list | tuple) and not hasattr(found, "_fields") else None


def _address(request: Request, after: str) -> str:
    kept = [(k, v) for k, v in request.query_params.multi_items() if k != "cursor"]
    return f"{request.url.path}?{urlencode([*kept, ('cursor', after)])}"
