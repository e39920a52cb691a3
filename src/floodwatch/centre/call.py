"""The one door through which every verb goes: settings are checked, the call is put in the audit log."""

from __future__ import annotations

import contextlib
import difflib
import getpass
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from floodwatch.centre.verbs import VERBS
from floodwatch.model.errors import SettingError
from floodwatch.model.units import Parameter, Progress, Verb, quiet

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case, Centre


def verb_named(name: str) -> Verb:
    """The verb of that name."""
    return {v.name: v for v in VERBS}[name]


def call(
    name: str, place: Case | Centre | None, progress: Progress = quiet, /, acting: Any = None, **given: Any
) -> dict[str, Any]:
    """Run a verb on a case, a centre or nothing, with the given settings over its defaults."""
    verb = verb_named(name)
    settings = checked(verb, given)
    module, function = verb.target.split(":")
    run = getattr(import_module(module), function)
    _ready(verb, place)
    try:
        result: dict[str, Any] = run(place, progress, **settings)
    except BaseException as problem:
        with contextlib.suppress(Exception):
            _audit(verb, place, settings, type(problem).__name__)
        raise
    try:
        _audit(verb, place, settings, "done")
    except Exception as problem:
        return {**result, "not_logged": f"{type(problem).__name__}: {problem}"}
    return result


def _ready(verb: Verb, place: Case | Centre | None) -> None:
    """Before a question about what is known: what the package knows is there."""
    if verb.on == "centre" and place is not None:
        from floodwatch.centre.starting import ready

        ready(cast("Centre", place).casebook)


def checked(verb: Verb, given: Mapping[str, Any]) -> dict[str, Any]:
    """Defaults of the verb, overlaid by what was given; unknown names and bad choices are refused.

    One value where a list is meant is a list of one.
    """
    known = {p.name: p for p in verb.parameters}
    given = {n: (v,) if isinstance(v, str) and _many(known.get(n)) else v for n, v in given.items()}
    for name, value in given.items():
        if name not in known:
            raise SettingError(f"{verb.name} has no setting {name}", do=_near(name, list(known)))
        if known[name].choices and value not in known[name].choices:
            choices = ", ".join(c for c in known[name].choices if c)
            raise SettingError(f"{name} cannot be {value!r}", do=f"Choose one of: {choices}.")
    return {p.name: given.get(p.name, p.default) for p in verb.parameters}


def _many(parameter: Parameter | None) -> bool:
    return parameter is not None and isinstance(parameter.default, tuple)


def _near(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, 1)
    return f"Did you mean {close[0]}?" if close else f"It has: {', '.join(known)}."


def _audit(verb: Verb, place: Case | Centre | None, settings: Mapping[str, Any], outcome: str) -> None:
    case = cast("Case", place) if verb.on == "case" else None
    centre = case.centre if case else cast("Centre | None", place)
    if centre is None or not (centre.path / "centre.toml").is_file():
        return
    from floodwatch.casebook.write import add_case, log

    if case:
        add_case(centre.casebook, case.name)
    log(centre.casebook, _who(), verb.name, case.name if case else "", _shown(settings), outcome)


def _shown(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings as the log may hold them: without credentials that somebody put into an address."""
    from floodwatch.tools.stores import masked

    def plain(value: Any) -> Any:
        if isinstance(value, tuple | list):
            return [plain(one) for one in value]
        return masked(value) if isinstance(value, str) else value

    return {name: plain(value) for name, value in settings.items()}


def _who() -> str:
    """Name of the user; `unknown` where the system has none, as in a container with a bare user id."""
    try:
        return getpass.getuser()
    except Exception:
        return "unknown"
