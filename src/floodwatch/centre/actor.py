"""`floodwatch actor`: who goes by a name, and what people decide about names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.centre.decisions import person
from floodwatch.model.errors import SettingError
from floodwatch.model.markings import asked
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Centre


def actor(
    centre: Centre,
    progress: Progress,
    name: str = "",
    most: int = 12,
    same: str = "",
    not_same: str = "",
    undo: int = 0,
    tlp: str = "",
    pap: str = "",
    by: str = "",
    reason: str = "",
) -> dict[str, Any]:
    """What the view `actor` answers, after what was decided; undoing needs no name."""
    from floodwatch.casebook import record
    from floodwatch.casebook.ceiling import up_to
    from floodwatch.centre.names import decide, named
    from floodwatch.centre.starting import ready
    from floodwatch.views.actor import view

    book, who = centre.casebook, person(by)
    if same and not_same:
        raise SettingError("A decision says same or not same", do="Give --same or --not-same.")
    ready(book)
    decided: list[dict[str, Any]] = []
    if undo:
        decided.append({"number": record.undo(book, undo, who, reason), "what": f"undid {undo}"})
    if not name and not undo:
        raise SettingError("A name is needed", do='Give one in any spelling, such as "Storm-1376".')
    if same or not_same:
        one, other = named(book, name), named(book, same or not_same)
        decided += decide(book, one, other, bool(same), who, reason)
    progress("reading the casebook", None)
    with up_to(asked(tlp, pap)):
        return ({"decided": decided} if decided else {}) | (view(book, name, most) if name else {})
