"""The interface as an ASGI application: routes made from the lists of verbs and views, described by OpenAPI."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from floodwatch.centre.handles import Centre

TOP = "/api/v1"
PATHS = ("/api/", "/taxii2/", "/healthz", "/metrics")
"""Addresses that begin so are of the interface, every other one is of the workbench."""
ABOUT = (
    "Everything that the command line can ask, apart from what is only for whoever is at the machine. "
    "Send a token as `Authorization: Bearer …`. See docs/api.md."
)


def application(centre: Centre) -> FastAPI:
    """The interface of a centre."""
    from fastapi import FastAPI
    from starlette.exceptions import HTTPException

    from floodwatch.api import files, jobs, problems, taxii, verbs, watched
    from floodwatch.api import views as looks
    from floodwatch.api.state import state_of

    made = FastAPI(
        title="Floodwatch", version=version("floodwatch"), description=ABOUT, docs_url=None, redoc_url=None,
        openapi_url=f"{TOP}/openapi.json", redirect_slashes=False,
        exception_handlers={
            problems.Problem: problems.refused, HTTPException: problems.other, Exception: problems.broken,
        },
    )  # fmt: skip
    made.state.shared = state_of(centre)
    for part in (files, jobs, verbs, looks, taxii, watched):
        part.add(made)
    made.openapi = lambda: described(made)  # type: ignore[method-assign]
    return made


def described(made: FastAPI) -> dict[str, object]:
    """The description of all routes, with how one says who one is."""
    from fastapi.openapi.utils import get_openapi

    from floodwatch.api.routes import PROBLEM, PROBLEMS

    if made.openapi_schema is None:
        told = get_openapi(title=made.title, version=made.version, description=ABOUT, routes=made.routes)
        shared = told.setdefault("components", {})
        shared.setdefault("schemas", {})[PROBLEM] = PROBLEMS
        shared["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer"},
            "basic": {"type": "http", "scheme": "basic"},
        }
        made.openapi_schema = told
    return made.openapi_schema
