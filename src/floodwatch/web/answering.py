"""Answers a request for a page: as a page, as JSON, or as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from floodwatch.centre.headers import COOKIE
from floodwatch.model.errors import FloodwatchError, NotAllowed
from floodwatch.web.page import Asked, Page, Query

if TYPE_CHECKING:
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
        values = page.answer(asked)
    except FloodwatchError as problem:
        return refused(request, asked, problem)
    form = request.query_params.get("as", "")
    if form == "json":
        return _json(values)
    if form == "csv" and page.rows:
        return _csv(page, values)
    return html(request, asked, page.template, page=page, **values)


def who(request: Request) -> Acting | None:
    """Who has entered with the cookie of a request."""
    from floodwatch.centre import entering

    token = request.cookies.get(COOKIE, "")
    return entering.who(request.app.state.centre, token) if token else None


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
