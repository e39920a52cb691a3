"""What may be asked for over a network: no verb reads or writes a path of the server because somebody names one.

Files come as uploads, what is written goes to a folder that the centre makes, and whoever asks is who decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import SettingError
from floodwatch.model.units import Parameter, Verb

if TYPE_CHECKING:
    from floodwatch.centre.handles import Centre
    from floodwatch.model.acting import Acting

FILES = ("inputs", "file", "table", "sightings")
"""Parameters that take files; over a network each is the id of an upload."""
MACHINE = ("out", "keep", "spill", "memory", "engine", "wait", "by")
"""Parameters about the machine or about who is at it: over a network nobody sets them."""
WRITES = {"knowledge": ("export", "knowledge.{format}"), "forecast": ("record", "")}
"""Verbs that write files with one of their actions, and the name where that is one file."""
ELSEWHERE = ("coordinate", "plan")
"""Verbs that work on files of the machine and on no centre."""


def offered(name: str) -> Verb:
    """A verb as it is offered over a network (SettingError where there is none)."""
    from floodwatch.centre.verbs import VERBS

    found = {verb.name: verb for verb in VERBS if not verb.local and verb.name not in ELSEWHERE}.get(name)
    if found is None:
        raise SettingError(f"There is no verb {name!r} here")
    return replace(found, parameters=tuple(p for p in found.parameters if p.name not in MACHINE))


def every() -> tuple[Verb, ...]:
    """Every verb that is offered over a network."""
    from floodwatch.centre.verbs import VERBS

    return tuple(offered(verb.name) for verb in VERBS if not verb.local and verb.name not in ELSEWHERE)


def settled(centre: Centre, acting: Acting, verb: Verb, given: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody gave, with uploads in place of their ids and what only the server says (SettingError)."""
    known = {p.name: p for p in verb.parameters}
    for name in given:
        if name not in known:
            raise SettingError(f"{verb.name} has no setting {name}")
    files = FILES if given.get("action", "import") == "import" else FILES[1:]  # to show or export are names
    said = {
        name: _uploaded(centre, acting, known[name], value) if name in files else value
        for name, value in given.items()
    }
    _names_no_file(said)
    return said | _own(centre, acting, verb.name, said)


def _names_no_file(said: Mapping[str, Any]) -> None:
    """Two settings may name a file at the machine: a format's mapping, and a list of values."""
    if set(str(said.get("format", ""))) & set("/\\"):
        raise SettingError("format is a name here, not a file")
    if any("=file:" in str(one) for one in said.get("set", ())):
        raise SettingError("A list of values is given itself here, not as a file")


def _uploaded(centre: Centre, acting: Acting, parameter: Parameter, value: Any) -> Any:
    from floodwatch.centre.uploads import path_of

    if value in ("", (), []):
        return value
    if isinstance(value, str):
        return str(path_of(centre, acting, value))
    return tuple(str(path_of(centre, acting, one)) for one in value)


def _own(centre: Centre, acting: Acting, name: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that the server makes: a folder for what is written, and the centre that keeps it."""
    from floodwatch.centre.uploads import fresh
    from floodwatch.centre.verbs import VERBS

    whole = {p.name for verb in VERBS if verb.name == name for p in verb.parameters}
    own: dict[str, Any] = {"keep": str(centre.path)} if "keep" in whole else {}
    action, file = WRITES.get(name, ("", ""))
    if action and said.get("action") == action:
        own["out"] = str(fresh(centre, acting) / file.format(**{"format": "stix", **said}))
    return own


ALWAYS = ("*",)
LONG: Mapping[str, tuple[str, ...]] = {
    "ingest": ALWAYS, "read": ALWAYS, "detect": ALWAYS, "investigate": ALWAYS, "publish": ALWAYS,
    "watch": ("run", "dry-run"), "knowledge": ("import",),
}  # fmt: skip
"""Verbs that are done in the background, or those of their actions that are."""


def is_long(verb: Verb, given: Mapping[str, Any]) -> bool:
    """Whether what is asked for is done in the background."""
    default = next((p.default for p in verb.parameters if p.name == "action"), "")
    actions = LONG.get(verb.name, ())
    return actions == ALWAYS or given.get("action", default) in actions


CHANGES = {"token": ("add", "revoke"), "job": ("cancel",)}
"""Actions that change something though every reader may use them, on what is their own."""


def reading(verb: Verb) -> Verb | None:
    """As much of a verb as only reads; None where nothing of it does."""
    from floodwatch.model.acting import READER, access_of

    access = access_of(verb.name)
    if access.least != READER:
        return None
    kept = (p for p in verb.parameters if p.name not in access.given)
    return replace(verb, parameters=tuple(_only(verb.name, p, access.actions) for p in kept))


def _only(verb: str, parameter: Parameter, actions: Mapping[str, str]) -> Parameter:
    """A parameter, `action` with those of its choices that read."""
    from floodwatch.model.acting import READER

    if parameter.name != "action" or not actions:
        return parameter
    fits = [c for c in parameter.choices if actions.get(c) == READER and c not in CHANGES.get(verb, ())]
    return replace(parameter, choices=tuple(fits))
