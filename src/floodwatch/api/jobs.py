"""What is done in the background: how far it is, what came of it, and how it is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.api import replies, routes, state
from floodwatch.api.files import read
from floodwatch.api.problems import Problem
from floodwatch.api.verbs import TOP
from floodwatch.api.who import entered

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

    found = [_shown(one) for one in jobs(shared.centre, acting)]
    return replies.reply(request, replies.body_of(shared.centre, found))


def _job(shared: State, request: Request, acting: Acting) -> Response:
    return replies.reply(request, replies.body_of(shared.centre, _one(shared, request, acting)))


def _one(shared: State, request: Request, acting: Acting) -> dict[str, Any]:
    from floodwatch.centre.running import job

    found = job(shared.centre, acting, request.path_params["job"])
    if found is None:
        raise Problem(404, "There is no such job")
    return _shown(found)


def _shown(one: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(one)


async def cancel(request: Request) -> Response:
    """Ask a job to stop."""
    from starlette.concurrency import run_in_threadpool

    return await run_in_threadpool(_cancelled, state.of(request), request)


def _cancelled(shared: State, request: Request) -> Response:
    from floodwatch.centre.running import cancel as stop

    acting = entered(shared, request, "write")
    _one(shared, request, acting)
    stop(shared.centre, acting, request.path_params["job"])
    return replies.reply(request, replies.body_of(shared.centre, _one(shared, request, acting)), 202)
