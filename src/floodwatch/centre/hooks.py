"""Which webhooks are told when something is released or a job ends: as [hooks] of centre.toml says; none by default."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import FloodwatchError, SettingError
from floodwatch.model.markings import Marking, asked

if TYPE_CHECKING:
    from floodwatch.centre.handles import Centre
    from floodwatch.wire.hooks import Hook

RELEASE, JOB = "release", "job"
EVENTS = (RELEASE, JOB)
PARTS = ("endpoint", "key_env", "events", "allow", "seconds", "tlp")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Listener:
    """One webhook: its name in the settings, what it is told of, and the strictest marking of which it is told."""

    name: str
    hook: Hook
    events: tuple[str, ...]
    ceiling: Marking


def listeners(settings: Mapping[str, Any]) -> list[Listener]:
    """The webhooks of `[hooks.NAME]` (SettingError for what makes no sense)."""
    told = settings.get("hooks") or {}
    if not isinstance(told, Mapping) or not all(isinstance(one, Mapping) for one in told.values()):
        raise SettingError("Each webhook must be a section", where="centre.toml, [hooks.NAME]")
    return [_listener(name, one) for name, one in told.items()]


def _listener(name: str, told: Mapping[str, Any]) -> Listener:
    from floodwatch.centre.translator import addressed, allowed_seconds, checked_names
    from floodwatch.wire.hooks import Hook

    where = f"centre.toml, [hooks.{name}]"
    checked_names(told, PARTS, where)
    if not isinstance(told.get("endpoint"), str) or not told.get("key_env"):
        raise SettingError(
            "A webhook needs an endpoint, and a key by which it knows us (key_env)", where=where
        )
    events, allow = told.get("events", list(EVENTS)), told.get("allow", [])
    if not isinstance(events, list) or not events or not set(events) <= set(EVENTS):
        raise SettingError(f"events must be some of: {', '.join(EVENTS)}", where=where)
    if not isinstance(allow, list) or not all(isinstance(one, str) for one in allow):
        raise SettingError("allow must be a list of hosts or networks", where=where)
    address, key, _ = addressed(told, where)
    hook = Hook(address, key, allowed_seconds(told, 10, where), tuple(allow))
    return Listener(name, hook, tuple(events), asked(str(told.get("tlp", "TLP:GREEN"))))


def tell(centre: Centre, event: str, values: Mapping[str, Any], marking: Marking) -> list[dict[str, str]]:
    """Tell every webhook that listens; gives what came of it. What fails is in the log, and undoes nothing.

    Above its ceiling a webhook is not told at all, as that something happened would say something too.
    """
    from floodwatch.centre.engines import centre_settings
    from floodwatch.wire.hooks import send

    sent: list[dict[str, str]] = []
    try:
        known = listeners(centre_settings(centre.path))
    except FloodwatchError as problem:
        log.warning("webhooks: %s", problem.message())
        return [{"to": "", "problem": problem.what}]
    for one in known:
        if event not in one.events or not marking.within(one.ceiling):
            continue
        try:
            send(one.hook, event, values)
            sent.append({"to": one.name, "problem": ""})
        except FloodwatchError as problem:
            log.warning("webhook %s: %s", one.name, problem.what)
            sent.append({"to": one.name, "problem": problem.what})
    return sent


def told_of_job(centre: Centre, job: str, verb: str, case: str, state: str) -> list[dict[str, str]]:
    """That a job ended: which, and how; what came of it is fetched with a token."""
    return tell(
        centre, JOB, {"job": job, "verb": verb, "case": case, "state": state}, marking_of(centre, case)
    )


def told_of_release(
    centre: Centre, what: str, name: str, case: str, markings: Iterable[str]
) -> list[dict[str, str]]:
    """That something was published or shared: what, its name, its markings; the rest is fetched with a token."""
    from floodwatch.model.claims import PAP, TLP

    marks = list(markings)
    tlp, pap = (next((m for m in marks if m in known and m), "") for known in (TLP, PAP))
    return tell(
        centre, RELEASE, {"what": what, "name": name, "case": case, "markings": marks}, Marking(tlp, pap)
    )


def marking_of(centre: Centre, case: str) -> Marking:
    """How a case is marked; one of which nothing is known as strictly as can be."""
    from floodwatch.centre.marked_case import of_case

    if not case:
        return Marking()
    try:
        return of_case(centre, case)
    except Exception:
        return Marking("TLP:RED")
