"""Who works here, who saw what, one's own sessions and tokens, and why a case is looked into."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

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
    return {**told, "lines": [_brief(line) for line in told["lines"]], "checked": checked}


def _brief(line: dict[str, Any]) -> dict[str, Any]:
    """A line with the settings that somebody gave."""
    given = json.loads(line["settings"] or "{}")
    told = {name: value for name, value in given.items() if value not in ("", [], False, None, 0)}
    return line | {"settings": "; ".join(f"{name} {value}" for name, value in told.items())}


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
    from floodwatch.web.answering import answered, changing, html

    def owned(asked: Asked, given: Any) -> Response:
        from starlette.responses import RedirectResponse

        if given.get("do") == "leave":
            entering.leave_everywhere(asked.centre, asked.acting.user)
            return RedirectResponse("/enter", 303)
        shown = _owned(asked, given)
        return html(request, asked, ME.shows, 200, page=ME, **{**answered(ME, asked), **shown})

    from floodwatch.centre import entering

    return await changing(request, owned)


def _owned(asked: Asked, given: Any) -> dict[str, Any]:
    """Do it, and give what is shown this once."""
    from floodwatch.centre import second_factor

    what, user = str(given.get("do", "")), asked.acting.user
    if what == "begin":
        begun = second_factor.begin(asked.centre, user)
        return {"secret": {**begun, "picture": qr(begun["address"])}}
    if what == "confirm":
        return {"codes": second_factor.confirm(asked.centre, user, str(given.get("code", "")))}
    label = str(given.get("label", ""))
    if what == "token":
        return {"made": asked.call("token", action="add", label=label, scope=str(given.get("scope", "read")))}
    if what == "revoke":
        asked.call("token", action="revoke", label=label)
    return {}


def qr(address: str) -> str:
    """An address as a picture that a telephone reads: SVG on white, so that it is read in dark colours too."""
    import segno

    return str(segno.make(address, micro=False).svg_inline(scale=5, light="#fff", border=4))


ME = Page("me", "/me", "My account", me)
PAGES = (
    Page("scope", "/c/{case}/scope", "Scope note", scope, "Case"),
    ME,
    Page("people", "/people", "People", people, "Running", "users", least=ADMIN),
    Page("audit", "/audit", "Audit log", audit, "Running", "lines", least=ADMIN),
)
