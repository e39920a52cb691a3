"""Whether the server lives, and how it does: for load balancers and Prometheus."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import TYPE_CHECKING

from floodwatch.api import routes, state
from floodwatch.api.problems import Problem
from floodwatch.api.who import entered
from floodwatch.centre.counting import COUNTS

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    from floodwatch.api.state import State

TEXT = "text/plain; version=0.0.4; charset=utf-8"
HOME = ("localhost", "127.0.0.1", "::1")


def add(made: FastAPI) -> None:
    """Add the routes."""
    routes.hidden(made, "GET", "/healthz", healthy)
    routes.hidden(made, "GET", "/metrics", metrics)


async def healthy(request: Request) -> Response:
    """Whether the casebook answers."""
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import PlainTextResponse

    well = await run_in_threadpool(_asked, state.of(request))
    return PlainTextResponse("well\n" if well else "the casebook does not answer\n", 200 if well else 503)


def _asked(shared: State) -> bool:
    from floodwatch.centre.counting import casebook_answers

    return casebook_answers(shared.centre)


async def metrics(request: Request) -> Response:
    """Counts of this process, for whoever is at the machine, or for an administrator."""
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import Response

    return Response(await run_in_threadpool(_told, state.of(request), request), media_type=TEXT)


def _told(shared: State, request: Request) -> str:
    if not _at_home(request) and entered(shared, request, "write", "read").role != "admin":
        raise Problem(403, "Metrics are for administrators and for the machine itself", slug="not-allowed")
    from floodwatch.centre.counting import waiting

    return "\n".join([*COUNTS.lines(), *_jobs(waiting(shared.centre))]) + "\n"


def _at_home(request: Request) -> bool:
    """Whether the request is from this machine and names it; behind a proxy everything seems to be from there."""
    if COUNTS.proxied or request.headers.get("x-forwarded-for") or request.url.hostname not in HOME:
        return False
    try:
        return bool(request.client) and ipaddress.ip_address(request.client.host).is_loopback  # type: ignore[union-attr]
    except ValueError:
        return False


def _jobs(found: dict[str, int]) -> Iterator[str]:
    yield "# HELP floodwatch_jobs Jobs by state."
    yield "# TYPE floodwatch_jobs gauge"
    yield from (f'floodwatch_jobs{{state="{name}"}} {number}' for name, number in sorted(found.items()))
