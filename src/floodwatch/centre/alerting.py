"""Evaluates watch rules on the latest detection, keeps the alerts, and sends them where the settings say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import FloodwatchError
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.assessment.watch.phases import Vote
    from floodwatch.assessment.watch.words import Message
    from floodwatch.centre.handles import Case
    from floodwatch.centre.watching import Watched
    from floodwatch.model.watching import Alert, Lists

NEAR = ("campaign", "vote", "after")
UNIT = "watch@1"
"""Who puts alerts on record: the name and version of this."""


def run(case: Case, told: Watched, progress: Progress, deliver: bool = True) -> dict[str, Any]:
    """Evaluate the rules on the latest detection; new alerts go on record first, and then to where they are sent."""
    from floodwatch.assessment.watch.alerts import alerts
    from floodwatch.assessment.watch.phases import phases
    from floodwatch.assessment.watch.surges import surges
    from floodwatch.casebook import alerts as log
    from floodwatch.centre.tables import detected
    from floodwatch.views.unit import rows
    from floodwatch.views.watched import view

    now, book = datetime.now(UTC), case.centre.casebook
    seen = phases(votes(case), now, told.campaign_days)
    with detected(case, progress) as engine:
        last = rows(engine, "SELECT max(created_at) AS last FROM posts")[0]["last"] or now
        end = min(last + timedelta(microseconds=1), now)
        subjects = view(engine, end, near(told, seen), surges, told.window)
    held = log.told(book, case.name)
    new = alerts(told.rules, subjects, now, seen, [one.alert for one in held])
    resting = {one.alert.alert_id for one in held if one.state == log.SNOOZED and one.until > now.isoformat()}
    new = [one for one in new if one.earlier not in resting]
    log.add(book, case.name, new, UNIT)
    sent = _sent(case, new) if deliver and new else []
    return {
        "as_of": end.isoformat(),
        "looked_at": len(subjects),
        "new": [one.row() for one in new],
        "delivered": sent,
    }


def after_detection(case: Case, progress: Progress) -> dict[str, Any]:
    """Evaluate the rules where a centre watches at all; what was detected stays detected when that cannot be done."""
    from floodwatch.centre.engines import centre_settings
    from floodwatch.centre.watching import FILE, watched

    centre = case.centre.path
    if not (centre / FILE).exists() and "watch" not in centre_settings(centre):
        return {}
    try:
        told = run(case, watched(centre), progress)
        names = [f"{one['rule']}: {one['label']}" for one in told["new"]]
        return {"alerts": names, "delivered": told["delivered"]}
    except FloodwatchError as problem:
        return {"alerts": [], "watch": f"not evaluated: {problem.message()}"}


def _sent(case: Case, new: Sequence[Alert]) -> list[dict[str, Any]]:
    from floodwatch.assessment.watch.words import message

    return _delivered(case, lambda held_back: message(case.name, new, held_back))


def _delivered(case: Case, words: Callable[[str], Message]) -> list[dict[str, Any]]:
    """Send to every outlet; one that fails does not keep the others from it, and what is too strictly marked stays."""
    from floodwatch.casebook.ceiling import SourceMark
    from floodwatch.casebook.marks import sources
    from floodwatch.centre.consent import case_source
    from floodwatch.centre.engines import centre_settings
    from floodwatch.centre.watching import outlets

    marking = sources(case.centre.casebook).get(case_source(case.name), SourceMark()).marking
    sent = list[dict[str, Any]]()
    for outlet in outlets(centre_settings(case.centre.path), case.centre.path):
        try:
            outlet.deliver(*words("" if marking.within(outlet.ceiling) else " ".join(marking.labels())))
            sent.append({"to": outlet.name, "problem": ""})
        except FloodwatchError as problem:
            sent.append({"to": outlet.name, "problem": problem.what})
    return sent


def votes(case: Case) -> list[Vote]:
    """Elections with a day, of the casebook, with those who stand in them."""
    from floodwatch.assessment.watch.phases import Vote
    from floodwatch.centre.starting import ready
    from floodwatch.views.elections import view

    ready(case.centre.casebook)
    return [
        Vote(row["name"], date.fromisoformat(row["date"]), tuple(one["name"] for one in row["candidates"]))
        for row in view(case.centre.casebook)["elections"]
        if len(row["date"]) == len("2026-01-01")
    ]


def near(told: Watched, seen: Mapping[str, Sequence[Vote]]) -> Lists:
    """The watched names, with the candidates of votes that are near where the settings ask for these."""
    if not told.candidates:
        return told.lists
    people = (name for phase in NEAR for vote in seen.get(phase, ()) for name in vote.candidates)
    return replace(told.lists, targets={**{name: (name,) for name in people}, **told.lists.targets})


def calendar(case: Case, told: Watched) -> Iterator[dict[str, Any]]:
    """The elections that are not over, the next first, with the days that remain."""
    from floodwatch.assessment.watch.phases import phases

    now = datetime.now(UTC)
    for phase, some in phases(votes(case), now, told.campaign_days).items():
        for vote in some:
            opens = datetime.combine(vote.day, time(), UTC)
            yield {"name": vote.name, "day": vote.day.isoformat(), "phase": phase, "days": (opens - now).days}


def digest(case: Case, told: Watched, hours: int, deliver: bool) -> dict[str, Any]:
    """What was told in the last hours, what is still open, and which votes come."""
    from floodwatch.assessment.watch.words import digest as in_words
    from floodwatch.casebook.alerts import told as held

    now = datetime.now(UTC)
    alerts = held(case.centre.casebook, case.name)
    recent = [one.alert for one in alerts if one.alert.at >= now - timedelta(hours=hours)]
    waiting = [one.alert for one in alerts if one.state == "open" and one.alert not in recent]
    coming = [row for row in calendar(case, told) if row["phase"] != "before"]
    sent = (
        _delivered(case, lambda back: in_words(case.name, recent, waiting, coming, back)) if deliver else []
    )
    return {
        "since": (now - timedelta(hours=hours)).isoformat(), "new": [one.row() for one in recent],
        "open": [one.row() for one in waiting], "elections": coming, "delivered": sent,
    }  # fmt: skip
