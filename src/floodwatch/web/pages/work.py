"""What waits for somebody: the queue, alerts, the log of a case, the page to hand over, and the jobs that run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from floodwatch.web.page import MOST_ROWS, Asked, Page, Values

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def queue(asked: Asked) -> Values:
    """Everything that waits in one list."""
    from floodwatch.centre.queue import ORDER
    from floodwatch.centre.verbs_work import STATES

    told = asked.call("queue", all=asked.query["all"] == "yes")
    what, owner = asked.query["what"], asked.query["owner"]
    rows = [
        r for r in told["waits"] if (not what or r["what"] == what) and (not owner or r["owner"] == owner)
    ]
    offset = asked.whole("offset", 0, 10**6)
    return {
        "waits": rows[offset : offset + MOST_ROWS],
        "total": len(rows),
        "closed": told["closed"],
        "offset": offset,
        "limit": MOST_ROWS,
        "kinds": [kind for kind in ORDER if any(r["what"] == kind for r in told["waits"])],
        "states": [state for state in STATES if state],
        "owners": sorted({r["owner"] for r in told["waits"] if r["owner"]}),
    }


def watch(asked: Asked) -> Values:
    """Alerts, the rules behind them, and the votes that come."""
    told: dict[str, object] = {}
    for action in ("list", "rules", "calendar"):
        told |= asked.call("watch", action=action)
    return told


def log(asked: Asked) -> Values:
    """The log of the case."""
    from floodwatch.centre.verbs_work import KINDS

    return {**asked.call("log"), "kinds": KINDS}


def handover(asked: Asked) -> Values:
    """One page for whoever takes over."""
    return asked.call("log", action="handover")


def jobs(asked: Asked) -> Values:
    """What runs and ran in the background."""
    from floodwatch.centre.running import jobs as held

    return {"jobs": held(asked.centre, asked.acting)}


def job(asked: Asked) -> Values:
    """One job: how far it is, or what came of it."""
    from floodwatch.centre.running import job as held
    from floodwatch.web.forms import local

    back = asked.query["back"]
    return {"job": held(asked.centre, asked.path["job"], asked.acting), "back": local(back) if back else ""}


async def cancel(request: Request) -> Response:
    """Stop a job."""
    from floodwatch.web.answering import changing

    def stopped(asked: Asked, given: Any) -> Response:
        from starlette.responses import RedirectResponse

        from floodwatch.centre.running import cancel as stop

        stop(asked.centre, asked.path["job"], asked.acting)
        return RedirectResponse(f"/jobs/{quote(asked.path['job'])}", 303)

    return await changing(request, stopped)


PAGES = (
    Page("queue", "/c/{case}/queue", "Queue", queue, "Case", "waits"),
    Page("watch", "/c/{case}/watch", "Alerts", watch, "Case", "alerts"),
    Page("log", "/c/{case}/log", "Case log", log, "Case", "lines"),
    Page("jobs", "/jobs", "Jobs", jobs, "Running", "jobs", noted=True),
    Page("job", "/jobs/{job}", "A job", job, scripts=("built/htmx.js",)),
    Page("handover", "/c/{case}/handover", "Handover", handover),
)
