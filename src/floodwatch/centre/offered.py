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
FOLDERS = ("out", "keep")
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
    said = {name: _uploaded(centre, acting, known[name], value) for name, value in given.items()}
    if "/" in str(said.get("format", "")) or "\\" in str(said.get("format", "")):
        raise SettingError("format is a name here, not a file")
    return said | _own(centre, acting, verb.name)


def _uploaded(centre: Centre, acting: Acting, parameter: Parameter, value: Any) -> Any:
    from floodwatch.centre.uploads import path_of

    if parameter.name not in FILES or value in ("", ()):
        return value
    if isinstance(value, str):
        return str(path_of(centre, acting, value))
    return tuple(str(path_of(centre, acting, one)) for one in value)


def _own(centre: Centre, acting: Acting, name: str) -> dict[str, Any]:
    """The settings that the server makes: a folder for what is written, and the centre that keeps it."""
    from floodwatch.centre.uploads import fresh
    from floodwatch.centre.verbs import VERBS

    whole = {p.name for verb in VERBS if verb.name == name for p in verb.parameters}
    own: dict[str, Any] = {"keep": str(centre.path)} if "keep" in whole else {}
    if "out" in whole and name not in {"publish", "investigate"}:
        own["out"] = str(fresh(centre))
    return own
