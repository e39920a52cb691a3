"""Files that come and go: uploads, what verbs wrote for somebody, what was published; who one is, and which cases."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any, cast

from floodwatch.api import bodies, replies, routes, state
from floodwatch.api.problems import Problem, told
from floodwatch.api.verbs import TOP, case_of
from floodwatch.api.who import entered
from floodwatch.model.errors import FloodwatchError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    from floodwatch.api.routes import Endpoint
    from floodwatch.api.state import State
    from floodwatch.model.acting import Acting

BYTES = "application/octet-stream"
NAME = {
    "name": "name", "in": "query", "required": False, "description": "What the file is called.",
    "schema": {"type": "string"},
}  # fmt: skip
FOLDER = {
    "name": "folder", "in": "path", "required": True, "description": "The folder, as the answer named it.",
    "schema": {"type": "string", "minLength": 1},
}  # fmt: skip
FILE = {
    "name": "file", "in": "path", "required": True, "description": "Name of the file.",
    "schema": {"type": "string", "minLength": 1},
}  # fmt: skip
SENT = {
    "requestBody": {"required": True, "content": {BYTES: {"schema": {"type": "string", "format": "binary"}}}}
}


def add(made: FastAPI) -> None:
    """Add the routes."""
    routes.add(made, "GET", f"{TOP}/me", read(_me), "me", "Who asks, and what they may.", tag="cases")
    routes.add(made, "GET", f"{TOP}/cases", read(_cases), "cases", "The cases that the asker may see.", tag="cases",
               gives={"type": "array", "items": {"type": "string"}},
               takes=[routes.TAG])  # fmt: skip
    routes.add(made, "POST", f"{TOP}/uploads", upload, "upload", "Send a file, whose id verbs then take.",
               takes=[NAME], more=SENT, status=(201,), tag="files")  # fmt: skip
    routes.add(made, "GET", f"{TOP}/uploads", read(_uploads), "uploads", "The files that the asker sent.",
               gives={"type": "array", "items": {"type": "object"}}, tag="files")  # fmt: skip
    routes.add(made, "GET", f"{TOP}/made/{{folder}}/{{file}}", read(_made), "made",
               "A file that a verb wrote for the asker.", takes=[FOLDER, FILE], kind=BYTES, tag="files")  # fmt: skip
    routes.add(made, "GET", f"{TOP}/cases/{{case}}/publications", read(_publications), "publications",
               "What was published of a case.", takes=[routes.CASE],
               gives={"type": "array", "items": {"type": "object"}}, tag="files")  # fmt: skip
    routes.add(made, "GET", f"{TOP}/cases/{{case}}/publications/{{folder}}/{{file}}", read(_published), "published",
               "A published file.", takes=[routes.CASE, FOLDER, FILE], kind=BYTES, tag="files")  # fmt: skip


def read(answer: Callable[[State, Request, Acting], Response]) -> Endpoint:
    """An endpoint that reads."""

    async def endpoint(request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool

        return await run_in_threadpool(_answered, state.of(request), request, answer)

    return endpoint


def _answered(
    shared: State, request: Request, answer: Callable[[State, Request, Acting], Response]
) -> Response:
    acting = entered(shared, request, "write", "read")
    try:
        return answer(shared, request, acting)
    except FloodwatchError as problem:
        raise told(problem, shared.centre) from problem


def _me(shared: State, request: Request, acting: Acting) -> Response:
    values = {
        "name": acting.name, "role": acting.role, "ceiling": list(acting.ceiling), "scope": acting.scope,
        "cases": None if acting.cases is None else list(acting.cases),
    }  # fmt: skip
    return replies.reply(request, replies.body_of(shared.centre, values))


def _cases(shared: State, request: Request, acting: Acting) -> Response:
    from floodwatch.centre.allowed import existing, hidden

    found = sorted(existing(shared.centre) - hidden(shared.centre, acting))
    return replies.reply(request, replies.body_of(shared.centre, found))


def _uploads(shared: State, request: Request, acting: Acting) -> Response:
    from floodwatch.centre.uploads import uploads

    return replies.reply(request, replies.body_of(shared.centre, uploads(shared.centre, acting)))


async def upload(request: Request) -> Response:
    """Take a file as it comes, whole or not at all."""
    from anyio.to_thread import run_sync
    from starlette.concurrency import run_in_threadpool

    shared = state.of(request)
    acting = await run_in_threadpool(entered, shared, request, "write")
    if set(request.query_params) - {"name"}:
        raise Problem(422, "An upload takes a name and nothing else", slug="setting")
    if not acting.may("analyst"):
        raise Problem(403, "Files are sent by analysts", slug="not-allowed")
    pieces = bodies.chunks(request, shared.limits.upload_mb * 1024**2, shared.limits.slow_s)
    stream = Incoming(pieces)
    return await run_sync(lambda: _kept(shared, request, acting, stream), limiter=shared.sending)


def _kept(shared: State, request: Request, acting: Acting, stream: Incoming) -> Response:
    from dataclasses import asdict

    from floodwatch.centre.uploads import keep

    try:
        sent = keep(shared.centre, acting, request.query_params.get("name", "file"), cast("IO[bytes]", stream),
                    shared.limits.upload_mb * 1024**2)  # fmt: skip
    except FloodwatchError as problem:
        raise told(problem, shared.centre) from problem
    return replies.reply(request, replies.body_of(shared.centre, asdict(sent)), 201)


class Incoming:
    """Pieces that come over the network, to be read in a thread as from a file; no piece is held longer than needed."""

    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        self._pieces = pieces

    def read(self, size: int = -1) -> bytes:
        """The next piece, empty at the end."""
        from anyio import from_thread

        return from_thread.run(self._next)

    async def _next(self) -> bytes:
        async for piece in self._pieces:
            if piece:
                return piece
        return b""


def _made(shared: State, request: Request, acting: Acting) -> Response:
    from floodwatch.centre.uploads import made

    path = request.path_params
    return sent_file(_found(lambda: made(shared.centre, acting, path["folder"], path["file"])))


def _publications(shared: State, request: Request, acting: Acting) -> Response:
    from floodwatch.centre.releases import releases

    found = releases(case_of(shared.centre, request.path_params["case"]), acting)
    return replies.reply(request, replies.body_of(shared.centre, found))


def _published(shared: State, request: Request, acting: Acting) -> Response:
    from floodwatch.centre.releases import released

    path = request.path_params
    case = case_of(shared.centre, path["case"])
    return sent_file(_found(lambda: released(case, acting, path["folder"], path["file"])))


def _found(find: Callable[[], Path]) -> Path:
    try:
        return find()
    except FloodwatchError as problem:
        raise Problem(404, problem.what, problem.do, problem.slug) from problem


def sent_file(path: Path) -> Response:
    """A file to be kept, not shown: what it holds came from strangers."""
    from starlette.responses import FileResponse

    headers: dict[str, Any] = {"content-security-policy": "sandbox; default-src 'none'"}
    kind = mimetypes.guess_type(path.name)[0] or BYTES
    return FileResponse(path, filename=path.name, media_type=kind, headers=headers)
