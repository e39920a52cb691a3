"""`floodwatch narrative`: what is being said, and what people decide about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.centre.decisions import Desk, person
from floodwatch.model.decided import STATUSES
from floodwatch.model.errors import SettingError
from floodwatch.model.refs import content_id
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case

Asked = dict[str, Any]
SHOWN = ("status", "posts", "accounts", "platforms", "languages", "first_seen", "last_seen", "peak_at", "pushed_share",
         "pushed_accounts", "expected_accounts", "q_value", "state")  # fmt: skip
"""What a list says of a narrative; `show` says everything."""


def narrative(
    case: Case, progress: Progress, action: str = "list", by: str = "", reason: str = "", **asked: Any
) -> dict[str, Any]:
    """List or show narratives, or decide about them; what computation must know holds from the next detection."""
    from floodwatch.centre.tables import must_be_detected, opened

    if action == "undo":
        return _undo(case, person(by), asked)
    if action != "track":
        must_be_detected(case)
    with opened(case) as engine:
        return ACTIONS[action](Desk(case, engine, person(by), reason), asked)


def _list(desk: Desk, asked: Asked) -> dict[str, Any]:
    from floodwatch.views import narratives as view

    found = view.view(desk.engine, desk.decided(), asked["language"], asked["rejected"], asked["limit"])
    told = [
        {"id": row["narrative_id"], "label": view.label(row), **{n: row[n] for n in SHOWN}} for row in found
    ]
    return {"coverage": view.coverage(desk.engine), "narratives": told}


def _show(desk: Desk, asked: Asked) -> dict[str, Any]:
    from floodwatch.views import narrative as view

    decided = desk.decided()
    return {"narratives": [view.view(desk.engine, decided, desk.full(name)) for name in _ids(asked)]}


def _each(desk: Desk, asked: Asked, what: str, content: Asked) -> dict[str, Any]:
    return {"decided": [desk.decide(desk.entity(name), what, content) for name in _ids(asked)]}


def _name(desk: Desk, asked: Asked) -> dict[str, Any]:
    return _each(desk, asked, "named", {"name": _needed(asked, "name")})


def _label(desk: Desk, asked: Asked) -> dict[str, Any]:
    return _each(desk, asked, "labelled", {"status": _needed(asked, "status")})


def _pin(desk: Desk, asked: Asked) -> dict[str, Any]:
    return _each(desk, asked, "pinned", {})


def _reject(desk: Desk, asked: Asked) -> dict[str, Any]:
    return _each(desk, asked, "rejected", {})


def _rebut(desk: Desk, asked: Asked) -> dict[str, Any]:
    told = {name: asked[name] for name in ("link", "date", "claim", "rating") if asked[name]}
    return _each(
        desk, asked, "rebutted", {"who": _needed(asked, "who"), "link": _needed(asked, "link"), **told}
    )


def _merge(desk: Desk, asked: Asked) -> dict[str, Any]:
    """All that are named after the first become a part of it."""
    first, *others = [desk.entity(name) for name in _ids(asked)]
    if not others:
        raise SettingError("There is nothing to merge", do="Give --id twice or more; the first one stays.")
    return {"decided": [desk.decide(one, "merged", {"into": first}) for one in others if one != first]}


def _split(desk: Desk, asked: Asked) -> dict[str, Any]:
    """The posts named become a narrative of their own, with what is like them; the others are held together."""
    (whole,) = [desk.entity(name) for name in _ids(asked)[:1]]
    posts = sorted(set(_needed(asked, "ref")))
    part = desk.add(content_id("split", whole, *posts), dict.fromkeys(posts, 1.0))
    made = [desk.decide(part, "split", {"of": whole}), desk.decide(whole, "pinned", {"without": posts})]
    if asked["name"]:
        made.append(desk.decide(part, "named", {"name": asked["name"]}))
    return {"decided": made}


def _track(desk: Desk, asked: Asked) -> dict[str, Any]:
    """A narrative given by an example: words, posts, or both."""
    posts = sorted(set(asked["ref"]))
    if not (asked["text"] or posts):
        raise SettingError("There is no example", do="Give --text, --ref, or both.")
    one = desk.add(content_id("tracked", asked["text"], *posts), dict.fromkeys(posts, 1.0))
    made = [desk.decide(one, "tracked", {"text": asked["text"]})]
    if asked["name"]:
        made.append(desk.decide(one, "named", {"name": asked["name"]}))
    return {"decided": made}


def _undo(case: Case, by: str, asked: Asked) -> dict[str, Any]:
    from floodwatch.casebook.write import undo
    from floodwatch.centre.decisions import entities

    ours = {one.number for entity in entities(case) for one in entity.decisions}
    if asked["number"] not in ours or not undo(case.centre.casebook, asked["number"], by):
        raise SettingError(
            f"No decision {asked['number']} stands", do="See the history: floodwatch narrative show --id …"
        )
    return {"undone": asked["number"]}


def _ids(asked: Asked) -> tuple[str, ...]:
    names: tuple[str, ...] = _needed(asked, "id")
    return names


def _needed(asked: Asked, name: str) -> Any:
    if not asked[name]:
        choices = f", one of: {', '.join(STATUSES)}" if name == "status" else ""
        raise SettingError(f"This needs --{name}", do=f"Give --{name}{choices}.")
    return asked[name]


ACTIONS = {
    "list": _list, "show": _show, "name": _name, "label": _label, "pin": _pin, "reject": _reject,
    "rebut": _rebut, "merge": _merge, "split": _split, "track": _track,
}  # fmt: skip
