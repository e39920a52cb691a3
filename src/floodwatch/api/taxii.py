"""TAXII 2.1, for reading: what was shared, in collections by marking. A token sees those up to its ceiling."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from floodwatch.api import routes, state
from floodwatch.api.problems import Problem
from floodwatch.api.who import entered
from floodwatch.model.errors import FloodwatchError

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    from floodwatch.api.routes import Endpoint
    from floodwatch.api.state import State
    from floodwatch.centre.feed import Asked, Found
    from floodwatch.model.acting import Acting

KIND = "application/taxii+json;version=2.1"
TAKEN = ("application/taxii+json", "application/*", "*/*")
STIX = "application/stix+json;version=2.1"
TOP, ROOT = "/taxii2", "/taxii2/root"
PAGE, MOST = 100, 1000
"""Objects of one page: by default and at most."""
SECURED: list[dict[str, Any]] = [{"token": []}, {"basic": []}]
TEXT = {"type": "string", "minLength": 1}
FILTERS = [
    {"name": name, "in": "query", "required": False, "description": says, "schema": schema}
    for name, says, schema in (
        ("added_after", "Only what was added after this moment.", {"type": "string", "format": "date-time"}),
        ("limit", "So many objects at most.", {"type": "integer", "minimum": 1}),
        ("next", "Where to go on, as the page before says.", {"type": "string", "pattern": "^[0-9]+$"}),
        ("match[id]", "Only these ids, between commas.", TEXT),
        ("match[type]", "Only these types, between commas.", TEXT),
        ("match[version]", "first, last, all, or moments, between commas; last when not given.", TEXT),
        ("match[spec_version]", "Only these versions of STIX, between commas.", TEXT),
    )
]
COLLECTION = {
    "name": "collection", "in": "path", "required": True, "description": "Id or alias of a collection.",
    "schema": {"type": "string", "minLength": 1},
}  # fmt: skip
OBJECT = {
    "name": "object", "in": "path", "required": True, "description": "Id of a STIX object.",
    "schema": {"type": "string", "minLength": 1},
}  # fmt: skip
Answer = Callable[["State", "Request", "Acting"], tuple[dict[str, Any], dict[str, str]]]


def add(made: FastAPI) -> None:
    """Add the routes."""
    one, objects = f"{ROOT}/collections/{{collection}}/", f"{ROOT}/collections/{{collection}}/objects/"
    its = f"{objects}{{object}}/"
    _get(made, f"{TOP}/", discovery, "taxii_discovery", "Where the API root is.")
    _get(made, f"{ROOT}/", root, "taxii_root", "What the API root offers.")
    _get(made, f"{ROOT}/status/{{status}}/", status, "taxii_status", "Of additions, which nobody makes here.",
         [{**OBJECT, "name": "status", "description": "Id of a status."}])  # fmt: skip
    _get(made, f"{ROOT}/collections/", collections, "taxii_collections", "The collections.")
    _get(made, one, collection, "taxii_collection", "One collection.", [COLLECTION])
    _get(made, f"{one}manifest/", manifest, "taxii_manifest", "Ids and versions.", [COLLECTION, *FILTERS])
    _get(made, objects, envelope, "taxii_objects", "Objects.", [COLLECTION, *FILTERS])
    _get(made, its, envelope, "taxii_object", "One object.", [COLLECTION, OBJECT, *FILTERS])
    _get(made, f"{its}versions/", versions, "taxii_versions", "Versions of one object.",
         [COLLECTION, OBJECT, *FILTERS])  # fmt: skip
    for method, path in (("POST", objects), ("DELETE", its)):
        routes.hidden(made, method, path, _endpoint(unwritten))


def _get(
    made: FastAPI, path: str, answer: Answer, name: str, says: str, takes: list[dict[str, Any]] | None = None
) -> None:
    routes.hidden(made, "GET", path.rstrip("/"), _endpoint(answer))
    routes.add(made, "GET", path, _endpoint(answer), name, says, tag="taxii", takes=takes, kind=KIND,
               secured=SECURED, wrong={KIND: {"schema": {"type": "object"}}})  # fmt: skip


def _endpoint(answer: Answer) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool

        return await run_in_threadpool(_answered, state.of(request), request, answer)

    return endpoint


def _answered(shared: State, request: Request, answer: Answer) -> Response:
    """The answer as TAXII; what goes wrong too."""
    try:
        _must_fit(request)
        acting = entered(shared, request, "taxii")
        values, headers = answer(shared, request, acting)
    except Problem as problem:
        return _failed(problem)
    except FloodwatchError as problem:
        return _failed(Problem(422, problem.what, problem.do, problem.slug))
    return _json(values, 200, headers)


def _must_fit(request: Request) -> None:
    """Whether the asker takes TAXII 2.1, and sends it where he sends something (Problem)."""
    accepted = request.headers.get("accept", "*/*").split(",")
    if not any(_fits(one) for one in accepted):
        raise Problem(406, "The answer is TAXII 2.1", f"Send Accept: {KIND}.")
    if request.method == "POST" and not _fits(
        request.headers.get("content-type", ""), ("application/taxii+json",)
    ):
        raise Problem(415, "The request must be TAXII 2.1", f"Send Content-Type: {KIND}.")


def _fits(told: str, kinds: tuple[str, ...] = TAKEN) -> bool:
    kind, *more = (part.strip().lower() for part in told.split(";"))
    asked = dict(part.partition("=")[::2] for part in more)
    return kind in kinds and asked.get("version", "2.1").strip('" ') == "2.1" and asked.get("q") != "0"


def _failed(problem: Problem) -> Response:
    told = {
        "title": problem.values["title"], "description": problem.values.get("do", problem.values["title"]),
        "http_status": str(problem.status),
    }  # fmt: skip
    headers = dict(problem.headers)
    if problem.status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="floodwatch", Bearer realm="floodwatch"'
    return _json(told, problem.status, headers)


def _json(values: dict[str, Any], status: int, headers: dict[str, str]) -> Response:
    from starlette.responses import Response

    body = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Response(body, status, headers, KIND)


def discovery(shared: State, request: Request, acting: Acting) -> tuple[dict[str, Any], dict[str, str]]:
    """Where the API root is."""
    address = str(request.base_url).rstrip("/") + f"{ROOT}/"
    about = "What people of this centre confirmed and shared. For reading."
    return {"title": "Floodwatch", "description": about, "default": address, "api_roots": [address]}, {}


def root(shared: State, request: Request, acting: Acting) -> tuple[dict[str, Any], dict[str, str]]:
    """What the API root offers."""
    most = shared.limits.body_kb * 1024
    return {"title": "Floodwatch", "versions": [KIND], "max_content_length": most}, {}


def status(shared: State, request: Request, acting: Acting) -> tuple[dict[str, Any], dict[str, str]]:
    """Nothing is ever added over TAXII, so there is no status of that."""
    raise Problem(404, "There is no such status")


def collections(shared: State, request: Request, acting: Acting) -> tuple[dict[str, Any], dict[str, str]]:
    """The collections that the token may see."""
    from floodwatch.centre.feed import seen

    found = [_described(one) for one in seen(acting)]
    return ({"collections": found} if found else {}), {}


def collection(shared: State, request: Request, acting: Acting) -> tuple[dict[str, Any], dict[str, str]]:
    """One of them."""
    return _described(_named(request, acting)), {}


def _described(name: str) -> dict[str, Any]:
    from floodwatch.centre.feed import collection_id

    return {
        "id": collection_id(name), "title": f"Up to {name}", "alias": _alias(name),
        "description": f"What was confirmed by a person, shared, and is marked no stricter than {name}.",
        "can_read": True, "can_write": False, "media_types": [STIX],
    }  # fmt: skip


def _alias(name: str) -> str:
    return name.removeprefix("TLP:").lower().replace("+", "-")


def _named(request: Request, acting: Acting) -> str:
    """The collection of the address; one above the ceiling is answered like one that there is not."""
    from floodwatch.centre.feed import collection_id, seen

    asked = request.path_params["collection"]
    for name in seen(acting):
        if asked in (collection_id(name), _alias(name)):
            return name
    raise Problem(404, "There is no such collection")


def _query(request: Request, **more: Any) -> Asked:
    """What the query asks for (Problem for what is none of TAXII)."""
    from floodwatch.centre.feed import Asked, moment

    told = request.query_params
    limit, after = told.get("limit", str(PAGE)), told.get("next", "0")
    if not (limit.isascii() and limit.isdigit() and int(limit[:9])):
        raise Problem(400, "limit is a whole number from 1 on")
    if not (after.isascii() and after.isdigit() and len(after) < 16):
        raise Problem(400, "This next is none of ours")
    try:
        added = moment(told["added_after"]) if "added_after" in told else ""
    except ValueError:
        raise Problem(400, "added_after is a moment such as 2026-01-31T12:00:00Z") from None
    matched = {
        name: _listed(told.get(f"match[{name}]", "")) for name in ("id", "type", "version", "spec_version")
    }
    return Asked(added=added, limit=min(int(limit[:9]), MOST), after=int(after), **{**matched, **more})


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _asked(shared: State, request: Request, acting: Acting, **more: Any) -> Found:
    from floodwatch.centre.feed import feed

    name = _named(request, acting)
    wanted = request.path_params.get("object")
    found = feed(
        shared.centre, acting, name, _query(request, **({"id": (unquote(wanted),)} if wanted else {}), **more)
    )
    if wanted and not found.known:
        raise Problem(404, "There is no such object")
    return found


def _dated(found: Found) -> dict[str, str]:
    if not found.rows:
        return {}
    return {
        "X-TAXII-Date-Added-First": found.rows[0].date_added, "X-TAXII-Date-Added-Last": found.rows[-1].date_added,
    }  # fmt: skip


def _paged(found: Found, **values: Any) -> dict[str, Any]:
    if not found.rows:
        return {}
    return {"more": found.more, **({"next": str(found.rows[-1].number)} if found.more else {}), **values}


def envelope(shared: State, request: Request, acting: Acting) -> tuple[dict[str, Any], dict[str, str]]:
    """Objects of a collection, or the versions of one."""
    found = _asked(shared, request, acting)
    return _paged(found, objects=[one.content for one in found.rows]), _dated(found)


def manifest(shared: State, request: Request, acting: Acting) -> tuple[dict[str, Any], dict[str, str]]:
    """Ids and versions of the objects."""
    found = _asked(shared, request, acting)
    rows = [
        {"id": one.object_id, "date_added": one.date_added, "version": one.version, "media_type": STIX}
        for one in found.rows
    ]
    return _paged(found, objects=rows), _dated(found)


def versions(shared: State, request: Request, acting: Acting) -> tuple[dict[str, Any], dict[str, str]]:
    """Versions of one object, in the order in which they were added."""
    more = {} if request.query_params.get("match[version]") else {"version": ("all",)}
    found = _asked(shared, request, acting, **more)
    return _paged(found, versions=[one.version for one in found.rows]), _dated(found)


def unwritten(shared: State, request: Request, acting: Acting) -> tuple[dict[str, Any], dict[str, str]]:
    """Nothing is written or deleted over TAXII."""
    _named(request, acting)
    raise Problem(403, "This collection is only for reading")
