"""Who asks: the owner of a token, or of the session whose cookie and mark come with the request."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import TYPE_CHECKING

from floodwatch.api.problems import Problem
from floodwatch.centre.headers import COOKIE, SAFE

if TYPE_CHECKING:
    from starlette.requests import Request

    from floodwatch.api.state import State
    from floodwatch.model.acting import Acting

BEARER, BASIC = "bearer", "basic"
MARK = "x-csrf-token"
"""The header in which a page of the workbench sends the mark of its session, as its forms do in a field."""
NOBODY = Problem(
    401, "Nobody has entered", "Send a token: Authorization: Bearer fw_…", "not-allowed",
    {"WWW-Authenticate": 'Bearer realm="floodwatch"'},
)  # fmt: skip


def of_address(state: State, request: Request) -> str:
    """The address from which a request comes, which counts against its bucket (Problem)."""
    place = request.client.host if request.client else ""
    state.addresses.must(place)
    return place


def entered(state: State, request: Request, *scopes: str) -> Acting:
    """Who asks, for the first scope that a token is for; each counts against a bucket of their own (Problem)."""
    place = of_address(state, request)
    kind, _, told = request.headers.get("authorization", "").partition(" ")
    if kind:
        found = _of_token(state, kind.lower(), told.strip(), scopes, place)
    else:
        found = _of_session(state, request, place) if "taxii" not in scopes else None
    if found is None:
        from floodwatch.api.limits import REFUSED

        state.addresses.take(place, REFUSED if kind else 1)
        raise NOBODY
    state.people.must(found.session or found.user)
    return found


def _of_token(state: State, kind: str, told: str, scopes: Sequence[str], place: str) -> Acting | None:
    from floodwatch.centre import entering

    if kind == BASIC and "taxii" in scopes:
        told = password(told)
    elif kind != BEARER:
        return None
    found = (entering.bearer(state.centre, told, scope, place) for scope in scopes if told)
    return next((one for one in found if one), None)


def password(told: str) -> str:
    """The password of HTTP Basic, as which some programs send the token; the name is not looked at."""
    try:
        return base64.b64decode(told, validate=True).decode("utf-8").partition(":")[2]
    except (binascii.Error, ValueError):
        return ""


def _of_session(state: State, request: Request, place: str) -> Acting | None:
    from floodwatch.centre import entering

    session = request.cookies.get(COOKIE, "")
    found = entering.who(state.centre, session, place) if session else None
    if found is None or request.method in SAFE:
        return found
    if not entering.csrf_right(state.centre, session, request.headers.get(MARK, "")):
        raise Problem(403, "This request does not come from a page of this session", "Load the page again.",
                      "not-allowed")  # fmt: skip
    return found
