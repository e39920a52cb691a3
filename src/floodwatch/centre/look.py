"""The one door through which every view goes: whether one may is asked, tables are opened, the log is written."""

from __future__ import annotations

import contextlib
import inspect
from functools import cache
from typing import TYPE_CHECKING, Any

from floodwatch.centre.warm import WARM
from floodwatch.model.acting import LOCAL, LOOKING, READER, Acting
from floodwatch.model.errors import SettingError

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case, Centre
    from floodwatch.engine import Engine
    from floodwatch.views.unit import View

REASON, CASE = "reason", "case"
Answer = tuple[Any, int]
"""What a view answers, and how many refs that holds, for the log."""


def look(view_name: str, place: Case | Centre, acting: Acting = LOCAL, **settings: Any) -> Any:
    """What a view answers to somebody, on a case, or on a centre for views of the casebook alone.

    NotAllowed by role; CentreError for a case that is not there for him; SettingError for settings that make no sense.
    A `reason` may be given with any view, and is kept in the log.
    """
    from floodwatch.centre.noting import note

    centre, case = _places(place)
    try:
        found, refs = _looked(view_name, centre, case, acting, settings)
    except BaseException as problem:
        with contextlib.suppress(Exception):
            note(centre, None, acting, view_name, settings, type(problem).__name__, "view")
        raise
    if not acting.local:
        note(centre, case, acting, view_name, settings, "done", "view", refs)
    return found


def _looked(name: str, centre: Centre, case: Case | None, acting: Acting, given: dict[str, Any]) -> Answer:
    from floodwatch.centre.allowed import must_have_role, must_see, seeing
    from floodwatch.centre.reasons import must_have_reason
    from floodwatch.views import BOOK_VIEWS

    view = view_named(name)
    must_have_role(name, acting, LOOKING.get(name, READER))
    told = str(given.get(CASE) or "")
    for one in {*([case.name] if case else []), *([told] if told else [])}:
        must_see(centre, acting, one)
    must_have_reason(name, acting, centre, given)
    with seeing(centre, acting):
        if view in BOOK_VIEWS:
            return _of_book(view, centre, case, acting, given)
        if case is None:
            raise SettingError(f"The view {name} is of a case", do="Name one.")
        return _of_case(view, case, given)


def view_named(name: str) -> View:
    """The view of that name (SettingError where there is none)."""
    known = views()
    if name not in known:
        raise SettingError(f"There is no view {name!r}", do=f"Known are: {', '.join(sorted(known))}.")
    found: View = known[name]
    return found


@cache
def views() -> dict[str, View]:
    """Every view by its name; packages that offer some are looked for once, as that takes longer than most answers."""
    from floodwatch.model.units import from_outside, listed
    from floodwatch.views import BOOK_VIEWS, VIEWS

    return {one.name: one for one in listed("views", (*VIEWS, *BOOK_VIEWS), from_outside("view"))}


def _of_book(view: View, centre: Centre, case: Case | None, acting: Acting, given: dict[str, Any]) -> Answer:
    from floodwatch.casebook.ceiling import unbounded
    from floodwatch.centre.allowed import must_see
    from floodwatch.centre.starting import ready

    settings = _settings(view, given)
    if CASE in settings:
        settings[CASE] = given.get(CASE) or (case.name if case else settings[CASE])
        must_see(centre, acting, settings[CASE])
    with unbounded():
        ready(centre.casebook)
    return _counted(view.view(centre.casebook, **settings))


def _of_case(view: View, case: Case, given: dict[str, Any]) -> Answer:
    from floodwatch.centre.tables import must_be_detected, opened

    settings = _settings(view, given)
    if view.name not in EARLY:
        must_be_detected(case)
    with opened(case) as engine:
        beside = _beside(view, case, engine, set(settings))
        key = (view.name, repr(sorted(settings.items())), repr(beside))
        answer: Answer = WARM.answer(case, key, lambda: _counted(view.view(engine, **settings, **beside)))
        return answer


def _counted(found: Any) -> Answer:
    from floodwatch.centre.noting import count_refs

    return found, count_refs(found)


EARLY = ("account", "compare", "search", "translations")
"""Views that answer before anything was detected."""


def _settings(view: View, given: dict[str, Any]) -> dict[str, Any]:
    """Defaults of the view, overlaid by what was given (SettingError for a setting that it does not have)."""
    known = {p.name: p.default for p in view.parameters}
    unknown = sorted(set(given) - set(known) - {REASON})
    if unknown:
        raise SettingError(
            f"{view.name} has no setting {unknown[0]}", do=f"It has: {', '.join(known) or 'none'}."
        )
    return {name: _typed(view, name, given.get(name, default), default) for name, default in known.items()}


def _typed(view: View, name: str, value: Any, default: Any) -> Any:
    """A value of the type of the default: one text where several are meant is a list of one."""
    if isinstance(default, tuple) and isinstance(value, str):
        return (value,)
    if isinstance(default, tuple) and isinstance(value, list):
        return tuple(value)
    if default is None or isinstance(value, type(default)):
        return value
    raise SettingError(f"{name} of {view.name} cannot be {value!r}")


def _beside(view: View, case: Case, engine: Engine, told: set[str]) -> dict[str, Any]:
    """What a view is handed beside its settings: the manifest, decisions, parts, translations, measured shares."""
    makers = {
        "manifest": _manifest, "decided": _decided, "roles": _roles, "made": _made, "measured": _measured,
        "prevalence_rows": _measured,
    }  # fmt: skip
    taken = set(inspect.signature(view.view).parameters) - told
    return {name: make(case, engine) for name, make in makers.items() if name in taken}


def _manifest(case: Case, engine: Engine) -> Any:
    from floodwatch.lake.manifest import manifest

    return manifest(case.folder, case.name)


def _decided(case: Case, engine: Engine) -> Any:
    from floodwatch.centre.decisions import Desk

    return Desk(case, engine, "").decided()


def _roles(case: Case, engine: Engine) -> Any:
    from floodwatch.casebook.roles import roles

    return {one.voice: one.role for one in roles(case.centre.casebook, case.name).values()}


def _made(case: Case, engine: Engine) -> Any:
    from floodwatch.casebook.read import translations

    return translations(case.centre.casebook, case.name)


def _measured(case: Case, engine: Engine) -> Any:
    from floodwatch.assessment.prevalence import kinds
    from floodwatch.centre.publish import shares
    from floodwatch.vocabulary.load import load

    return shares(kinds(load("calibration/kinds.yaml")))


def _places(place: Case | Centre) -> tuple[Centre, Case | None]:
    from floodwatch.centre.handles import Case, Centre

    if isinstance(place, Case):
        return place.centre, place
    if isinstance(place, Centre):
        return place, None
    raise SettingError("A view is of a centre or a case")
