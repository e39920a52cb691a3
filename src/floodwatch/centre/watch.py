"""`floodwatch watch`: rules over what a run returned, alerts and what is decided of them, the calendar, a digest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import SettingError
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case
    from floodwatch.centre.watching import Watched
    from floodwatch.model.watching import Rule

ACTIONS = ("run", "rules", "list", "dry-run", "calendar", "digest", "acknowledge", "snooze", "undo")


def watch(
    case: Case, progress: Progress, action: str = "run", ids: tuple[str, ...] = (), deliver: bool = True,
    since: str = "", until: str = "", every: int = 24, hours: int = 24, by: str = "", reason: str = "", seed: int = 1,
) -> dict[str, Any]:  # fmt: skip
    """One of `ACTIONS`; `ids` are those of alerts, or the number of a decision to take back."""
    from floodwatch.centre import alerting, replay
    from floodwatch.centre.watching import watched

    told = watched(case.centre.path)
    if action == "rules":
        return {"rules": [_rule(rule) for rule in told.rules], "lists": _lists(told)}
    if action == "run":
        return alerting.run(case, told, progress, deliver)
    if action == "dry-run":
        return replay.dry(case, told, progress, (since, until), every, seed)
    if action == "calendar":
        return {"elections": list(alerting.calendar(case, told))}
    if action == "digest":
        return alerting.digest(case, told, hours, deliver)
    if action != "list":
        _decide(case, action, ids, until, (by, reason))
    return {"alerts": _held(case)}


def _held(case: Case) -> list[dict[str, Any]]:
    from floodwatch.casebook.alerts import told

    return [one.row() for one in reversed(told(case.centre.casebook, case.name))]


def _decide(case: Case, action: str, ids: tuple[str, ...], until: str, who: tuple[str, str]) -> None:
    from floodwatch.casebook import alerts
    from floodwatch.centre.decisions import person
    from floodwatch.centre.replay import moment

    book, by = case.centre.casebook, person(who[0])
    if not ids:
        raise SettingError(f"watch {action} needs an id", do="See: floodwatch watch list")
    if action == "undo":
        if not all(one.isdecimal() for one in ids):
            raise SettingError("undo needs the number of a decision", do="See: floodwatch watch list")
        for number in ids:
            alerts.undo(book, case.name, int(number), by)
        return
    end = moment(until) if action == "snooze" else None
    if action == "snooze" and end is None:
        raise SettingError("Until when?", do="Give --until 2024-05-01.")
    what = alerts.SNOOZED if end else alerts.ACKNOWLEDGED
    alerts.decide(book, case.name, ids, what, by, who[1], end.isoformat() if end else "")


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "rule": rule.name, "description": rule.description, "over": rule.over, "severity": rule.severity,
        "when": "; ".join(one.said() for one in rule.conditions), "phases": list(rule.phases),
        "again": {column: f"{times:g} times as large" for column, times in rule.again.items()},
        "innocent": rule.innocent, "would_change": rule.would_change,
    }  # fmt: skip


def _lists(told: Watched) -> dict[str, Any]:
    lists = told.lists
    return {
        "targets": {n: list(w) for n, w in lists.targets.items()}, "sites": list(lists.sites),
        "accounts": list(lists.accounts), "window_hours": told.window.total_seconds() / 3600,
    }  # fmt: skip
