"""Both faces of a server in one ASGI application: the workbench for people, the interface for programs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from typing import TYPE_CHECKING, Any

from floodwatch.api.app import PATHS
from floodwatch.api.app import application as interface
from floodwatch.centre.counting import COUNTS
from floodwatch.centre.handles import Centre
from floodwatch.centre.headers import Guarded
from floodwatch.centre.serve import CENTRE, PROXIED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from floodwatch.centre.headers import Application, Message, Send

log = logging.getLogger("floodwatch.server")


def application() -> Application:
    """What uvicorn serves: the centre that the environment names."""
    COUNTS.proxied = bool(os.environ.get(PROXIED))
    return joined(Centre.open(os.environ[CENTRE]))


def joined(centre: Centre, jobs: bool = True) -> Application:
    """Both faces of a centre; with `jobs` its background work is done beside."""
    from floodwatch.web.app import pages

    return Guarded(Counted(Joined(centre, interface(centre), pages(centre), jobs)))


class Joined:
    """Hands a request to the face that its address belongs to, and works on jobs as long as the server lives."""

    def __init__(self, centre: Centre, programs: Any, people: Any, jobs: bool) -> None:
        self.centre, self.programs, self.people, self.jobs = centre, programs, people, jobs

    async def __call__(self, scope: Message, receive: Any, send: Send) -> None:
        """Serve one request, or the server's whole life."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            face = self.programs if of_programs(scope["path"]) else self.people
            await face(scope, receive, send)

    async def _live(self, receive: Any, send: Send) -> None:
        from anyio.to_thread import current_default_thread_limiter

        from floodwatch.centre.server_settings import server_settings

        current_default_thread_limiter().total_tokens = server_settings(self.centre).threads
        async with self._working():
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    @contextlib.asynccontextmanager
    async def _working(self) -> AsyncIterator[None]:
        from floodwatch.centre.serve import served

        with served(self.centre, self.jobs) as ended:
            yield
            await asyncio.to_thread(ended)


def of_programs(path: str) -> bool:
    """Whether an address is of the interface."""
    return path.startswith(PATHS) or path == "/taxii2"


class Counted:
    """Counts requests and how long they took. What fails while it is answered ends here, and is in the log."""

    def __init__(self, inner: Application) -> None:
        self.inner = inner

    async def __call__(self, scope: Message, receive: Any, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        began, status = time.perf_counter(), [500]

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                status[0] = message["status"]
            await send(message)

        try:
            await self.inner(scope, receive, noted)
        finally:
            COUNTS.add(scope["path"], scope["method"], status[0], time.perf_counter() - began)
