"""`floodwatch token`: tokens by which programs ask in a person's name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from floodwatch.model.acting import ADMIN, ANALYST, acting
from floodwatch.model.errors import NotAllowed, SettingError
from floodwatch.model.markings import asked
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Centre

MOST_DAYS = 366


def token(
    centre: Centre, progress: Progress, action: str = "list", label: str = "", scope: str = "read",
    cases: tuple[str, ...] = (), tlp: str = "", pap: str = "", days: int = 90, user: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Do what is asked for, then list the tokens of a person, or of all for an administrator who names nobody."""
    from floodwatch.casebook.doors import tokens_of

    whose = _whose(centre, user)
    done: dict[str, Any] = {}
    if action == "add":
        done = _added(centre, whose, label, scope, cases, (tlp, pap), days)
    if action == "revoke":
        _revoked(centre, whose, label)
    return {**done, "tokens": [_row(one) for one in tokens_of(centre.casebook, whose)]}


def _whose(centre: Centre, user: str) -> str:
    """Whose tokens it is about; a token never makes another one."""
    from floodwatch.casebook.people import known

    who = acting()
    if who.scope:
        raise NotAllowed("A token is not for the matters of tokens", do="Enter with name and password.")
    if user and user.strip().casefold() != who.user:
        if not who.may(ADMIN):
            raise NotAllowed("Only an administrator sees tokens of others", do="Leave out user.")
        return known(centre.casebook, user).user_name
    return who.user if user or not who.may(ADMIN) else ""


def _added(
    centre: Centre,
    whose: str,
    label: str,
    scope: str,
    cases: tuple[str, ...],
    ceiling: tuple[str, str],
    days: int,
) -> dict[str, Any]:
    from floodwatch.casebook.doors import DAY_S, add_token, seconds
    from floodwatch.casebook.people import known
    from floodwatch.casebook.store import connected

    owner = known(centre.casebook, whose or acting().user) if whose or acting().user else None
    if owner is None or not label.strip():
        raise SettingError("A token is somebody's and for something", do="Give a label, and --user NAME.")
    if not 1 <= days <= MOST_DAYS:
        raise SettingError(f"A token works for 1 to {MOST_DAYS} days", do="Give --days.")
    if scope == "write" and not owner.acting().may(ANALYST):
        raise NotAllowed("A reader's token cannot write", do="Give --scope read.")
    for name in cases:
        centre.case(name)
    with connected(centre.casebook, writing=True) as db:
        expires, limit = seconds() + days * DAY_S, asked(*ceiling)
        secret, prefix = add_token(db, owner.user_name, label, scope, cases or None, limit, expires)
    return {"secret": secret, "prefix": prefix}


def _revoked(centre: Centre, whose: str, prefix: str) -> None:
    from floodwatch.casebook.doors import revoke
    from floodwatch.casebook.store import connected

    with connected(centre.casebook, writing=True) as db:
        if not prefix or not revoke(db, whose, prefix):
            raise SettingError(f"No token {prefix!r} stands", do="See: floodwatch token list")


def _row(one: Mapping[str, Any]) -> dict[str, Any]:
    import json

    ends = datetime.fromtimestamp(one["expires_s"], UTC).date().isoformat()
    return {
        "prefix": one["prefix"], "user": one["user_name"], "label": one["label"], "scope": one["scope"],
        "cases": json.loads(one["cases"]) if one["cases"] else [], "tlp": one["tlp"], "pap": one["pap"],
        "ends": ends, "used_on": one["used_on"], "made_at": one["created_at"], "revoked_at": one["revoked_at"] or "",
    }  # fmt: skip
