"""The attribution workbench: explanations against evidence, edited as a table, weighed, kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import FloodwatchError
from floodwatch.web.page import Asked, Page, Values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

MOST_NAMED, MOST_ITEMS = 12, 60
SPARE = 2
"""Empty rows of explanations and of evidence at the end of a form."""


def weighings(asked: Asked) -> Values:
    """What the centre keeps."""
    from floodwatch.centre.matrix import kept

    return {"weighings": kept(asked.centre, asked.acting)}


def weighing(asked: Asked) -> Values:
    """One that is kept: what follows from it, and the form that holds it."""
    from floodwatch.centre import matrix

    told = matrix.opened(asked.centre, asked.acting, f"sha256:{asked.path['sha256']}")
    return shown(told, matrix.weigh(asked.centre, asked.acting, told, keep=False))


def new(asked: Asked) -> Values:
    """An empty form, about what the address names."""
    return shown({"about": [asked.query["about"]] if asked.query["about"] else []}, None)


def shown(told: Mapping[str, Any], result: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the form needs, and what follows from it where it was weighed."""
    from floodwatch.centre import matrix

    names = list(told.get("hypotheses") or {})
    always = (
        [h["name"] for h in result["hypotheses"] if h["name"] not in names] if result else list(matrix.ALWAYS)
    )
    return {
        "m": {
            **EMPTY, **told,
            "hypotheses": {name: {**NAMED, **(h or {})} for name, h in told.get("hypotheses", {}).items()},
            "evidence": [{**ITEM, **one} for one in told.get("evidence") or []],
        },
        "blank": ITEM,
        "names": names,
        "always": always,
        "columns": [*names, *always],
        "result": matrix.page_of(result) if result else None,
        "choices": {
            "asks": matrix.ASKS, "kinds": matrix.KINDS, "levels": matrix.LEVELS, "ratings": matrix.RATINGS,
            "states": matrix.STATES,
        },
        "spare": SPARE,
    }  # fmt: skip


EMPTY = {"question": "", "asks": "operator", "about": [], "prior": {}, "prior_reason": ""}
NAMED = {"text": "", "kind": ""}
ITEM: dict[str, Any] = {
    "name": "", "text": "", "kind": "behaviour", "group": "", "credibility": "medium", "relevance": "medium",
    "sources": [], "copied": [], "cells": {}, "chances": {},
}  # fmt: skip


async def weigh(request: Request) -> Response:
    """Weigh what a form holds, keep it where that was asked, and show the form again."""
    from floodwatch.web.answering import changing

    return await changing(request, lambda asked, given: _weighed(request, asked, given))


def _weighed(request: Request, asked: Asked, given: Any) -> Response:
    from starlette.responses import RedirectResponse

    from floodwatch.centre import matrix
    from floodwatch.web.answering import html

    told = matrix.from_form({name: [str(v) for v in given.getlist(name)] for name in given})
    keep = given.get("do") == "keep"
    values: dict[str, Any] = {"problem": None}
    try:
        result = matrix.weigh(asked.centre, asked.acting, told, keep, str(given.get("reason", "")))
        if keep:
            return RedirectResponse(f"/attribution/{result['ref'].partition(':')[2]}", 303)
        values |= shown(told, result)
    except FloodwatchError as problem:
        values |= shown(told, None) | {"problem": problem}
    return html(request, asked, NEW.shows, page=NEW, **values)


NEW = Page("weighing", "/attribution/new", "Explanations and evidence", new)
PAGES = (
    Page("weighings", "/attribution", "Attribution", weighings, "Judged", "weighings", noted=True),
    NEW,
    Page(
        "weighing_kept",
        "/attribution/{sha256}",
        "Explanations and evidence",
        weighing,
        template="pages/weighing.html.j2",
    ),
)
