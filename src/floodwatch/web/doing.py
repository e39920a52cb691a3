"""Does what a form asks: every verb that may be asked for over a network has one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from floodwatch.centre.offered import is_long, offered, settled
from floodwatch.model.errors import FloodwatchError
from floodwatch.model.units import Verb
from floodwatch.web.answering import html, question, refused, to_entrance, who
from floodwatch.web.forms import control, local, settings

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from floodwatch.web.page import Asked


async def do(request: Request) -> Response:
    """The form of a verb, or its doing; what was done is shown, or one is led back with a sentence."""
    from starlette.concurrency import run_in_threadpool

    from floodwatch.web.answering import changing

    if request.method == "POST":
        return await changing(request, lambda asked, given: _done(request, asked, given))
    return await run_in_threadpool(_blank, request)


def _blank(request: Request) -> Response:
    acting = who(request)
    if acting is None:
        return to_entrance(request)
    asked = question(request, acting)
    try:
        return _form(request, asked, offered(request.path_params["verb"]))
    except FloodwatchError as problem:
        return refused(request, asked, problem)


def _form(request: Request, asked: Asked, verb: Verb, **more: Any) -> Response:
    shown = {"given": dict(request.query_params), "result": None, **more}
    return html(request, asked, "do.html.j2", page=None, verb=verb, control=control, **shown)


def _done(request: Request, asked: Asked, given: FormData) -> Response:
    from starlette.responses import RedirectResponse

    verb = offered(request.path_params["verb"])
    said = settings(verb, given)
    if is_long(verb, said):
        return later(asked, verb, said)
    result = asked.call(verb.name, **settled(asked.centre, asked.acting, verb, said))
    if back := str(given.get("back", "")):
        return RedirectResponse(local(back), 303)
    return _form(request, asked, verb, result=result, given=dict(given))


def later(asked: Asked, verb: Verb, given: Mapping[str, Any], back: str = "") -> Response:
    """Ask for something in the background; the browser is led to its progress, and from there to `back`."""
    from starlette.responses import RedirectResponse

    from floodwatch.centre import running

    place = asked.case or asked.centre
    said = settled(asked.centre, asked.acting, verb, given)
    job = running.ask(asked.centre, asked.acting, verb.name, place, said)
    return RedirectResponse(f"/jobs/{job}?{urlencode({'back': back})}" if back else f"/jobs/{job}", 303)
