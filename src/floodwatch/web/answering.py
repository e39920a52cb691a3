"""Answers a request for a page: as a page, as JSON, or as CSV."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from floodwatch.centre.headers import COOKIE
from floodwatch.model.errors import FloodwatchError, NotAllowed
from floodwatch.web.forms import form, right
from floodwatch.web.page import Asked, Page, Query, Values

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from floodwatch.model.acting import Acting


def answer(page: Page, request: Request) -> Response:
    """The page in the form that `?as=` asks for; a problem is a page too, with what to do."""
    acting = who(request)
    if acting is None:
        return to_entrance(request)
    asked = question(request, acting)
    try:
        values = answered(page, asked)
    except FloodwatchError as problem:
        return refused(request, asked, problem)
    form = request.query_params.get("as", "")
    if form == "json":
        return _json(values)
    if form == "csv" and page.rows:
        return _csv(page, values)
    return html(request, asked, page.shows, page=page, **values)


async def changing(
    request: Request, change: Callable[[Asked, FormData], Response], files: int = 0
) -> Response:
    """Let somebody who has entered, and whose form is of this session, change something; a problem is a page."""
    from starlette.concurrency import run_in_threadpool

    acting = await run_in_threadpool(who, request)
    if acting is None:
        return to_entrance(request)
    asked, given = question(request, acting), await form(request, files)

    def changed() -> Response:
        if not right(request, given):
            raise NotAllowed("This form is from another session", do="Load the page again and send it again.")
        return change(asked, given)

    try:
        return await run_in_threadpool(changed)
    except FloodwatchError as problem:
        return await run_in_threadpool(refused, request, asked, problem)


def answered(page: Page, asked: Asked) -> Values:
    """What a page answers to somebody, who sees nothing that is not for him."""
    from floodwatch.centre.allowed import must_see, seeing
    from floodwatch.centre.noting import note

    if asked.case:
        must_see(asked.centre, asked.acting, asked.case.name)
    with seeing(asked.centre, asked.acting):
        found = page.answer(asked)
    if page.noted:
        note(asked.centre, asked.case, asked.acting, page.name, dict(asked.path), "done", "view")
    return found


def who(request: Request) -> Acting | None:
    """Who has entered with the cookie of a request."""
    from floodwatch.centre import entering

    token = request.cookies.get(COOKIE, "")
    place = request.client.host if request.client else ""
    return entering.who(request.app.state.centre, token, place) if token else None


def question(request: Request, acting: Acting) -> Asked:
    """The request as pages know it."""
    centre, path = request.app.state.centre, dict(request.path_params)
    case = centre.case(path["case"]) if "case" in path else None
    return Asked(centre, acting, case, path, Query(request.query_params))


def to_entrance(request: Request) -> Response:
    """Lead somebody who has not entered to the entrance, and from there back to where they wanted to go."""
    from starlette.responses import PlainTextResponse, RedirectResponse

    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.query_params.get("as"):
        return PlainTextResponse("Nobody has entered.\n", 401)
    return RedirectResponse(f"/enter?to={quote(wanted)}", 303)


def html(request: Request, by: Asked, template: str, status: int = 200, /, **values: Any) -> Response:
    """A page in the dress of the workbench."""
    from starlette.responses import HTMLResponse

    from floodwatch.centre import entering
    from floodwatch.web.rendering import render

    token = request.cookies.get(COOKIE, "")
    shared = {
        "asked": by,
        "here": request.url.path,
        "csrf": entering.csrf(by.centre, token),
        "pages": request.app.state.pages,
        "scripts": ("desk.js", *(page.scripts if (page := values.get("page")) else ())),
        "said": request.query_params.get("said", ""),
    }
    return HTMLResponse(render(template, **{**values, **shared}), status)


def refused(request: Request, asked: Asked, problem: FloodwatchError) -> Response:
    """A problem said as a page: what, where, what to do."""
    status = 403 if isinstance(problem, NotAllowed) else 404 if "There is no" in str(problem) else 422
    return html(request, asked, "problem.html.j2", status, page=None, problem=problem)


def _json(values: Any) -> Response:
    from starlette.responses import Response

    from floodwatch.centre.plain import as_json

    return Response(as_json(values), media_type="application/json")


def _csv(page: Page, values: Any) -> Response:
    from starlette.responses import Response

    from floodwatch.centre.plain import as_csv

    name = {"content-disposition": f'attachment; filename="{page.name}.csv"'}
    return Response(as_csv(values[page.rows]), media_type="text/csv; charset=utf-8", headers=name)
