"""What comes in is bounded: how large, how deep, how slow. Nothing is read further than it may be."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from floodwatch.api.problems import Problem
from floodwatch.centre.server_settings import LEAST_BYTES, ServerSettings

if TYPE_CHECKING:
    from starlette.requests import Request

TOO_DEEP = "The JSON is nested too deeply"


async def chunks(request: Request, most: int, slow_s: float) -> AsyncIterator[bytes]:
    """The body piece by piece; Problem where it is too large or too slow."""
    told = request.headers.get("content-length", "")
    if told.isascii() and told.isdigit() and int(told) > most:
        raise _large(most)
    began, size, stream = time.monotonic(), 0, request.stream()
    while True:
        left = slow_s + size / LEAST_BYTES - (time.monotonic() - began)
        try:
            piece = await asyncio.wait_for(anext(stream, None), max(left, 0.001))
        except TimeoutError:
            raise Problem(408, "The request came too slowly", headers={"Connection": "close"}) from None
        if piece is None:
            return
        size += len(piece)
        if size > most:
            raise _large(most)
        yield piece


def _large(most: int) -> Problem:
    told = f"{most // 1024**2:,} MB" if most >= 1024**2 else f"{most // 1024:,} KB"
    return Problem(413, f"The request is larger than {told}", headers={"Connection": "close"})


async def given(request: Request, limits: ServerSettings) -> tuple[dict[str, Any], bytes]:
    """What a request says as a JSON object, and its bytes; nothing is an empty object."""
    body = b"".join([one async for one in chunks(request, limits.body_kb * 1024, limits.slow_s)])
    if not body.strip():
        return {}, body
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Problem(415, "The request must be JSON", "Send it with Content-Type: application/json.")
    values = read(body, limits.depth)
    if not isinstance(values, dict):
        raise Problem(422, "The request must be a JSON object")
    return values, body


def read(body: bytes, depth: int) -> Any:
    """JSON as RFC 8259 has it: no NaN, no name twice, no half of a character, not deeper than that."""
    try:
        values = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no)
        json.dumps(values, ensure_ascii=False).encode("utf-8")
    except RecursionError:
        raise Problem(422, TOO_DEEP) from None
    except (ValueError, UnicodeError) as problem:
        raise Problem(400, "The request is not JSON that can be read", where=type(problem).__name__) from None
    if _depth(values) > depth:
        raise Problem(422, TOO_DEEP, f"At most {depth} lists and objects stand in one another.")
    return values


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no(name: str) -> Any:
    raise ValueError(name)


def _depth(values: Any) -> int:
    depth, level = 0, [values]
    while level:
        depth += 1
        held = [one for one in level if isinstance(one, dict | list)]
        level = [x for one in held for x in (one.values() if isinstance(one, dict) else one)]
    return depth
