"""What waits for somebody: the queue, alerts, the log of a case, the page to hand over, and the jobs that run."""

from __future__ import annotations

from floodwatch.web.page import MOST_ROWS, Asked, Page, Values


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


PAGES = (
    Page("queue", "/c/{case}/queue", "Queue", queue, "Case", "waits"),
    Page("watch", "/c/{case}/watch", "Alerts", watch, "Case", "alerts"),
    Page("log", "/c/{case}/log", "Case log", log, "Case", "lines"),
    Page("handover", "/c/{case}/handover", "Handover", handover),
)
