"""The one door through which every verb goes: whether one may is asked, settings are checked, the log is written."""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from floodwatch.casebook.ceiling import unbounded
from floodwatch.centre.allowed import must_be_allowed, seeing, signed
from floodwatch.centre.noting import count_refs, note
from floodwatch.centre.reasons import must_have_reason
from floodwatch.centre.verbs import VERBS
from floodwatch.centre.verbs_people import PEOPLE
from floodwatch.model.acting import Acting
from floodwatch.model.acting import acting as now_acting
from floodwatch.model.errors import SettingError
from floodwatch.model.units import Parameter, Progress, Verb, quiet

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case, Centre


def verb_named(name: str) -> Verb:
    """The verb of that name."""
    return {v.name: v for v in VERBS}[name]


def call(
    name: str,
    place: Case | Centre | None,
    progress: Progress = quiet,
    /,
    acting: Acting | None = None,
    **given: Any,
) -> dict[str, Any]:
    """Run a verb on a case, a centre or nothing, with the given settings over its defaults.

    `acting` is who asks, whoever acts already when it is not given: outside of another call, that is the machine. Over
    the network a verb that works on nothing is asked for at a centre, in whose log it stands.
    """
    verb, who = verb_named(name), acting or now_acting()
    centre, case = _places(verb, place)
    try:
        must_be_allowed(verb, who, centre, case, given)
        settings = signed(verb, who, centre, checked(verb, given))
        must_have_reason(verb.name, who, centre, settings)
        with seeing(centre, who):
            _ready(verb, centre)
            result = _run(verb, place if verb.on != "nothing" else None, progress, settings)
    except BaseException as problem:
        with contextlib.suppress(Exception):
            note(centre, _known(centre, case, who), who, verb.name, given, type(problem).__name__)
        raise
    try:
        refs = 0 if who.local else count_refs(result)
        note(centre, case, who, verb.name, settings, "done", refs=refs)
    except Exception as problem:
        if not who.local:
            raise  # what is not in the log, nobody sees over a network
        return {**result, "not_logged": f"{type(problem).__name__}: {problem}"}
    return result


def _run(
    verb: Verb, place: Case | Centre | None, progress: Progress, settings: dict[str, Any]
) -> dict[str, Any]:
    module, function = verb.target.split(":")
    result: dict[str, Any] = getattr(import_module(module), function)(place, progress, **settings)
    return result


def _places(verb: Verb, place: Case | Centre | None) -> tuple[Centre | None, Case | None]:
    """The centre and the case of a place."""
    case = cast("Case", place) if verb.on == "case" else None
    return (case.centre, case) if case else (cast("Centre | None", place), None)


def _known(centre: Centre | None, case: Case | None, who: Acting) -> Case | None:
    """A case as the log may name it: a name that is none, typed by somebody far away, stays out."""
    from floodwatch.centre.allowed import existing

    return case if centre and case and (who.local or case.name in existing(centre)) else None


def _ready(verb: Verb, centre: Centre | None) -> None:
    """Before a question about what is known: what the package knows is there."""
    if verb.on == "centre" and verb not in PEOPLE and centre is not None:
        from floodwatch.centre.starting import ready

        with unbounded():
            ready(centre.casebook)


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
