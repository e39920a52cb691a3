"""`floodwatch user` and `floodwatch people`: who works here, and the key that locks everybody out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.model.acting import LOCAL, READER, acting, narrower
from floodwatch.model.errors import NotAllowed, SettingError
from floodwatch.model.markings import Marking, asked
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from floodwatch.casebook.people import User
    from floodwatch.centre.handles import Centre

LINK_DAYS = 7
USUAL = "amber"
"""The ceiling of somebody for whom none is named."""
NONE = "-"


def user(
    centre: Centre, progress: Progress, action: str = "list", name: str = "", role: str = "", tlp: str = "",
    pap: str = "", unlimited: bool = False, shown: str = "", alias: str = "", email: str = "", subject: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Do what is asked for, then list everybody; `link` is the secret of a new link, shown this once."""
    from floodwatch.casebook.people import users

    ceiling = _ceiling(tlp, pap, unlimited)
    given = {"role": role, "shown_name": shown, "alias": alias, "email": email.casefold(), "subject": subject}
    done: dict[str, Any] = {}
    if action == "add":
        done = {"link": _added(centre, name, role or READER, ceiling or asked(USUAL), shown)}
    elif action != "list":
        done = _changed(centre, action, name, {k: v for k, v in given.items() if v}, ceiling)
    return {**done, "users": [_row(one) for one in users(centre.casebook)]}


def _ceiling(tlp: str, pap: str, unlimited: bool) -> Marking | None:
    """The ceiling that is asked for, None where nothing is said of one; no higher than that of whoever gives it."""
    told = Marking() if unlimited else asked(tlp, pap)
    if not (unlimited or told.labels()):
        return None
    if narrower(acting().ceiling, told) != told:
        raise NotAllowed("Nobody gives a ceiling above his own", do="Ask somebody who sees more.")
    return told


def _added(centre: Centre, name: str, role: str, ceiling: Marking, shown: str) -> str:
    from floodwatch.casebook.doors import DAY_S, invite
    from floodwatch.casebook.people import add, login
    from floodwatch.casebook.store import connected
    from floodwatch.centre.entering import INVITED

    who, by = login(name), acting().user or LOCAL.role
    with connected(centre.casebook, writing=True) as db:
        add(db, who, shown, role, ceiling, by)
        return invite(db, INVITED, who, by, LINK_DAYS * DAY_S)


def _changed(
    centre: Centre, action: str, name: str, given: dict[str, Any], ceiling: Marking | None
) -> dict[str, Any]:
    """Change one user; whoever is disabled or reset is out at once."""
    from floodwatch.casebook.doors import DAY_S, close, invite
    from floodwatch.casebook.people import change, known
    from floodwatch.casebook.store import connected
    from floodwatch.centre.entering import INVITED
    from floodwatch.centre.second_factor import take_away

    who = known(centre.casebook, name).user_name
    values = {key: "" if value == NONE else value for key, value in given.items()}
    values |= ceiling._asdict() if ceiling is not None else {}
    if who == acting().user and (action == "disable" or {"role", "tlp"} & set(values)):
        raise NotAllowed("Nobody changes his own role or ceiling", do="Ask another administrator.")
    with connected(centre.casebook, writing=True) as db:
        if action in ("disable", "enable"):
            values |= {"disabled": int(action == "disable")}
        if action == "change" and not values:
            raise SettingError("Nothing is said to be changed", do="Give --role, --tlp, or another one.")
        if values:
            _must_be_free(db, who, values)
            change(db, who, **values)
        if action == "disable":
            close(db, name=who)
        if action != "reset":
            return {}
        change(db, who, password="")
        take_away(db, who)
        close(db, name=who)
        return {"link": invite(db, INVITED, who, acting().user or LOCAL.role, LINK_DAYS * DAY_S)}


def _must_be_free(db: Connection, who: str, values: dict[str, Any]) -> None:
    """An alias, an address and a subject are of one person each (SettingError)."""
    from sqlalchemy import select

    from floodwatch.casebook.tables_people import users as table

    for column in ("alias", "email", "subject"):
        value = values.get(column)
        taken = select(table.c.user_name).where(table.c[column] == value, table.c.user_name != who)
        if value and db.execute(taken).first() is not None:
            raise SettingError(f"Somebody else has this {column}", do="Choose another one.")


def _row(one: User) -> dict[str, Any]:
    return {
        "name": one.user_name, "shown": one.shown_name, "alias": one.alias, "role": one.role,
        "ceiling": " ".join(one.ceiling.labels()) or "none", "disabled": one.disabled, "second_factor": one.second,
        "entered": one.entered, "cases": list(one.cases), "email": one.email, "subject": one.subject,
        "created_by": one.created_by, "created_at": one.created_at,
    }  # fmt: skip


def people(centre: Centre, progress: Progress, action: str = "show") -> dict[str, Any]:
    """Lock, unlock, or say how the doors stand: locked since when and by whom, sessions and tokens that are open."""
    from floodwatch.casebook.doors import LOCKED, UNLOCKED, close, locked, revoke, say, sessions_of, tokens_of
    from floodwatch.casebook.jobs import stop_all
    from floodwatch.casebook.store import connected

    ended = {}
    if action != "show":
        with connected(centre.casebook, writing=True) as db:
            say(db, LOCKED if action == "lock" else UNLOCKED, acting().user or LOCAL.role)
            if action == "lock":
                stop_all(db)
                ended = {"sessions_ended": close(db, but=acting().session), "tokens_revoked": revoke(db)}
    with connected(centre.casebook) as db:
        since = locked(db)
    return {
        **ended,
        "locked": since is not None,
        "locked_by": since["by_name"] if since else "",
        "locked_at": since["done_at"] if since else "",
        "sessions": len(sessions_of(centre.casebook)),
        "tokens": sum(one["revoked_at"] is None for one in tokens_of(centre.casebook)),
    }
