"""Who works here, who saw what, one's own sessions and tokens, and why a case is looked into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import FloodwatchError, SettingError
from floodwatch.web.page import MOST_ROWS, Asked, Page, Values

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

ADMIN = "admin"


def people(asked: Asked) -> Values:
    """Everybody, and whether the centre is locked."""
    from floodwatch.model.acting import ROLES

    return {**asked.call("user"), "state": asked.call("people"), "roles": ROLES}


def audit(asked: Asked) -> Values:
    """Who did and saw what, the latest first."""
    given = {name: asked.query[name] for name in ("who", "verb", "since") if asked.query[name]}
    told = asked.call("audit", limit=asked.whole("limit", MOST_ROWS, 1000), **given)
    checked = asked.call("audit", action="verify") if asked.query["verify"] else None
    return {**told, "checked": checked}


def me(asked: Asked) -> Values:
    """One's own sessions, tokens and second factor."""
    from floodwatch.centre.entering import sessions
    from floodwatch.model.acting import SCOPES

    return {
        **asked.call("token"),
        "sessions": sessions(asked.centre, asked.acting.user),
        "here": asked.acting.session,
        "scopes": SCOPES,
        "secret": None,
        "codes": (),
    }


def scope(asked: Asked) -> Values:
    """The scope note of a case, and who works on it."""
    return asked.call("scope")


async def own(request: Request) -> Response:
    """What one changes about oneself: a second factor, a token, an end of all sessions. Secrets are shown once."""
    from starlette.concurrency import run_in_threadpool

    from floodwatch.web.answering import question, refused, to_entrance, who
    from floodwatch.web.forms import form

    acting = await run_in_threadpool(who, request)
    if acting is None:
        return to_entrance(request)
    asked, given = question(request, acting), await form(request)
    try:
        return await run_in_threadpool(_owned, request, asked, given)
    except FloodwatchError as problem:
        return await run_in_threadpool(refused, request, asked, problem)


def _owned(request: Request, asked: Asked, given: Any) -> Response:
    from starlette.responses import RedirectResponse

    from floodwatch.centre import entering, second_factor
    from floodwatch.web.answering import answered, html
    from floodwatch.web.forms import right

    if not right(request, given):
        raise SettingError("This form is from another session", do="Load the page again and send it again.")
    what, user, shown = str(given.get("do", "")), asked.acting.user, dict[str, Any]()
    if what == "leave":
        entering.leave_everywhere(asked.centre, user)
        return RedirectResponse("/enter", 303)
    if what == "begin":
        shown = {"secret": second_factor.begin(asked.centre, user)}
    elif what == "confirm":
        shown = {"codes": second_factor.confirm(asked.centre, user, str(given.get("code", "")))}
    elif what == "token":
        label, kind = str(given.get("label", "")), str(given.get("scope", "read"))
        shown = {"made": asked.call("token", action="add", label=label, scope=kind)}
    elif what == "revoke":
        asked.call("token", action="revoke", label=str(given.get("label", "")))
    return html(request, asked, ME.shows, page=ME, **{**answered(ME, asked), **shown})


ME = Page("me", "/me", "My account", me)
PAGES = (
    Page("scope", "/c/{case}/scope", "Scope note", scope, "Case"),
    ME,
    Page("people", "/people", "People", people, "Running", "users", least=ADMIN),
    Page("audit", "/audit", "Audit log", audit, "Running", "lines", least=ADMIN),
)
