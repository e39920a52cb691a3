"""The workbench as an ASGI application: every page of the list, forms for every verb, static files, and the way in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from floodwatch.centre.headers import Guarded

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

    from floodwatch.centre.handles import Centre
    from floodwatch.centre.headers import Application
    from floodwatch.web.page import Page

Endpoint = Callable[["Request"], "Response"]


def application(centre: Centre) -> Guarded:
    """The pages of a centre."""
    return Guarded(cast("Application", pages(centre)))


def pages(centre: Centre) -> Starlette:
    """Routes without the guard, for whoever puts them behind one."""
    from starlette.applications import Starlette
    from starlette.routing import Route

    from floodwatch.web import doing, drawn, entrance, served
    from floodwatch.web.pages import PAGES
    from floodwatch.web.pages.data import new, send
    from floodwatch.web.pages.people import own
    from floodwatch.web.pages.reading import decide
    from floodwatch.web.pages.weighing import weigh
    from floodwatch.web.pages.work import cancel

    routes = [
        Route("/c/{case}/data/send", send, methods=["POST"]),
        Route("/c/{case}/reading/decide", decide, methods=["POST"]),
        Route("/jobs/{job}/cancel", cancel, methods=["POST"]),
        Route("/new", new, methods=["POST"]),
        Route("/me/do", own, methods=["POST"]),
        Route("/attribution/weigh", weigh, methods=["POST"]),
    ]
    routes += [Route("/c/{case}/graph.bin", drawn.graph)]
    routes += [Route(page.path, shown(page), name=page.name) for page in PAGES]
    routes += [
        Route("/enter", entrance.enter, methods=["GET", "POST"]),
        Route("/set-up/{token}", entrance.set_up, methods=["GET", "POST"]),
        Route("/invited/{token}", entrance.invited, methods=["GET", "POST"]),
        Route("/leave", entrance.leave, methods=["POST"]),
        Route("/do/{verb}", doing.do, methods=["GET", "POST"]),
        Route("/c/{case}/do/{verb}", doing.do, methods=["GET", "POST"]),
        Route("/static/{name:path}", served.static),
    ]
    made = Starlette(routes=routes, exception_handlers={404: served.missing, Exception: served.broken})
    made.state.centre, made.state.pages = centre, PAGES
    return made


def shown(page: Page) -> Endpoint:
    """The endpoint of a page: whoever has not entered is led to the entrance, everybody else gets the answer."""

    def endpoint(request: Request) -> Response:
        from floodwatch.web.answering import answer

        return answer(page, request)

    endpoint.__name__ = page.name
    return endpoint
