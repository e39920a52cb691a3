"""The way in and out: the first set-up, entering with name and password (and a code), leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.centre.headers import COOKIE
from floodwatch.model.errors import FloodwatchError
from floodwatch.web.answering import who
from floodwatch.web.forms import fields, local, right

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

LONGEST_S = 30 * 24 * 3600
"""How long a browser keeps the cookie; the session itself may end before."""


async def enter(request: Request) -> Response:
    """The form, or the attempt."""
    wanted = local(request.query_params.get("to", "/"))
    if request.method != "POST":
        return _form("enter.html.j2", to=wanted)
    given = await fields(request)
    return await _attempt(request, given, local(given.get("to", "/")))


async def _attempt(request: Request, given: dict[str, str], wanted: str) -> Response:
    from starlette.concurrency import run_in_threadpool

    from floodwatch.centre import entering

    place = request.client.host if request.client else ""
    name, password, code = (given.get(part, "") for part in ("name", "password", "code"))
    try:
        token = await run_in_threadpool(
            entering.enter,
            request.app.state.centre,
            name,
            password,
            code,
            place,
            request.cookies.get(COOKIE, ""),
        )
    except FloodwatchError as problem:
        coded = type(problem).__name__ == "CodeNeeded"
        return _form("enter.html.j2", 401, to=wanted, name=name, problem=problem, coded=coded or bool(code))
    return _in(request, token, wanted)


async def invited(request: Request) -> Response:
    """Somebody who was invited, or whose password is set anew, with the link that they were given."""
    from starlette.concurrency import run_in_threadpool

    from floodwatch.centre import entering

    token = request.path_params["token"]
    if request.method != "POST":
        return _form("invited.html.j2", token=token)
    given, place = await fields(request), request.client.host if request.client else ""
    try:
        session = await run_in_threadpool(
            entering.accept, request.app.state.centre, token, given.get("password", ""), place
        )
    except FloodwatchError as problem:
        return _form("invited.html.j2", 422, token=token, problem=problem)
    return _in(request, session, "/")


async def set_up(request: Request) -> Response:
    """The first administrator of a centre, with the link that the server printed."""
    from starlette.concurrency import run_in_threadpool

    from floodwatch.centre import entering

    if request.method != "POST":
        return _form("set_up.html.j2", token=request.path_params["token"])
    given, token = await fields(request), request.path_params["token"]
    try:
        session = await run_in_threadpool(
            entering.set_up, request.app.state.centre, token, given.get("name", ""), given.get("password", "")
        )
    except FloodwatchError as problem:
        return _form("set_up.html.j2", 422, token=token, name=given.get("name", ""), problem=problem)
    return _in(request, session, "/")


async def leave(request: Request) -> Response:
    """End the session."""
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import RedirectResponse

    from floodwatch.centre import entering

    given, token = await fields(request), request.cookies.get(COOKIE, "")
    if who(request) and right(request, given):
        await run_in_threadpool(entering.leave, request.app.state.centre, token)
    gone = RedirectResponse("/enter", 303)
    gone.delete_cookie(COOKIE)
    return gone


def _in(request: Request, token: str, wanted: str) -> Response:
    from starlette.responses import RedirectResponse

    back = RedirectResponse(wanted, 303)
    secure = request.url.scheme == "https"
    back.set_cookie(COOKIE, token, max_age=LONGEST_S, httponly=True, samesite="lax", secure=secure)
    return back


def _form(template: str, status: int = 200, **values: Any) -> Response:
    from starlette.responses import HTMLResponse

    from floodwatch.web.rendering import render

    shown = {"name": "", "problem": None, "coded": False, "to": "/", **values}
    return HTMLResponse(render(template, **shown), status)
