"""A route for every verb that is offered over a network: POST does it, GET does as much of it as only reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from floodwatch.api import bodies, models, replies, routes, state
from floodwatch.api.problems import Problem, told
from floodwatch.api.who import entered
from floodwatch.model.errors import FloodwatchError
from floodwatch.model.units import Verb

if TYPE_CHECKING:
    from fastapi import FastAPI
    from pydantic import BaseModel
    from starlette.requests import Request
    from starlette.responses import Response

    from floodwatch.api.routes import Endpoint
    from floodwatch.api.state import State
    from floodwatch.centre.handles import Case, Centre
    from floodwatch.model.acting import Acting

TOP = "/api/v1"
LATER = "respond-async"
"""What the header `Prefer` says of a request that is to be done in the background."""
PAGED = ("limit", "cursor", "rows")
OWN = {"limit": routes.LIMIT, "cursor": routes.CURSOR, "rows": routes.LIST}


def add(made: FastAPI) -> None:
    """Add the routes."""
    from floodwatch.centre.offered import every, reading

    for verb in every():
        path = path_of(verb)
        where = [routes.CASE] if verb.on == "case" else []
        model = models.model(f"{verb.name}_settings", verb.parameters)
        routes.add(made, "POST", path, posted(verb, model), f"do_{verb.name}", verb.description, tag="verbs",
                   takes=[*where, routes.KEY], more=models.body(model), status=(200, 202))  # fmt: skip
        if only := reading(verb):
            asked = models.model(f"{verb.name}_query", only.parameters)
            routes.add(made, "GET", path, got(only, asked), f"read_{verb.name}", verb.description, tag="verbs",
                       takes=[*where, routes.TAG, *models.query(asked), *paging(only.parameters)])  # fmt: skip


def path_of(verb: Verb) -> str:
    """The address of a verb."""
    return f"{TOP}/cases/{{case}}/{verb.name}" if verb.on == "case" else f"{TOP}/{verb.name}"


def paging(parameters: tuple[Any, ...]) -> list[dict[str, Any]]:
    """How parts of the answer are asked for; a setting of the same name goes before."""
    known = {p.name for p in parameters}
    return [OWN[name] for name in PAGED if name not in known]


def posted(verb: Verb, model: type[BaseModel]) -> Endpoint:
    """The endpoint that does a verb."""

    async def endpoint(request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool

        shared = state.of(request)
        acting = await run_in_threadpool(entered, shared, request, "write", "read")
        values, body = await bodies.given(request, shared.limits)
        given = models.checked(model, values)
        return await run_in_threadpool(_done, shared, request, acting, verb, given, body)

    return endpoint


def got(verb: Verb, model: type[BaseModel]) -> Endpoint:
    """The endpoint that reads with a verb."""

    async def endpoint(request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool

        return await run_in_threadpool(_read, state.of(request), request, verb, model)

    return endpoint


def _read(shared: State, request: Request, verb: Verb, model: type[BaseModel]) -> Response:
    acting = entered(shared, request, "read", "write")
    own = {p.name for p in verb.parameters}
    pairs = request.query_params.multi_items()
    mine = [(name, text) for name, text in pairs if name in own or name not in PAGED]
    given = models.checked(model, models.from_query(verb.parameters, mine))
    found = _called(shared.centre, acting, verb, place(shared.centre, request, verb), given)
    return replies.parted(request, shared.centre, found, wanted(own, pairs))


def wanted(own: set[str], pairs: list[tuple[str, str]]) -> replies.Part:
    """Which part of the answer is asked for (Problem)."""
    told = {name: text for name, text in pairs if name in PAGED and name not in own}
    limit = told.get("limit", str(replies.ROWS))
    if not (limit.isascii() and limit.isdigit() and 0 < int(limit[:9]) <= replies.MOST_ROWS):
        raise Problem(422, f"limit is a whole number from 1 to {replies.MOST_ROWS:,}", slug="setting")
    return replies.part(int(limit), told.get("cursor", ""), told.get("rows", ""))


def place(centre: Centre, request: Request, verb: Verb) -> Case | Centre:
    """The case of the address, or the centre (Problem for a name that no case can have)."""
    return case_of(centre, request.path_params["case"]) if verb.on == "case" else centre


def case_of(centre: Centre, name: str) -> Case:
    """The case of that name, which need not exist (Problem for a name that no case can have)."""
    try:
        return centre.case(name)
    except FloodwatchError:
        raise Problem(404, f"There is no case {name}", slug="centre") from None


def _called(
    centre: Centre, acting: Acting, verb: Verb, where: Case | Centre, given: Mapping[str, Any]
) -> dict[str, Any]:
    from floodwatch.centre.call import call
    from floodwatch.centre.offered import settled

    try:
        return call(verb.name, where, acting=acting, **settled(centre, acting, verb, given))
    except FloodwatchError as problem:
        raise told(problem, centre) from problem


def _done(
    shared: State, request: Request, acting: Acting, verb: Verb, given: dict[str, Any], body: bytes
) -> Response:
    """Do it now or later, once for each key."""
    from floodwatch.centre.offered import is_long

    centre, key = shared.centre, request.headers.get("idempotency-key", "")
    where = place(centre, request, verb)
    later = is_long(verb, given) or LATER in request.headers.get("prefer", "").lower()

    def do() -> tuple[int, bytes]:
        if later:
            return 202, replies.body_of(centre, _asked(centre, acting, verb, where, given))
        return 200, replies.body_of(centre, _called(centre, acting, verb, where, given))

    status, answer = _once(shared, request, acting, verb, body, do) if key else do()
    return replies.reply(request, answer, status, _where_job(status, answer))


def _where_job(status: int, answer: bytes) -> dict[str, str]:
    import json

    return {"Location": json.loads(answer)["address"]} if status == 202 else {}


def _once(
    shared: State, request: Request, acting: Acting, verb: Verb, body: bytes, do: Any
) -> tuple[int, bytes]:
    from floodwatch.centre import once

    if verb.name in once.SECRET:
        raise Problem(422, f"{verb.name} answers with what is shown once, and is done without a key")
    key, what = request.headers["idempotency-key"], f"{request.method} {request.url.path}"
    try:
        return once.once(shared.centre, acting, key, what, body, do)
    except once.Busy as problem:
        raise Problem(409, problem.what, problem.do, headers={"Retry-After": "2"}) from None
    except once.Another as problem:
        raise Problem(422, problem.what, problem.do) from None
    except FloodwatchError as problem:
        raise told(problem, shared.centre) from problem


def _asked(
    centre: Centre, acting: Acting, verb: Verb, where: Case | Centre, given: dict[str, Any]
) -> dict[str, str]:
    """Put a job on the list; its address is where to ask how far it is."""
    from floodwatch.centre.offered import settled
    from floodwatch.centre.running import ask

    try:
        job = ask(centre, acting, verb.name, where, settled(centre, acting, verb, given))
    except FloodwatchError as problem:
        raise told(problem, centre) from problem
    return {"job": job, "address": f"{TOP}/jobs/{job}"}
