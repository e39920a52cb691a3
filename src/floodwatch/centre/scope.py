"""`floodwatch scope`: why a case is looked into, who works on it, and which reviews are overdue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from floodwatch.centre.decisions import person
from floodwatch.model.acting import acting
from floodwatch.model.errors import NotAllowed, SettingError
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case, Centre

PARTS = ("purpose", "question", "basis", "sees", "retention", "nexus", "review")
NEEDED = ("purpose", "question", "basis")
MOST = 4000


def scope(
    case: Case, progress: Progress, action: str = "show", user: str = "", **told: str
) -> dict[str, Any]:
    """Do what is asked for, then say what holds: the note, those before it, the members; `overdue` is of all cases."""
    from floodwatch.casebook.people import members
    from floodwatch.casebook.scope_notes import notes

    book = case.centre.casebook
    if action == "overdue":
        return {"overdue": overdue(case.centre)}
    if action == "write":
        _written(case, told)
    if action in ("join", "part"):
        _member(case, action, user)
    kept = notes(book, case.name)
    return {
        "case": case.name,
        "note": kept[-1] if kept else {},
        "before": kept[:-1],
        "members": members(book, case.name),
    }


def _written(case: Case, told: Mapping[str, str]) -> None:
    """What is given takes the place of what was there, part by part."""
    from floodwatch.casebook.scope_notes import notes, write
    from floodwatch.casebook.write import add_case

    book = case.centre.casebook
    before = (notes(book, case.name) or [{}])[-1]
    content = {name: (told.get(name) or str(before.get(name, ""))).strip()[:MOST] for name in PARTS}
    missing = [name for name in NEEDED if not content[name]]
    if missing:
        raise SettingError(f"A scope note has a {missing[0]}", do=f"Give --{missing[0]}.")
    if content["review"]:
        content["review"] = _day(content["review"])
    add_case(book, case.name)
    write(book, case.name, content, person(""))


def _member(case: Case, action: str, user: str) -> None:
    """Somebody joins, whose ceiling reaches so far; or parts."""
    from floodwatch.casebook.people import join, known, part
    from floodwatch.casebook.write import add_case

    book = case.centre.casebook
    found = known(book, user)
    if action == "part":
        part(book, case.name, found.user_name)
        return
    if acting().scope:
        raise NotAllowed("A token is not for the matters of people", do="Enter with name and password.")
    add_case(book, case.name)
    join(book, case.name, found.user_name, acting().user)


def overdue(centre: Centre) -> list[dict[str, str]]:
    """Cases whose day of review has passed, the longest overdue first."""
    from floodwatch.casebook.scope_notes import latest

    today = datetime.now(UTC).date().isoformat()
    late = [one for one in latest(centre.casebook) if one.get("review") and one["review"] < today]
    rows = [{name: str(one[name]) for name in ("case", "review", "purpose")} for one in late]
    return sorted(rows, key=lambda one: one["review"])


def note_of(case: Case) -> dict[str, str]:
    """The parts of the note that holds, for the report; empty where there is none."""
    from floodwatch.casebook.scope_notes import notes

    kept = notes(case.centre.casebook, case.name)
    return {name: kept[-1][name] for name in PARTS if kept[-1].get(name)} if kept else {}


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise SettingError(f"{text!r} is no day", do="Write it as YYYY-MM-DD.") from None
