"""`floodwatch recurrence`: what of a case was met before, and decisions about labels, networks and access."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import SettingError
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case
    from floodwatch.centre.standing import Desk, Made
    from floodwatch.model.recurrence import Recurrence

TOLD = 10
"""Hits that an ingest names; the verb gives all."""


def recurrence(
    case: Case,
    progress: Progress,
    most: int = 100,
    tlp: str = "",
    wrong: str = "",
    label: str = "",
    confirm: str = "",
    attribute_to: str = "",
    unconfirm: str = "",
    close: tuple[str, ...] = (),
    open: bool = False,
    undo: int = 0,
    by: str = "",
    reason: str = "",
) -> dict[str, Any]:
    """Decide what is to be decided, then match the case with everything that was seen before."""
    from floodwatch.centre import standing
    from floodwatch.centre.decisions import person
    from floodwatch.centre.recurring import bring, matched

    who = person(by)
    desk = standing.Desk(case, who, reason)
    ceiling = standing.ceiling(tlp)
    if label and not wrong:
        raise SettingError("A label is marked wrong of an account", do="Give its ref with --wrong.")
    if attribute_to and not confirm:
        raise SettingError("A network is attributed when it is confirmed", do="Give its id with --confirm.")
    if close and open:
        raise SettingError("A case is closed or opened", do="Give --close or --open.")
    bring(case, progress)
    decided = [
        *(desk.undo(undo) if undo else ()),
        *(desk.wrong(wrong, label) if wrong else ()),
        *(_confirmed(desk, confirm, attribute_to, progress) if confirm else ()),
        *(desk.unconfirm(unconfirm) if unconfirm else ()),
        *(desk.close(close) if close else ()),
        *(desk.open() if open else ()),
    ]
    progress("matching with what was seen before", None)
    return ({"decided": decided} if decided else {}) | told(matched(case, who, ceiling), most)


def _confirmed(desk: Desk, network: str, actor: str, progress: Progress) -> Made:
    return desk.attribute(network, actor, progress) if actor else desk.confirm(network)


def told(found: Recurrence, most: int) -> dict[str, Any]:
    """An answer with at most so many hits, 0 for all, and how many there are."""
    return {
        "matched": found.matched,
        "found": len(found.hits),
        "hits": [hit.row() for hit in found.hits[: most or None]],
        "seen_only": dict(found.seen_only),
        "common": dict(found.common),
        "not_weighed": dict(found.not_weighed),
        "notes": list(found.notes),
    }


def at_ingest(case: Case, progress: Progress) -> dict[str, Any]:
    """What of newly read files was met before: the strongest hits.

    Records that were read stay read when the index cannot be used now; the answer says so, and a later call makes up.
    """
    from floodwatch.centre.decisions import person
    from floodwatch.centre.recurring import AT_ONCE, bring, matched
    from floodwatch.model.errors import FloodwatchError

    try:
        new = bring(case, progress, AT_ONCE)
        progress("matching with what was seen before", None)
        return told(matched(case, person(""), values=new), TOLD)
    except FloodwatchError as problem:
        return {"matched": 0, "found": 0, "hits": [], "problem": f"not matched: {problem.what}. {problem.do}"}
