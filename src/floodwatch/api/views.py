"""A route for every view: of a case, or of the centre where it is of the casebook alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.api import models, replies, routes, state
from floodwatch.api.problems import told
from floodwatch.api.verbs import PAGED, TOP, case_of, paging, wanted
from floodwatch.api.who import entered
from floodwatch.model.errors import FloodwatchError
from floodwatch.model.units import Parameter

if TYPE_CHECKING:
    from fastapi import FastAPI
    from pydantic import BaseModel
    from starlette.requests import Request
    from starlette.responses import Response

    from floodwatch.api.routes import Endpoint
    from floodwatch.api.state import State

ANSWER = {"oneOf": [{"type": "object"}, {"type": "array"}]}
REASON = Parameter("reason", "", "Why one looks, where the centre asks for that; kept in the audit log.")


def add(made: FastAPI) -> None:
    """Add the routes."""
    from floodwatch.centre.looking import views

    for view, of_case in views():
        takes = (*view.parameters, REASON)
        model = models.model(f"{view.name}_view", takes)
        path = f"{TOP}/cases/{{case}}/views/{view.name}" if of_case else f"{TOP}/views/{view.name}"
        where = [routes.CASE] if of_case else []
        told = [*where, routes.TAG, *models.query(model), *paging(takes)]
        routes.add(made, "GET", path, looked(view.name, takes, model), f"view_{view.name}", view.description,
                   tag="views", takes=told, gives=ANSWER)  # fmt: skip


def looked(name: str, parameters: tuple[Parameter, ...], model: type[BaseModel]) -> Endpoint:
    """The endpoint of a view."""

    async def endpoint(request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool

        return await run_in_threadpool(_look, state.of(request), request, name, parameters, model)

    return endpoint


def _look(
    shared: State, request: Request, name: str, parameters: tuple[Parameter, ...], model: type[BaseModel]
) -> Response:
    from floodwatch.centre.look import look

    acting = entered(shared, request, "read", "write")
    own, pairs = {p.name for p in parameters}, request.query_params.multi_items()
    mine = [(key, text) for key, text in pairs if key in own or key not in PAGED]
    given: dict[str, Any] = models.checked(model, models.from_query(parameters, mine))
    centre, case = shared.centre, request.path_params.get("case")
    where = case_of(centre, case) if case is not None else centre
    part = wanted(own, pairs)
    try:
        found = look(name, where, acting, **given)
    except FloodwatchError as problem:
        raise told(problem, centre) from problem
    return replies.parted(request, centre, found, part)
