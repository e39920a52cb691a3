"""What waits for somebody: alerts of a case."""

from __future__ import annotations

from floodwatch.web.page import Asked, Page, Values


def watch(asked: Asked) -> Values:
    """Alerts, the rules behind them, and the votes that come."""
    return {
        **asked.call("watch", action="list"),
        **asked.call("watch", action="rules"),
        **asked.call("watch", action="calendar"),
    }


PAGES = (Page("watch", "/c/{case}/watch", "Alerts", watch, "Case", "alerts"),)
