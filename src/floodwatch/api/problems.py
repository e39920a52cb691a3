"""Problems as RFC 9457 has them: what, where and what to do, under a type that names the page of docs/errors.md."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import (
    CentreError,
    DeliveryError,
    EngineError,
    ExtraMissing,
    FloodwatchError,
    ModelError,
    NotAllowed,
    OutOfSpace,
    Refused,
    StoreError,
    Throttled,
    TranslationError,
    UnitError,
)

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from floodwatch.centre.handles import Centre

KIND = "application/problem+json"
URN = "urn:floodwatch:problem:"
STATUS: tuple[tuple[type[FloodwatchError], int], ...] = (
    (Throttled, 429), (Refused, 401), (NotAllowed, 403), (ExtraMissing, 501), (OutOfSpace, 507),
    (DeliveryError, 502), (TranslationError, 502), (ModelError, 502), (StoreError, 502),
    (EngineError, 500), (UnitError, 500), (CentreError, 409), (FloodwatchError, 422),
)  # fmt: skip
"""Statuses of errors, the first that fits."""
ABSENT = ("There is no case", "There is no job")
NO_TABLE = re.compile(r"Table with name \w+ does not exist")
log = logging.getLogger(__name__)


class Problem(Exception):
    """Something that a request is answered with instead of what it asked for."""

    def __init__(
        self, status: int, what: str, do: str = "", slug: str = "request", headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:  # fmt: skip
        self.status, self.headers = status, dict(headers or {})
        told = {"type": URN + slug, "title": what, "status": status, "do": do, **more}
        self.values = {name: value for name, value in told.items() if value not in ("", None)}
        super().__init__(what)

    def answer(self) -> Response:
        """The problem as an answer."""
        from starlette.responses import Response

        body = json.dumps(self.values, ensure_ascii=False).encode("utf-8", "replace")
        return Response(body, self.status, self.headers, KIND)


def told(problem: FloodwatchError, centre: Centre) -> Problem:
    """An error of the program, without places on the disk of the server."""
    status = next(code for kind, code in STATUS if isinstance(problem, kind))
    if isinstance(problem, CentreError) and problem.what.startswith(ABSENT):
        status = 404
    if isinstance(problem, EngineError) and NO_TABLE.search(problem.what):
        return Problem(
            409, "The case has nothing of this yet", "Detect again with what it rests on.", "centre"
        )
    headers = {"Retry-After": str(problem.wait_s)} if isinstance(problem, Throttled) else {}
    what, where, do = (without_place(centre, one) for one in (problem.what, problem.where, problem.do))
    return Problem(status, what, do, problem.slug, headers, where=where)


def without_place(centre: Centre, text: str) -> str:
    """A text in which files of the centre are named from its folder on."""
    for place in {str(centre.path), str(centre.path.resolve())} - {".", "/"}:
        text = text.replace(f"{place}/", "").replace(place, ".")
    return text


async def refused(request: Request, problem: Exception) -> Response:
    """The answer for a problem."""
    assert isinstance(problem, Problem)  # noqa: S101 - registered for nothing else
    return problem.answer()


async def other(request: Request, problem: Exception) -> Response:
    """The answer for what the routes themselves refuse: no such address, no such method."""
    status = getattr(problem, "status_code", 500)
    known = {
        404: "There is nothing at this address",
        405: "This address does not take that method",
        413: "The request is too large",
    }
    headers = getattr(problem, "headers", None)
    return Problem(status, known.get(status, str(getattr(problem, "detail", ""))), headers=headers).answer()


async def broken(request: Request, problem: Exception) -> Response:
    """What nobody foresaw: it is in the log of the server, the answer says no more than that."""
    log.error("%s %s", request.method, request.url.path, exc_info=problem)
    return Problem(
        500, "Something went wrong that nobody foresaw", "See the log of the server.", "error"
    ).answer()
