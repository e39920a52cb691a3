"""The workbench as an ASGI application: every page of the list, forms for every verb, static files, and the way in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from floodwatch.centre.headers import Guarded

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

    from floodwatch.centre.handles import Centre
    from floodwatch.web.page import Page

Endpoint = Callable[["Request"], "Response"]


def application(centre: Centre) -> Guarded:
    """The pages of a centre."""
    return Guarded(pages(centre))


def pages(centre: Centre) -> Starlette:
    """Routes without the guard, for whoever puts them behind one."""
    from starlette.applications import Starlette
    from starlette.routing import Route

    from floodwatch.web import doing, entrance, served
    from floodwatch.web.pages import PAGES

    routes = [Route(page.path, shown(page), name=page.name) for page in PAGES]
    routes += [
        Route("/enter", entrance.enter, methods=["GET", "POST"]),
        Route("/set-up/{token}", entrance.set_up, methods=["GET", "POST"]),
        Route("/leave", entrance.leave, methods=["POST"]),
        Route("/do/{verb}", doing.do, methods=["GET", "POST"]),
        Route("/c/{case}/do/{verb}", doing.do, methods=["GET", "POST"]),
        Route("/static/{name:path}", served.static),
    ]
    made = Starlette(routes=routes, exception_handlers={404: served.missing, Exception: served.broken})
    made.state.centre = centre
    return made


def shown(page: Page) -> Endpoint:
    """The endpoint of a page: whoever has not entered is led to the entrance, everybody else gets the answer."""

    def endpoint(request: Request) -> Response:
        from floodwatch.web.answering import answer

        return answer(page, request)

    endpoint.__name__ = page.name
    return endpoint
