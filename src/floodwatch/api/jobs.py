"""What is done in the background: how far it is, what came of it, and how it is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from floodwatch.api import replies, routes, state
from floodwatch.api.files import read
from floodwatch.api.problems import told
from floodwatch.api.verbs import TOP
from floodwatch.api.who import entered
from floodwatch.model.errors import FloodwatchError

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    from floodwatch.api.state import State
    from floodwatch.model.acting import Acting

ID = {
    "name": "job", "in": "path", "required": True, "description": "Id of the job, as the answer named it.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 100},
}  # fmt: skip


def add(made: FastAPI) -> None:
    """Add the routes."""
    routes.add(made, "GET", f"{TOP}/jobs", read(_jobs), "jobs", "The jobs that the asker began.", tag="jobs",
               gives={"type": "array", "items": {"type": "object"}}, takes=[routes.TAG])  # fmt: skip
    routes.add(made, "GET", f"{TOP}/jobs/{{job}}", read(_job), "job", "How far a job is, and what came of it.",
               tag="jobs", takes=[ID, routes.TAG])  # fmt: skip
    routes.add(made, "DELETE", f"{TOP}/jobs/{{job}}", cancel, "job_cancel", "Stop a job at its next step.",
               tag="jobs", takes=[ID], status=(202,))  # fmt: skip


def _jobs(shared: State, request: Request, acting: Acting) -> Response:
    from floodwatch.centre.running import jobs

    return replies.reply(request, replies.body_of(shared.centre, jobs(shared.centre, acting)))


def _job(shared: State, request: Request, acting: Acting) -> Response:
    from floodwatch.centre.running import job

    found = job(shared.centre, request.path_params["job"], acting)
    return replies.reply(request, replies.body_of(shared.centre, found))


async def cancel(request: Request) -> Response:
    """Ask a job to stop."""
    from starlette.concurrency import run_in_threadpool

    return await run_in_threadpool(_cancelled, state.of(request), request)


def _cancelled(shared: State, request: Request) -> Response:
    from floodwatch.centre.running import cancel as stop

    acting = entered(shared, request, "write")
    try:
        found = stop(shared.centre, request.path_params["job"], acting)
    except FloodwatchError as problem:
        raise told(problem, shared.centre) from problem
    return replies.reply(request, replies.body_of(shared.centre, found), 202)
